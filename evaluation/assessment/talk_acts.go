package assessment

import (
	"context"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/signoff"
)

// prepareTalk creates the talk of a participant.
func (s *Service) prepareTalk(step *evaluation.Step, t *Talk, in *TalkOpening) (evaluation.State, error) {
	r, err := step.Read.Get(step.Ctx, step.Record.Office, in.Sheet)
	if err != nil {
		return "", err
	}
	sh, err := evaluation.PayloadOf[Sheet](r)
	if err != nil {
		return "", err
	}
	rules, err := s.Freeze(step, "assessment.feedback.talk", "assessment.feedback.achievements", "assessment.feedback.shortcomings")
	if err != nil {
		return "", err
	}
	due, err := s.Due(step.Ctx, step.Record.Office, rules, "assessment.feedback.talk", sh.Published)
	if err != nil {
		return "", err
	}
	*t = Talk{
		Holder: HeldByCharge, Person: sh.Person, Sheet: r.ID, Rules: rules, Amendments: []Amendment{},
		Achievements: []Point{}, Shortcomings: []Point{}, Improvements: []Improvement{},
	}
	env := step.Record
	env.Unique, env.Parent, env.Subject, env.Unit = r.ID, r.Parent, r.Subject, r.Unit
	env.Period, env.Sort, env.On = r.Period, r.Sort, sh.Published
	if sh.judged() || includes(sh.Rules, rulePrincipal, sh.Population) { // in a first half with everybody
		t.Holder = HeldByPrincipal
	}
	return TalkWaiting, s.waitForTalk(step, t, due)
}

// schedule sets or changes the appointment.
func (s *Service) schedule(step *evaluation.Step, t *Talk, in *ScheduleInput) (evaluation.State, error) {
	talker := in.Talker
	if talker == "" {
		talker = step.Actor.Person
		suits, err := s.holders(step, t)
		if err != nil {
			return "", err
		}
		if why := suits["talker"](talker); why.Key != "" {
			m := evaluation.Mistakes{}
			m.Note("talker", why)
			return "", m.Err()
		}
	}
	if err := s.takes(step, t, talker); err != nil {
		return "", err
	}
	t.Appointment = Appointment{On: in.On, Time: in.Time, Place: in.Place}
	step.Record.On = in.On
	step.Record.Waiting = []string{evaluation.WaitPerson(talker)}
	return TalkScheduled, nil
}

// holders says who can hold a talk: a present member of the leadership with the role of those
// who can record it, who is neither the cadre nor a relative. Once there is a talker, another one takes it over by
// hand_over.
func (s *Service) holders(step *evaluation.Step, t *Talk) (map[string]evaluation.Suits, error) {
	suits, err := s.leaders(step, t)
	if err != nil || t.Talker == "" {
		return map[string]evaluation.Suits{"talker": suits}, err
	}
	same := func(person string) evaluation.Problem {
		if person != t.Talker {
			return evaluation.Say("assessment.hand_over_first")
		}
		return evaluation.Problem{}
	}
	return map[string]evaluation.Suits{"talker": desk.Both(same, suits)}, nil
}

// takers says who can take a talk over.
func (s *Service) takers(step *evaluation.Step, t *Talk) (map[string]evaluation.Suits, error) {
	suits, err := s.leaders(step, t)
	return map[string]evaluation.Suits{"talker": desk.Both(desk.Other(t.Talker, "assessment.same_talker"), suits)}, err
}

// leaders accepts members of the leadership who are not recused and can log in to go on with
// the talk: as a principal leader, or as any leader with one that a leader in charge held.
func (s *Service) leaders(step *evaluation.Step, t *Talk) (evaluation.Suits, error) {
	day, err := s.Today(step)
	if err != nil {
		return nil, err
	}
	who := evaluation.Principal
	if t.holder() == HeldByCharge {
		who = talkers
	}
	able, err := s.Holders.Able(step, day, who)
	if err != nil {
		return nil, err
	}
	leading := func(person string) evaluation.Problem {
		if m, here := day.Member(person); !here || !leads(day, m) {
			return evaluation.Say("assessment.talker_leads")
		}
		return evaluation.Problem{}
	}
	return desk.Both(leading, desk.Apart(day, "assessment.recused", step.Record.Subject), able), nil
}

// talkers are those who can have held a talk.
var talkers = evaluation.Principal.Or(evaluation.Leader)

// takes sets the talker.
func (s *Service) takes(step *evaluation.Step, t *Talk, talker string) error {
	day, err := s.Today(step)
	if err != nil {
		return err
	}
	m, _ := day.Member(talker)
	t.Talker, t.TalkerName = m.ID, m.Name
	step.Record.Parties = []string{m.ID}
	return nil
}

// Talkers lists the members of the leadership on a day.
func Talkers(day *roster.Snapshot) []roster.Member {
	return slices.DeleteFunc(day.Members(), func(m roster.Member) bool { return !leads(day, m) })
}

// leads reports whether a person belongs to the leadership.
func leads(day *roster.Snapshot, m roster.Member) bool {
	_, charges := day.Units(m.ID)
	return roster.Leads(m.Level) || len(charges) > 0
}

// recordTalk is written by the person who held the talk.
func recordTalk(step *evaluation.Step, t *Talk, in *TalkInput) (evaluation.State, error) {
	m := evaluation.Mistakes{}
	checkContent(m, t, in.Achievements, in.Shortcomings)
	if err := m.Err(); err != nil {
		return "", err
	}
	t.HeldOn, t.PrivateNote = in.HeldOn, in.PrivateNote
	t.Achievements, t.Shortcomings, t.Improvements, t.Explanation = in.Achievements, in.Shortcomings, in.Improvements, in.Explanation
	step.Record.On = in.HeldOn
	step.Record.Waiting = []string{evaluation.WaitPerson(t.Talker)}
	return TalkHeld, nil
}

// checkContent requires the numbers of achievements and shortcomings in the rules.
func checkContent(m evaluation.Mistakes, t *Talk, achievements, shortcomings []Point) {
	for field, have := range map[string]int{"achievements": len(achievements), "shortcomings": len(shortcomings)} {
		least, err := t.Rules.Int("assessment.feedback." + field)
		if err != nil {
			least = 1
		}
		if int64(have) < least {
			m.Add(field, "assessment.points", "least", least, "have", have)
		}
	}
}

func (in *CommentInput) answer() signoff.Answer { return signoff.Answer{Text: in.Comment} }
func (in *TextInput) answer() signoff.Answer    { return signoff.Answer{Text: in.Text} }

// answered stores the cadre's answer. An objection waits for the talker's reply, any
// other answer for the lock.
func answered(step *evaluation.Step, t *Talk, a signoff.Answer) error {
	t.Answer = Answer{Kind: string(a.State), Text: a.Text, On: step.Today, Noted: a.Noted}
	if a.Noted != "" {
		t.Answer.NotedBy = step.Actor.Account
	}
	waitForEnd(step, t)
	return nil
}

func waitForEnd(step *evaluation.Step, t *Talk) {
	step.Record.Waiting = []string{evaluation.WaitRole(evaluation.RolePersonnel)}
	if t.Answer.Kind == string(TalkObjected) && t.Reply == "" {
		step.Record.Waiting = []string{evaluation.WaitPerson(t.Talker)}
	}
}

// reply is the talker's reply to the answer.
func reply(step *evaluation.Step, t *Talk, in *TextInput) (evaluation.State, error) {
	t.Reply, t.RepliedOn = in.Text, step.Today
	waitForEnd(step, t)
	return step.Record.State, nil
}

// lock ends the talk; an objection must have a reply first.
func lock(step *evaluation.Step, t *Talk) (evaluation.State, error) {
	if step.Record.State == TalkObjected && t.Reply == "" {
		return "", desk.WrongState("assessment.reply_missing")
	}
	t.LockedBy = step.Actor.Account
	desk.Wait(step.Record, evaluation.Date{})
	return TalkLocked, nil
}

// amendTalk corrects a locked record and keeps the former version.
func amendTalk(step *evaluation.Step, t *Talk, in *AmendTalkInput) (evaluation.State, error) {
	m := evaluation.Mistakes{}
	if t.holder() == HeldByCharge {
		if len(in.Achievements) == 0 { // as when the person was told
			m.Add("achievements", "error.field.required")
		}
	} else {
		checkContent(m, t, in.Achievements, in.Shortcomings)
	}
	if err := m.Err(); err != nil {
		return "", err
	}
	t.keep(step)
	t.Achievements, t.Shortcomings, t.Improvements, t.Explanation = in.Achievements, in.Shortcomings, in.Improvements, in.Explanation
	return TalkLocked, nil
}

// keep adds the present version to the amendments.
func (t *Talk) keep(step *evaluation.Step) {
	t.Amendments = append(t.Amendments, Amendment{
		On: step.Today, Name: step.Actor.Name, Reason: step.Reason,
		Achievements: t.Achievements, Shortcomings: t.Shortcomings, Improvements: t.Improvements, Explanation: t.Explanation,
		Answer: t.Answer, Reply: t.Reply,
	})
}

// endedTalk reports whether the actor locked or excused the talk.
func endedTalk(step *evaluation.Step, t *Talk) bool {
	if step.Record.State == TalkExcused {
		return step.Record.Doer("excuse") == step.Actor.Account
	}
	return t.LockedBy == step.Actor.Account
}

// reopenTalk makes the cadre answer again; the old answer is kept.
func (s *Service) reopenTalk(step *evaluation.Step, t *Talk) (evaluation.State, error) {
	if err := cycleIn(step, CycleFeedback); err != nil {
		return "", err
	}
	due := step.Today // the deadline had already passed
	if step.Record.State == TalkExcused {
		t.Excuse = ""
		return TalkWaiting, s.waitForTalk(step, t, due)
	}
	t.keep(step)
	t.Answer, t.Reply, t.RepliedOn, t.LockedBy = Answer{}, "", evaluation.Date{}, ""
	if t.holder() == HeldByCharge {
		return TalkWaiting, s.waitForTalk(step, t, due)
	}
	step.Record.Due, step.Record.Waiting = due, []string{evaluation.WaitPerson(t.Talker)}
	return TalkHeld, nil
}

// handOver gives the talk to another leader. The private note is deleted. What waited for the
// talker, or for personnel because the talker has left, waits for the new one.
func (s *Service) handOver(step *evaluation.Step, t *Talk, in *HandOverInput) (evaluation.State, error) {
	if err := s.takes(step, t, in.Talker); err != nil {
		return "", err
	}
	t.PrivateNote = ""
	if t.withTalker(step.Record.State) {
		step.Record.Waiting = []string{evaluation.WaitPerson(t.Talker)}
	}
	return step.Record.State, nil
}

// withTalker reports whether the talker is the next to act in a state.
func (t *Talk) withTalker(in evaluation.State) bool {
	switch in {
	case TalkWaiting, TalkScheduled, TalkHeld:
		return true
	case TalkObjected:
		return t.Reply == ""
	}
	return false
}

// excuse records in writing why there is no talk.
func excuse(step *evaluation.Step, t *Talk) (evaluation.State, error) {
	t.Excuse = step.Reason
	desk.Wait(step.Record, evaluation.Date{})
	return TalkExcused, nil
}

// talksOf lists the talks of a cycle by the person.
func talksOf(ctx context.Context, from desk.Finder, office, cycle string) (map[string]desk.Of[Talk], error) {
	talks, err := desk.AllOf[Talk](ctx, from, evaluation.Query{Office: office, Kinds: []string{KindTalk}, Parents: []string{cycle}})
	if err != nil {
		return nil, err
	}
	list := make(map[string]desk.Of[Talk], len(talks))
	for _, t := range talks {
		list[t.Subject] = t
	}
	return list, nil
}
