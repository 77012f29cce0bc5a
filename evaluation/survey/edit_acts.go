package survey

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// QuestionInput adds a question, or changes one.
type QuestionInput struct {
	Question string `json:"question,omitempty" maxLength:"20" doc:"The question that is changed; empty: a new one" example:"q1"`
	Section  int    `json:"section,omitempty" minimum:"1" maximum:"30" doc:"Number of the section; of a new question, the last one if empty" example:"1"`
	Kind     string `json:"kind" enum:"scale,single,multiple,matrix,ranking,number,text" doc:"Kind" example:"scale"`
	Text     string `json:"text" form:"long" maxLength:"300" doc:"What is asked" example:"您对社区绿化状况是否满意？"`
	TextEn   string `json:"text_en,omitempty" form:"long" maxLength:"600" doc:"The same in English"`
	Required bool   `json:"required,omitempty" doc:"Has to be answered"`
	Offer    bool   `json:"offer,omitempty" doc:"Text: respondents are offered to send what they wrote to the comment box as well, where it is dealt with"`
	Options  string `json:"options,omitempty" form:"long" maxLength:"6000" doc:"Options, one on a line: text, then after vertical bars the score (scale, matrix) and the text in English" example:"满意 | 100 | Satisfied"`
	Rows     string `json:"rows,omitempty" form:"long" maxLength:"6000" doc:"Rows of a matrix, one on a line" example:"政策法规科 | | Policy and law"`
	Most     int    `json:"most,omitempty" minimum:"1" maximum:"30" doc:"Multiple and ranking: how many options at most; empty: all" example:"3"`
	Least    int64  `json:"least,omitempty" doc:"Number: smallest value"`
	Greatest int64  `json:"greatest,omitempty" doc:"Number: greatest value"`
	OnlyIf   string `json:"only_if,omitempty" maxLength:"20" doc:"Asked only after a certain answer to this earlier question" example:"q1"`
	Answers  string `json:"answers,omitempty" form:"long" maxLength:"1000" doc:"These answers to it, one on a line as in its options" example:"不满意"`
}

// MoveInput moves a question.
type MoveInput struct {
	Question string `json:"question" maxLength:"20" doc:"The question" example:"q3"`
	To       int    `json:"to" minimum:"1" maximum:"100" doc:"Its new number among all questions; it goes into the section of the question that is there now" example:"1"`
}

// DropInput removes a question.
type DropInput struct {
	Question string `json:"question" maxLength:"20" doc:"The question" example:"q3"`
}

// SectionInput adds a section, or changes one; without a title in Chinese an empty section
// is removed.
type SectionInput struct {
	Section int    `json:"section,omitempty" minimum:"1" maximum:"30" doc:"Number of the section that is changed; empty: a new one at the end" example:"1"`
	Title   string `json:"title,omitempty" maxLength:"100" doc:"Heading" example:"对社区服务的评价"`
	TitleEn string `json:"title_en,omitempty" maxLength:"200" doc:"Heading in English"`
	Groups  string `json:"groups,omitempty" form:"long" maxLength:"500" doc:"Groups that are asked, one on a line; empty: all" example:"居民"`
}

// mostSections is how many sections a questionnaire has at most.
const mostSections = 30

// putQuestion adds or changes a question. Options keep their codes by their texts, because
// waves are compared by them.
func putQuestion(_ *evaluation.Step, w *Wave, in *QuestionInput) (evaluation.State, error) {
	was := &Question{}
	if in.Question != "" {
		if was = w.Question(in.Question); was == nil {
			return "", desk.Mistake("question", "error.not_found")
		}
	}
	section := in.Section
	if section == 0 {
		section = len(w.Sections)
	}
	m := evaluation.Mistakes{}
	if section > len(w.Sections) {
		m.Add("section", "survey.no_section", "most", len(w.Sections))
	}
	if in.Question == "" && len(w.Questions()) >= MostQuestions {
		m.Add("question", "survey.questions", "most", MostQuestions)
	}
	one := Question{
		ID: in.Question, Kind: in.Kind, Text: Text{Zh: in.Text, En: in.TextEn}, Required: in.Required, Offer: in.Offer && in.Kind == Written,
		Most: in.Most, Least: in.Least, Greatest: in.Greatest,
		Options: readOptions(m, "options", in.Options, was.Options), Rows: readOptions(m, "rows", in.Rows, was.Rows),
	}
	if one.ID == "" {
		one.ID = w.nextID()
	}
	w.conditional(m, &one, in)
	one.check(m, "")
	if err := m.Err(); err != nil {
		return "", err
	}
	if in.Question != "" && (in.Section == 0 || was == w.Question(one.ID) && w.sectionOf(one.ID) == section-1) {
		*was = one
		return WaveDraft, nil
	}
	w.remove(one.ID)
	w.Sections[section-1].Questions = append(w.Sections[section-1].Questions, one)
	return WaveDraft, nil
}

// conditional sets when a question is asked.
func (q *Questionnaire) conditional(m evaluation.Mistakes, one *Question, in *QuestionInput) {
	if in.OnlyIf == "" {
		return
	}
	of := q.Question(in.OnlyIf)
	if of == nil || of.ID == one.ID {
		m.Add("only_if", "survey.condition")
		return
	}
	one.ShownIf = &Condition{Question: of.ID}
	for line := range strings.Lines(in.Answers) {
		text := strings.TrimSpace(line)
		i := slices.IndexFunc(of.Options, func(o Option) bool { return o.Text.Zh == text })
		if text != "" && i < 0 {
			m.Add("answers", "survey.no_option", "text", text)
		}
		if i >= 0 {
			one.ShownIf.Options = append(one.ShownIf.Options, of.Options[i].Code)
		}
	}
	if !one.ShownIf.holdable(of) {
		m.Add("answers", "survey.condition")
	}
}

// readOptions reads options from lines.
func readOptions(m evaluation.Mistakes, field, text string, was []Option) []Option {
	var list []Option
	for line := range strings.Lines(text) {
		parts := strings.Split(strings.ReplaceAll(strings.TrimSpace(line), "｜", "|"), "|")
		for i := range parts {
			parts[i] = strings.TrimSpace(parts[i])
		}
		if parts[0] == "" {
			continue
		}
		o := Option{Text: Text{Zh: parts[0]}}
		if i := slices.IndexFunc(was, func(w Option) bool { return w.Text.Zh == parts[0] }); i >= 0 {
			o.Code = was[i].Code
		}
		if len(parts) > 1 && parts[1] != "" {
			score, err := strconv.Atoi(parts[1])
			if err != nil {
				m.Add(field, "survey.line", "line", len(list)+1)
			}
			o.Score = score
		}
		if len(parts) > 2 {
			o.Text.En = parts[2]
		}
		if len(parts) > 3 {
			m.Add(field, "survey.line", "line", len(list)+1)
		}
		list = append(list, o)
	}
	for i := range list {
		for n := 1; list[i].Code == ""; n++ {
			if c := fmt.Sprint("o", n); !has(list, c) && !has(was, c) {
				list[i].Code = c
			}
		}
	}
	return list
}

// OptionLines writes options as readOptions reads them.
func OptionLines(options []Option) string {
	var lines []string
	for _, o := range options {
		line, score := o.Text.Zh, ""
		if o.Score != 0 {
			score = strconv.Itoa(o.Score)
		}
		switch {
		case o.Text.En != "":
			line += " | " + score + " | " + o.Text.En
		case score != "":
			line += " | " + score
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// nextID is an id that no question has.
func (q *Questionnaire) nextID() string {
	for n := len(q.Questions()) + 1; ; n++ {
		if id := fmt.Sprint("q", n); q.Question(id) == nil {
			return id
		}
	}
}

// sectionOf is the position of the section of a question, -1 if there is none.
func (q *Questionnaire) sectionOf(id string) int {
	return slices.IndexFunc(q.Sections, func(s Section) bool {
		return slices.ContainsFunc(s.Questions, func(one Question) bool { return one.ID == id })
	})
}

func (q *Questionnaire) remove(id string) {
	for i := range q.Sections {
		q.Sections[i].Questions = keep(q.Sections[i].Questions, func(one Question) bool { return one.ID != id })
	}
}

// move puts a question at another number.
func move(_ *evaluation.Step, w *Wave, in *MoveInput) (evaluation.State, error) {
	one := w.Question(in.Question)
	if one == nil {
		return "", desk.Mistake("question", "error.not_found")
	}
	moved := *one
	list := w.Questions()
	at := list[min(in.To, len(list))-1].ID
	if at == moved.ID {
		return WaveDraft, nil
	}
	from := slices.IndexFunc(list, func(o *Question) bool { return o.ID == moved.ID })
	after := from < min(in.To, len(list))-1
	w.remove(moved.ID)
	section := &w.Sections[w.sectionOf(at)]
	i := slices.IndexFunc(section.Questions, func(o Question) bool { return o.ID == at })
	if after {
		i++
	}
	section.Questions = slices.Insert(section.Questions, i, moved)
	return WaveDraft, w.conditionsHold()
}

// drop removes a question; one on which others depend stays.
func drop(_ *evaluation.Step, w *Wave, in *DropInput) (evaluation.State, error) {
	if w.Question(in.Question) == nil {
		return "", desk.Mistake("question", "error.not_found")
	}
	w.remove(in.Question)
	return WaveDraft, w.conditionsHold()
}

// conditionsHold refuses an order in which a question depends on one that is not before it.
func (q *Questionnaire) conditionsHold() error {
	list := q.Questions()
	for i, one := range list {
		if c := one.ShownIf; c != nil && !slices.ContainsFunc(list[:i], func(o *Question) bool { return o.ID == c.Question }) {
			return desk.Mistake("question", "survey.depends", "text", one.Text.Zh)
		}
	}
	return nil
}

// putSection adds, changes or removes a section.
func putSection(_ *evaluation.Step, w *Wave, in *SectionInput) (evaluation.State, error) {
	one := Section{Title: Text{Zh: in.Title, En: in.TitleEn}, Questions: []Question{}}
	for line := range strings.Lines(in.Groups) {
		name := strings.TrimSpace(line)
		i := slices.IndexFunc(w.Groups, func(g Group) bool { return g.Name.Zh == name })
		if name != "" && i < 0 {
			return "", desk.Mistake("groups", "survey.no_such_group", "name", name)
		}
		if i >= 0 {
			one.Groups = append(one.Groups, w.Groups[i].Code)
		}
	}
	switch {
	case in.Section == 0 && len(w.Sections) >= mostSections:
		return "", desk.Mistake("section", "survey.sections", "most", mostSections)
	case in.Section == 0:
		w.Sections = append(w.Sections, one)
		return WaveDraft, nil
	case in.Section > len(w.Sections):
		return "", desk.Mistake("section", "survey.no_section", "most", len(w.Sections))
	}
	at := &w.Sections[in.Section-1]
	if in.Title == "" && len(at.Questions) == 0 && len(w.Sections) > 1 {
		w.Sections = slices.Delete(w.Sections, in.Section-1, in.Section)
		return WaveDraft, nil
	}
	one.Questions = at.Questions
	*at = one
	return WaveDraft, nil
}
