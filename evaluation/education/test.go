package education

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"kaoji/evaluation"
)

// Question is a question of a test. Options are one per line and answers are
// letters, so that a form can show them.
type Question struct {
	Form    string `json:"form"` // QuestionSingle to QuestionText
	Text    string `json:"text"`
	Options string `json:"options"` // one a line
	Answer  string `json:"answer"`  // letters such as B or ACD; T or F; of a text: what counts
	Points  int    `json:"points"`
}

// The kinds of questions.
const (
	QuestionSingle   = "single"
	QuestionMultiple = "multiple"
	QuestionTruth    = "truth"
	QuestionText     = "text"
)

// TestInput sets the test of a campaign.
type TestInput struct {
	Questions []QuestionRow   `json:"questions,omitempty" maxLength:"100" doc:"Questions; none: no test"`
	TestBy    evaluation.Date `json:"test_by,omitzero" doc:"Until when" example:"2026-06-20"`
	Pass      int             `json:"pass,omitempty" minimum:"1" maximum:"100" rules:"education.test.pass" doc:"Percent of the points to pass; none: the rule"`
	Tries     int             `json:"tries,omitempty" minimum:"1" maximum:"20" rules:"education.test.attempts" doc:"Attempts each; none: the rule"`
}

// QuestionRow is a question as entered.
type QuestionRow struct {
	Form    string `json:"form" enum:"single,multiple,truth,text" doc:"Kind" example:"single"`
	Text    string `json:"text" form:"long" maxLength:"1000" doc:"The question"`
	Options string `json:"options,omitempty" form:"long" maxLength:"2000" doc:"Options of a choice, one a line"`
	Answer  string `json:"answer,omitempty" maxLength:"1000" doc:"Letters such as B or ACD; T or F; of a text: what counts" example:"B"`
	Points  int    `json:"points" minimum:"1" maximum:"100" doc:"Points" example:"10"`
}

func (s *Service) setTest(_ *evaluation.Step, c *Campaign, in *TestInput) (evaluation.State, error) {
	m := evaluation.Mistakes{}
	questions := make([]Question, 0, len(in.Questions))
	for i, q := range in.Questions {
		questions = append(questions, q.question(m, "questions."+strconv.Itoa(i)+"."))
	}
	if len(questions) > 0 && (in.TestBy.IsZero() || in.TestBy.Before(c.From)) {
		m.Add("test_by", "education.test_by")
	}
	if err := m.Err(); err != nil {
		return "", err
	}
	pass, err := c.Rules.BasisPoints("education.test.pass")
	if err != nil {
		return "", err
	}
	tries, err := c.Rules.Int("education.test.attempts")
	if err != nil {
		return "", err
	}
	c.Questions, c.TestBy, c.Pass, c.Tries = questions, evaluation.Date{}, 0, 0
	if len(questions) > 0 {
		c.TestBy, c.Pass, c.Tries = in.TestBy, cmp.Or(in.Pass, int(pass/100)), cmp.Or(in.Tries, int(tries))
	}
	return Draft, nil
}

// question checks a row by its kind.
func (q *QuestionRow) question(m evaluation.Mistakes, at string) Question {
	out := Question{Form: q.Form, Text: strings.TrimSpace(q.Text), Points: q.Points}
	choice := q.Form == QuestionSingle || q.Form == QuestionMultiple
	if choice {
		out.Options = strings.Join(optionsOf(q.Options), "\n")
		if n := len(optionsOf(q.Options)); n < 2 || n > 26 {
			m.Add(at+"options", "education.options")
		}
	}
	if q.Form == QuestionText {
		out.Answer = strings.TrimSpace(q.Answer)
		return out
	}
	answer, ok := given(&out, q.Answer)
	if !ok || answer == "" {
		m.Add(at+"answer", "education.answer."+q.Form)
	}
	out.Answer = answer
	return out
}

func optionsOf(s string) []string {
	var list []string
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

// Choices returns the options of a question in order.
func (q *Question) Choices() []string { return optionsOf(q.Options) }

// given normalises an answer: letters in order, each once. Letters that the
// question does not offer are not valid.
func given(q *Question, s string) (string, bool) {
	s = strings.TrimSpace(s)
	if q.Form == QuestionText {
		return s, true
	}
	s = strings.ToUpper(s)
	if q.Form == QuestionTruth {
		return s, s == "" || s == "T" || s == "F"
	}
	letters := []rune(s)
	slices.Sort(letters)
	letters = slices.Compact(letters)
	for _, l := range letters {
		if l < 'A' || int(l-'A') >= len(q.Choices()) {
			return "", false
		}
	}
	if q.Form == QuestionSingle && len(letters) > 1 {
		return "", false
	}
	return string(letters), true
}

// Attempt is one attempt at the test.
type Attempt struct {
	No      int             `json:"no"`
	On      evaluation.Date `json:"on"`
	Answers []Answer        `json:"answers"`
	Points  int             `json:"points"`
	Of      int             `json:"of"`
	Pending bool            `json:"pending"` // a person has to grade what was written
	Passed  bool            `json:"passed"`
	By      string          `json:"by"` // who graded
}

// Answer is the answer to a question and its points.
type Answer struct {
	Question int    `json:"question"` // from 1
	Text     string `json:"text"`
	Points   int    `json:"points"`
	Graded   bool   `json:"graded"`
	Words    string `json:"words"` // of who graded it
}

// grade makes an attempt from answers. A closed question gets full points or none.
func grade(questions []Question, pass int, rows []AnswerRow) (Attempt, error) {
	m := evaluation.Mistakes{}
	a := Attempt{Answers: make([]Answer, len(questions))}
	for i := range questions {
		a.Answers[i] = Answer{Question: i + 1, Graded: questions[i].Form != QuestionText}
	}
	for i, r := range rows {
		at := "answers." + strconv.Itoa(i)
		if r.Question < 1 || r.Question > len(questions) {
			m.Add(at+".question", "education.no_question")
			continue
		}
		text, ok := given(&questions[r.Question-1], r.Answer)
		if !ok {
			m.Add(at+".answer", "education.no_option")
		}
		a.Answers[r.Question-1].Text = text
	}
	for i := range questions {
		q, ans := &questions[i], &a.Answers[i]
		switch {
		case ans.Text == "" && q.Form == QuestionText:
			ans.Graded = true // no manual grading needed
		case ans.Graded && ans.Text == q.Answer:
			ans.Points = q.Points
		}
	}
	a.sum(questions, pass)
	return a, m.Err()
}

// sum adds up the points; passed compares the exact share of points with the
// required percentage.
func (a *Attempt) sum(questions []Question, pass int) {
	a.Points, a.Of, a.Pending = 0, 0, false
	for i := range questions {
		a.Of += questions[i].Points
		a.Points += a.Answers[i].Points
		a.Pending = a.Pending || !a.Answers[i].Graded
	}
	a.Passed = !a.Pending && a.Points*100 >= pass*a.Of
}

// Paper returns the test of the part's campaign without its answers, for the person
// who takes it.
func (s *Service) Paper(ctx context.Context, part evaluation.View) ([]Question, error) {
	if part.Kind != KindPart || !part.Own {
		return nil, evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
	}
	_, c, err := load[Campaign](ctx, s.Ledger, part.Office, KindCampaign, part.Parent)
	if err != nil {
		return nil, err
	}
	for i := range c.Questions {
		c.Questions[i].Answer = ""
	}
	return c.Questions, nil
}
