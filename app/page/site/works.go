package site

import (
	"context"
	"errors"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/app/server"
	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/batch"
)

// workLine is long work of the reader (正在进行): how far it is, and where its page is.
type workLine struct {
	ID, Title, Note, Href string
	Meter                 view.Meter
	Runs, Stopped         bool // otherwise it has ended
}

// works lists what the reader has begun and not seen the end of.
func (s *Site) works(c *fiber.Ctx, p *Speaker) ([]workLine, error) {
	list, err := s.Runs().Works(c.UserContext(), p.actor)
	if err != nil {
		return nil, err
	}
	var out []workLine
	for i := range list {
		line, err := s.workLine(c, p, &list[i])
		if evaluation.CodeOf(err) == evaluation.CodeNotFound { // not kept any longer, or not for the reader
			err = s.Runs().Seen(c.UserContext(), p.actor, list[i].ID)
			if err == nil {
				continue
			}
		}
		if err != nil {
			return nil, err
		}
		out = append(out, line)
	}
	return out, nil
}

func (s *Site) workLine(c *fiber.Ctx, p *Speaker, w *batch.Work) (workLine, error) {
	line := workLine{ID: w.ID, Title: p.T("works." + w.What)}
	if w.Kind != "" {
		line.Title = p.T("many.title", "kind", p.T(w.Kind), "act", p.T(w.Kind+"."+w.Act))
	}
	switch w.What {
	case batch.WorkRun:
		run, err := s.Runs().Get(c.UserContext(), p.actor, w.ID)
		if err != nil {
			return line, err
		}
		line.Href, line.Note = p.To("/runs", run.ID), p.summary(&run)
		line.Runs, line.Stopped = run.Runs(s.Now()), run.Stopped(s.Now())
		line.Meter = view.Meter{Done: len(run.Rows) - run.Count(batch.Waiting), Of: len(run.Rows)}
	case batch.WorkRecord:
		v, err := s.Service.Progress(c.UserContext(), p.actor, w.ID)
		if err != nil {
			return line, err
		}
		line.Href, line.Runs = p.To("/records", v.ID, "progress"), v.Progress.Pending
		line.Meter, line.Note = view.Meter{Done: v.Progress.Done, Of: v.Progress.Of}, joinNonEmpty(p.Title(&v.Record), p.Period(v.Period))
	default:
		line.Href, line.Runs = p.To("/works", w.ID), w.Runs(s.Now())
		line.Stopped = w.Ended.IsZero() && !line.Runs
		if w.What != batch.WorkAct {
			line.Meter = view.Meter{Done: w.Done, Of: len(w.Items)}
		}
		if line.Stopped && w.Why.Key != "" {
			line.Note = p.Text.Say(p.Lang, w.Why)
		}
	}
	return line, nil
}

// workPage shows how far work is that no record and no run tells.
type workPage struct {
	workLine
	Resume bool
	Back   string // the record of an act that was refused; "" for none
}

// work shows how far it is; when it has ended it leads to what it has made.
func (s *Site) work(c *fiber.Ctx, p *Speaker) error {
	w, err := s.Runs().Work(c.UserContext(), p.actor, c.Params("id"))
	if err != nil {
		return err
	}
	if !w.Ended.IsZero() {
		return s.workEnded(c, p, &w)
	}
	line, err := s.workLine(c, p, &w)
	if err != nil {
		return err
	}
	content := workPage{workLine: line, Resume: line.Stopped && w.What != batch.WorkAct}
	if line.Stopped && w.What == batch.WorkAct {
		content.Back = p.To("/records", w.Items[0])
	}
	return s.Show(c, "work", line.Title, content)
}

// workEnded leads to what the work has made, and remembers that the end was seen.
func (s *Site) workEnded(c *fiber.Ctx, p *Speaker, w *batch.Work) error {
	if err := s.Runs().Seen(c.UserContext(), p.actor, w.ID); err != nil {
		return err
	}
	to, said := p.To(slipsPath), "bulk.done"
	if w.What == batch.WorkAct {
		to, said = p.To("/records", w.Items[0]), w.Kind+"."+w.Act+".done"
	}
	if c.Get("HX-Request") != "" {
		s.flash(c, said)
		c.Set("HX-Redirect", to)
		return c.SendStatus(fiber.StatusNoContent)
	}
	return s.Done(c, to, said)
}

// resumeWork lets work go on that was cut off.
func (s *Site) resumeWork(c *fiber.Ctx, p *Speaker) error {
	w, err := s.Runs().Work(c.UserContext(), p.actor, c.Params("id"))
	if err != nil {
		return err
	}
	if w.Ended.IsZero() && !w.Runs(s.Now()) && w.What != batch.WorkAct {
		if err := s.carryWork(c, &w); err != nil {
			return err
		}
	}
	return c.Redirect(p.To("/works", w.ID), fiber.StatusSeeOther)
}

// seenWork removes work from the start page.
func (s *Site) seenWork(c *fiber.Ctx, p *Speaker) error {
	if err := s.Runs().Seen(c.UserContext(), p.actor, c.Params("id")); err != nil {
		return err
	}
	return c.Redirect(p.To("/"), fiber.StatusSeeOther)
}

// together is how many items of work are dealt with before it is stored how far it is. A
// password that was made must not be made again when the work goes on.
var together = map[string]int{batch.WorkAccounts: 5, batch.WorkPasswords: 1}

// beginWork keeps work with accounts and begins it.
func (s *Site) beginWork(c *fiber.Ctx, p *Speaker, what string, items []string) error {
	w, err := s.Runs().Note(c.UserContext(), p.actor, batch.Work{What: what, Items: items})
	if err != nil {
		return err
	}
	if err := s.carryWork(c, &w); err != nil {
		return err
	}
	return c.Redirect(p.To("/works", w.ID), fiber.StatusSeeOther)
}

// carryWork carries work on in the background, or at once if there is none.
func (s *Site) carryWork(c *fiber.Ctx, w *batch.Work) error {
	if err := s.Runs().Beat(c.UserContext(), w, w.Done); err != nil {
		return err
	}
	who, rest := *server.Session(c), *w
	if s.Service.Aside(func(ctx context.Context) { s.carry(ctx, who, &rest) }) {
		return nil
	}
	s.carry(c.UserContext(), who, w)
	return nil
}

// carry deals with the items of work as long as the account may, and stores from time to
// time how far it is. Each step can be repeated: an account that exists is not made again.
func (s *Site) carry(ctx context.Context, who auth.Session, w *batch.Work) {
	for w.Done < len(w.Items) {
		some := w.Items[w.Done:min(w.Done+together[w.What], len(w.Items))]
		now, err := s.Auth.Renew(ctx, who)
		if err == nil {
			err = s.workStep(ctx, now, w.What, some)
		}
		if err == nil {
			err = s.Runs().Beat(ctx, w, w.Done+len(some))
		}
		if err == nil {
			continue
		}
		if evaluation.CodeOf(err) == evaluation.CodeConflict {
			return // another process goes on with it
		}
		why := evaluation.Say("error.internal")
		if e, ok := errors.AsType[*evaluation.Error](err); ok && e.Code != evaluation.CodeInternal {
			why = e.Message
		}
		s.Service.Log.ErrorContext(ctx, "accounts in bulk", "work", w.ID, "err", errors.Join(err, s.Runs().Stop(ctx, w, why)))
		return
	}
}

// workStep makes accounts for people, or one-time passwords for accounts.
func (s *Site) workStep(ctx context.Context, who auth.Session, what string, items []string) error {
	if what == batch.WorkPasswords {
		for _, id := range items {
			if _, err := s.Auth.ResetPassword(ctx, who, id); err != nil && evaluation.CodeOf(err) != evaluation.CodeNotFound {
				return err
			}
		}
		return nil
	}
	book, err := s.Roster.Book(ctx, who.Actor.Office)
	if err != nil {
		return err
	}
	_, err = s.Auth.BulkCreate(ctx, who, chosenOf(candidates(book.On(s.Today())), items))
	return err
}
