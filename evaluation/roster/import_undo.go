package roster

import (
	"encoding/json"
	"fmt"
	"slices"

	"kaoji/evaluation"
)

// undo reverses an applied import, unless its records have been changed or referred
// to since.
func (k keeper) undo(s *evaluation.Step, p *Import) (evaluation.State, error) {
	if s.Record.Pending {
		return "", evaluation.Fail(evaluation.CodeState, "roster.import.unfinished")
	}
	b, err := k.office(s)
	if err != nil {
		return "", err
	}
	items, err := p.Plan.All()
	if err != nil {
		return "", err
	}
	names, err := changedSince(s, b, items)
	if err != nil {
		return "", err
	}
	if len(names) > 0 {
		return "", evaluation.Fail(evaluation.CodeState, "roster.import.built_on", "n", len(names), "names", list(names))
	}
	return StateUndone, s.Effect(effectRevert, struct{}{})
}

// builtOn names the records of an import that were changed since, and other records
// that refer to records it created.
func (b *Book) builtOn(by string, items []Item) []string {
	created, touched := map[string]string{}, map[string]bool{}
	var names []string
	for _, it := range items {
		if touched[it.ID] = true; !slices.Contains(bookKinds(), it.Kind) {
			continue
		}
		if it.New {
			created[it.ID] = it.Name
		}
		if b.imports[it.ID] != by {
			names = append(names, it.Name)
		}
	}
	for id, refs := range b.references() {
		if touched[id] {
			continue // its change is undone as well
		}
		for _, ref := range refs {
			if created[ref] != "" && !slices.Contains(names, b.Name(id)) {
				names = append(names, b.Name(id))
			}
		}
	}
	slices.Sort(names)
	return names
}

// lastImport returns the import that wrote the record last, "" if something else
// did.
func lastImport(r evaluation.Record) (string, error) {
	if n := len(r.History); n == 0 || r.History[n-1].Act != "imported" && r.History[n-1].Act != "reimported" {
		return "", nil
	}
	var p struct {
		Import string `json:"import"`
	}
	if err := json.Unmarshal(r.Payload, &p); err != nil {
		return "", fmt.Errorf("payload of %s: %w", r.ID, err)
	}
	return p.Import, nil
}

// references returns for each record the other records of the roster that it refers
// to.
func (b *Book) references() map[string][]string {
	refs := map[string][]string{}
	for id, p := range b.people {
		for _, a := range p.posts() {
			refs[id] = append(refs[id], a.Department)
		}
		for _, l := range p.Liaisons {
			refs[id] = append(refs[id], l.Committee)
		}
		for _, r := range p.Relatives {
			refs[id] = append(refs[id], r.Person)
		}
	}
	for id, d := range b.departments {
		for _, c := range d.Charges {
			refs[id] = append(refs[id], c.Person)
		}
	}
	return refs
}

// list joins the first of many names.
func list(names []string) string {
	const most = 10
	if len(names) > most {
		names = append(slices.Clone(names[:most]), "…")
	}
	text := ""
	for i, n := range names {
		if i > 0 {
			text += listMark
		}
		text += n
	}
	return text
}
