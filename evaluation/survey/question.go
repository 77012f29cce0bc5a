package survey

import (
	"fmt"
	"regexp"
	"slices"

	"kaoji/evaluation"
)

// The kinds of questions.
const (
	Single   = "single"   // one option
	Multiple = "multiple" // several options
	Scale    = "scale"    // one of ordered options, each with a score
	Matrix   = "matrix"   // for each row one of the options
	Ranking  = "ranking"  // options in order, the first is the most important
	Number   = "number"   // a whole number
	Written  = "text"     // words
)

// QuestionKinds lists the kinds of questions.
func QuestionKinds() []string {
	return []string{Single, Multiple, Scale, Matrix, Ranking, Number, Written}
}

// Bounds of a questionnaire, and of an answer.
const (
	MostGroups    = 12
	MostIssued    = 1_000_000
	MostQuestions = 100
	MostOptions   = 30
	MostRows      = 30
	MostText      = 1000    // characters of a written answer
	MostNumber    = 1 << 40 // absolute value of a number
)

// Text is a text in the two languages. En is optional: respondents who read English are
// shown Zh where there is none.
type Text struct {
	Zh string `json:"zh" maxLength:"300" doc:"In Chinese" example:"您对社区绿化状况是否满意？"`
	En string `json:"en,omitempty" maxLength:"600" doc:"In English"`
}

// In returns the text in a language, "zh" or "en".
func (t Text) In(lang string) string {
	if lang == "en" && t.En != "" {
		return t.En
	}
	return t.Zh
}

// Questionnaire is what is asked, and of whom.
type Questionnaire struct {
	Title    Text      `json:"title" show:"-"` // the pages of the measure show these
	Intro    Text      `json:"intro" show:"-"`
	Groups   []Group   `json:"groups" show:"-"`
	Sections []Section `json:"sections" show:"-"`
}

// Group is a group of respondents with the number of questionnaires issued to it, and the
// ways in which it answers.
type Group struct {
	Code    string `json:"code"`
	Name    Text   `json:"name"`
	Issued  int    `json:"issued"`
	Account string `json:"account,omitempty"` // whose accounts answer: Cadres, Committees or none
	ByCode  bool   `json:"by_code,omitempty"`
	Public  bool   `json:"public,omitempty"`
	Paper   bool   `json:"paper,omitempty"`
}

// By reports whether the group answers in a way.
func (g *Group) By(way string) bool {
	switch way {
	case WayAccount:
		return g.Account != ""
	case WayCode:
		return g.ByCode
	case WayPublic:
		return g.Public
	case WayPaper:
		return g.Paper
	}
	return false
}

// answers reports whether there is a way for the group to answer.
func (g *Group) answers() bool {
	return slices.ContainsFunc([]string{WayAccount, WayCode, WayPublic, WayPaper}, g.By)
}

// Section is a part of a questionnaire with a heading; the heading may be empty. Groups are
// those that are asked, none for all.
type Section struct {
	Title     Text       `json:"title"`
	Groups    []string   `json:"groups,omitempty"`
	Questions []Question `json:"questions"`
}

// Question is one question. Options are the answers to choose from, of a matrix its columns.
type Question struct {
	ID       string     `json:"id"` // in the questionnaire, such as q1; waves are compared by it
	Kind     string     `json:"kind"`
	Text     Text       `json:"text"`
	Required bool       `json:"required,omitempty"`
	ShownIf  *Condition `json:"shown_if,omitempty"`
	Options  []Option   `json:"options,omitempty"`
	Rows     []Option   `json:"rows,omitempty"`  // of a matrix
	Most     int        `json:"most,omitempty"`  // of Multiple and Ranking: how many options can be chosen, 0 for all
	Offer    bool       `json:"offer,omitempty"` // of Written: respondents are offered to send it to the comment box, too
	Least    int64      `json:"least,omitempty"`
	Greatest int64      `json:"greatest,omitempty"` // of Number, with Least; both 0: no bounds but MostNumber
}

// Option is an answer to choose, or a row of a matrix.
type Option struct {
	Code  string `json:"code"`
	Text  Text   `json:"text"`
	Score int    `json:"score,omitempty"` // of a Scale and a Matrix, 0 to 100; none is scored if all are 0
}

// keep returns the elements that pass.
func keep[T any](list []T, pass func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(list), func(one T) bool { return !pass(one) })
}

// Condition shows a question only to those who chose one of the options of an earlier one.
type Condition struct {
	Question string   `json:"question"`
	Options  []string `json:"options"`
}

// Questions lists the questions in their order.
func (q *Questionnaire) Questions() []*Question {
	var list []*Question
	for i := range q.Sections {
		for j := range q.Sections[i].Questions {
			list = append(list, &q.Sections[i].Questions[j])
		}
	}
	return list
}

// For lists the questions that a group is asked.
func (q *Questionnaire) For(group string) []*Question {
	var list []*Question
	for i := range q.Sections {
		if of := q.Sections[i].Groups; len(of) > 0 && !slices.Contains(of, group) {
			continue
		}
		for j := range q.Sections[i].Questions {
			list = append(list, &q.Sections[i].Questions[j])
		}
	}
	return list
}

// Scored reports whether the options of a question have scores.
func (q *Question) Scored() bool {
	return (q.Kind == Scale || q.Kind == Matrix) && slices.ContainsFunc(q.Options, func(o Option) bool { return o.Score != 0 })
}

// most is how many options can be chosen.
func (q *Question) most() int {
	switch {
	case q.Kind != Multiple && q.Kind != Ranking:
		return 1
	case q.Most == 0:
		return len(q.Options)
	}
	return q.Most
}

var code = regexp.MustCompile(`^[a-z][a-z0-9_]{0,19}$`)

// Check says what is wrong with a questionnaire that is to be opened.
func (q *Questionnaire) Check() evaluation.Mistakes {
	m := evaluation.Mistakes{}
	questions := q.Questions()
	if q.Title.Zh == "" {
		m.Add("title", "error.field.required")
	}
	if len(questions) == 0 || len(questions) > MostQuestions {
		m.Add("sections", "survey.questions", "most", MostQuestions)
	}
	q.checkGroups(m)
	known := map[string]*Question{}
	for i, one := range questions {
		at := fmt.Sprintf("question.%d", i+1)
		one.check(m, at+".")
		if known[one.ID] != nil {
			m.Add(at+".id", "survey.twice", "code", one.ID)
		}
		if c := one.ShownIf; c != nil && !c.holdable(known[c.Question]) {
			m.Add(at+".shown_if", "survey.condition")
		}
		known[one.ID] = one
	}
	return m
}

// checkGroups: every group is asked something, and sections are for groups that there are.
func (q *Questionnaire) checkGroups(m evaluation.Mistakes) {
	if len(q.Groups) == 0 || len(q.Groups) > MostGroups {
		m.Add("groups", "survey.groups", "most", MostGroups)
	}
	for i, g := range q.Groups {
		at := fmt.Sprintf("groups.%d", i+1)
		switch {
		case !code.MatchString(g.Code):
			m.Add(at, "survey.code")
		case g.Name.Zh == "":
			m.Add(at, "error.field.required")
		case slices.ContainsFunc(q.Groups[:i], func(o Group) bool { return o.Code == g.Code }):
			m.Add(at, "survey.twice", "code", g.Code)
		case g.Issued < 1 || g.Issued > MostIssued:
			m.Add(at, "survey.issued", "most", MostIssued)
		case len(q.For(g.Code)) == 0:
			m.Add(at, "survey.unasked")
		case !g.answers():
			m.Add(at, "survey.no_way")
		}
	}
	for i := range q.Sections {
		for _, of := range q.Sections[i].Groups {
			if !slices.ContainsFunc(q.Groups, func(g Group) bool { return g.Code == of }) {
				m.Add(fmt.Sprintf("section.%d", i+1), "survey.no_group")
			}
		}
	}
}

// holdable reports whether a condition names options of a question before it; nil is no
// question.
func (c *Condition) holdable(of *Question) bool {
	if of == nil || len(c.Options) == 0 || of.Kind != Single && of.Kind != Multiple && of.Kind != Scale {
		return false
	}
	return !slices.ContainsFunc(c.Options, func(o string) bool { return !has(of.Options, o) })
}

func (q *Question) check(m evaluation.Mistakes, at string) {
	if !code.MatchString(q.ID) {
		m.Add(at+"id", "survey.code")
	}
	if q.Text.Zh == "" {
		m.Add(at+"text", "error.field.required")
	}
	chosen, rows := q.Kind != Number && q.Kind != Written, q.Kind == Matrix
	switch {
	case !slices.Contains(QuestionKinds(), q.Kind):
		m.Add(at+"kind", "survey.kind")
	case chosen && (len(q.Options) < 2 || len(q.Options) > MostOptions), !chosen && len(q.Options) > 0:
		m.Add(at+"options", "survey.options", "most", MostOptions)
	case rows && (len(q.Rows) == 0 || len(q.Rows) > MostRows), !rows && len(q.Rows) > 0:
		m.Add(at+"rows", "survey.rows", "most", MostRows)
	case q.Most < 0 || q.Most > len(q.Options) || q.Most > 0 && q.most() != q.Most:
		m.Add(at+"most", "survey.most")
	case q.Least > q.Greatest, q.Least < -MostNumber, q.Greatest > MostNumber, q.Kind != Number && (q.Least != 0 || q.Greatest != 0):
		m.Add(at+"least", "survey.bounds")
	}
	checkOptions(m, at+"options", q.Options)
	checkOptions(m, at+"rows", q.Rows)
}

func checkOptions(m evaluation.Mistakes, at string, options []Option) {
	for i, o := range options {
		switch {
		case !code.MatchString(o.Code):
			m.Add(at, "survey.code")
		case o.Text.Zh == "":
			m.Add(at, "error.field.required")
		case has(options[:i], o.Code):
			m.Add(at, "survey.twice", "code", o.Code)
		case o.Score < 0 || o.Score > 100:
			m.Add(at, "survey.score")
		}
	}
}

func has(options []Option, code string) bool {
	return slices.ContainsFunc(options, func(o Option) bool { return o.Code == code })
}
