package roster

import (
	"cmp"
	"encoding/json"
	"slices"

	"kaoji/evaluation/cadreform"
)

// sheetParticulars are the columns of a roster that belong to the particulars.
var sheetParticulars = []string{
	"native_place", "birth_place", "party_joined", fieldHealth, "technical_post", "strengths", "full_education", "full_degree", "full_school", "in_education", "in_degree", "in_school",
}

// fieldHealth is the one of them that is encrypted.
const fieldHealth = "health"

// maxSchool is the largest number of characters of such a column.
const maxSchool = 100

// particulars plans what the rows say beyond the entries of the roster. An empty cell
// leaves the value as it is.
func (p *planner) particulars() {
	for _, w := range p.order {
		p.concurrent(w)
		if !w.draft.formed() {
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
		p.honours(w, &now)
		p.grades(w, &now)
		was, is := old.columns(), now.columns()
		for _, field := range append(slices.Clone(sheetParticulars), fieldHonours, fieldGrades) {
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

// formed reports whether a row says anything of the particulars.
func (d *DraftPerson) formed() bool { return len(d.Form) > 0 || len(d.grades) > 0 }

// fill sets what a row says.
func (p *Particulars) fill(d *DraftPerson) {
	replace(&p.NativePlace, d.Form["native_place"])
	replace(&p.BirthPlace, d.Form["birth_place"])
	replace(&p.PartyJoined, cadreform.DottedText(d.Form["party_joined"]))
	replace(&p.Health, d.Form[fieldHealth])
	replace(&p.TechnicalPost, d.Form["technical_post"])
	replace(&p.Strengths, d.Form["strengths"])
	p.FullTime = filled(p.FullTime, d.Form["full_education"], d.Form["full_degree"], d.Form["full_school"])
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

// Withheld are the values of a field, in JSON, that the plan of an import must not contain
// because it is stored readable.
type Withheld struct {
	New json.RawMessage `json:"new"`
	Old json.RawMessage `json:"old,omitempty"`
}

// withhold takes health out of a plan and returns it by the ids of the items. Their changes
// still name the field.
func (p *Plan) withhold() map[string]Withheld {
	out := map[string]Withheld{}
	for i := range p.Items {
		it := &p.Items[i]
		value, ok := it.Patch[fieldHealth]
		if it.Kind != KindParticulars || !ok {
			continue
		}
		out[it.ID] = Withheld{New: value, Old: it.Before[fieldHealth]}
		delete(it.Patch, fieldHealth)
		delete(it.Before, fieldHealth)
		for j := range it.Changes {
			if c := &it.Changes[j]; c.Field == fieldHealth {
				c.Old, c.New = "", ""
			}
		}
	}
	return out
}

// items are the items of the plan with what was withheld.
func (p *Import) items() ([]Item, error) {
	list, err := p.Plan.All()
	if err != nil {
		return nil, err
	}
	for i := range list {
		it := &list[i]
		value, ok := p.Health[it.ID]
		if !ok {
			continue
		}
		it.Patch[fieldHealth] = value.New
		if len(value.Old) > 0 {
			it.Before[fieldHealth] = value.Old
		}
	}
	return list, nil
}

// Shown are the changes of an item with what was withheld, for people to read.
func (p *Import) Shown(it *Item) []FieldChange {
	list := slices.Clone(it.Changes)
	value, ok := p.Health[it.ID]
	for i := range list {
		if c := &list[i]; ok && c.Field == fieldHealth {
			c.Old, c.New = textOf(value.Old), textOf(value.New)
		}
	}
	return list
}

// textOf is a text in JSON, "" if there is none.
func textOf(raw json.RawMessage) string {
	var s string
	if len(raw) == 0 || json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}
