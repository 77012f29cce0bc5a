package survey

import (
	"strconv"
	"strings"
	"unicode"

	"kaoji/evaluation/desk"
)

// readPapers reads the lines of papers and names the first mistakes by paper and question.
func (q *Questionnaire) readPapers(group, lines string) ([]Answers, error) {
	var list []Answers
	asked := q.For(group)
	for line := range strings.Lines(lines) {
		line = strings.TrimRightFunc(line, unicode.IsSpace)
		if strings.TrimSpace(line) == "" {
			continue
		}
		n := len(list) + 1
		if n > mostPapers {
			return nil, desk.Mistake("lines", "survey.papers", "most", mostPapers)
		}
		cells := strings.Split(strings.NewReplacer("｜", "|", "\t", "|").Replace(line), "|")
		if len(cells) > len(asked) {
			return nil, desk.Mistake("lines", "survey.cells", "paper", n, "have", len(cells), "most", len(asked))
		}
		given := Answers{}
		for i, cell := range cells {
			a, ok := asked[i].read(strings.TrimSpace(cell))
			if !ok {
				return nil, desk.Mistake("lines", "survey.cell", "paper", n, "question", i+1, "text", cut(cell))
			}
			if !a.empty() {
				given[asked[i].ID] = a
			}
		}
		kept, err := q.acceptPaper(group, given)
		if err != nil {
			return nil, desk.Mistake("lines", "survey.paper_wrong", "paper", n)
		}
		list = append(list, kept)
	}
	if len(list) == 0 {
		return nil, desk.Mistake("lines", "error.field.required")
	}
	return list, nil
}

// acceptPaper is Accept for a paper: what was left out on it stays left out, also where an
// answer is required.
func (q *Questionnaire) acceptPaper(group string, given Answers) (Answers, error) {
	loose := *q
	loose.Sections = make([]Section, len(q.Sections))
	for i, s := range q.Sections {
		s.Questions = append([]Question{}, s.Questions...)
		for j := range s.Questions {
			s.Questions[j].Required = false
		}
		loose.Sections[i] = s
	}
	return loose.Accept(group, given)
}

// read reads one cell of a line.
func (q *Question) read(cell string) (a Answer, ok bool) {
	if cell == "" {
		return a, true
	}
	switch q.Kind {
	case Written:
		return Answer{Text: cell}, true
	case Number:
		n, err := strconv.ParseInt(cell, 10, 64)
		return Answer{Number: &n}, err == nil
	}
	parts := strings.FieldsFunc(cell, func(r rune) bool { return r == ',' || r == '，' || r == '、' || r == ' ' })
	if q.Kind == Matrix {
		a.Rows = map[string]string{}
		for i, part := range parts {
			n, err := strconv.Atoi(part)
			switch {
			case part == "0": // left out
				continue
			case err != nil || n < 1 || n > len(q.Options) || i >= len(q.Rows):
				return a, false
			}
			a.Rows[q.Rows[i].Code] = q.Options[n-1].Code
		}
		return a, true
	}
	for _, part := range parts {
		n, err := strconv.Atoi(part)
		if err != nil || n < 1 || n > len(q.Options) {
			return a, false
		}
		a.Chosen = append(a.Chosen, q.Options[n-1].Code)
	}
	return a, true
}

// cut shortens a text before it is repeated in a message.
func cut(s string) string {
	if r := []rune(s); len(r) > 20 {
		return string(r[:20]) + "…"
	}
	return s
}
