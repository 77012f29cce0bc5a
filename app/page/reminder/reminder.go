package reminder

import (
	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/reminder"
)

// reminderPage is the start page of measure 1: alarms, talks by state and deadline,
// analyses and exposure, as far as the reader may see them.
type reminderPage struct {
	Now   []site.TaskGroup // what there is to do for the reader
	Acts  []view.Button
	Tabs  []view.Button
	Parts []site.ListPart
	Empty view.Empty
}

func (s *pages) reminders(c *fiber.Ctx, p *site.Speaker) error {
	a := site.Actor(c)
	content := reminderPage{Empty: view.Empty{Why: p.T("reminder.page.empty"), Do: p.T("reminder.page.empty_do")}}
	var more []view.Button
	if len(s.measured(c, p)) > 0 {
		more = append(more, view.Button{Label: p.T("reminder.page.workbook"), Href: p.To("/reminder/exposure")})
	}
	content.Acts = s.Beginning(p, a, []string{reminder.KindScan, reminder.KindTalk, reminder.KindExposure}, more...)
	talk, _ := s.Service.Kind(reminder.KindTalk)
	alarm, _ := s.Service.Kind(reminder.KindAlarm)
	newest := func(kind string) evaluation.Query {
		return evaluation.Query{Kinds: []string{kind}, Sort: evaluation.SortChanged, Desc: true}
	}
	alarms := newest(alarm.Name)
	alarms.States = alarm.Open()
	var err error
	content.Parts, err = s.ListParts(c, p, []site.ListOf{
		{Heading: "reminder.page.alarms", Query: alarms},
		{Heading: "reminder.page.due", Query: evaluation.Query{
			Kinds: []string{talk.Name}, States: talk.Open(), DueFrom: evaluation.NewDate(2000, 1, 1), Sort: evaluation.SortDue,
		}},
		{Heading: "reminder.page.talks", Query: newest(talk.Name)},
		{Heading: "reminder.page.scans", Query: newest(reminder.KindScan)},
		{Heading: "reminder.page.exposure", Query: newest(reminder.KindExposure)},
	})
	if err != nil {
		return err
	}
	if content.Tabs, err = s.StateTabs(c, p, talk); err != nil {
		return err
	}
	if content.Now, err = s.TasksOf(c, p, "reminder"); err != nil {
		return err
	}
	return s.Show(c, "reminder", p.T("measure.reminder"), content)
}

// openAlarms are the alarms that a talk can take up.
func (s *pages) openAlarms(c *fiber.Ctx, p *site.Speaker, _ *site.Asked, f *evaluation.Field) ([]view.Choice, bool, error) {
	if f.Name != "alarm" {
		return nil, false, nil
	}
	found, err := s.Service.Index(c.UserContext(), site.Actor(c), evaluation.Query{
		Kinds: []string{reminder.KindAlarm}, States: evaluation.States(reminder.AlarmOpen), Sort: evaluation.SortChanged, Desc: true, Limit: 100,
	})
	var list []view.Choice
	for i := range found.Views {
		v := &found.Views[i]
		list = append(list, view.Choice{Value: v.ID, Label: p.Title(&v.Record) + " " + p.DayOf(v.On)})
	}
	return list, true, err
}

// takingUp offers to propose a talk from a checked alarm.
func (s *pages) takingUp(c *fiber.Ctx, p *site.Speaker, v *evaluation.View) ([]view.Button, error) {
	if v.State != reminder.AlarmOpen || !site.Has(v.Payload, "checks") ||
		!s.May(c, reminder.KindTalk, "propose") {
		return nil, nil
	}
	href := p.To("/new", reminder.KindTalk, "propose") + "?source=" + reminder.SourceAlarm + "&alarm=" + v.ID
	if v.Subject != "" {
		return []view.Button{{Label: p.T("reminder.talk.propose"), Href: href + "&person=" + v.Subject}}, nil
	}
	return []view.Button{{Label: p.T("reminder.talk.propose"), Href: href + "&unit=" + v.Unit}}, nil
}
