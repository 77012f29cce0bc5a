package roster

import (
	"cmp"

	"kaoji/evaluation/cadreform"
)

// sheetParticulars are the columns of a roster that belong to the particulars. Health has
// no column, because the plan of an import is not encrypted.
var sheetParticulars = []string{
	"native_place", "birth_place", "party_joined", "technical_post", "strengths", "full_degree", "full_school", "in_education", "in_degree", "in_school",
}

// maxSchool is the largest number of characters of such a column.
const maxSchool = 100

// particulars plans what the rows say beyond the entries of the roster. An empty cell
// leaves the value as it is.
func (p *planner) particulars() {
	for _, w := range p.order {
		if len(w.draft.Form) == 0 {
			continue
		}
		old := Particulars{}
		it := Item{Kind: KindParticulars, No: w.now.No, Person: w.id, Name: w.now.Name, Sheet: w.draft.at.sheet, Row: w.draft.at.row}
		var before any
		if there := p.kept[w.id]; there != nil {
			old = *there.Particulars
			it.ID, it.Was, before = there.id, old.Import, old
		}
		now := old
		now.fill(w.draft)
		was, is := old.columns(), now.columns()
		for _, field := range sheetParticulars {
			if was[field] != is[field] {
				it.Changes = append(it.Changes, FieldChange{Field: field, Old: was[field], New: is[field]})
			}
		}
		if len(it.Changes) == 0 {
			continue
		}
		if it.New = it.ID == ""; it.New {
			it.ID = p.NewID()
		}
		p.item(it, before, now)
	}
}

// fill sets what a row says.
func (p *Particulars) fill(d *DraftPerson) {
	replace(&p.NativePlace, d.Form["native_place"])
	replace(&p.BirthPlace, d.Form["birth_place"])
	replace(&p.PartyJoined, cadreform.DottedText(d.Form["party_joined"]))
	replace(&p.TechnicalPost, d.Form["technical_post"])
	replace(&p.Strengths, d.Form["strengths"])
	p.FullTime = filled(p.FullTime, "", d.Form["full_degree"], d.Form["full_school"])
	p.InService = filled(p.InService, d.Form["in_education"], d.Form["in_degree"], d.Form["in_school"])
}

// filled is an education with what a row says of it.
func filled(of *cadreform.Schooling, education, degree, school string) *cadreform.Schooling {
	s := cadreform.Schooling{}
	if of != nil {
		s = *of
	}
	s.Education, s.Degree, s.School = cmp.Or(education, s.Education), cmp.Or(degree, s.Degree), cmp.Or(school, s.School)
	if s.IsZero() {
		return nil
	}
	return &s
}

// columns are the values of the particulars by the columns of lists.
func (p *Particulars) columns() map[string]string {
	full, in := cadreform.Schooling{}, cadreform.Schooling{}
	if p.FullTime != nil {
		full = *p.FullTime
	}
	if p.InService != nil {
		in = *p.InService
	}
	return map[string]string{
		"native_place": p.NativePlace, "birth_place": p.BirthPlace, "party_joined": p.PartyJoined, "health": p.Health, "technical_post": p.TechnicalPost,
		"strengths": p.Strengths, "honours": p.Honours, "grades": p.Grades, "full_education": full.Education, "full_degree": full.Degree, "full_school": full.School,
		"in_education": in.Education, "in_degree": in.Degree, "in_school": in.School,
	}
}
