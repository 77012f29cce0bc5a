package routine

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
	"kaoji/evaluation/signoff"
)

// Sheet is the payload of a routine.sheet record: one person in one round.
type Sheet struct {
	Person    roster.Identity  `json:"person"`
	Category  string           `json:"category"` // as in desk.CategoryOf; "" in rounds with one share for all
	Note      string           `json:"note"`     // by the person
	NotedOn   evaluation.Date  `json:"noted_on"`
	NotePaper *signoff.Paper   `json:"note_paper,omitempty"` // nil: written by the person
	Comment   string           `json:"comment"`
	Grade     string           `json:"grade"`   // proposed, from SheetFixed on the result
	By        string           `json:"by"`      // who proposed it
	ByName    string           `json:"by_name"` //
	On        evaluation.Date  `json:"on"`
	Earlier   []Proposed       `json:"earlier,omitempty"` // proposals of others that were replaced, oldest first
	FixedOn   evaluation.Date  `json:"fixed_on"`
	ObjectBy  evaluation.Date  `json:"object_by" unit:"deadline"` // last day for an objection
	Exempt    string           `json:"exempt"`                    // why the person is not assessed
	Receipt   *signoff.Receipt `json:"receipt,omitempty"`         // of the result, by somebody without an account
	Objection *Objection       `json:"objection,omitempty"`
	Over      string           `json:"over"` // why the answer to the objection went beyond the share of good, "" if it did not
	NoteBy    evaluation.Date  `json:"note_by"`
	ProposeBy evaluation.Date  `json:"propose_by"`
	Rules     rulepack.Frozen  `json:"rules"`
}

// Proposed is a comment with a proposed grade.
type Proposed struct {
	Grade   string          `json:"grade"`
	Comment string          `json:"comment"`
	ByName  string          `json:"by_name"`
	On      evaluation.Date `json:"on"`
}

// Opening creates a sheet.
type Opening struct {
	Round  string `json:"round"`
	Person string `json:"person"`
}

// NoteInput is the note of the person.
type NoteInput struct {
	Note string `json:"note" form:"long" minLength:"2" maxLength:"800" doc:"What was done in the period: a few lines" example:"完成小区加装电梯协调3部；……"`
}

// ProposeInput is the comment and the proposed grade.
type ProposeInput struct {
	Grade   string `json:"grade" enum:"good,fair,ordinary,poor" rules:"assessment.routine.grades,assessment.routine.quota.good,assessment.institution.routine.quota.good,assessment.contract.routine.quota.good" doc:"Proposed grade" example:"fair"`
	Comment string `json:"comment,omitempty" form:"long" maxLength:"500" doc:"Comment; required for ordinary and poor" example:"按时完成任务，……"`
}

// sheetsOf lists the sheets of a round, by name, without notes.
func sheetsOf(ctx context.Context, from desk.Finder, office, round string) ([]desk.Of[Sheet], error) {
	var list []desk.Of[Sheet]
	for r, err := range evaluation.AllRecords(ctx, from, evaluation.Query{
		Office: office, Kinds: []string{KindSheet}, Parents: []string{round}, Sort: evaluation.SortName, NoHistory: true,
	}) {
		if err != nil {
			return nil, err
		}
		p, err := evaluation.PartOf[Sheet](r, "grade", "category")
		if err != nil {
			return nil, err
		}
		list = append(list, desk.Of[Sheet]{Record: r, Payload: p})
	}
	return list, nil
}

// openSheet creates the sheet of a participant.
func (s *Service) openSheet(step *evaluation.Step, sh *Sheet, in *Opening) (evaluation.State, error) {
	round, p, err := evaluation.ReadShared[Round](step, in.Round)
	if err != nil {
		return "", err
	}
	book, err := s.Book(step.Ctx, step.Record.Office)
	if err != nil {
		return "", err
	}
	m, ok := book.On(p.rosterDay(in.Person, evaluation.DateOf(round.Created))).Member(in.Person)
	if !ok {
		return "", evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	*sh = Sheet{Person: m.Identity(), NoteBy: p.noteBy(in.Person, step.Today), ProposeBy: p.ProposeBy, Rules: p.Rules}
	if byCategory(p.Rules) {
		if sh.Category, err = desk.CategoryOf(m.Establishment, p.Rules); err != nil {
			return "", err
		}
	}
	r := step.Record
	desk.About(r, &m)
	r.Unique, r.Parent, r.Period, r.On, r.Rules = in.Round+" "+m.ID, in.Round, round.Period, p.To, p.Rules.Version
	return s.waitForNote(step, sh)
}

// waitForNote waits for the person's note; for the comment on one without an account, whose
// note on paper nobody waits for.
func (s *Service) waitForNote(step *evaluation.Step, sh *Sheet) (evaluation.State, error) {
	has, err := s.Holders.HaveAccount(step.Ctx, step.Record.Office, step.Record.Subject)
	if err != nil {
		return "", err
	}
	if !has {
		return SheetCommenting, s.waitForProposal(step, sh)
	}
	desk.Wait(step.Record, sh.NoteBy, evaluation.WaitPerson(step.Record.Subject))
	return SheetNoting, nil
}

// running refuses acts on sheets of a round that is handed in.
func running(step *evaluation.Step, _ *Sheet) error {
	round, err := step.Read.Get(step.Ctx, step.Record.Office, step.Record.Parent)
	if err == nil && round.State != RoundRunning {
		err = desk.WrongState("routine.handed_in")
	}
	return err
}

func (s *Service) note(step *evaluation.Step, sh *Sheet, in *NoteInput) (evaluation.State, error) {
	sh.Note, sh.NotedOn, sh.NotePaper = in.Note, step.Today, nil
	return SheetCommenting, s.waitForProposal(step, sh)
}

func (s *Service) waitForProposal(step *evaluation.Step, sh *Sheet) error {
	day, err := s.Today(step)
	if err == nil {
		desk.Wait(step.Record, sh.ProposeBy, superiors(day, step.Record.Subject, step.Record.Unit)...)
	}
	return err
}

// late: the note is overdue, and the superior goes on without it.
func (s *Service) late(step *evaluation.Step, sh *Sheet) (evaluation.State, error) {
	return SheetCommenting, s.waitForProposal(step, sh)
}

func propose(step *evaluation.Step, sh *Sheet, in *ProposeInput) (evaluation.State, error) {
	if in.Comment == "" && (in.Grade == Ordinary || in.Grade == Poor) {
		return "", desk.Mistake("comment", "routine.comment_first")
	}
	if sh.Grade != "" && sh.By != step.Actor.Person {
		sh.Earlier = append(sh.Earlier, Proposed{Grade: sh.Grade, Comment: sh.Comment, ByName: sh.ByName, On: sh.On})
	}
	sh.Grade, sh.Comment, sh.By, sh.ByName, sh.On = in.Grade, in.Comment, step.Actor.Person, step.Actor.Name, step.Today
	desk.Wait(step.Record, evaluation.Date{})
	return SheetProposed, nil
}

func exempt(step *evaluation.Step, sh *Sheet) (evaluation.State, error) {
	sh.Exempt = step.Reason
	desk.Wait(step.Record, evaluation.Date{})
	return SheetExempt, nil
}

// drop ends the sheet of a cancelled round, which says nothing about the person.
func drop(step *evaluation.Step, _ *Sheet) (evaluation.State, error) {
	desk.Wait(step.Record, evaluation.Date{})
	return SheetDropped, nil
}

// include takes an exemption back.
func (s *Service) include(step *evaluation.Step, sh *Sheet) (evaluation.State, error) {
	sh.Exempt = ""
	switch {
	case sh.Grade != "":
		return SheetProposed, nil
	case sh.Note != "":
		return SheetCommenting, s.waitForProposal(step, sh)
	}
	return s.waitForNote(step, sh)
}

// tell shows the result to the person, who can object for some days; on paper to one
// without an account.
func (s *Service) tell(step *evaluation.Step, sh *Sheet) (evaluation.State, error) {
	var err error
	sh.FixedOn = step.Today
	if sh.ObjectBy, err = s.Due(step.Ctx, step.Record.Office, sh.Rules, ruleObjection, step.Today); err != nil {
		return "", err
	}
	return SheetFixed, s.waitForReceipt(step)
}
