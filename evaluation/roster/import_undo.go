package roster

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"kaoji/evaluation"
)

// undo takes back what an applied import wrote and nobody has changed or built on since.
func (k keeper) undo(s *evaluation.Step, p *Import) (evaluation.State, error) {
	all, err := k.standing(s, p)
	if err != nil {
		return "", err
	}
	return TakeBack(s, effectRevert, &p.Standing, all)
}

// undoForms is undo for an import of forms.
func (k keeper) undoForms(s *evaluation.Step, p *FormImport) (evaluation.State, error) {
	all, err := k.standingForms(s, p)
	if err != nil {
		return "", err
	}
	return TakeBack(s, effectRevert, &p.Standing, all)
}

// undoing says what undo would take back.
func (k keeper) undoing(s *evaluation.Step, p *Import) ([]evaluation.Foreseen, error) {
	all, err := k.standing(s, p)
	return Undoing(all), err
}

func (k keeper) undoingForms(s *evaluation.Step, p *FormImport) ([]evaluation.Foreseen, error) {
	all, err := k.standingForms(s, p)
	return Undoing(all), err
}

func (k keeper) standing(s *evaluation.Step, p *Import) ([]Standing, error) {
	items, err := p.Plan.All()
	if err != nil {
		return nil, err
	}
	return k.standingOf(s, items, p.Standing)
}

func (k keeper) standingForms(s *evaluation.Step, p *FormImport) ([]Standing, error) {
	return k.standingOf(s, p.Items, p.Standing)
}

// standingOf says of each item of an import, or of those that an earlier undoing left
// standing, why it stays; those without a reason are taken back.
func (k keeper) standingOf(s *evaluation.Step, items []Item, before []Standing) ([]Standing, error) {
	if s.Record.Pending {
		return nil, evaluation.Fail(evaluation.CodeState, "roster.import.unfinished")
	}
	b, err := k.office(s)
	if err != nil {
		return nil, err
	}
	if len(before) > 0 {
		items = slices.DeleteFunc(slices.Clone(items), func(it Item) bool { return !stands(before, it.ID) })
	}
	why, err := b.builtOn(s, items)
	if err != nil {
		return nil, err
	}
	all := make([]Standing, len(items))
	for i, it := range items {
		all[i] = Standing{Record: it.ID, Kind: it.Kind, Name: it.Name, Row: it.Row, Why: why[it.ID]}
	}
	return all, nil
}

// builtOn says of the items that cannot be taken back why: somebody changed the record since,
// or what stays refers to a record that the import created.
func (b *Book) builtOn(s *evaluation.Step, items []Item) (map[string]evaluation.Problem, error) {
	why, touched, created := map[string]evaluation.Problem{}, map[string]bool{}, map[string]bool{}
	refs := b.references()
	for _, it := range items {
		touched[it.ID] = true
		if it.New && it.Kind != KindParticulars {
			created[it.ID] = true
		}
		if it.Kind == KindParticulars {
			refs[it.ID] = []string{it.Person}
		}
		changed, err := b.changedSince(s, it)
		if err != nil {
			return nil, err
		}
		if changed.Key != "" {
			why[it.ID] = changed
		}
	}
	if err := aboutCreated(s, created, touched, why); err != nil {
		return nil, err
	}
	for again := true; again; {
		again = false
		for _, id := range slices.Sorted(maps.Keys(refs)) {
			if touched[id] && why[id].Key == "" {
				continue // it is taken back as well
			}
			for _, ref := range refs[id] {
				if created[ref] && why[ref].Key == "" {
					why[ref], again = evaluation.Say("roster.import.standing.named", "name", b.nameIn(id, items)), true
				}
			}
		}
	}
	return why, nil
}

// nameIn is the name of a record of the roster, or of an item of the import.
func (b *Book) nameIn(id string, items []Item) string {
	if i := slices.IndexFunc(items, func(it Item) bool { return it.ID == id }); i >= 0 {
		return items[i].Name
	}
	return b.Name(id)
}

// changedSince says by which act a record was changed after the import wrote it, with an
// empty key if it was not.
func (b *Book) changedSince(s *evaluation.Step, it Item) (why evaluation.Problem, err error) {
	if it.Kind != KindParticulars && b.imports[it.ID] == s.Record.ID {
		return why, nil
	}
	r, err := s.Read.Get(s.Ctx, s.Record.Office, it.ID)
	if err != nil {
		return why, err
	}
	if by, err := lastImport(r); err != nil || by == s.Record.ID {
		return why, err
	}
	return ChangedSince(&r), nil
}

// aboutCreated adds the people whom the import created and about whom somebody has begun
// another record since. Who has been found is not asked for again: of an old import each has
// many records.
func aboutCreated(s *evaluation.Step, created, touched map[string]bool, why map[string]evaluation.Problem) error {
	const atOnce = 200 // people, and records, in one query
	known := func(id string) bool { return why[id].Key != "" }
	for some := range slices.Chunk(slices.Sorted(maps.Keys(created)), atOnce) {
		q := evaluation.Query{Office: s.Record.Office, Subjects: slices.DeleteFunc(some, known), Desc: true, Limit: atOnce}
		for len(q.Subjects) > 0 {
			found, err := s.Read.Find(s.Ctx, q)
			if err != nil {
				return err
			}
			for i := range found.Records {
				if r := &found.Records[i]; !touched[r.ID] && r.State != StateWithdrawn && meant(r) && !known(r.Subject) {
					why[r.Subject] = evaluation.Say("roster.import.standing.about", "kind", evaluation.Say(r.Kind))
				}
			}
			before := len(q.Subjects)
			q.Subjects, q.Cursor = slices.DeleteFunc(q.Subjects, known), found.Next
			if found.Next == "" {
				break
			}
			if len(q.Subjects) < before {
				q.Cursor = "" // other people, other pages
			}
		}
	}
	return nil
}

// meant reports whether people made a record or imported it; others Kaoji makes by itself.
func meant(r *evaluation.Record) bool {
	return len(r.ActedBy()) > 0 || len(r.History) > 0 && r.History[0].Act == "imported"
}

// lastImport returns the import that wrote the record last, "" if something else
// did.
func lastImport(r evaluation.Record) (string, error) {
	if n := len(r.History); n == 0 || !slices.Contains([]string{"imported", "reimported", actRestored}, r.History[n-1].Act) {
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
