package site

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/gofiber/fiber/v2"

	"kaoji/evaluation"
	"kaoji/evaluation/batch"
)

// sign is how often an act that takes long says that it goes on.
const sign = 3 * time.Second

// acting is what became of an act.
type acting struct {
	record evaluation.Record
	err    error
}

// actAside does an act that may take longer than a person waits. It returns false if the
// act goes on in the background; then the reply has been made.
func (s *Site) actAside(c *fiber.Ctx, a *Asked, version int64, change evaluation.Change) (done acting, here bool, err error) {
	who := Actor(c)
	act := func(ctx context.Context) acting {
		r, err := s.Service.Act(ctx, who, a.View.ID, version, a.Act.Name, change)
		return acting{r, err}
	}
	if !a.Act.Long {
		return act(c.UserContext()), true, nil
	}
	w, err := s.Runs().Note(c.UserContext(), who, batch.Work{What: batch.WorkAct, Kind: a.Kind.Name, Act: a.Act.Name, Items: []string{a.View.ID}})
	if err != nil {
		return done, true, err
	}
	ended, rest := make(chan acting, 1), w
	if !s.Service.Aside(func(ctx context.Context) { ended <- s.actOn(ctx, &rest, act) }) {
		return act(c.UserContext()), true, s.Runs().Seen(c.UserContext(), who, w.ID)
	}
	wait, stop := context.WithTimeout(c.UserContext(), cmp.Or(s.Service.Patience, patience))
	defer stop()
	select {
	case done = <-ended:
		return done, true, s.Runs().Seen(c.UserContext(), who, w.ID)
	case <-wait.Done():
		return done, false, c.Redirect(s.To(c, "/works", w.ID), fiber.StatusSeeOther)
	}
}

// actOn does the act in the background, says from time to time that it goes on, and
// keeps how it ended.
func (s *Site) actOn(ctx context.Context, w *batch.Work, act func(context.Context) acting) acting {
	ended := make(chan acting, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				ended <- acting{err: evaluation.Fail(evaluation.CodeInternal, "error.internal")}
			}
		}()
		ended <- act(ctx)
	}()
	tick := time.NewTicker(sign)
	defer tick.Stop()
	for {
		select {
		case done := <-ended:
			s.noteEnd(ctx, w, done.err)
			return done
		case <-tick.C:
			if err := s.Runs().Beat(ctx, w, 0); err != nil {
				s.Service.Log.WarnContext(ctx, "an act that takes long", "work", w.ID, "err", err)
			}
		}
	}
}

// noteEnd keeps how work ended.
func (s *Site) noteEnd(ctx context.Context, w *batch.Work, err error) {
	if err == nil {
		err = s.Runs().Beat(ctx, w, len(w.Items))
	} else {
		why := evaluation.Say("error.internal")
		if e, ok := errors.AsType[*evaluation.Error](err); ok && e.Code != evaluation.CodeInternal {
			why = e.Message
		}
		err = s.Runs().Stop(ctx, w, why)
	}
	if evaluation.CodeOf(err) != evaluation.CodeConflict && evaluation.CodeOf(err) != evaluation.CodeNotFound && err != nil { // seen already
		s.Service.Log.ErrorContext(ctx, "an act that takes long", "work", w.ID, "err", err)
	}
}
