package bonus

import (
	"fmt"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/rulepack"
)

// Scheme is the payload of bonus.scheme records, one for each version.
type Scheme struct {
	Plan       Plan            `json:"plan"`
	Number     int             `json:"number"` // version, given when it is issued
	IssuedBy   string          `json:"issued_by"`
	IssuedOn   evaluation.Date `json:"issued_on"`
	RetiredFor string          `json:"retired_for"`
	Rules      rulepack.Frozen `json:"rules"`
}

func (s *Service) schemeKind() evaluation.Kind {
	draft := states(SchemeDraft)
	return evaluation.Kind{
		Name: KindScheme, Sight: schemeSight, Payload: evaluation.New[Scheme],
		States: states(SchemeDraft, SchemeIssued, SchemeRetired, SchemeDiscarded), Final: states(SchemeRetired, SchemeDiscarded),
		Acts: []act{
			{Name: "draft", May: evaluation.Personnel, To: draft, Input: evaluation.New[Plan], Begins: []string{"plan"}, Run: evaluation.Run(s.draftScheme)},
			{Name: "edit", May: evaluation.Personnel, From: draft, To: draft, Input: evaluation.New[Plan], Run: evaluation.Run(s.draftScheme)},
			{Name: "issue", May: evaluation.Principal, From: draft, To: states(SchemeIssued), Numbered: true, Run: evaluation.Plain(issueScheme)},
			{Name: "discard", May: evaluation.Personnel, From: draft, To: states(SchemeDiscarded), Reason: true, Run: evaluation.Plain(discardScheme)},
			{Name: "retire", May: evaluation.Principal, From: states(SchemeIssued), To: states(SchemeRetired), Reason: true, Run: evaluation.Plain(retireScheme)},
		},
	}
}

func (s *Service) draftScheme(st *evaluation.Step, p *Scheme, in *Plan) (evaluation.State, error) {
	levels, err := s.Levels(st.Ctx, st.Record.Office, st.Today)
	if err == nil {
		err = in.Check(levels)
	}
	if err != nil {
		return "", err
	}
	rules, err := s.Freeze(st, "bonus.shares", "bonus.indicators", "bonus.bands", "bonus.incompetent", "bonus.rounding", "bonus.automatic", "bonus.scheme.classes")
	if err != nil {
		return "", err
	}
	p.Plan, p.Rules = *in, rules
	st.Record.Sort, st.Record.On = in.Name, st.Today
	desk.Wait(st.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePrincipal))
	return SchemeDraft, nil
}

// issueScheme gives the version its number; a period can be divided by it from
// now on, and it never changes again.
func issueScheme(st *evaluation.Step, p *Scheme) (evaluation.State, error) {
	all, err := desk.All(st.Ctx, st.Read, evaluation.Query{Office: st.Record.Office, Kinds: []string{KindScheme}})
	if err != nil {
		return "", err
	}
	last := 0
	for _, r := range all {
		o, err := evaluation.PayloadOf[Scheme](r)
		if err != nil {
			return "", err
		}
		last = max(last, o.Number)
	}
	p.Number, p.IssuedBy, p.IssuedOn = last+1, st.Actor.Name, st.Today
	st.Record.Unique, st.Record.Sort = fmt.Sprint("scheme ", p.Number), fmt.Sprintf("%s〔%d〕", p.Plan.Name, p.Number)
	desk.Wait(st.Record, evaluation.Date{})
	return SchemeIssued, nil
}

func discardScheme(st *evaluation.Step, _ *Scheme) (evaluation.State, error) {
	desk.Wait(st.Record, evaluation.Date{})
	return SchemeDiscarded, nil
}

func retireScheme(st *evaluation.Step, p *Scheme) (evaluation.State, error) {
	p.RetiredFor = st.Reason
	return SchemeRetired, nil
}
