package assessment

import (
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/rulepack"
)

// propose stores the comment and proposed grade of the leader in charge.
func (s *Service) propose(step *evaluation.Step, sh *Sheet, in *ProposeInput) (evaluation.State, error) {
	return s.proposed(step, sh, Proposal{
		Comment: in.Comment, Strengths: in.Strengths, Improvements: in.Improvements, Grade: in.Grade,
		Conditions: in.Conditions, Ground: in.Ground, Evidence: in.Evidence,
	})
}

// comment stores the comment and proposed judgement of a first half-year.
func (s *Service) comment(step *evaluation.Step, sh *Sheet, in *JudgementInput) (evaluation.State, error) {
	return s.proposed(step, sh, Proposal{Comment: in.Comment, Strengths: in.Strengths, Improvements: in.Improvements, Grade: in.Judgement})
}

// proposed checks and stores a proposal. People who are not rated can be commented on as
// soon as they have reported.
func (s *Service) proposed(step *evaluation.Step, sh *Sheet, p Proposal) (evaluation.State, error) {
	states := evaluation.States(CycleVerifying, CycleDeciding)
	if !sh.isRated() {
		states = append(states, CycleReporting, CycleRating)
	}
	c, state, err := inState(step, states...)
	if err != nil {
		return "", err
	}
	if err := s.ask(step, sh, c); err != nil {
		return "", err
	}
	m := evaluation.Mistakes{}
	switch _, deferred := follows(sh.Findings, Deferred); {
	case deferred && !sh.judged():
		p.unsaid(m)
	case p.Comment == "" && !deferred:
		m.Add("comment", "error.field.required")
	}
	basis{p.Grade, p.Conditions, p.Ground, p.Evidence}.check(m, sh)
	if err := m.Err(); err != nil {
		return "", err
	}
	p.By, p.Name, p.On = step.Actor.Person, step.Actor.Name, step.Today
	sh.Proposal = p
	if state == CycleDeciding {
		return waitForDecision(step, sh), nil
	}
	desk.Wait(step.Record, evaluation.Date{}) // until the cycle decides
	return SheetProposed, nil
}

// unsaid notes what a proposal says although no comment is written during an investigation
//
func (p *Proposal) unsaid(m evaluation.Mistakes) {
	for field, said := range map[string]string{"comment": p.Comment, "strengths": p.Strengths, "improvements": p.Improvements} {
		if said != "" {
			m.Add(field, "assessment.no_comment")
		}
	}
}

// waitForDecision: a principal leader decides.
func waitForDecision(step *evaluation.Step, sh *Sheet) evaluation.State {
	desk.Wait(step.Record, sh.DecideBy, evaluation.WaitRole(evaluation.RolePrincipal))
	return SheetProposed
}

// toDecide hands a proposal to the principal leaders when the cycle begins to decide.
func toDecide(step *evaluation.Step, sh *Sheet) (evaluation.State, error) {
	return waitForDecision(step, sh), nil
}

func (s *Service) withdrawProposal(step *evaluation.Step, sh *Sheet) (evaluation.State, error) {
	if err := cycleIn(step, CycleReporting, CycleRating, CycleVerifying, CycleDeciding); err != nil {
		return "", err
	}
	return SheetVerified, s.waitForProposal(step, sh)
}

// decide sets the grade within the quota. Parts that the proposal lacks for this
// grade are required here.
func (s *Service) decide(step *evaluation.Step, sh *Sheet, in *DecideInput) (evaluation.State, error) {
	return s.decided(step, sh, basis{in.Grade, in.Conditions, in.Ground, in.Evidence}, in.Differing)
}

// judge sets the judgement of a first half-year.
func (s *Service) judge(step *evaluation.Step, sh *Sheet, in *JudgeInput) (evaluation.State, error) {
	return s.decided(step, sh, basis{grade: in.Judgement}, in.Differing)
}

func (s *Service) decided(step *evaluation.Step, sh *Sheet, b basis, differing string) (evaluation.State, error) {
	// If a decision was undone at the moment of the notice, it is made again while
	// the notice runs.
	c, err := within(step, CycleDeciding, CycleNotice)
	if err != nil {
		return "", err
	}
	if err := s.ask(step, sh, c); err != nil {
		return "", err
	}
	m := evaluation.Mistakes{}
	if b.grade == sh.Proposal.Grade {
		b = b.or(sh.Proposal)
	} else if differing == "" {
		m.Add("differing", "assessment.differs")
	}
	b.check(m, sh)
	if b.grade == Excellent && !c.Notice.From.IsZero() && !c.Notice.names(step.Record.Subject) {
		m.Add("grade", "assessment.not_on_notice")
	}
	if err := m.Err(); err != nil {
		return "", err
	}
	if b.grade == Excellent {
		if err := seatLeft(step, c); err != nil {
			return "", err
		}
	}
	sh.Decision = Decision{
		Grade: b.grade, Reason: differing, Conditions: b.conditions, Ground: b.ground, Evidence: b.evidence,
		By: step.Actor.Person, Name: step.Actor.Name, On: step.Today,
	}
	sh.Grade = b.grade
	desk.Wait(step.Record, evaluation.Date{})
	return SheetGraded, nil
}

// undoDecision takes the grade back while the cycle is deciding, and during the
// notice if the facts no longer allow the grade.
func (s *Service) undoDecision(step *evaluation.Step, sh *Sheet) (evaluation.State, error) {
	c, err := within(step, CycleDeciding, CycleNotice)
	if err != nil {
		return "", err
	}
	if err := cycleIn(step, CycleDeciding); err != nil {
		findings, ferr := s.special(step.Ctx, step.Record.Office, step.Record.Subject, c, c.undecidedOn(step.Today))
		if ferr != nil {
			return "", ferr
		}
		if _, no := sh.barred(findings, sh.Grade); !no {
			return "", err
		}
	}
	sh.settle(step, ChangeRevised)
	refused := sh.Decision.Refusal
	sh.Decision, sh.Grade = Decision{}, ""
	if refused { // there is no proposal to return to
		step.Record.Due = sh.DecideBy
		return SheetReporting, s.waitForReport(step, sh)
	}
	return waitForDecision(step, sh), nil
}

// basis is the reason of a grade.
type basis struct {
	grade      string
	conditions []string
	ground     string
	evidence   string
}

func (b basis) or(p Proposal) basis {
	if len(b.conditions) == 0 {
		b.conditions = p.Conditions
	}
	if b.ground == "" {
		b.ground = p.Ground
	}
	if b.evidence == "" {
		b.evidence = p.Evidence
	}
	return b
}

// check checks a grade against the special cases, the conditions of
// excellent and the grounds of incompetent.
func (b basis) check(m evaluation.Mistakes, sh *Sheet) {
	if why, no := sh.barred(sh.Findings, b.grade); no {
		m.Note(sh.field(), why)
		return
	}
	if sh.judged() {
		return
	}
	if f, special := follows(sh.Findings, SpecialOpinion); special && b.evidence == "" {
		m.Add("evidence", "assessment.special_opinion", "document", f.Document)
	}
	switch {
	case b.grade == Excellent:
		if missing := lacking(sh.Rules, b.conditions); missing > 0 {
			m.Add("conditions", "assessment.conditions", "missing", missing)
		}
	case Worst(b.grade):
		if _, fixed := follows(sh.Findings, MustIncompetent); fixed {
			return // the penalty is ground and evidence
		}
		if b.ground == "" {
			m.Add("ground", "assessment.ground")
		}
		if b.evidence == "" {
			m.Add("evidence", "assessment.evidence")
		}
	}
}

// field is the field of the input with the grade or judgement.
func (sh *Sheet) field() string {
	if sh.judged() {
		return "judgement"
	}
	return "grade"
}

// lacking counts the conditions of an excellent grade that are not confirmed.
func lacking(rules rulepack.Numbers, ticked []string) int {
	needed, err := rules.Codes("assessment.excellent.conditions")
	if err != nil {
		return 1
	}
	n := 0
	for _, c := range needed {
		if !slices.Contains(ticked, c) {
			n++
		}
	}
	return n
}

// deferred reports whether the sheet waits for a grade that an investigation deferred.
func (sh *Sheet) deferred() bool {
	_, deferred := follows(sh.Findings, Deferred)
	return deferred && sh.Grade == None && sh.running() == nil
}

// addGrade adds the grade that was deferred for an investigation, when the
// roster says that the case is closed and if the outcome allows the grade. An
// excellent grade is put on notice first.
func (s *Service) addGrade(step *evaluation.Step, sh *Sheet, in *AddGradeInput) (evaluation.State, error) {
	c, _, err := parent(step)
	if err != nil {
		return "", err
	}
	findings, err := s.today(step, step.Record.Subject, c)
	if err != nil {
		return "", err
	}
	if why, no := sh.barred(findings, in.Grade); no {
		return "", evaluation.Mistake("grade", why)
	}
	if in.Grade == Excellent {
		if err := seatLeft(step, c); err != nil {
			return "", err
		}
		return step.Record.State, s.announce(step, sh, "", in.Source)
	}
	sh.Findings, sh.Asked = findings, step.Today
	return step.Record.State, correction(sh, step, in.Grade, "", in.Source)
}

// correctGrade stores the result of an objection or appeal and keeps the old grade.
// A better grade that is excellent is put on notice first.
func (s *Service) correctGrade(step *evaluation.Step, sh *Sheet, in *GradeCorrection) (evaluation.State, error) {
	if sh.corrected(in.Case) {
		return step.Record.State, nil
	}
	switch {
	case in.Grade == Excellent && sh.running() != nil:
		return step.Record.State, nil // on notice already
	case in.Grade == Excellent:
		return step.Record.State, s.announce(step, sh, in.Case, "")
	}
	sh.drop(step)
	return step.Record.State, correction(sh, step, in.Grade, in.Case, "")
}

// corrected reports whether the result of a case is already on the sheet.
func (sh *Sheet) corrected(by string) bool {
	return slices.ContainsFunc(sh.Corrections, func(c Correction) bool { return c.Case == by }) ||
		slices.ContainsFunc(sh.Supplements, func(x Supplement) bool { return x.Case == by })
}

// correction gives another grade and keeps the old one. Who was told the old one is asked
// about the new one.
func correction(sh *Sheet, step *evaluation.Step, grade, cause, reason string) error {
	old := sh.Grade
	sh.Corrections = append(sh.Corrections, Correction{Old: old, New: grade, Case: cause, Reason: reason, On: step.Today})
	sh.Grade = grade
	if sh.Published.IsZero() {
		return nil
	}
	return step.Effect("ask_again", RegradedInput{Grade: old, Corrections: len(sh.Corrections)})
}
