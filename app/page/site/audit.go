package site

import (
	"fmt"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/app/server"
	"kaoji/evaluation"
)

type auditPage struct {
	Filters []view.Field
	Here    string // address with the filters, without a page
	Entries []evaluation.TrailEntry
	Pager   view.Pager
	Checked string
	Bad     []string
}

// audit shows the trail, newest first.
func (s *Site) audit(c *fiber.Ctx) error { return s.auditPage(c, "", nil) }

// trailFilter reads the filters of the address. An invalid day or position is
// CodeInvalid, because showing everything instead would be wrong.
func trailFilter(c *fiber.Ctx) (f evaluation.TrailFilter, before int64, err error) {
	f = evaluation.TrailFilter{
		Account: c.Query("account"), Action: c.Query("action"), Outcome: c.Query("outcome"),
		Kind: c.Query("kind"), Record: c.Query("record"),
	}
	var from, to evaluation.Date
	for name, day := range map[string]*evaluation.Date{"from": &from, "to": &to} {
		if err := day.UnmarshalText([]byte(c.Query(name))); err != nil {
			return f, 0, evaluation.Fail(evaluation.CodeInvalid, "error.date", "value", c.Query(name))
		}
	}
	if !from.IsZero() {
		f.From = from.Time()
	}
	if !to.IsZero() {
		f.To = to.AddDays(1).Time().Add(-time.Millisecond)
	}
	if cursor := c.Query("cursor"); cursor != "" {
		if before, err = strconv.ParseInt(cursor, 10, 64); err != nil || before < 1 {
			return f, 0, evaluation.Fail(evaluation.CodeInvalid, "error.invalid")
		}
	}
	return f, before, nil
}

func (s *Site) auditPage(c *fiber.Ctx, checked string, bad []string) error {
	f, before, err := trailFilter(c)
	if err != nil {
		return err
	}
	list, err := s.TrailLog.FindTrail(c.UserContext(), Actor(c).Office, f, before, true, PerPage+1)
	if err != nil {
		return err
	}
	next := ""
	if len(list) > PerPage {
		list = list[:PerPage]
		next = strconv.FormatInt(list[PerPage-1].Seq, 10)
	}
	here := string(c.Request().URI().RequestURI())
	return s.Show(c, "audit", s.T(c, "menu.audit"), auditPage{
		Filters: s.auditFilters(c, &f, list), Here: WithQuery(here, "cursor", ""), Entries: list,
		Pager: Pager(here, next, c.Query("cursor")), Checked: checked, Bad: bad,
	})
}

// auditFilters returns the filters with the values of the trail. A person is chosen
// by a click in the list, a record by a link; then a filter shows which one.
func (s *Site) auditFilters(c *fiber.Ctx, f *evaluation.TrailFilter, list []evaluation.TrailEntry) []view.Field {
	one := func(name, label, value string, choices []view.Choice) view.Field {
		return view.Field{Name: name, ID: "f-" + name, Label: s.T(c, label), Form: evaluation.FormChoice, Value: value, Choices: choices}
	}
	var actions, outcomes []view.Choice
	for _, a := range evaluation.TrailActions() {
		actions = append(actions, view.Choice{Value: a, Label: s.T(c, "audit.action."+a)})
	}
	for _, o := range []string{evaluation.OutcomeOK, evaluation.OutcomeRefused, evaluation.OutcomeFailed} {
		outcomes = append(outcomes, view.Choice{Value: o, Label: s.T(c, "audit.outcome."+o)})
	}
	fields := []view.Field{
		one("action", "audit.action", f.Action, actions), one("outcome", "audit.outcome", f.Outcome, outcomes),
		one("kind", "audit.kind", f.Kind, s.trailKinds(c)),
		{Name: "from", ID: "f-from", Label: s.T(c, "audit.from"), Form: evaluation.FormDate, Value: c.Query("from")},
		{Name: "to", ID: "f-to", Label: s.T(c, "audit.to"), Form: evaluation.FormDate, Value: c.Query("to")},
	}
	if f.Account != "" {
		name := f.Account
		if len(list) > 0 && list[0].Name != "" {
			name = list[0].Name
		}
		fields = append(fields, one("account", "audit.who", f.Account, []view.Choice{{Value: f.Account, Label: name}}))
	}
	if f.Record != "" {
		fields = append(fields, one("record", "audit.record", f.Record, []view.Choice{{Value: f.Record, Label: f.Record}}))
	}
	return fields
}

// trailKinds lists the kinds of records that an entry can name. All secret kinds
// have one name.
func (s *Site) trailKinds(c *fiber.Ctx) []view.Choice {
	list := []view.Choice{{Value: "account", Label: s.T(c, "audit.action.account")}}
	seen := map[string]bool{}
	for _, m := range s.Measures {
		for i := range m.Kinds {
			name, _ := s.Service.Traced(m.Kinds[i].Name, "")
			if seen[name] {
				continue
			}
			seen[name] = true
			label := s.T(c, "audit.secret")
			if name != evaluation.KindSecret {
				label = s.Text.T(server.Lang(c), name)
			}
			list = append(list, view.Choice{Value: name, Label: label})
		}
	}
	return list
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
	n, bad, err := s.Trail.Verify(c.UserContext(), Actor(c).Office, heads)
	if err != nil {
		return err
	}
	if err := s.Note(c, "verify", evaluation.OutcomeOK, "", "", fmt.Sprintf("%d entries, %d findings", n, len(bad))); err != nil {
		return err
	}
	if len(bad) == 0 {
		return s.auditPage(c, s.T(c, "audit.whole", "n", n), nil)
	}
	return s.auditPage(c, s.T(c, "audit.broken", "n", n), bad)
}
