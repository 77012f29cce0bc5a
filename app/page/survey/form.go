package survey

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/server"
	"kaoji/evaluation"
	"kaoji/evaluation/hurdle"
	"kaoji/evaluation/survey"
)

// answerPage is a questionnaire to fill in.
type answerPage struct {
	Intro, Group string
	Office       string // on paper
	By           evaluation.Date
	Action, Back string
	Code         string // of a slip
	Keep         string // under which the browser keeps what is not sent
	Hurdle       *hurdle.Hurdle
	Box          string // address of the comment box, if a question offers it
	Sections     []section
	Submit       bool // false: a preview
}

type section struct {
	Title     string
	Questions []question
}

// question is a question as the form shows it.
type question struct {
	ID, Name  string // Name: of its fields
	Number    int
	Text      string
	Kind      string
	Required  bool
	Offer     bool // to send it to the comment box as well
	Help      string
	Only      string // on paper: who answers it, "" for everybody
	Error     string
	If        string // name of the field on which it depends, "" for none
	IfOptions string // values with which it is shown, separated by spaces
	Options   []option
	Rows      []row
	Value     string
	Ranks     []string
}

type option struct {
	Value, Label, Name string
	Chosen             bool
	Rank               string
}

type row struct {
	Name, Label string
	Options     []option
}

// fieldOf is the name of the field of a question, of a row or option of it.
func fieldOf(id string, part ...string) string {
	return strings.Join(append([]string{"a", id}, part...), ".")
}

// sections makes the questions that a group is asked, with what was typed.
func (s *pages) sections(c *fiber.Ctx, q *survey.Questionnaire, group string, typed url.Values, wrong *evaluation.Error) []section {
	lang, asked, number := server.Lang(c), q.For(group), 0
	var list []section
	for i := range q.Sections {
		of := section{Title: q.Sections[i].Title.In(lang)}
		for j := range q.Sections[i].Questions {
			one := &q.Sections[i].Questions[j]
			if !slices.ContainsFunc(asked, func(o *survey.Question) bool { return o.ID == one.ID }) {
				continue
			}
			number++
			of.Questions = append(of.Questions, s.question(c, one, number, typed, wrong))
		}
		if len(of.Questions) > 0 {
			list = append(list, of)
		}
	}
	return list
}

func (s *pages) question(c *fiber.Ctx, q *survey.Question, number int, typed url.Values, wrong *evaluation.Error) question {
	lang, name := server.Lang(c), fieldOf(q.ID)
	one := question{ID: q.ID, Name: name, Number: number, Text: q.Text.In(lang), Kind: q.Kind, Required: q.Required, Offer: q.Offer, Value: typed.Get(name)}
	if wrong != nil {
		if p, ok := wrong.Fields[q.ID]; ok {
			one.Error = s.Text.Say(lang, p)
		}
	}
	if q.ShownIf != nil {
		one.If, one.IfOptions = fieldOf(q.ShownIf.Question), strings.Join(q.ShownIf.Options, " ")
	}
	if q.Most > 1 {
		one.Help = s.T(c, "survey.page.most", "n", q.Most)
	}
	for i, o := range q.Options {
		of := option{Value: o.Code, Label: o.Text.In(lang), Name: fieldOf(q.ID, o.Code), Chosen: slices.Contains(typed[name], o.Code)}
		of.Rank = typed.Get(of.Name)
		one.Options = append(one.Options, of)
		one.Ranks = append(one.Ranks, strconv.Itoa(i+1))
	}
	if q.Kind == survey.Ranking && q.Most > 0 {
		one.Ranks = one.Ranks[:q.Most]
	}
	for _, r := range q.Rows {
		of := row{Name: fieldOf(q.ID, r.Code), Label: r.Text.In(lang)}
		for _, o := range q.Options {
			of.Options = append(of.Options, option{Value: o.Code, Label: o.Text.In(lang), Chosen: typed.Get(of.Name) == o.Code})
		}
		one.Rows = append(one.Rows, of)
	}
	return one
}

// answersOf reads a form. What is not as the questions ask the domain refuses.
func answersOf(q *survey.Questionnaire, group string, values url.Values) survey.Answers {
	given := survey.Answers{}
	for _, one := range q.For(group) {
		name := fieldOf(one.ID)
		a := survey.Answer{}
		switch one.Kind {
		case survey.Written:
			a.Text = strings.TrimSpace(values.Get(name))
		case survey.Number:
			a.Number = numberOf(values.Get(name))
		case survey.Matrix:
			for _, r := range one.Rows {
				if v := values.Get(fieldOf(one.ID, r.Code)); v != "" {
					if a.Rows == nil {
						a.Rows = map[string]string{}
					}
					a.Rows[r.Code] = v
				}
			}
		case survey.Ranking:
			a.Chosen = ranked(one, values)
		default:
			for _, v := range values[name] {
				if v != "" {
					a.Chosen = append(a.Chosen, v)
				}
			}
		}
		given[one.ID] = a
	}
	return given
}

// numberOf reads a whole number; what is none is refused as one out of bounds.
func numberOf(text string) *int64 {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		n = survey.MostNumber + 1
	}
	return &n
}

// ranked reads the options of a ranking in the order of their ranks. Two of the same rank
// are both taken at it: the domain counts them as they stand.
func ranked(q *survey.Question, values url.Values) []string {
	type place struct {
		rank   int
		option string
	}
	var list []place
	for _, o := range q.Options {
		if n, err := strconv.Atoi(values.Get(fieldOf(q.ID, o.Code))); err == nil {
			list = append(list, place{n, o.Code})
		}
	}
	slices.SortStableFunc(list, func(a, b place) int { return a.rank - b.rank })
	var out []string
	for _, p := range list {
		out = append(out, p.option)
	}
	return out
}

// boxFor is the address of the comment box of the office, if a question offers to send to it
// what was written; "" if none does, or there is no box.
func (s *pages) boxFor(c *fiber.Ctx, q *survey.Questionnaire) (string, error) {
	if !slices.ContainsFunc(q.Questions(), func(one *survey.Question) bool { return one.Offer }) {
		return "", nil
	}
	token, err := s.Concern.OfficeBox(c.UserContext(), s.Visited(c))
	if token == "" || err != nil {
		return "", err
	}
	return s.To(c, "/b", token), nil
}

// again shows a questionnaire with what was typed and its mistakes.
func (s *pages) again(c *fiber.Ctx, f *survey.Form, content *answerPage, typed url.Values, wrong *evaluation.Error) error {
	lang := server.Lang(c)
	content.Intro, content.Group, content.By = f.Intro.In(lang), f.Group.Name.In(lang), f.AnswerBy
	content.Sections = s.sections(c, f.Questionnaire, f.Group.Code, typed, wrong)
	var err error
	if content.Box, err = s.boxFor(c, f.Questionnaire); err != nil {
		return err
	}
	return s.Again(c, wrong, "", "answer", f.Title.In(lang), content)
}
