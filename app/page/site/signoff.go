package site

import (
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/signoff"
)

// SignoffView shows the countersigning of a record, the newest round first.
type SignoffView struct {
	Due    evaluation.Date
	Late   bool
	Rounds []signoffRound
}

type signoffRound struct {
	Heading string
	Ended   string // reason why a round ended without all signatures
	Grid    view.Grid
}

// SignoffView returns who has signed; nil before anybody was asked.
func (p *Speaker) SignoffView(s *signoff.Sheet, today evaluation.Date) *SignoffView {
	if s.Current() == nil {
		return nil
	}
	out := &SignoffView{Due: s.Current().Due, Late: s.Late(today)}
	if !s.Running() {
		out.Due = evaluation.Date{}
	}
	for i := len(s.Rounds) - 1; i >= 0; i-- {
		r := &s.Rounds[i]
		round := signoffRound{Heading: p.T("signoff.round", "n", i+1), Grid: p.Grid("signoff.party", "signoff.seal", "signoff.words")}
		if r.Ended.How != "" {
			round.Ended = p.Named(p.T("signoff."+r.Ended.How), r.Ended.Name) + " " + p.DayOf(r.Ended.On) + " " + r.Ended.Why
		}
		for _, party := range r.Parties {
			cell := view.Cell{Badge: &view.Badge{Label: p.T("signoff.open"), Tone: "yellow"}}
			switch {
			case party.Signed():
				cell = view.Cell{Text: party.Seal.Name, Note: p.DayOf(party.Seal.On)}
			case r.Ended.How != "":
				cell = view.Cell{Text: p.T("signoff.unsigned")}
			}
			name := view.Cell{Text: party.Name}
			if party.Instead != "" {
				name.Note = p.T("signoff.instead", "name", party.Instead)
			}
			round.Grid.Rows = append(round.Grid.Rows, []view.Cell{name, cell, {Text: party.Seal.Words}})
		}
		out.Rounds = append(out.Rounds, round)
	}
	return out
}
