package rotation

import (
	"strings"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Case is the payload of rotation.case records: a person's years are up, or soon
// will be, and somebody has to decide. Kaoji opens and closes it; people decide.
type Case struct {
	Person     string          `json:"person"`
	PersonName string          `json:"person_name"`
	UnitName   string          `json:"unit_name"`
	Post       string          `json:"post"`
	Since      evaluation.Date `json:"since"`
	Stage      Stage           `json:"stage"` // stage reached on the day On
	On         evaluation.Date `json:"on"`
	DecideBy   evaluation.Date `json:"decide_by"`
	Sensitive  []string        `json:"sensitive"`
	Arranged   []Arranged      `json:"arranged"`
	Stay       string          `json:"stay"`
	StayUntil  evaluation.Date `json:"stay_until"`
	Became     string          `json:"became"` // why it was closed: a roster.Change, or BecameNotDue
	ClosedOn   evaluation.Date `json:"closed_on"`
}

// Arranged is the arrangement by personnel: where the person will go.
type Arranged struct {
	On    evaluation.Date `json:"on"`
	By    string          `json:"by"`
	Words string          `json:"words"`
	Until evaluation.Date `json:"until"` // by when it is to be done
}

// BecameNotDue closes a case that is no longer needed: the post is no longer
// sensitive, the roster was corrected, or the rules were changed.
const BecameNotDue = "not_due"

// The states of a case.
const (
	CaseOpen     state = "open"
	CaseArranged state = "arranged"
	CaseStaying  state = "staying"
	CaseClosed   state = "closed"
)

// CaseInput is the input with which Kaoji opens a case.
type CaseInput struct {
	Tenure Tenure          `json:"-"`
	Stage  Stage           `json:"stage" doc:"Stage"`
	On     evaluation.Date `json:"on" doc:"Day on which it is reached"`
	By     evaluation.Date `json:"by" doc:"By when somebody has to decide"`
}

// ArrangeInput is an arrangement.
type ArrangeInput struct {
	Words string          `json:"words" form:"long" maxLength:"1000" doc:"What is arranged"`
	By    evaluation.Date `json:"by" begin:"+14" doc:"By when" example:"2026-12-31"`
}

// CloseInput is the reason why Kaoji closes a case.
type CloseInput struct {
	Became string `json:"became" doc:"What became of the person"`
}

// caseKey is the natural key of the case about a post.
func (t *Tenure) caseKey() string {
	key := t.Person + "/" + t.Since.String()
	if t.beside { // it may have begun on the same day as another one
		key += "/" + t.Unit + "/" + t.Post
	}
	return key
}

// Concurrent returns the post of an open case if it is an additional post.
func Concurrent(r *evaluation.Record) (unit, post string, yes bool) {
	const parts = 4 // see caseKey
	if key := strings.SplitN(r.Unique, "/", parts); len(key) == parts {
		return key[2], key[3], true
	}
	return "", "", false
}

func (s *Service) caseKind() evaluation.Kind {
	all := evaluation.States(CaseOpen, CaseArranged, CaseStaying)
	undecided := evaluation.States(CaseOpen, CaseArranged)
	return evaluation.Kind{
		Name: KindCase, About: evaluation.AboutSubject, Drafts: evaluation.KeepDrafts(), Sight: caseSight, Payload: evaluation.New[Case], Milestones: caseDays(),
		Columns: []evaluation.Column{{Name: "since"}, {Name: "stage", Choices: stageNames()}, {Name: "decide_by"}}, States: append(all, CaseClosed), Final: evaluation.States(CaseClosed),
		Clock: evaluation.Clocked(evaluation.States(CaseOpen), TenureRules()...),
		Usual: evaluation.Usual{CaseOpen: {"arrange"}, CaseArranged: {"arrange"}},
		Acts: []evaluation.Act{
			kaojis("raise", nil, evaluation.States(CaseOpen, CaseStaying), evaluation.Run(raiseCase)),
			kaojis("renew", all, all, evaluation.Run(renewCase)),
			kaojis("settle", all, all, evaluation.Run(settleCase)),
			kaojis("close", all, evaluation.States(CaseClosed), evaluation.Run(closeCase)),
			evaluation.NewAct("arrange", evaluation.Personnel, undecided, evaluation.States(CaseArranged), evaluation.Run(arrange)).Dated(evaluation.FromToday("by")),
		},
	}
}

func raiseCase(step *evaluation.Step, c *Case, in *CaseInput) (state, error) {
	t := &in.Tenure
	*c = Case{
		Person: t.Person, PersonName: t.Name, UnitName: t.UnitName, Post: t.Post, Since: t.Since, Arranged: []Arranged{}, DecideBy: in.By,
	}
	env := step.Record
	env.Subject, env.Unit, env.Sort, env.Unique, env.Period = t.Person, t.Unit, t.sort, t.caseKey(), step.Today.String()[:4]
	c.update(env, in)
	return c.next(env), nil
}

// next returns the state of a case without an arrangement: the person stays, or
// personnel has to act.
func (c *Case) next(env *evaluation.Record) state {
	if c.Stay != "" {
		desk.Wait(env, c.StayUntil)
		return CaseStaying
	}
	desk.Wait(env, c.DecideBy, evaluation.WaitRole(evaluation.RolePersonnel))
	return CaseOpen
}

func (c *Case) update(env *evaluation.Record, in *CaseInput) {
	c.Stage, c.On, c.Sensitive, env.On = in.Stage, in.On, in.Tenure.Sensitive, in.On
	if in.Tenure.Staying != nil {
		c.Stay, c.StayUntil = in.Tenure.Staying.Record, in.Tenure.Staying.Until
	}
}

func renewCase(step *evaluation.Step, c *Case, in *CaseInput) (state, error) {
	c.update(step.Record, in)
	return step.Record.State, nil
}

// settleCase records that the person stays, or no longer does.
func settleCase(step *evaluation.Step, c *Case, in *Settling) (state, error) {
	if c.Stay, c.StayUntil = in.Stay, in.Until; c.Stay == "" && c.DecideBy.Before(step.Today) {
		c.DecideBy = step.Today // the granted time is over
	}
	return c.next(step.Record), nil
}

func closeCase(step *evaluation.Step, c *Case, in *CloseInput) (state, error) {
	c.Became, c.ClosedOn = in.Became, step.Today
	closed(step.Record)
	return CaseClosed, nil
}

func arrange(step *evaluation.Step, c *Case, in *ArrangeInput) (state, error) {
	c.Arranged = append(c.Arranged, Arranged{On: step.Today, By: step.Actor.Name, Words: in.Words, Until: in.By})
	desk.Wait(step.Record, in.By, evaluation.WaitRole(evaluation.RolePersonnel))
	return CaseArranged, nil
}
