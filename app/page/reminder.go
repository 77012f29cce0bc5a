package page

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/reminder"
)

// reminderPage is measure 1 at a glance: what the reader may see of alarms,
// talks by state and deadline, analyses and exposure.
type reminderPage struct {
	Acts  []view.Button
	Tabs  []view.Button
	Parts []listPart
	Empty view.Empty
}

func (s *Site) reminders(c *fiber.Ctx) error {
	a := actor(c)
	if len(s.Policy.Reach(a.Roles, reminder.KindTalk)) == 0 {
		return evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
	}
	p, err := s.speaker(c)
	if err != nil {
		return err
	}
	content := reminderPage{Empty: view.Empty{Why: p.t("reminder.page.empty"), Do: p.t("reminder.page.empty_do")}}
	for _, name := range []string{reminder.KindScan, reminder.KindTalk, reminder.KindExposure} {
		kind, _ := s.Service.Kind(name)
		content.Acts = append(content.Acts, s.creating(p, kind, a)...)
	}
	if len(p.measured(a)) > 0 {
		content.Acts = append(content.Acts, view.Button{Label: p.t("reminder.page.workbook"), Href: "/reminder/exposure"})
	}
	for i := range content.Acts {
		content.Acts[i].Primary = i == 0
	}
	talk, _ := s.Service.Kind(reminder.KindTalk)
	alarm, _ := s.Service.Kind(reminder.KindAlarm)
	const few = 10
	for _, part := range []struct {
		heading string
		q       evaluation.Query
	}{
		{"reminder.page.alarms", evaluation.Query{Kinds: []string{reminder.KindAlarm}, States: open(alarm), Sort: evaluation.SortChanged, Desc: true}},
		{"reminder.page.due", evaluation.Query{Kinds: []string{reminder.KindTalk}, States: open(talk), DueFrom: evaluation.NewDate(2000, 1, 1), Sort: evaluation.SortDue}},
		{"reminder.page.talks", evaluation.Query{Kinds: []string{reminder.KindTalk}, Sort: evaluation.SortChanged, Desc: true}},
		{"reminder.page.scans", evaluation.Query{Kinds: []string{reminder.KindScan}, Sort: evaluation.SortChanged, Desc: true}},
		{"reminder.page.exposure", evaluation.Query{Kinds: []string{reminder.KindExposure}, Sort: evaluation.SortChanged, Desc: true}},
	} {
		kind := part.q.Kinds[0]
		if len(s.Policy.Reach(a.Roles, kind)) == 0 {
			continue
		}
		part.q.Limit = few
		found, err := s.Service.Index(c.UserContext(), a, part.q)
		if err != nil {
			return err
		}
		if len(found.Views) > 0 {
			content.Parts = append(content.Parts, listPart{Heading: p.t(part.heading), Href: "/lists/" + kind, Rows: p.rows(found.Views)})
		}
	}
	counts, err := s.Service.Group(c.UserContext(), a, evaluation.Query{Kinds: []string{talk.Name}}, "state")
	if err != nil {
		return err
	}
	for _, st := range talk.States {
		for _, n := range counts {
			if n.Key == string(st) {
				content.Tabs = append(content.Tabs, view.Button{
					Label: p.t(talk.Name+".state."+n.Key) + " " + strconv.FormatInt(n.N, 10), Href: "/lists/" + talk.Name + "?state=" + n.Key,
				})
			}
		}
	}
	return s.show(c, "reminder", p.t("measure.reminder"), content)
}

// takingUp offers to propose a talk from an alarm that somebody looked into.
func (s *Site) takingUp(c *fiber.Ctx, p *speaker, v *evaluation.View) ([]view.Button, error) {
	if v.State != reminder.AlarmOpen || !has(v.Payload, "checks") ||
		!s.may(c, reminder.KindTalk, "propose", evaluation.Anyone) {
		return nil, nil
	}
	href := "/new/" + reminder.KindTalk + "/propose?source=" + reminder.SourceAlarm + "&alarm=" + v.ID
	if v.Subject != "" {
		return []view.Button{{Label: p.t("reminder.talk.propose"), Href: href + "&person=" + v.Subject}}, nil
	}
	return []view.Button{{Label: p.t("reminder.talk.propose"), Href: href + "&unit=" + v.Unit}}, nil
}
