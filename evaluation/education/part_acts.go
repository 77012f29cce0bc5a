package education

import (
	"slices"
	"strconv"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Enrolment creates a part from a line of a campaign's list. The campaign is read
// once for all parts, because its list is as long as the number of parts.
type Enrolment struct {
	Campaign evaluation.Record `json:"-"`
	content  *Campaign
	member   Member
}

// Reflected tells a part that its reflection was accepted.
type Reflected struct {
	On evaluation.Date `json:"on" doc:"When"`
}

// EndInput ends the open parts of a campaign.
type EndInput struct {
	State evaluation.State `json:"state" doc:"How they end"`
}

// AnswersInput are the answers to a test.
type AnswersInput struct {
	Answers []AnswerRow `json:"answers" maxLength:"100" doc:"Answers"`
}

// AnswerRow answers one question.
type AnswerRow struct {
	Question int    `json:"question" minimum:"1" doc:"Number, from 1"`
	Answer   string `json:"answer,omitempty" form:"long" maxLength:"3000" doc:"Letters, T or F, or words"`
}

// GradeInput grades written answers.
type GradeInput struct {
	Grades []GradeRow `json:"grades" maxLength:"100" doc:"Grades of the written answers"`
}

// GradeRow grades one answer.
type GradeRow struct {
	Question int    `json:"question" minimum:"1" doc:"Number, from 1"`
	Points   int    `json:"points,omitempty" minimum:"0" maximum:"100" doc:"Points"`
	Words    string `json:"words,omitempty" maxLength:"500" doc:"Remark"`
}

// PartKey is the natural key of a person's part in a campaign.
func PartKey(campaign, person string) string { return campaign + "/" + person }

func enrolled(step *evaluation.Step, p *Part, in *Enrolment) (evaluation.State, error) {
	c, m := in.content, in.member
	*p = Part{
		Campaign: in.Campaign.ID, Title: c.Title, From: c.From, To: c.To, Person: m.Person, Name: m.Name, UnitName: m.UnitName, Since: m.Since,
		Wanted: c.Hours, Marks: []Mark{}, MakeUps: []MakeUp{}, Reflects: c.Reflect, Test: len(c.Questions) > 0, TestBy: c.TestBy, Pass: c.Pass,
		Tries: c.Tries, Attempts: []Attempt{}, Rules: c.Rules,
	}
	env := step.Record
	env.Unique, env.Parent, env.Subject, env.Unit = PartKey(in.Campaign.ID, m.Person), in.Campaign.ID, m.Person, m.Unit
	env.Period, env.On, env.Sort, env.Rules = in.Campaign.Period, c.From, m.Sort, c.Rules.Version
	return p.settle(step), nil
}

func reflected(step *evaluation.Step, p *Part, in *Reflected) (evaluation.State, error) {
	p.ReflectedOn = in.On
	return p.settle(step), nil
}

// ended ends an open part; other parts do not change.
func ended(step *evaluation.Step, p *Part, in *EndInput) (evaluation.State, error) {
	if step.Record.State != PartOpen {
		return step.Record.State, nil
	}
	desk.Wait(step.Record, evaluation.Date{})
	return in.State, p.waive(step)
}

// excuse excuses a person from the whole campaign.
func excuse(step *evaluation.Step, p *Part) (evaluation.State, error) {
	p.ExcusedFor = step.Reason
	desk.Wait(step.Record, evaluation.Date{})
	return PartExcused, p.waive(step)
}

// waive waives a reflection that is still open.
func (p *Part) waive(step *evaluation.Step) error {
	if !p.Reflects || !p.ReflectedOn.IsZero() {
		return nil
	}
	return step.Effect("waive", nil)
}

// campaign returns the campaign of a part.
func (s *Service) campaign(step *evaluation.Step, p *Part) (*Campaign, error) {
	_, c, err := load[Campaign](step.Ctx, step.Read, step.Record.Office, KindCampaign, p.Campaign)
	return c, err
}

// takeTest grades the answers that can be graded automatically.
func (s *Service) takeTest(step *evaluation.Step, p *Part, in *AnswersInput) (evaluation.State, error) {
	switch {
	case !p.Test:
		return "", desk.WrongState("education.no_test")
	case !p.PassedOn.IsZero():
		return "", desk.WrongState("education.test_passed")
	case p.Grading():
		return "", desk.WrongState("education.test_grading")
	case !p.Sits():
		return "", desk.WrongState("education.test_spent", "n", p.Tries)
	}
	c, err := s.campaign(step, p)
	if err != nil {
		return "", err
	}
	a, err := grade(c.Questions, p.Pass, in.Answers)
	if err != nil {
		return "", err
	}
	a.No, a.On = len(p.Attempts)+1, step.Today
	p.Attempts = append(p.Attempts, a)
	if a.Passed {
		p.PassedOn = step.Today
	}
	return p.settle(step), nil
}

// gradeTest adds the points of written answers; each of them must get a value.
func (s *Service) gradeTest(step *evaluation.Step, p *Part, in *GradeInput) (evaluation.State, error) {
	if !p.Grading() {
		return "", desk.WrongState("education.nothing_to_grade")
	}
	c, err := s.campaign(step, p)
	if err != nil {
		return "", err
	}
	a := &p.Attempts[len(p.Attempts)-1]
	m := evaluation.Mistakes{}
	for i, g := range in.Grades {
		at := "grades." + strconv.Itoa(i)
		if g.Question < 1 || g.Question > len(a.Answers) || c.Questions[g.Question-1].Form != QuestionText {
			m.Add(at+".question", "education.no_question")
			continue
		}
		if most := c.Questions[g.Question-1].Points; g.Points > most {
			m.Add(at+".points", "education.too_many_points", "max", most)
		}
		ans := &a.Answers[g.Question-1]
		ans.Points, ans.Words, ans.Graded = g.Points, g.Words, true
	}
	if slices.ContainsFunc(a.Answers, func(ans Answer) bool { return !ans.Graded }) {
		m.Add("grades", "education.grade_all")
	}
	if err := m.Err(); err != nil {
		return "", err
	}
	a.By = step.Actor.Name
	if a.sum(c.Questions, p.Pass); a.Passed {
		p.PassedOn = step.Today
	}
	return p.settle(step), nil
}

// grantAttempt gives a person without remaining attempts one more.
func grantAttempt(step *evaluation.Step, p *Part) (evaluation.State, error) {
	if !p.Test || !p.PassedOn.IsZero() || p.Grading() || p.Sits() {
		return "", desk.WrongState("education.not_spent")
	}
	p.Tries = len(p.Attempts) + 1
	return p.settle(step), nil
}
