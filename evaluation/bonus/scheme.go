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
	draft := evaluation.States(SchemeDraft)
	return evaluation.Kind{
		Name: KindScheme, Drafts: evaluation.KeepDrafts(), Sight: schemeSight, Payload: evaluation.New[Scheme], Found: []string{evaluation.FoundSort},
		States: evaluation.States(SchemeDraft, SchemeIssued, SchemeRetired, SchemeDiscarded), Final: evaluation.States(SchemeRetired, SchemeDiscarded),
		Usual:   evaluation.Usual{SchemeDraft: {"issue"}},
		Grave:   []string{"discard", "retire"},
		Columns: []evaluation.Column{{Name: "number"}, {Name: "issued_on"}},
		Acts: []evaluation.Act{
			{Name: "draft", May: evaluation.Personnel, To: draft, Begins: []string{"plan"}, Run: evaluation.Run(s.draftScheme)},
			{Name: "edit", May: evaluation.Personnel, From: draft, To: draft, Run: evaluation.Run(s.draftScheme)},
			{Name: "issue", May: evaluation.Principal, From: draft, To: evaluation.States(SchemeIssued), Numbered: true, Run: evaluation.Plain(issueScheme)},
			{Name: "discard", May: evaluation.Personnel, From: draft, To: evaluation.States(SchemeDiscarded), Reason: true, Run: evaluation.Plain(discardScheme)},
			{Name: "retire", May: evaluation.Principal, From: evaluation.States(SchemeIssued), To: evaluation.States(SchemeRetired), Reason: true, Run: evaluation.Plain(retireScheme)},
		},
	}
}

func (s *Service) draftScheme(step *evaluation.Step, p *Scheme, in *Plan) (evaluation.State, error) {
	levels, err := s.Levels(step.Ctx, step.Record.Office, step.Today)
	if err == nil {
		err = in.Check(levels)
	}
	if err != nil {
		return "", err
	}
	rules, err := s.Freeze(step, "bonus.shares", "bonus.indicators", "bonus.bands", "bonus.incompetent", "bonus.rounding", "bonus.automatic", "bonus.scheme.classes")
	if err != nil {
		return "", err
	}
	p.Plan, p.Rules = *in, rules
	step.Record.Sort, step.Record.On = in.Name, step.Today
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePrincipal))
	return SchemeDraft, nil
}

// issueScheme gives the version its number; from then on periods can use it and it
// never changes.
func issueScheme(step *evaluation.Step, p *Scheme) (evaluation.State, error) {
	// Numbers are given in a row and never taken back.
	counts, err := step.Read.Group(step.Ctx, evaluation.Query{
		Office: step.Record.Office, Kinds: []string{KindScheme}, States: evaluation.States(SchemeIssued, SchemeRetired),
	}, "kind")
	if err != nil {
		return "", err
	}
	last := 0
	for _, n := range counts {
		last += int(n.N)
	}
	p.Number, p.IssuedBy, p.IssuedOn = last+1, step.Actor.Name, step.Today
	step.Record.Unique, step.Record.Sort = fmt.Sprint("scheme ", p.Number), fmt.Sprintf("%s〔%d〕", p.Plan.Name, p.Number)
	desk.Wait(step.Record, evaluation.Date{})
	return SchemeIssued, nil
}

func discardScheme(step *evaluation.Step, _ *Scheme) (evaluation.State, error) {
	desk.Wait(step.Record, evaluation.Date{})
	return SchemeDiscarded, nil
}

func retireScheme(step *evaluation.Step, p *Scheme) (evaluation.State, error) {
	p.RetiredFor = step.Reason
	return SchemeRetired, nil
}
