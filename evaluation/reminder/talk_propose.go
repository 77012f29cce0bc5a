package reminder

import (
	"context"
	"encoding/json"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

func talkKeys() []string {
	return []string{
		"reminder.sources", "reminder.approval", "reminder.admonition.approval", "reminder.modes", "reminder.inquiry.answer", "reminder.inquiry.again",
		"reminder.admonition.criticism", "reminder.admonition.report", "reminder.outcomes", "reminder.talk.parts", "reminder.admonition.grounds",
		"reminder.entrust", "reminder.severity", "reminder.record", "reminder.wording", "reminder.asserting", "reminder.admonition.excellent",
		"reminder.admonition.effect", "reminder.admonition.promotion", "reminder.followup", "reminder.deductions",
	}
}

// propose starts a talk (C-3). An alarm can be taken up only after a check (H-24).
func (s *Service) propose(step *evaluation.Step, t *Talk, in *ProposeInput) (evaluation.State, error) {
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	*t = Talk{Proposer: step.Actor.Account, Opinions: []Opinion{}, Letters: []Letter{}, Answers: []Answer{}, Missing: []int{}}
	if err := t.with(step.Record, day, in.Person, in.Unit); err != nil {
		return "", err
	}
	if err := takes(step, day, t, in.Alarm); err != nil {
		return "", err
	}
	if t.Rules, err = s.Freeze(step, talkKeys()...); err != nil {
		return "", err
	}
	if err := t.content(step.Today, day, &in.ContentInput); err != nil {
		return "", err
	}
	step.Record.On, step.Record.Period = step.Today, step.Today.String()[:4]
	if t.Alarm != "" {
		if err := step.Effect("take_up", t.Alarm); err != nil {
			return "", err
		}
	}
	t.waitForCheck(step, day)
	return Proposed, nil
}

// with sets the person of the talk: the person, or the department's head.
func (t *Talk) with(env *evaluation.Record, day *roster.Snapshot, person, unit string) error {
	if (person == "") == (unit == "") {
		return desk.Mistake("person", "reminder.person_or_unit")
	}
	if unit != "" {
		heads := day.Heads(unit)
		if len(heads) == 0 {
			return desk.Mistake("unit", "reminder.no_head")
		}
		person, t.Group = heads[0], true
	}
	wrong := evaluation.Mistakes{}
	m := desk.Managed(wrong, "person", day, person, "reminder.no_person", "reminder.leads")
	if err := wrong.Err(); err != nil {
		return err
	}
	d, _ := day.Department(m.Department)
	t.Person, t.PersonName, t.Post, t.UnitName = m.ID, m.Name, m.Post, d.Name
	desk.About(env, &m)
	return nil
}

// takes links the alarm that the proposal takes up. An alarm about the actor or the
// actor's department does not exist for them.
func takes(step *evaluation.Step, day *roster.Snapshot, t *Talk, id string) error {
	if id == "" {
		return nil
	}
	missing := desk.Mistake("alarm", "error.not_found")
	r, err := step.Read.Get(step.Ctx, step.Record.Office, id)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound || err == nil && r.Kind != KindAlarm {
		return missing
	}
	if err != nil {
		return err
	}
	heads, _ := day.Units(step.Actor.Person)
	if r.Subject != "" && r.Subject == step.Actor.Person || slices.Contains(heads, r.Unit) {
		return missing
	}
	a, err := evaluation.PayloadOf[Alarm](r)
	switch {
	case err != nil:
		return err
	case r.State != AlarmOpen:
		return desk.Mistake("alarm", "reminder.alarm_ended")
	case r.Subject != "" && r.Subject != t.Person || r.Unit != step.Record.Unit:
		return desk.Mistake("alarm", "reminder.alarm_other")
	case len(a.Checks) == 0:
		return desk.Mistake("alarm", "reminder.check_first")
	}
	t.Alarm = id
	return nil
}

// content sets the content of a proposal and checks it against the level.
func (t *Talk) content(today evaluation.Date, day *roster.Snapshot, in *ContentInput) error {
	m := evaluation.Mistakes{}
	admonition := in.Level == LevelAdmonition
	switch {
	case in.Level == LevelGreeting && in.Mode != ModeTalk:
		m.Add("mode", "reminder.greeting_talk")
	case in.Level == LevelInquiry && in.Mode != ModeLetter:
		m.Add("mode", "reminder.inquiry_letter")
	}
	if admonition && t.Group {
		m.Add("level", "reminder.admonition_person")
	}
	if admonition && len(in.Grounds) == 0 {
		m.Add("grounds", "error.field.required")
	}
	desk.CheckAssessed(m, "reminder", in.Assessed, today, admonition)
	if !admonition {
		if err := t.unasserting(m, map[string]string{"cause": in.Cause, "points": in.Points}); err != nil {
			return err
		}
	}
	if (in.Source == SourceAlarm) != (t.Alarm != "") {
		m.Add("source", "reminder.source_alarm")
	}
	if in.Talker != "" {
		t.talks(m, day, in.Talker, false)
	}
	if err := m.Err(); err != nil {
		return err
	}
	t.Level, t.Mode, t.Source, t.Grounds, t.Assessed = in.Level, in.Mode, in.Source, []string{}, in.Assessed
	if admonition {
		t.Grounds = in.Grounds
	}
	t.Background, t.Cause, t.Points, t.Evidence = in.Background, in.Cause, in.Points, in.Files
	return nil
}

// talks sets the talker: a leader or a head of department, or, if entrusted, the
// head of the person's own department (C-13); never the person or a relative.
func (t *Talk) talks(m evaluation.Mistakes, day *roster.Snapshot, talker string, entrusted bool) {
	who, _ := day.Member(talker)
	heads, _ := day.Units(talker)
	me, _ := day.Member(t.Person)
	why := desk.Both(desk.Here(day, "reminder.no_person"), desk.Apart(day, "reminder.recused", t.Person), leading(day))(talker)
	switch {
	case why.Key != "":
		m.Note("talker", why)
	case entrusted != slices.Contains(heads, me.Department):
		m.Add("entrusted", "reminder.entrusted")
	default:
		t.Talker, t.TalkerName, t.TalkerPost, t.Entrusted = who.ID, who.Name, postOf(day, who), entrusted
	}
}

// leading accepts leaders and heads of departments.
func leading(day *roster.Snapshot) evaluation.Suits {
	return func(person string) evaluation.Problem {
		who, _ := day.Member(person)
		if heads, charges := day.Units(person); !roster.Leads(who.Level) && len(heads) == 0 && len(charges) == 0 {
			return evaluation.Say("reminder.talker_leads")
		}
		return evaluation.Problem{}
	}
}

func postOf(day *roster.Snapshot, m roster.Member) string {
	d, _ := day.Department(m.Department)
	return d.Name + m.Post
}

// resubmit is done by the proposer after a return; earlier approvals become void.
func (s *Service) resubmit(step *evaluation.Step, t *Talk, in *ContentInput) (evaluation.State, error) {
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	t.Talker, t.TalkerName, t.TalkerPost, t.Entrusted = "", "", "", false
	if err := t.content(step.Today, day, in); err != nil {
		return "", err
	}
	for i := range t.Opinions {
		t.Opinions[i].Void = true
	}
	t.waitForCheck(step, day)
	return Proposed, nil
}

// tookUp marks the alarm as taken up; of two simultaneous proposals the first one
// gets it.
func tookUp(ctx context.Context, do evaluation.Doer, r evaluation.Record, args json.RawMessage) error {
	var alarm string
	if err := json.Unmarshal(args, &alarm); err != nil {
		return err
	}
	err := desk.ActRetrying(ctx, do, r.Office, alarm, "take_up", &TakenUp{Talk: r.ID})
	if evaluation.CodeOf(err) == evaluation.CodeState {
		return nil
	}
	return err
}
