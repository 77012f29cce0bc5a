package appraisal

import (
	"context"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/ballot"
	"kaoji/evaluation/desk"
)

// countSlips records how many slips were returned unused. Earlier explanations of a
// difference no longer apply.
func countSlips(step *evaluation.Step, r *Round, in *ReturnInput) (evaluation.State, error) {
	if _, err := slipPanel(r, in.Committee); err != nil {
		return "", err
	}
	sl := r.slips(in.Committee)
	*sl = Slips{
		Committee: in.Committee, Codes: sl.Codes, Papers: sl.Papers, Counted: true,
		UnusedCodes: in.UnusedCodes, UnusedPapers: in.UnusedPapers, SpoiltPapers: in.SpoiltPapers,
	}
	return step.Record.State, nil
}

// choosing returns an error when the voting has begun.
func choosing(_ *evaluation.Step, r *Round) error { return r.Choosing() }

// canExplain refuses while no committee's slips are counted.
func canExplain(_ *evaluation.Step, r *Round) error {
	if !slices.ContainsFunc(r.Slips, func(sl Slips) bool { return sl.Counted }) {
		return desk.WrongState("appraisal.count_first")
	}
	return nil
}

// explained returns the accounts that explained why slips do not add up.
func (r *Round) explained() []string {
	var by []string
	for i := range r.Slips {
		if r.Slips[i].Reason != "" {
			by = append(by, r.Slips[i].By)
		}
	}
	return by
}

// explainedAll reports whether the actor wrote all these explanations; a second
// person must confirm.
func explainedAll(step *evaluation.Step, r *Round) bool {
	by := r.explained()
	return len(by) > 0 && !slices.ContainsFunc(by, func(account string) bool { return account != step.Actor.Account })
}

// canConfirm refuses while nobody has explained a difference.
func canConfirm(_ *evaluation.Step, r *Round) error {
	if len(r.explained()) == 0 {
		return desk.WrongState("appraisal.explain_first")
	}
	return nil
}

// explain is done by the first of two people who explain why slips do not add up.
func explain(step *evaluation.Step, r *Round, in *ExplainInput) (evaluation.State, error) {
	if _, err := slipPanel(r, in.Committee); err != nil {
		return "", err
	}
	sl := r.slips(in.Committee)
	if !sl.Counted {
		return "", desk.Mistake("committee", "appraisal.count_first")
	}
	sl.Reason, sl.By, sl.ByName, sl.Second, sl.SecondName = in.Reason, step.Actor.Account, step.Actor.Name, "", ""
	return step.Record.State, nil
}

// confirm is done by the second one.
func confirm(step *evaluation.Step, r *Round, in *ConfirmInput) (evaluation.State, error) {
	if _, err := slipPanel(r, in.Committee); err != nil {
		return "", err
	}
	sl := r.slips(in.Committee)
	switch {
	case sl.Reason == "":
		return "", desk.Mistake("committee", "appraisal.explain_first")
	case sl.By == step.Actor.Account:
		return "", evaluation.Fail(evaluation.CodeForbidden, "appraisal.second_person")
	}
	sl.Second, sl.SecondName = step.Actor.Account, step.Actor.Name
	return step.Record.State, nil
}

// Balance is the count of a committee's slips: issued = used + spoilt + unused.
type Balance struct {
	Committee    string `json:"committee"`
	Name         string `json:"name"`
	Slots        int    `json:"slots"` // how many vote by a slip
	ByPaper      bool   `json:"by_paper" doc:"Papers are among the ways of this committee"`
	Codes        int    `json:"codes"` // issued
	UsedCodes    int    `json:"used_codes"`
	SpoiltCodes  int    `json:"spoilt_codes"`
	UnusedCodes  int    `json:"unused_codes"`
	Papers       int    `json:"papers"` // issued
	UsedPapers   int    `json:"used_papers"`
	SpoiltPapers int    `json:"spoilt_papers"`
	UnusedPapers int    `json:"unused_papers"`
	LeftCodes    int    `json:"left_codes"`  // issued and not counted elsewhere; 0 if the slips add up
	LeftPapers   int    `json:"left_papers"` //
	Counted      bool   `json:"counted"`
	Reason       string `json:"reason"`
	ByName       string `json:"by_name"`
	SecondName   string `json:"second_name"`
}

func balanceOf(p *Panel, sl Slips, n ballot.Count) Balance {
	b := Balance{
		Committee: p.Committee, Name: p.Name, Slots: p.slots(), ByPaper: p.Paper, Codes: sl.Codes, UsedCodes: n.Ways[WayCode], SpoiltCodes: n.Spoilt,
		UnusedCodes: sl.UnusedCodes, Papers: sl.Papers, UsedPapers: n.Ways[WayPaper], SpoiltPapers: sl.SpoiltPapers,
		UnusedPapers: sl.UnusedPapers, Counted: sl.Counted, Reason: sl.Reason, ByName: sl.ByName, SecondName: sl.SecondName,
	}
	b.LeftCodes = b.Codes - b.UsedCodes - b.SpoiltCodes - b.UnusedCodes
	b.LeftPapers = b.Papers - b.UsedPapers - b.SpoiltPapers - b.UnusedPapers
	return b
}

// balanced refuses the tally if slips do not add up and two people have not
// explained it, or in any case if the rule says so.
func (s *Service) balanced(step *evaluation.Step, r *Round) error {
	how, err := r.Rules.Text("appraisal.slips")
	if err != nil {
		return err
	}
	var off []string
	for i := range r.Panels {
		p := &r.Panels[i]
		if p.Named {
			continue
		}
		n, err := s.Boxes.Count(step.Ctx, step.Record.Office, box(step.Record.ID, p.Committee))
		if err != nil {
			return err
		}
		sl := *r.slips(p.Committee)
		b := balanceOf(p, sl, n)
		if b.LeftCodes == 0 && b.LeftPapers == 0 || how == "explain" && sl.Second != "" {
			continue
		}
		off = append(off, p.Name)
	}
	if len(off) > 0 {
		return desk.WrongState("appraisal.slips_off."+how, "names", names(off), "count", len(off))
	}
	return nil
}

// Slips returns the count of slips by committee. The view must include the slips.
// The number of used ones is shown only when the voting has ended.
func (s *Service) Slips(ctx context.Context, round evaluation.View) ([]Balance, error) {
	if err := round.Needs(KindRound, "slips"); err != nil {
		return nil, err
	}
	r, rec, err := s.round(ctx, round.Office, round.ID)
	if err != nil {
		return nil, err
	}
	out := []Balance{}
	for i := range r.Panels {
		p := &r.Panels[i]
		if p.Named {
			continue
		}
		n, err := s.Boxes.Count(ctx, rec.Office, s.boxOf(&rec, r, p.Committee))
		if err != nil {
			return nil, err
		}
		b := balanceOf(p, *r.slips(p.Committee), n)
		if rec.State == RoundVoting {
			b.UsedCodes, b.UsedPapers, b.LeftCodes, b.LeftPapers = 0, 0, 0, 0
		}
		out = append(out, b)
	}
	return out, nil
}
