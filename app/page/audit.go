package page

import (
	"fmt"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
)

type auditPage struct {
	Filters []view.Field
	Entries []evaluation.TrailEntry
	Pager   view.Pager
	Checked string
	Bad     []string
}

// audit shows the trail, newest first.
func (s *Site) audit(c *fiber.Ctx) error { return s.auditPage(c, "", nil) }

func (s *Site) auditPage(c *fiber.Ctx, checked string, bad []string) error {
	f := evaluation.TrailFilter{Action: c.Query("action"), Outcome: c.Query("outcome"), Record: c.Query("record")}
	before, _ := strconv.ParseInt(c.Query("cursor"), 10, 64) // 0, from the end, if it is none
	list, err := s.TrailLog.FindTrail(c.UserContext(), actor(c).Office, f, before, true, perPage)
	if err != nil {
		return err
	}
	next := ""
	if len(list) == perPage {
		next = strconv.FormatInt(list[len(list)-1].Seq, 10)
	}
	outcome := view.Field{Name: "outcome", ID: "f-outcome", Label: s.t(c, "audit.outcome"), Form: evaluation.FormChoice, Value: f.Outcome}
	for _, o := range []string{evaluation.OutcomeOK, evaluation.OutcomeRefused, evaluation.OutcomeFailed} {
		outcome.Choices = append(outcome.Choices, view.Choice{Value: o, Label: s.t(c, "audit.outcome."+o)})
	}
	return s.show(c, "audit", s.t(c, "menu.audit"), auditPage{
		Filters: []view.Field{
			{Name: "action", ID: "f-action", Label: s.t(c, "audit.action"), Form: evaluation.FormText, Value: f.Action}, outcome,
		},
		Entries: list, Pager: pager(string(c.Request().URI().RequestURI()), next, c.Query("cursor")), Checked: checked, Bad: bad,
	})
}

// auditVerify recomputes the whole chain.
func (s *Site) auditVerify(c *fiber.Ctx) error {
	var heads []evaluation.TrailHead
	if s.Heads != nil {
		var err error
		if heads, err = s.Heads(); err != nil {
			return err
		}
	}
	n, bad, err := s.Trail.Verify(c.UserContext(), actor(c).Office, heads)
	if err != nil {
		return err
	}
	if err := s.note(c, "verify", evaluation.OutcomeOK, fmt.Sprintf("%d entries, %d findings", n, len(bad))); err != nil {
		return err
	}
	if len(bad) == 0 {
		return s.auditPage(c, s.t(c, "audit.whole", "n", n), nil)
	}
	return s.auditPage(c, s.t(c, "audit.broken", "n", n), bad)
}
