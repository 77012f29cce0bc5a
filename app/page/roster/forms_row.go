package roster

import (
	"slices"
	"strings"

	"kaoji/app/page/site"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// cameOf says in a word what came of the file with a number, by the state of the import: what
// will be written, was written, or was not.
func cameOf(in *roster.FormImport, i int, state evaluation.State) string {
	switch {
	case state == roster.StatePrepared:
		return ""
	case in.People[i].Left || state == roster.StateDiscarded:
		return ".left"
	case state == roster.StateUndone || in.TakenBack(i):
		return ".undone"
	}
	return ".done"
}

func formRowOf(p *site.Speaker, i int, in *roster.FormImport, open bool, state evaluation.State) formRow {
	of, came := &in.People[i], cameOf(in, i, state)
	row := formRow{N: i, Taken: true, File: of.File, Name: of.Name, Chooses: open && of.Refused.Key == "", Fills: "roster.forms.fills" + came}
	switch {
	case of.Refused.Key != "":
		row.Refused = p.Text.Say(p.Lang, of.Refused)
	case of.Person == "":
		row.Who = strings.TrimSpace(p.T("roster.forms.new"+came) + " " + of.Department + " " + of.Post)
		row.Unit, row.Adds = of.Department, open
	default:
		row.Who = p.T("roster.forms.known", "name", p.Name(of.Person), "no", of.No)
	}
	row.Left = of.Left
	for _, d := range of.Doubts {
		row.Doubts = append(row.Doubts, p.Text.Say(p.Lang, d))
	}
	if row.Establishment, row.Asks = of.Asks(); !open {
		row.Asks = false
	}
	row.New, row.Differs = changesOf(p, of.New), changesOf(p, of.Differs)
	for i := range row.Differs {
		switch d := &row.Differs[i]; {
		case came == "":
		case came == ".done" && slices.Contains(of.Overwrote, d.Key):
			d.Came = p.T("roster.forms.overwritten")
		case came == ".undone" && slices.Contains(of.Overwrote, d.Key):
			d.Came = p.T("roster.forms.overwritten.undone")
		default:
			d.Came = p.T("roster.forms.kept")
		}
	}
	row.Same = of.Refused.Key == "" && len(row.New)+len(row.Differs) == 0
	return row
}

func changesOf(p *site.Speaker, list []roster.FieldChange) []formChange {
	var out []formChange
	for _, f := range list {
		one := formChange{Key: f.Field, Label: p.Or(roster.KindParticulars+".field."+f.Field, p.T(roster.KindPerson+".field."+f.Field)), Old: p.Coded(f.Field, f.Old), New: p.Coded(f.Field, f.New)}
		if f.Field == "extra" {
			one.Old, one.New = p.T("roster.forms.extra"), p.T("roster.forms.extra")
		}
		out = append(out, one)
	}
	return out
}
