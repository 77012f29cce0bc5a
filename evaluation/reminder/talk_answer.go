package reminder

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/signoff"
)

func (in *CommentInput) answer() signoff.Answer { return signoff.Answer{Text: in.Text} }
func (in *AnswerInput) answer() signoff.Answer {
	return signoff.Answer{Text: in.Text, Files: in.Files}
}

// answered stores what the person says. An inquiry asks for an explanation, so an
// acknowledgement does not answer it.
func answered(step *evaluation.Step, t *Talk, said signoff.Answer) error {
	if said.Act == "acknowledge" && t.Level == LevelInquiry {
		return desk.WrongState("reminder.inquiry_explains")
	}
	forms := map[string]string{
		"acknowledge": AnswerAcknowledged, "explain": AnswerExplained, "object": AnswerObjected, "refuse": AnswerRefused, "note_refusal": AnswerRefused,
	}
	t.add(step, Answer{Form: forms[said.Act], Text: said.Text, Files: said.Files, Noted: said.Noted}, t.AnswerBy)
	t.Reply = ""
	t.wait(step, Answered)
	return nil
}

// add adds an answer that is due by a day; zero: there is no deadline.
func (t *Talk) add(step *evaluation.Step, a Answer, by evaluation.Date) {
	if a.Files == nil {
		a.Files = []string{}
	}
	a.On, a.Late = step.Today, !by.IsZero() && step.Today.After(by)
	t.Answers = append(t.Answers, a)
}

// objected reports whether the last answer to a talk or letter was an objection.
func (t *Talk) objected() bool {
	form := ""
	for _, a := range t.Answers {
		if a.Form != AnswerCriticism && a.Form != AnswerReport {
			form = a.Form
		}
	}
	return form == AnswerObjected
}

// reply answers an objection: the talker after a talk, personnel after a letter.
func (s *Service) reply(step *evaluation.Step, t *Talk, in *WordsInput) (evaluation.State, error) {
	t.Reply = in.Text
	t.wait(step, Answered)
	return Answered, nil
}

// askAgain sends the second letter of an inquiry, once (C-7).
func (s *Service) askAgain(step *evaluation.Step, t *Talk, in *AgainInput) (evaluation.State, error) {
	switch {
	case t.Level != LevelInquiry:
		return "", desk.WrongState("reminder.only_inquiry")
	case len(t.Letters) > 1:
		return "", desk.WrongState("reminder.again_once")
	}
	m := evaluation.Mistakes{}
	if err := t.unasserting(m, map[string]string{"ask": in.Ask}); err != nil {
		return "", err
	}
	if err := m.Err(); err != nil {
		return "", err
	}
	if err := s.due(step, t, "reminder.inquiry.answer", step.Today, &t.AnswerBy); err != nil {
		return "", err
	}
	t.Letters = append(t.Letters, Letter{Form: FormAgain, No: in.No, On: step.Today, Ask: in.Ask, DueBy: t.AnswerBy})
	t.wait(step, Sent)
	return Sent, nil
}

// accept accepts the answer; an objection must have a reply first.
func (s *Service) accept(step *evaluation.Step, t *Talk, in *AcceptInput) (evaluation.State, error) {
	if t.objected() && t.Reply == "" {
		return "", desk.WrongState("reminder.reply_missing")
	}
	if !in.FollowUp && t.Level != LevelReminder && t.Level != LevelAdmonition {
		t.wait(step, Closed)
		return Closed, nil
	}
	since := t.HeldOn
	if since.IsZero() {
		since = t.Letters[0].On
	}
	if err := s.due(step, t, "reminder.followup", since, &t.FollowUpOn); err != nil {
		return "", err
	}
	t.wait(step, Following)
	return Following, nil
}

func (s *Service) submitCriticism(step *evaluation.Step, t *Talk, in *AnswerInput) (evaluation.State, error) {
	return t.handIn(step, AnswerCriticism, t.CriticismBy, in)
}

func (s *Service) submitReport(step *evaluation.Step, t *Talk, in *AnswerInput) (evaluation.State, error) {
	return t.handIn(step, AnswerReport, t.ReportBy, in)
}

// handIn stores the documents that an admonition requires, once each (C-8, C-9).
func (t *Talk) handIn(step *evaluation.Step, form string, by evaluation.Date, in *AnswerInput) (evaluation.State, error) {
	switch {
	case t.Level != LevelAdmonition:
		return "", desk.WrongState("reminder.only_admonition")
	case t.gave(form):
		return "", desk.WrongState("reminder.handed_in")
	}
	t.add(step, Answer{Form: form, Text: in.Text, Files: in.Files}, by)
	t.wait(step, step.Record.State)
	return step.Record.State, nil
}

// review is the follow-up (C-10): either the problem is corrected, or further
// measures are proposed in words.
func (s *Service) review(step *evaluation.Step, t *Talk, in *ReviewInput) (evaluation.State, error) {
	m := evaluation.Mistakes{}
	if in.Outcome == OutcomeFurther && in.Proposal == "" {
		m.Add("proposal", "reminder.further_words")
	}
	if len(t.owed()) > 0 && in.Without == "" {
		m.Add("without", "reminder.owed")
	}
	if err := m.Err(); err != nil {
		return "", err
	}
	t.Review = &Review{
		Outcome: in.Outcome, Findings: in.Findings, Proposal: in.Proposal, Without: in.Without, On: step.Today, By: step.Actor.Name,
	}
	t.wait(step, Closed)
	return Closed, nil
}
