package appraisal

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Line is one cadre in a list of results, which is sorted by name, never by marks.
type Line struct {
	Sheet    string           `json:"sheet"`
	Person   string           `json:"person"`
	Name     string           `json:"name"`
	UnitName string           `json:"unit_name"`
	State    evaluation.State `json:"state"`
	Result   *Result          `json:"result,omitempty"`
	Opinions int              `json:"opinions"` // signed
	Asked    int              `json:"asked"`
}

// reader reads records as the actor may see them.
type reader interface {
	List(ctx context.Context, actor evaluation.Actor, q evaluation.Query) (evaluation.Views, error)
}

// Results lists the cadres of a round with their results as the actor may see them;
// sheets that the actor may not see are omitted.
func (s *Service) Results(ctx context.Context, from reader, actor evaluation.Actor, round evaluation.View) ([]Line, error) {
	if err := round.Needs(KindRound, "cadres"); err != nil {
		return nil, err
	}
	signed := map[string]int{}
	opinions, err := desk.All(ctx, s.Ledger, evaluation.Query{
		Office: round.Office, Kinds: []string{KindOpinion}, Parents: []string{round.ID}, States: evaluation.States(OpinionSigned, OpinionReleased),
	})
	if err != nil {
		return nil, err
	}
	for _, o := range opinions {
		signed[o.Subject]++
	}
	out := []Line{}
	q := evaluation.Query{Office: round.Office, Kinds: []string{KindSheet}, Parents: []string{round.ID}, Sort: evaluation.SortName}
	for v, err := range evaluation.AllViews(ctx, from.List, actor, q) {
		if err != nil {
			return nil, err
		}
		sh, err := evaluation.PayloadOf[Sheet](v.Record)
		if err != nil {
			return nil, err
		}
		out = append(out, Line{
			Sheet: v.ID, Person: v.Subject, Name: sh.Name, UnitName: sh.UnitName, State: v.State, Result: sh.Result,
			Opinions: signed[v.Subject], Asked: len(sh.Served),
		})
	}
	return out, nil
}

// Printed is the content of the form 居委干部年终考评表 of one cadre.
type Printed struct {
	Sheet    Sheet     `json:"sheet"`
	Opinions []Opinion `json:"opinions"`
}

// FormOf returns the form of a sheet: the sheet as the reader sees it and the
// opinions that the reader may see.
func (s *Service) FormOf(ctx context.Context, from reader, actor evaluation.Actor, sheet evaluation.View) (Printed, error) {
	if sheet.Kind != KindSheet {
		return Printed{}, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	sh, err := evaluation.PayloadOf[Sheet](sheet.Record)
	if err != nil {
		return Printed{}, err
	}
	out := Printed{Sheet: *sh, Opinions: []Opinion{}}
	q := evaluation.Query{
		Office: sheet.Office, Kinds: []string{KindOpinion}, Parents: []string{sheet.Parent}, Subjects: []string{sheet.Subject},
		States: evaluation.States(OpinionSigned, OpinionReleased),
	}
	for v, err := range evaluation.AllViews(ctx, from.List, actor, q) {
		if err != nil {
			return Printed{}, err
		}
		o, err := evaluation.PayloadOf[Opinion](v.Record)
		if err != nil {
			return Printed{}, err
		}
		out.Opinions = append(out.Opinions, *o)
	}
	return out, nil
}
