package reminder

import (
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// invited says who can hold the talk and who can take the record.
func (s *Service) invited(step *evaluation.Step, t *Talk) (map[string]evaluation.Suits, error) {
	day, err := s.Today(step)
	if err != nil {
		return nil, err
	}
	apart := desk.Both(desk.Here(day, "reminder.no_person"), desk.Apart(day, "reminder.recused", t.Person))
	return map[string]evaluation.Suits{"talker": desk.Both(apart, leading(day)), "recorder": apart}, nil
}

// schedule sets or changes the appointment; from then on the person knows of the
// talk.
func (s *Service) schedule(step *evaluation.Step, t *Talk, in *ScheduleInput) (evaluation.State, error) {
	if t.Mode != ModeTalk {
		return "", desk.WrongState("reminder.by_letter")
	}
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	m := evaluation.Mistakes{}
	t.talks(m, day, in.Talker, in.Entrusted)
	t.Recorder, t.RecorderName, t.RecorderPost = "", "", ""
	who, _ := day.Member(in.Recorder)
	switch {
	case in.Recorder == "" && t.Level == LevelAdmonition:
		m.Add("recorder", "reminder.recorder")
	case in.Recorder == "":
	case in.Recorder == in.Talker:
		m.Add("recorder", "reminder.recused")
	default:
		t.Recorder, t.RecorderName, t.RecorderPost = who.ID, who.Name, postOf(day, who)
	}
	if err := m.Err(); err != nil {
		return "", err
	}
	t.Appointment = Appointment{On: in.On, Time: in.Time, Place: in.Place}
	step.Record.On, step.Record.Parties = in.On, []string{t.Talker}
	if t.Recorder != "" {
		step.Record.Parties = append(step.Record.Parties, t.Recorder)
	}
	desk.Wait(step.Record, in.On, evaluation.WaitPerson(t.Talker))
	return Scheduled, nil
}

// send sends the letter. It counts as the talk: the effects of the level begin.
func (s *Service) send(step *evaluation.Step, t *Talk, in *SendInput) (evaluation.State, error) {
	if t.Mode != ModeLetter {
		return "", desk.WrongState("reminder.by_talk")
	}
	if t.Level == LevelInquiry {
		if err := s.due(step, t, "reminder.inquiry.answer", step.Today, &t.AnswerBy); err != nil {
			return "", err
		}
	}
	t.Letters = append(t.Letters, Letter{Form: t.Level, No: in.No, On: step.Today, DueBy: t.AnswerBy})
	if err := s.admonished(step, t, step.Today); err != nil {
		return "", err
	}
	step.Record.On = step.Today
	t.wait(step, Sent)
	return Sent, nil
}

// due sets a deadline and stores the years without a holiday arrangement.
func (s *Service) due(step *evaluation.Step, t *Talk, key string, after evaluation.Date, into *evaluation.Date) error {
	day, missing, err := s.DueCounted(step.Ctx, step.Record.Office, t.Rules, key, after)
	for _, y := range missing {
		if !slices.Contains(t.Missing, y) {
			t.Missing = append(t.Missing, y)
		}
	}
	*into = day
	return err
}

// hold stores the minutes of the talk (C-11, C-15); they can be changed until
// release.
func (s *Service) hold(step *evaluation.Step, t *Talk, in *HoldInput) (evaluation.State, error) {
	m := evaluation.Mistakes{}
	if t.Level != LevelAdmonition {
		if err := t.unasserting(m, map[string]string{"reason": in.Reason}); err != nil {
			return "", err
		}
	}
	if err := m.Err(); err != nil {
		return "", err
	}
	t.HeldOn, t.HeldTime, t.HeldPlace = in.On, in.Time, in.Place
	t.Reason, t.Explanation, t.Watch, t.Measures = in.Reason, in.Explanation, in.Watch, in.Measures
	if err := s.admonished(step, t, in.On); err != nil {
		return "", err
	}
	step.Record.On = in.On
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitPerson(t.Talker))
	return Held, nil
}

// approvedOn returns the day of the last step of the approval.
func (t *Talk) approvedOn() (on evaluation.Date) {
	for _, o := range t.Opinions {
		if !o.Void {
			on = o.On
		}
	}
	return on
}

// admonished starts the consequences of an admonition: self-criticism (C-8), report
// on correction (C-9), and the effect (C-17, C-18), which is entered in the roster.
func (s *Service) admonished(step *evaluation.Step, t *Talk, on evaluation.Date) error {
	if t.Level != LevelAdmonition || t.EffectFrom == on {
		return nil
	}
	if err := s.due(step, t, "reminder.admonition.criticism", on, &t.CriticismBy); err != nil {
		return err
	}
	if err := s.due(step, t, "reminder.admonition.report", on, &t.ReportBy); err != nil {
		return err
	}
	effect, err := t.Rules.Period("reminder.admonition.effect")
	if err != nil {
		return err
	}
	calendar, err := s.Calendar(step.Ctx, step.Record.Office)
	if err != nil {
		return err
	}
	was := t.EffectFrom
	t.EffectFrom = on
	t.EffectUntil, _ = effect.End(on, calendar)
	no := ""
	if len(t.Letters) > 0 {
		no = t.Letters[len(t.Letters)-1].No
	}
	if err := t.carry(step, on, no); err != nil {
		return err
	}
	return step.Effect("enter_effect", Effect{Was: was, From: on, Until: t.EffectUntil, Document: no})
}

// release shows the minutes to the person.
func (s *Service) release(step *evaluation.Step, t *Talk) (evaluation.State, error) {
	t.wait(step, Released)
	return Released, nil
}

// wait sets who has to act in a state, and the deadline.
func (t *Talk) wait(step *evaluation.Step, in evaluation.State) {
	person, personnel := evaluation.WaitPerson(t.Person), evaluation.WaitRole(evaluation.RolePersonnel)
	owed := t.owed()
	switch in {
	case Sent, Released:
		due := t.AnswerBy
		if due.IsZero() && len(owed) > 0 {
			due = owed[0]
		}
		desk.Wait(step.Record, due, person)
	case Answered:
		next := personnel
		if t.objected() && t.Reply == "" && t.Talker != "" && t.Mode == ModeTalk {
			next = evaluation.WaitPerson(t.Talker)
		}
		desk.Wait(step.Record, evaluation.Date{}, next)
		if len(owed) > 0 {
			desk.Wait(step.Record, owed[0], next, person)
		}
	case Following:
		desk.Wait(step.Record, t.FollowUpOn, personnel)
		if len(owed) > 0 {
			desk.Wait(step.Record, owed[0], personnel, person)
		}
	default:
		desk.Wait(step.Record, evaluation.Date{})
	}
}

// owed returns the deadlines of documents that the person still has to hand in, in
// order.
func (t *Talk) owed() []evaluation.Date {
	var list []evaluation.Date
	if !t.CriticismBy.IsZero() && !t.gave(AnswerCriticism) {
		list = append(list, t.CriticismBy)
	}
	if !t.ReportBy.IsZero() && !t.gave(AnswerReport) {
		list = append(list, t.ReportBy)
	}
	return list
}

func (t *Talk) gave(form string) bool {
	return slices.ContainsFunc(t.Answers, func(a Answer) bool { return a.Form == form })
}

// holdDays: a talk is held after its approval, and written down afterwards.
func holdDays(step *evaluation.Step, t *Talk) (map[string]evaluation.Days, error) {
	return map[string]evaluation.Days{"on": {From: t.approvedOn(), To: step.Today}}, nil
}
