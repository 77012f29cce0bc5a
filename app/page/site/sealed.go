package site

import (
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/sealed"
)

// SealedPanel shows the copies with a seal of a record and how they stand to it; false if
// there are none.
func (p *Speaker) SealedPanel(v *evaluation.View, copies []sealed.Standing) (Panel, bool) {
	g := p.Grid("sealed.copy", "sealed.by", "sealed.record")
	for i := range copies {
		of := &copies[i]
		g.Rows = append(g.Rows, []view.Cell{
			{Text: p.T("sealed.number", "n", len(copies)-i, "format", of.Format), Href: p.To("/records", v.ID, "files", of.Blob)},
			{Text: joinNonEmpty(of.Name, p.DayOf(of.On))}, p.sealedState(v, of),
		})
	}
	return Panel{Heading: p.T("sealed.heading"), Note: p.T("sealed.note"), Grid: &g}, len(copies) > 0
}

// sealedState says whether the record still says what was sealed, and by which acts it was
// changed.
func (p *Speaker) sealedState(v *evaluation.View, of *sealed.Standing) view.Cell {
	switch {
	case !of.File:
		return view.Cell{Badge: &view.Badge{Label: p.T("sealed.other_file"), Tone: "red"}, Note: p.T("sealed.verify")}
	case of.Same:
		return view.Cell{Badge: &view.Badge{Label: p.T("sealed.same"), Tone: "green"}}
	}
	cell := view.Cell{Badge: &view.Badge{Label: p.T("sealed.changed"), Tone: "red"}}
	for _, change := range of.Changed {
		said := p.DayOf(change.On) + " " + p.T(change.Kind+"."+change.Act)
		if change.Record != v.ID {
			cell.Links = append(cell.Links, view.Link{Label: p.Name(change.Subject) + " " + said, Href: p.To("/records", change.Record)})
			continue
		}
		cell.Note = joinNonEmpty(cell.Note, said)
	}
	if len(of.Changed) == 0 {
		cell.Note = p.T("sealed.verify")
	}
	return cell
}
