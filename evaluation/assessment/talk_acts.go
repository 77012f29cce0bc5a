package assessment

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// prepareTalk makes the talk that a participant is owed.
func (s *Service) prepareTalk(st *evaluation.Step, t *Talk, in *TalkOpening) (evaluation.State, error) {
	r, err := st.Read.Get(st.Ctx, st.Record.Office, in.Sheet)
	if err != nil {
		return "", err
	}
	sh, err := evaluation.PayloadOf[Sheet](r)
	if err != nil {
		return "", err
	}
	rules, err := s.Freeze(st, "assessment.feedback.talk", "assessment.feedback.achievements", "assessment.feedback.shortcomings")
	if err != nil {
		return "", err
	}
	due, err := s.Due(st.Ctx, st.Record.Office, rules, "assessment.feedback.talk", sh.Published)
	if err != nil {
		return "", err
	}
	*t = Talk{
		Person: sh.Person, Sheet: r.ID, Rules: rules, Amendments: []Amendment{},
		Achievements: []Point{}, Shortcomings: []Point{}, Improvements: []Improvement{},
	}
	env := st.Record
	env.Unique, env.Parent, env.Subject, env.Unit = r.ID, r.Parent, r.Subject, r.Unit
	env.Period, env.Sort, env.On = r.Period, r.Sort, sh.Published
	desk.Wait(env, due, evaluation.WaitRole(evaluation.RolePrincipal))
	return TalkWaiting, nil
}

// schedule makes or moves the appointment.
func (s *Service) schedule(st *evaluation.Step, t *Talk, in *ScheduleInput) (evaluation.State, error) {
	talker := in.Talker
	if talker == "" {
		talker = st.Actor.Person
	}
	if t.Talker != "" && t.Talker != talker {
		return "", desk.Mistake("talker", "assessment.hand_over_first")
	}
	if err := s.takes(st, t, talker); err != nil {
		return "", err
	}
	t.Appointment = Appointment{On: in.On, Time: in.Time, Place: in.Place}
	st.Record.On = in.On
	st.Record.Waiting = []string{evaluation.WaitPerson(talker)}
	return TalkScheduled, nil
}

// takes names the talker: somebody of the leadership, present, and neither the
// cadre nor a relative.
func (s *Service) takes(st *evaluation.Step, t *Talk, talker string) error {
	book, err := s.Book(st.Ctx, st.Record.Office)
	if err != nil {
		return err
	}
	m, here := book.On(st.Today).Member(talker)
	_, related := book.Related(talker, st.Record.Subject)
	switch {
	case !here || !leads(book.On(st.Today), m):
		return desk.Mistake("talker", "assessment.talker_leads")
	case talker == st.Record.Subject || related:
		return desk.Mistake("talker", "assessment.recused")
	}
	t.Talker, t.TalkerName = m.ID, m.Name
	st.Record.Parties = []string{m.ID}
	return nil
}

// leads reports whether somebody belongs to the leadership.
func leads(day *roster.Snapshot, m roster.Member) bool {
	_, charges := day.Units(m.ID)
	return roster.Leads(m.Level) || len(charges) > 0
}

// recordTalk is written by the one who held it.
func recordTalk(st *evaluation.Step, t *Talk, in *TalkInput) (evaluation.State, error) {
	m := evaluation.Mistakes{}
	checkContent(m, t, in.Achievements, in.Shortcomings)
	if err := m.Err(); err != nil {
		return "", err
	}
	t.HeldOn, t.PrivateNote = in.HeldOn, in.PrivateNote
	t.Achievements, t.Shortcomings, t.Improvements, t.Explanation = in.Achievements, in.Shortcomings, in.Improvements, in.Explanation
	st.Record.On = in.HeldOn
	st.Record.Waiting = []string{evaluation.WaitPerson(t.Talker)}
	return TalkHeld, nil
}

// checkContent asks for as many achievements and shortcomings as the rules.
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

// release shows the record to the cadre.
func release(st *evaluation.Step, _ *Talk) (evaluation.State, error) {
	st.Record.Waiting = []string{evaluation.WaitPerson(st.Record.Subject)}
	return TalkReleased, nil
}

func acknowledge(st *evaluation.Step, t *Talk, in *CommentInput) (evaluation.State, error) {
	return answer(st, t, TalkAcknowledged, in.Comment), nil
}

func object(st *evaluation.Step, t *Talk, in *TextInput) (evaluation.State, error) {
	return answer(st, t, TalkObjected, in.Text), nil
}

func refuse(st *evaluation.Step, t *Talk, in *TextInput) (evaluation.State, error) {
	return answer(st, t, TalkRefused, in.Text), nil
}

// answer notes what the cadre said. An objection waits for the talker's reply,
// anything else for the lock.
func answer(st *evaluation.Step, t *Talk, kind evaluation.State, text string) evaluation.State {
	t.Answer = Answer{Kind: string(kind), Text: text, On: st.Today}
	waitForEnd(st, t)
	return kind
}

func waitForEnd(st *evaluation.Step, t *Talk) {
	st.Record.Waiting = []string{evaluation.WaitRole(evaluation.RolePersonnel)}
	if t.Answer.Kind == string(TalkObjected) && t.Reply == "" {
		st.Record.Waiting = []string{evaluation.WaitPerson(t.Talker)}
	}
}

// noteRefusal is for a cadre who will not sign and does not say so here.
func noteRefusal(st *evaluation.Step, t *Talk) (evaluation.State, error) {
	t.Answer = Answer{Kind: string(TalkRefused), Text: st.Reason, On: st.Today, Noted: st.Actor.Name}
	waitForEnd(st, t)
	return TalkRefused, nil
}

// reply is the talker's word to the answer.
func reply(st *evaluation.Step, t *Talk, in *TextInput) (evaluation.State, error) {
	t.Reply, t.RepliedOn = in.Text, st.Today
	waitForEnd(st, t)
	return st.Record.State, nil
}

// lock ends the talk; an objection has to have its reply.
func lock(st *evaluation.Step, t *Talk) (evaluation.State, error) {
	if st.Record.State == TalkObjected && t.Reply == "" {
		return "", desk.WrongState("assessment.reply_missing")
	}
	t.LockedBy = st.Actor.Account
	desk.Wait(st.Record, evaluation.Date{})
	return TalkLocked, nil
}

// amendTalk corrects a locked record and keeps what stood there.
func amendTalk(st *evaluation.Step, t *Talk, in *AmendTalkInput) (evaluation.State, error) {
	m := evaluation.Mistakes{}
	checkContent(m, t, in.Achievements, in.Shortcomings)
	if err := m.Err(); err != nil {
		return "", err
	}
	t.keep(st)
	t.Achievements, t.Shortcomings, t.Improvements, t.Explanation = in.Achievements, in.Shortcomings, in.Improvements, in.Explanation
	return TalkLocked, nil
}

// keep puts what stands now among the amendments.
func (t *Talk) keep(st *evaluation.Step) {
	t.Amendments = append(t.Amendments, Amendment{
		On: st.Today, Name: st.Actor.Name, Reason: st.Reason,
		Achievements: t.Achievements, Shortcomings: t.Shortcomings, Improvements: t.Improvements, Explanation: t.Explanation,
		Answer: t.Answer, Reply: t.Reply,
	})
}

// reopenTalk takes a second person: not the one who locked or excused it. The
// answer is asked for anew; the old one is kept.
func reopenTalk(st *evaluation.Step, t *Talk) (evaluation.State, error) {
	if _, err := within(st, CycleFeedback); err != nil {
		return "", err
	}
	by := t.LockedBy
	if st.Record.State == TalkExcused {
		by = st.Record.Doer("excuse")
	}
	if by == st.Actor.Account {
		return "", evaluation.Fail(evaluation.CodeForbidden, "assessment.second_person")
	}
	st.Record.Due = st.Today // it was due before
	if st.Record.State == TalkExcused {
		t.Excuse = ""
		st.Record.Waiting = []string{evaluation.WaitRole(evaluation.RolePrincipal)}
		return TalkWaiting, nil
	}
	t.keep(st)
	t.Answer, t.Reply, t.RepliedOn, t.LockedBy = Answer{}, "", evaluation.Date{}, ""
	st.Record.Waiting = []string{evaluation.WaitPerson(t.Talker)}
	return TalkHeld, nil
}

// handOver gives the talk to another principal leader. The private note stays
// with the one who wrote it and goes.
func (s *Service) handOver(st *evaluation.Step, t *Talk, in *HandOverInput) (evaluation.State, error) {
	if in.Talker == t.Talker {
		return "", desk.Mistake("talker", "assessment.same_talker")
	}
	was := t.Talker
	if err := s.takes(st, t, in.Talker); err != nil {
		return "", err
	}
	t.PrivateNote = ""
	for i, w := range st.Record.Waiting {
		if st.Record.State == TalkWaiting || w == evaluation.WaitPerson(was) {
			st.Record.Waiting[i] = evaluation.WaitPerson(t.Talker)
		}
	}
	return st.Record.State, nil
}

// excuse says in writing why there is no talk.
func excuse(st *evaluation.Step, t *Talk) (evaluation.State, error) {
	t.Excuse = st.Reason
	desk.Wait(st.Record, evaluation.Date{})
	return TalkExcused, nil
}

// talksOf lists the talks of a cycle by the person.
func talksOf(ctx context.Context, from desk.Finder, office, cycle string) (map[string]talkOf, error) {
	records, err := desk.All(ctx, from, evaluation.Query{Office: office, Kinds: []string{KindTalk}, Parents: []string{cycle}})
	if err != nil {
		return nil, err
	}
	list := map[string]talkOf{}
	for _, r := range records {
		p, err := evaluation.PayloadOf[Talk](r)
		if err != nil {
			return nil, err
		}
		list[r.Subject] = talkOf{r, p}
	}
	return list, nil
}

// talkOf is a talk with its envelope.
type talkOf struct {
	evaluation.Record
	*Talk
}
