package education

import (
	"errors"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/draft"
	"kaoji/evaluation/education"
)

// partPage is one person in one campaign.
type partPage struct {
	Record     site.RecordPage
	Name       string
	Unit       string
	Campaign   view.Link
	Stats      []view.Stat
	Marks      []markRow
	MakeUps    []makeUpRow
	Attempts   view.Grid
	Reflection *view.Row
	Empty      view.Empty
}

type markRow struct {
	education.Mark
	Badge  view.Badge
	How    string
	MakeUp string // address of the form that makes up for it
}

type makeUpRow struct {
	education.MakeUp
	Badge          view.Badge
	Files          []view.File
	Accept, Return string
}

func (s *pages) part(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, part *education.Part) (err error) {
	content := partPage{
		Name: part.Name, Unit: part.UnitName, Campaign: view.Link{Label: part.Title, Href: p.To("/education/campaigns", part.Campaign)},
		Empty: view.Empty{Why: p.T("education.page.no_marks"), Do: p.T("education.page.no_marks_do")},
	}
	dropped := []string{"title", "name", "unit_name", "marks", "makeups", "attempts", "wanted", "hours", "reflects", "test"}
	if !part.Test {
		dropped = append(dropped, "pass", "tries", "test_by")
	}
	if content.Record, err = s.Headed(c, p, v, dropped...); err != nil {
		return err
	}
	content.Record.Acts = site.WithoutActs(content.Record.Acts, "check_in", "make_up", "accept_make_up", "return_make_up", "take_test", "grade")
	if part.Grading() || part.Sits() || !part.Test || !part.PassedOn.IsZero() {
		content.Record.Acts = site.WithoutActs(content.Record.Acts, "grant_attempt")
	}
	content.Stats = partStats(p, part)
	at := func(act, session string) string { return p.To("/records", v.ID, "acts", act) + "?session=" + session }
	for _, m := range part.Marks {
		row := markRow{Mark: m, Badge: markBadge(p, m.State), How: p.T("education.part.field.marks.how." + m.How)}
		if owed := m.State == education.MarkExcused || m.State == education.MarkAbsent; owed && v.Offers("make_up") {
			row.MakeUp = at("make_up", m.Session)
		}
		content.Marks = append(content.Marks, row)
	}
	for _, m := range part.MakeUps {
		row := makeUpRow{MakeUp: m, Badge: makeUpBadge(p, m.State)}
		if row.Files, err = s.FilesIn(c, v.ID, m.Files); err != nil {
			return err
		}
		if m.State == education.MakeUpSubmitted && v.Offers("accept_make_up") {
			row.Accept, row.Return = at("accept_make_up", m.Session), at("return_make_up", m.Session)
		}
		content.MakeUps = append(content.MakeUps, row)
	}
	content.Attempts = attempts(p, part)
	if part.Sits() && v.Offers("take_test") {
		content.Record.Lead(view.Button{Label: p.T("education.part.take_test"), Href: p.To("/education/parts", v.ID, "test")})
	}
	if part.Grading() && v.Offers("grade") {
		content.Record.Lead(view.Button{Label: p.T("education.part.grade"), Href: p.To("/education/parts", v.ID, "grade")})
	}
	if err := s.partReflection(c, p, v, &content); err != nil {
		return err
	}
	return s.Show(c, "education_part", part.Title, content, s.Crumbs(c, v.Kind, content.Campaign)...)
}

// partReflection links the person's reflection for those who may see it.
func (s *pages) partReflection(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, content *partPage) error {
	found, err := s.Service.Index(c.UserContext(), site.Actor(c), evaluation.Query{Kinds: []string{education.KindReflection}, Uniques: []string{education.PartKey(v.Parent, v.Subject)}, Limit: 1})
	if err != nil || len(found.Views) == 0 {
		return err
	}
	row := p.Row(&found.Views[0])
	content.Reflection = &row
	return nil
}

func partStats(p *site.Speaker, part *education.Part) []view.Stat {
	owed := len(part.Owed())
	stats := []view.Stat{
		{Label: p.T("education.part.field.hours"), Value: string(part.Hours), Note: p.T("education.page.of_hours", "hours", part.Wanted)},
		{Label: p.T("education.page.owed"), Value: strconv.Itoa(owed)},
	}
	if owed > 0 {
		stats[1].Tone = "yellow"
	}
	if part.Test {
		stats = append(stats, doneStat(p, "education.page.test", part.PassedOn))
	}
	if part.Reflects {
		stats = append(stats, doneStat(p, "education.reflection", part.ReflectedOn))
	}
	return stats
}

// doneStat shows whether something was passed, and when.
func doneStat(p *site.Speaker, label string, on evaluation.Date) view.Stat {
	if on.IsZero() {
		return view.Stat{Label: p.T(label), Value: p.T("education.page.not_yet"), Tone: "yellow"}
	}
	return view.Stat{Label: p.T(label), Value: p.T("education.page.passed"), Note: p.DayOf(on), Tone: "green"}
}

func makeUpBadge(p *site.Speaker, state string) view.Badge {
	tone := map[string]string{education.MakeUpSubmitted: "yellow", education.MakeUpReturned: "red", education.MakeUpAccepted: "green"}[state]
	return view.Badge{Label: p.T("education.part.field.makeups.state." + state), Tone: tone}
}

func attempts(p *site.Speaker, part *education.Part) view.Grid {
	const field = "education.part.field.attempts."
	grid := p.Grid(site.Number(field+"no"), field+"on", site.Number(field+"points"), "list.state")
	for _, a := range part.Attempts {
		badge := view.Badge{Label: p.T("education.page.failed"), Tone: "red"}
		switch {
		case a.Pending:
			badge = view.Badge{Label: p.T("education.part.field.attempts.pending"), Tone: "yellow"}
		case a.Passed:
			badge = view.Badge{Label: p.T("education.page.passed"), Tone: "green"}
		}
		grid.Rows = append(grid.Rows, []view.Cell{
			countCell(a.No), {Text: p.DayOf(a.On)}, {Text: strconv.Itoa(a.Points) + " / " + strconv.Itoa(a.Of)}, {Badge: &badge},
		})
	}
	return grid
}

// testPage is a test for the person who takes it or the person who grades it.
type testPage struct {
	Action    string
	Back      string
	Version   int64
	Sub       string
	Questions []askedQuestion
	Submit    string
	Draft     *view.Draft
}

type askedQuestion struct {
	education.Question
	N       int
	Choices []view.Choice // letters
	Given   string
	Got     string // points as typed or given
	Words   string
	Grades  bool
	Wrong   string
}

// Chosen reports that an option is among the answer's letters.
func (q askedQuestion) Chosen(letter string) bool {
	for _, r := range q.Given {
		if string(r) == letter {
			return true
		}
	}
	return false
}

func (s *pages) testForm(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, part *education.Part) error {
	return s.testAgain(c, p, v, part, nil, nil)
}

// testAgain shows the test: the questions without their answers.
func (s *pages) testAgain(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, part *education.Part, typed *education.AnswersInput, wrong *evaluation.Error) error {
	if !v.Offers("take_test") || !part.Sits() && wrong == nil {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	questions, err := s.Education.Paper(c.UserContext(), *v)
	if err != nil {
		return err
	}
	content := testPage{
		Action: c.Path(), Back: s.To(c, "/education/parts", v.ID), Version: v.Version, Submit: s.T(c, "education.page.hand_in"),
		Sub: s.T(c, "education.page.test_sub", "pass", part.Pass, "left", part.Tries-len(part.Attempts), "due", part.TestBy.String()),
	}
	for i := range questions {
		q := askedQuestion{Question: questions[i], N: i + 1, Choices: s.lettered(c, &questions[i])}
		if typed != nil {
			for _, a := range typed.Answers {
				if a.Question == q.N {
					q.Given = a.Answer
				}
			}
		}
		content.Questions = append(content.Questions, q)
	}
	return s.sendTest(c, p, "education_test", part, content, wrong)
}

func (s *pages) sendTest(c *fiber.Ctx, p *site.Speaker, page string, part *education.Part, content testPage, wrong *evaluation.Error) error {
	back := view.Link{Label: part.Title, Href: content.Back}
	return s.Again(c, wrong, p.Said(wrong), page, p.T("education.page.test"), content, s.Crumbs(c, education.KindPart, back)...)
}

// lettered are the options of a question by their letters.
func (s *pages) lettered(c *fiber.Ctx, q *education.Question) []view.Choice {
	if q.Form == education.QuestionTruth {
		return []view.Choice{{Value: "T", Label: s.T(c, "education.page.true")}, {Value: "F", Label: s.T(c, "education.page.false")}}
	}
	var list []view.Choice
	for i, option := range q.Choices() {
		letter := string(rune('A' + i))
		list = append(list, view.Choice{Value: letter, Label: letter + ". " + option})
	}
	return list
}

func (s *pages) test(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, part *education.Part) error {
	values, err := site.Posted(c)
	if err != nil {
		return err
	}
	questions, err := s.Education.Paper(c.UserContext(), *v)
	if err != nil {
		return err
	}
	in := &education.AnswersInput{}
	for i := range questions {
		given := ""
		for _, letter := range values["q."+strconv.Itoa(i+1)] {
			given += letter
		}
		in.Answers = append(in.Answers, education.AnswerRow{Question: i + 1, Answer: given})
	}
	_, err = s.Submit(c, v.ID, "take_test", in)
	if e, ok := errors.AsType[*evaluation.Error](err); ok && e.Code != evaluation.CodeUnavailable {
		return s.testAgain(c, p, v, part, in, e)
	}
	if err != nil {
		return err
	}
	return s.Done(c, s.To(c, "/education/parts", v.ID), "education.part.take_test.done")
}

func (s *pages) gradeForm(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, part *education.Part) error {
	if !part.Grading() {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	_, restored, err := s.unsentGrades(c, p, v)
	if err != nil {
		return err
	}
	if restored == nil {
		return s.gradeAgain(c, p, v, part, nil, nil)
	}
	return s.gradeAgain(c, p, v, part, gradesOf(part, restored.Values.Get), nil)
}

// unsentGrades prepares the draft of the page.
func (s *pages) unsentGrades(c *fiber.Ctx, p *site.Speaker, v *evaluation.View) (*view.Draft, *draft.Draft, error) {
	kind, _ := s.Service.Kind(education.KindPart)
	act, _ := kind.Act("grade")
	return s.Unsent(c, p, kind, act, v.ID, "")
}

// gradesOf reads the points and words that were typed for the newest attempt.
func gradesOf(part *education.Part, value func(name string) string) *education.GradeInput {
	in := &education.GradeInput{}
	for _, a := range part.Attempts[len(part.Attempts)-1].Answers {
		at := strconv.Itoa(a.Question)
		got := value("points." + at)
		if a.Graded || got == "" {
			continue
		}
		n, err := strconv.Atoi(got)
		if err != nil {
			n = -1 // the domain reports the mistake
		}
		in.Grades = append(in.Grades, education.GradeRow{Question: a.Question, Points: n, Words: value("words." + at)})
	}
	return in
}

// gradeAgain shows the newest attempt with the answers to grade.
func (s *pages) gradeAgain(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, part *education.Part, typed *education.GradeInput, wrong *evaluation.Error) error {
	if !v.Offers("grade") || !part.Grading() && wrong == nil {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	camp, err := s.Service.Get(c.UserContext(), site.Actor(c), part.Campaign)
	if err != nil {
		return err
	}
	whole, err := evaluation.PayloadOf[education.Campaign](camp.Record)
	if err != nil {
		return err
	}
	content := testPage{
		Action: c.Path(), Back: s.To(c, "/education/parts", v.ID), Version: v.Version, Submit: s.T(c, "education.part.grade"), Sub: part.Name + " · " + part.UnitName,
	}
	if content.Draft, _, err = s.unsentGrades(c, p, v); err != nil {
		return err
	}
	last := part.Attempts[len(part.Attempts)-1]
	for i := range whole.Questions {
		a := last.Answers[i]
		q := askedQuestion{Question: whole.Questions[i], N: i + 1, Choices: s.lettered(c, &whole.Questions[i]), Given: a.Text, Grades: !a.Graded}
		if !q.Grades {
			q.Got = strconv.Itoa(a.Points)
		}
		if typed != nil {
			for _, g := range typed.Grades {
				if g.Question == q.N {
					q.Got, q.Words = strconv.Itoa(g.Points), g.Words
				}
			}
		}
		content.Questions = append(content.Questions, q)
	}
	return s.sendTest(c, p, "education_grade", part, content, wrong)
}

func (s *pages) grade(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, part *education.Part) error {
	if !part.Grading() {
		return evaluation.Fail(evaluation.CodePrecondition, "error.precondition")
	}
	in := gradesOf(part, func(name string) string { return c.FormValue(name) })
	_, err := s.Submit(c, v.ID, "grade", in)
	if e, ok := errors.AsType[*evaluation.Error](err); ok && e.Code != evaluation.CodeUnavailable {
		return s.gradeAgain(c, p, v, part, in, e)
	}
	if err != nil {
		return err
	}
	if err := s.Sent(c); err != nil {
		return err
	}
	return s.Done(c, s.To(c, "/education/parts", v.ID), "education.part.grade.done")
}
