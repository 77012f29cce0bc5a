package assessment

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Refusal is one talk with a person who refuses to take part without a good reason.
type Refusal struct {
	On         evaluation.Date `json:"on"`
	Talker     string          `json:"talker"`
	TalkerName string          `json:"talker_name"`
	Said       string          `json:"said"`
	Answer     string          `json:"answer"`
}

// RefusalInput records such a talk.
type RefusalInput struct {
	On     evaluation.Date `json:"on" rules:"assessment.refusal.talks" begin:"today" doc:"Day of the talk" example:"2026-12-03"`
	Talker string          `json:"talker" form:"person" doc:"Who talked with the person"`
	Said   string          `json:"said" form:"long" maxLength:"2000" doc:"What the person was told" example:"说明参加考核是公务员的义务及拒不参加的后果。"`
	Answer string          `json:"answer" form:"long" maxLength:"2000" doc:"What the person answered" example:"仍表示不参加，未说明理由。"`
}

// RefusalGradeInput sets the grade of a person who still refuses.
type RefusalGradeInput struct {
	Evidence string `json:"evidence" form:"long" maxLength:"3000" rules:"assessment.refusal.talks" doc:"Why there is no good reason, in writing" example:"两次谈话均有记录，本人无正当理由。"`
}

// persuaders says who can have talked with a person who refused.
func (s *Service) persuaders(step *evaluation.Step, _ *Sheet) (map[string]evaluation.Suits, error) {
	day, err := s.Today(step)
	if err != nil {
		return nil, err
	}
	return map[string]evaluation.Suits{"talker": desk.Both(desk.Here(day, "error.not_found"), desk.Apart(day, "assessment.recused", step.Record.Subject))}, nil
}

// noteRefusal records a talk with a person who does not hand in a report. The talks
// are on different days, because the second one checks whether the person still
// refuses.
func (s *Service) noteRefusal(step *evaluation.Step, sh *Sheet, in *RefusalInput) (evaluation.State, error) {
	if err := cycleIn(step, CycleReporting, CycleRating, CycleVerifying); err != nil {
		return "", err
	}
	book, err := s.Book(step.Ctx, step.Record.Office)
	if err != nil {
		return "", err
	}
	day := book.On(step.Today)
	talker, _ := day.Member(in.Talker)
	sh.Refusals = append(sh.Refusals, Refusal{On: in.On, Talker: talker.ID, TalkerName: talker.Name, Said: in.Said, Answer: in.Answer})
	return SheetReporting, s.waitForReport(step, sh)
}

// refusalDays: the talks are held within the cycle, each on a different day.
func refusalDays(step *evaluation.Step, sh *Sheet) (map[string]evaluation.Days, error) {
	c, err := within(step, CycleReporting, CycleRating, CycleVerifying)
	if err != nil {
		return nil, err
	}
	from := c.From
	if n := len(sh.Refusals); n > 0 {
		from = evaluation.Last(from, sh.Refusals[n-1].On.AddDays(1))
	}
	return map[string]evaluation.Days{"on": {From: from, To: step.Today}}, nil
}

// waitForReport waits for whoever writes for the person, and also for a principal leader
// after the number of talks that the rule requires.
func (s *Service) waitForReport(step *evaluation.Step, sh *Sheet) error {
	talks, err := sh.Rules.Int("assessment.refusal.talks")
	if err != nil {
		return err
	}
	writer, err := s.writer(step.Ctx, step.Record.Office, step.Record.Subject)
	if err != nil {
		return err
	}
	who := []string{writer}
	if int64(len(sh.Refusals)) >= talks && !sh.judged() { // a half-year without a grade has none to give
		who = append(who, evaluation.WaitRole(evaluation.RolePrincipal))
	}
	if section := evaluation.WaitRole(evaluation.RolePersonnel); sh.Result != nil && writer != section {
		who = append(who, section)
	}
	step.Record.Waiting = who
	return nil
}

// refusable refuses to grade a refusal before the ratings are counted, and before the talks.
func refusable(step *evaluation.Step, sh *Sheet) error {
	if err := cycleIn(step, CycleVerifying, CycleDeciding, CycleNotice); err != nil {
		return err
	}
	talks, err := sh.Rules.Int("assessment.refusal.talks")
	if err != nil {
		return err
	}
	if have := int64(len(sh.Refusals)); have < talks {
		return desk.WrongState("assessment.refusal_talks", "have", have, "least", talks)
	}
	if sh.isRated() && sh.Result == nil {
		return desk.WrongState("assessment.no_result")
	}
	return nil
}

// gradeRefusal grades a person incompetent who refuses to take part and still
// refuses after the talks. Report, verification and proposal are omitted.
// The ratings are still counted, so it waits for them.
func (s *Service) gradeRefusal(step *evaluation.Step, sh *Sheet, in *RefusalGradeInput) (evaluation.State, error) {
	c, _, err := parent(step)
	if err != nil {
		return "", err
	}
	if err := s.ask(step, sh, c); err != nil {
		return "", err
	}
	words := sh.Words()
	worst := words[len(words)-1]
	if why, no := sh.barred(sh.Findings, worst); no {
		return "", evaluation.Mistake("grade", why)
	}
	sh.Decision = Decision{
		Grade: worst, Evidence: in.Evidence, Refusal: true, By: step.Actor.Person, Name: step.Actor.Name, On: step.Today,
	}
	sh.Grade = worst
	desk.Wait(step.Record, evaluation.Date{})
	return SheetGraded, nil
}
