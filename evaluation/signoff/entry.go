package signoff

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Entry describes something that a person without an account hands in on paper. One
// official enters it, another compares it, or sends it back to be entered again.
type Entry[P, I any] struct {
	Of   string             // such as "note": the acts are enter_note, check_note and drop_note
	From []evaluation.State // in which it can be entered
	In   evaluation.State   // until it is compared
	To   []evaluation.State // when it is compared
	Back []evaluation.State // when it is sent back
	// HasAccount reports whether the person has an account and hands it in there.
	HasAccount func(step *evaluation.Step, p *P) (bool, error)
	// Days are the bounds of the days in the input.
	Days func(step *evaluation.Step, p *P) (map[string]evaluation.Days, error)
	// Ready refuses to enter it, nil for never.
	Ready func(step *evaluation.Step, p *P) error
	// Take stores what stands on the paper.
	Take func(step *evaluation.Step, p *P, in *I) error
	// Paper returns where it is stored who entered and compared it.
	Paper func(p *P) **Paper
	// Checked goes on when it is compared.
	Checked func(step *evaluation.Step, p *P) (evaluation.State, error)
	// Dropped removes what was entered.
	Dropped func(step *evaluation.Step, p *P) (evaluation.State, error)
}

func (e Entry[P, I]) act() string { return "enter_" + e.Of }

// Enter is the act with which an official enters the paper.
func (e Entry[P, I]) Enter() evaluation.Act {
	a := evaluation.NewAct(e.act(), evaluation.Personnel, e.From, evaluation.States(e.In), evaluation.Run(e.enter)).
		Dated(evaluation.DaysOf(e.Days)).Barring(evaluation.BarAsking(HasAccount, e.HasAccount))
	if e.Ready != nil {
		a = a.When(evaluation.Ready(e.Ready))
	}
	return a
}

func (e Entry[P, I]) enter(step *evaluation.Step, p *P, in *I) (evaluation.State, error) {
	if err := e.Take(step, p, in); err != nil {
		return "", err
	}
	*e.Paper(p) = Entered(step)
	WaitToCompare(step)
	return e.In, nil
}

// Check is the act with which somebody else confirms that what was entered is what stands
// on the paper.
func (e Entry[P, I]) Check() evaluation.Act {
	return evaluation.NewAct("check_"+e.Of, evaluation.Running, evaluation.States(e.In), e.To, evaluation.Plain(func(step *evaluation.Step, p *P) (evaluation.State, error) {
		(*e.Paper(p)).Checked = step.Actor.Name
		return e.Checked(step, p)
	})).Barring(evaluation.NotDoer(SecondPerson, e.act()))
}

// Drop is the act with which what was entered is sent back, so that it can be entered
// again.
func (e Entry[P, I]) Drop() evaluation.Act {
	return evaluation.NewAct("drop_"+e.Of, evaluation.Running, evaluation.States(e.In), e.Back, evaluation.Plain(e.Dropped)).WithReason()
}

// WaitToCompare makes a record wait for somebody who compares what was entered. Its
// deadline stays.
func WaitToCompare(step *evaluation.Step) {
	desk.Wait(step.Record, step.Record.Due, evaluation.WaitRole(evaluation.RolePersonnel), evaluation.WaitRole(evaluation.RolePrincipal))
}
