package reminder

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// answer records what the person said.
func (s *Service) answer(step *evaluation.Step, t *Talk, form, text string, files []string) (evaluation.State, error) {
	return t.note(step, Answer{Form: form, Text: text, Files: files})
}

func (t *Talk) note(step *evaluation.Step, a Answer) (evaluation.State, error) {
	if a.Files == nil {
		a.Files = []string{}
	}
	a.On, a.Late = step.Today, !t.AnswerBy.IsZero() && step.Today.After(t.AnswerBy)
	t.Answers, t.Reply = append(t.Answers, a), ""
	t.wait(step, Answered)
	return Answered, nil
}

// acknowledge needs no text, except for an inquiry, which asks for an explanation.
func (s *Service) acknowledge(step *evaluation.Step, t *Talk, in *CommentInput) (evaluation.State, error) {
	if t.Level == LevelInquiry {
		return "", desk.WrongState("reminder.inquiry_explains")
	}
	return s.answer(step, t, AnswerAcknowledged, in.Text, nil)
}

func (s *Service) explain(step *evaluation.Step, t *Talk, in *AnswerInput) (evaluation.State, error) {
	return s.answer(step, t, AnswerExplained, in.Text, in.Files)
}

func (s *Service) object(step *evaluation.Step, t *Talk, in *AnswerInput) (evaluation.State, error) {
	return s.answer(step, t, AnswerObjected, in.Text, in.Files)
}

func (s *Service) refuse(step *evaluation.Step, t *Talk, in *AnswerInput) (evaluation.State, error) {
	return s.answer(step, t, AnswerRefused, in.Text, in.Files)
}

// noteRefusal records that a person does not answer.
func (s *Service) noteRefusal(step *evaluation.Step, t *Talk) (evaluation.State, error) {
	return t.note(step, Answer{Form: AnswerRefused, Text: step.Reason, Noted: step.Actor.Name})
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
	files := in.Files
	if files == nil {
		files = []string{}
	}
	t.Answers = append(t.Answers, Answer{Form: form, Text: in.Text, Files: files, On: step.Today, Late: step.Today.After(by)})
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
