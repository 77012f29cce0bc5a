package reminder

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// answer notes what the person said.
func (s *Service) answer(st *evaluation.Step, t *Talk, form, text string, files []string) (evaluation.State, error) {
	return t.note(st, Answer{Form: form, Text: text, Files: files})
}

func (t *Talk) note(st *evaluation.Step, a Answer) (evaluation.State, error) {
	if a.Files == nil {
		a.Files = []string{}
	}
	a.On, a.Late = st.Today, !t.AnswerBy.IsZero() && st.Today.After(t.AnswerBy)
	t.Answers, t.Reply = append(t.Answers, a), ""
	t.wait(st, Answered)
	return Answered, nil
}

// acknowledge needs no words, but for an inquiry, which asks for an explanation.
func (s *Service) acknowledge(st *evaluation.Step, t *Talk, in *CommentInput) (evaluation.State, error) {
	if t.Level == LevelInquiry {
		return "", desk.WrongState("reminder.inquiry_explains")
	}
	return s.answer(st, t, AnswerAcknowledged, in.Text, nil)
}

func (s *Service) explain(st *evaluation.Step, t *Talk, in *AnswerInput) (evaluation.State, error) {
	return s.answer(st, t, AnswerExplained, in.Text, in.Files)
}

func (s *Service) object(st *evaluation.Step, t *Talk, in *AnswerInput) (evaluation.State, error) {
	return s.answer(st, t, AnswerObjected, in.Text, in.Files)
}

func (s *Service) refuse(st *evaluation.Step, t *Talk, in *AnswerInput) (evaluation.State, error) {
	return s.answer(st, t, AnswerRefused, in.Text, in.Files)
}

// noteRefusal is for somebody who will not answer and does not say so here.
func (s *Service) noteRefusal(st *evaluation.Step, t *Talk) (evaluation.State, error) {
	return t.note(st, Answer{Form: AnswerRefused, Text: st.Reason, Noted: st.Actor.Name})
}

// objected reports that the last word to talk or letter was an objection.
func (t *Talk) objected() bool {
	form := ""
	for _, a := range t.Answers {
		if a.Form != AnswerCriticism && a.Form != AnswerReport {
			form = a.Form
		}
	}
	return form == AnswerObjected
}

// reply is the talker's word to an objection; to a letter, personnel's.
func (s *Service) reply(st *evaluation.Step, t *Talk, in *WordsInput) (evaluation.State, error) {
	t.Reply = in.Text
	t.wait(st, Answered)
	return Answered, nil
}

// askAgain sends the second letter of an inquiry, once (C-7).
func (s *Service) askAgain(st *evaluation.Step, t *Talk, in *AgainInput) (evaluation.State, error) {
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
	if err := s.due(st, t, "reminder.inquiry.answer", st.Today, &t.AnswerBy); err != nil {
		return "", err
	}
	t.Letters = append(t.Letters, Letter{Form: FormAgain, No: in.No, On: st.Today, Ask: in.Ask, DueBy: t.AnswerBy})
	t.wait(st, Sent)
	return Sent, nil
}

// accept takes the answer as it is; an objection has to have its reply.
func (s *Service) accept(st *evaluation.Step, t *Talk, in *AcceptInput) (evaluation.State, error) {
	if t.objected() && t.Reply == "" {
		return "", desk.WrongState("reminder.reply_missing")
	}
	if !in.FollowUp && t.Level != LevelReminder && t.Level != LevelAdmonition {
		t.wait(st, Closed)
		return Closed, nil
	}
	since := t.HeldOn
	if since.IsZero() {
		since = t.Letters[0].On
	}
	if err := s.due(st, t, "reminder.followup", since, &t.FollowUpOn); err != nil {
		return "", err
	}
	t.wait(st, Following)
	return Following, nil
}

func (s *Service) submitCriticism(st *evaluation.Step, t *Talk, in *AnswerInput) (evaluation.State, error) {
	return t.handIn(st, AnswerCriticism, t.CriticismBy, in)
}

func (s *Service) submitReport(st *evaluation.Step, t *Talk, in *AnswerInput) (evaluation.State, error) {
	return t.handIn(st, AnswerReport, t.ReportBy, in)
}

// handIn takes in what an admonition asks for, once each (C-8, C-9).
func (t *Talk) handIn(st *evaluation.Step, form string, by evaluation.Date, in *AnswerInput) (evaluation.State, error) {
	switch {
	case t.Level != LevelAdmonition:
		return "", desk.WrongState("reminder.only_admonition")
	case t.gave(form):
		return "", desk.WrongState("reminder.handed_in")
	}
	files := in.Files
	if files == nil {
		files = []string{}
	}
	t.Answers = append(t.Answers, Answer{Form: form, Text: in.Text, Files: files, On: st.Today, Late: st.Today.After(by)})
	t.wait(st, st.Record.State)
	return st.Record.State, nil
}

// review looks again (C-10): mended, or a proposal of further handling in words.
func (s *Service) review(st *evaluation.Step, t *Talk, in *ReviewInput) (evaluation.State, error) {
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
		Outcome: in.Outcome, Findings: in.Findings, Proposal: in.Proposal, Without: in.Without, On: st.Today, By: st.Actor.Name,
	}
	t.wait(st, Closed)
	return Closed, nil
}
