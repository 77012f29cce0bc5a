package page

import (
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/signoff"
)

// signoffView is the countersigning of a record, the newest round first.
type signoffView struct {
	Due    evaluation.Date
	Late   bool
	Rounds []signoffRound
}

type signoffRound struct {
	Heading string
	Ended   string // how it ended that not all signed
	Grid    view.Grid
}

// signoffView shows who has signed; nil before anybody was asked.
func (p *speaker) signoffView(s *signoff.Sheet, today evaluation.Date) *signoffView {
	if s.Current() == nil {
		return nil
	}
	out := &signoffView{Due: s.Current().Due, Late: s.Late(today)}
	if !s.Running() {
		out.Due = evaluation.Date{}
	}
	for i := len(s.Rounds) - 1; i >= 0; i-- {
		r := &s.Rounds[i]
		round := signoffRound{Heading: p.t("signoff.round", "n", i+1), Grid: view.Grid{
			Columns: p.columns("signoff.party", "signoff.seal", "signoff.words"),
		}}
		if r.Ended.How != "" {
			round.Ended = p.t("signoff."+r.Ended.How) + "：" + r.Ended.Name + " " + p.dayOf(r.Ended.On) + " " + r.Ended.Why
		}
		for _, party := range r.Parties {
			cell := view.Cell{Badge: &view.Badge{Label: p.t("signoff.open"), Tone: "yellow"}}
			if party.Signed() {
				cell = view.Cell{Text: party.Seal.Name, Note: p.dayOf(party.Seal.On)}
			}
			round.Grid.Rows = append(round.Grid.Rows, []view.Cell{{Text: party.Name}, cell, {Text: party.Seal.Words}})
		}
		out.Rounds = append(out.Rounds, round)
	}
	return out
}
