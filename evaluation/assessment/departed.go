package assessment

import (
	"context"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// KindDeparted is the Finding of a participant who has left the office before the assessed
// period ended, or whom the roster no longer has. From is the last day in the office, zero if
// the roster does not say it.
const KindDeparted = "departed"

// Departed is its consequence: the person is not assessed in this office. Who was transferred
// is assessed by the present office (rule A-36). Personnel take the person out of the cycle.
const Departed = "departed"

// Held is who a sheet waited for, and until when, before the person left.
type Held struct {
	Waiting []string        `json:"waiting"`
	Due     evaluation.Date `json:"due"`
}

// member returns a participant as of the day whose roster says who the person is, and that
// day. Who is not on that roster any more, because the first day in the office was corrected,
// is taken from the last day of the period that is known.
func (c *Cycle) member(book *roster.Book, person string, known evaluation.Date) (roster.Member, evaluation.Date, bool) {
	last := known
	if last.After(c.To) {
		last = c.To
	}
	for _, day := range []evaluation.Date{c.rosterDay(person), last} {
		if m, there := book.On(day).Member(person); there {
			return m, day, true
		}
	}
	return roster.Member{}, evaluation.Date{}, false
}

// departed returns the finding of a participant who has left before a day, up to the day that
// is known, or whom the roster does not have. The zero day stands for no departure.
func (c *Cycle) departed(book *roster.Book, person string, when When) (Finding, bool) {
	f := Finding{Rule: "assessment.special.transfer", Kind: KindDeparted, Consequence: Departed}
	p, known := book.Person(person)
	if known {
		f.From, f.Leaving = p.Left, p.Leaving
	}
	if _, _, there := c.member(book, person, when.Known); !there {
		return f, true
	}
	return f, !f.From.IsZero() && f.From.Before(when.Until) && !f.From.After(when.Known)
}

// undecidedOn asks for what is known today about a sheet that is not published: who has left
// before the period ended is not assessed here.
func (c *Cycle) undecidedOn(today evaluation.Date) When {
	when := now(today)
	when.Until = c.To
	return when
}

// gone reports whether the person of an undecided sheet has left.
func (s *Service) gone(step *evaluation.Step) (bool, error) {
	c, _, err := parent(step)
	if err != nil {
		return false, err
	}
	return s.goneFrom(step, c)
}

// goneFrom is gone for a cycle that was read.
func (s *Service) goneFrom(step *evaluation.Step, c *Cycle) (bool, error) {
	book, err := s.Book(step.Ctx, step.Record.Office)
	if err != nil {
		return false, err
	}
	_, gone := c.departed(book, step.Record.Subject, c.undecidedOn(step.Today))
	return gone, nil
}

// stays reports whether the person of a sheet has not left: exempting is then not what people
// usually do next.
func (s *Service) stays(step *evaluation.Step) bool {
	gone, err := s.gone(step)
	return err != nil || !gone
}

// notGone refuses to go on with the sheet of a person who has left.
func notGone(findings []Finding) error {
	f, gone := follows(findings, Departed)
	if !gone {
		return nil
	}
	why := f.say("assessment.departed.")
	return desk.WrongState(why.Key, "from", f.From.String())
}

// exempt takes a person out who is not assessed in this office, which the roster did not say
// at the opening. The special cases of a person who has left are kept with it.
func (s *Service) exempt(step *evaluation.Step, sh *Sheet, in *ExemptInput) (evaluation.State, error) {
	c, err := within(step, CycleReporting, CycleRating, CycleVerifying, CycleDeciding, CycleNotice)
	if err != nil {
		return "", err
	}
	gone, err := s.goneFrom(step, c)
	if err != nil {
		return "", err
	}
	if gone {
		if sh.Findings, err = s.special(step.Ctx, step.Record.Office, step.Record.Subject, c, c.undecidedOn(step.Today)); err != nil {
			return "", err
		}
		sh.Asked = step.Today
	}
	sh.Exemption, sh.ExemptGround, sh.Held = step.Reason, in.Ground, nil
	desk.Wait(step.Record, evaluation.Date{})
	return SheetExempt, nil
}

// toPersonnel hands the sheet of a person who has left to personnel, and back if the departure is
// cancelled.
func (s *Service) toPersonnel(step *evaluation.Step, sh *Sheet) (evaluation.State, error) {
	gone, err := s.gone(step)
	if err != nil {
		return "", err
	}
	r := step.Record
	switch with := withPersonnel(r); {
	case gone && !with:
		sh.Held = &Held{Waiting: r.Waiting, Due: r.Due}
		desk.Wait(r, r.Due, evaluation.WaitRole(evaluation.RolePersonnel))
	case !gone && sh.Held != nil:
		if with {
			desk.Wait(r, sh.Held.Due, sh.Held.Waiting...)
		}
		sh.Held = nil
	}
	return r.State, nil
}

// withPersonnel reports whether a sheet waits for personnel alone.
func withPersonnel(r *evaluation.Record) bool {
	return slices.Equal(r.Waiting, []string{evaluation.WaitRole(evaluation.RolePersonnel)})
}

// watchGone hands the undecided sheets of people who have left to personnel, and back.
func (s *Service) watchGone(ctx context.Context, do evaluation.Doer, r evaluation.Record, c *Cycle, today evaluation.Date) error {
	sh, err := evaluation.PartOf[Sheet](r, "held")
	if err != nil {
		return err
	}
	book, err := s.Book(ctx, r.Office)
	if err != nil {
		return err
	}
	_, gone := c.departed(book, r.Subject, c.undecidedOn(today))
	if gone && withPersonnel(&r) || !gone && sh.Held == nil {
		return nil
	}
	return desk.ActIfStillInState(ctx, do, r.Office, r.ID, "to_personnel", nil)
}

// Gone is a participant who has left and whose grade is not decided.
type Gone struct {
	Sheet, Name string
	Left        evaluation.Date // last day in the office; zero: not on the roster
	Leaving     string          // as in roster.Person
}

// goneOf lists them in the order of the sheets.
func (s *Service) goneOf(ctx context.Context, office string, c *Cycle, list []sheetOf) ([]Gone, error) {
	book, err := s.Book(ctx, office)
	if err != nil {
		return nil, err
	}
	when := c.undecidedOn(evaluation.DateOf(s.Now()))
	var out []Gone
	for _, sh := range list {
		if !Undecided(sh.State) {
			continue
		}
		if f, gone := c.departed(book, sh.Subject, when); gone {
			out = append(out, Gone{Sheet: sh.ID, Name: sh.Person.Name, Left: f.From, Leaving: f.Leaving})
		}
	}
	return out, nil
}
