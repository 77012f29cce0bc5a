package roster

import "cmp"

func (p *planner) planCommittees() {
	order := 0
	for name, id := range p.book.byCommittee {
		p.committees[name] = id
		order = max(order, p.book.committees[id].Order)
	}
	for _, d := range p.draft.Committees {
		id, known := p.committees[d.Name]
		if !known {
			order++
			c := Committee{Name: d.Name, Secretary: d.Secretary, Director: d.Director, Phone: Phone(d.Phone), Households: d.Households, Order: order}
			id = p.create(KindCommittee, "", d.Name, d.at, c, changed(nil, committeeFacts(&c)))
			p.committees[d.Name], p.names[id] = id, d.Name
			continue
		}
		old := p.book.committees[id]
		now := *old
		now.Secretary, now.Director = cmp.Or(d.Secretary, old.Secretary), cmp.Or(d.Director, old.Director)
		now.Phone, now.Households = cmp.Or(Phone(d.Phone), old.Phone), cmp.Or(d.Households, old.Households)
		it := Item{
			ID: id, Kind: KindCommittee, Name: d.Name, Sheet: d.at.sheet, Row: d.at.row, Was: p.book.imports[id],
			Changes: changed(committeeFacts(old), committeeFacts(&now)),
		}
		if !p.item(it, *old, now) {
			p.plan.Same++
		}
	}
}

// identify finds the person of each row: by staff number, else by ID-card number,
// else by name and month of birth.
func (p *planner) identify() {
	for i := range p.draft.People {
		if d := &p.draft.People[i]; d.No != "" {
			p.drafted[d.No] = d.at.row
		}
	}
	for i := range p.draft.People {
		d := &p.draft.People[i]
		w := &working{draft: d}
		if d.IDCard != "" && p.Vault != nil {
			w.marked = p.Vault.Mark(idPurpose, d.IDCard)
			if first, twice := p.byMark[w.marked]; twice {
				p.verdicts.add(Wrong, d.at, idField(d), "roster.import.twice", "row", first.draft.at.row)
				continue
			}
			p.byMark[w.marked] = w
		}
		if !p.number(w) {
			continue
		}
		if first, twice := p.byNo[d.No]; twice {
			p.verdicts.add(Wrong, d.at, "no", "roster.import.twice", "row", first.draft.at.row)
			continue
		}
		p.byNo[d.No] = w
		p.order = append(p.order, w)
		p.meet(w)
	}
}

// idField is the column that contains the ID-card number.
func idField(d *DraftPerson) string {
	if d.at.has("id_card") {
		return "id_card"
	}
	return "no"
}

// number gives a row without a staff number the number of its person, or a new one.
// It returns false if the person is not clear.
func (p *planner) number(w *working) bool {
	d := w.draft
	if d.No != "" {
		if other := p.book.byMark[w.marked]; w.marked != "" && other != "" && p.book.people[other].No != d.No {
			p.verdicts.add(Wrong, d.at, idField(d), "roster.import.id_taken", "name", p.book.Name(other))
			return false
		}
		return true
	}
	if w.marked == "" && (d.at.has("no") && !d.Blank || d.Name == "" || d.at.faulty["name"]) {
		return false // already has a verdict
	}
	if id := p.book.byMark[w.marked]; w.marked != "" && id != "" {
		return p.take(d, p.book.people[id].No)
	}
	found := p.book.alike(d, w.marked)
	if d.Blank && len(p.drafted) > 0 && w.marked == "" { // the others have numbers: this one was forgotten
		return p.recognise(d, found)
	}
	switch len(found) {
	case 0:
		d.No = p.propose()
		d.at.values["no"] = ""
		p.verdicts.once(Doubtful, d.at, "no", "roster.import.no_proposed", "no", d.No)
	case 1:
		d.No = p.book.people[found[0]].No
	default:
		p.verdicts.add(Wrong, d.at, "name", "roster.import.person_which")
		return false
	}
	return true
}

// recognise finds the person of a row whose number was left empty: the only one of that
// name and month of birth in the roster. Any other such row is left out.
func (p *planner) recognise(d *DraftPerson, found []string) bool {
	if len(found) == 1 && d.Born.Same(p.book.people[found[0]].Born) {
		return p.take(d, p.book.people[found[0]].No)
	}
	p.left[d.Name] = true
	p.verdicts.once(Doubtful, d.at, "no", "roster.import.no_unmatched")
	return false
}

// take gives a row without a number the one of the person whom it is about, unless
// another row has that.
func (p *planner) take(d *DraftPerson, no string) bool {
	if row := p.drafted[no]; row > 0 {
		id, _ := p.book.ByNo(no)
		p.verdicts.add(Doubtful, d.at, "no", "roster.import.no_twice", "row", row, "name", p.book.Name(id))
		return false
	}
	d.No = no
	if d.Blank {
		p.verdicts.once(Doubtful, d.at, "no", "roster.import.no_found", "no", no)
	}
	return true
}

// alike lists the people in the office with the same name, without those whose
// month of birth or ID-card number is different.
func (b *Book) alike(d *DraftPerson, mark string) []string {
	var ids []string
	for _, id := range b.byPerson[d.Name] {
		p := b.people[id]
		other := !d.Born.Date.IsZero() && !p.Born.IsZero() && !d.Born.Same(p.Born) || mark != "" && p.IDMark != "" && p.IDMark != mark
		if p.state == StatePresent && !other {
			ids = append(ids, id)
		}
	}
	return ids
}

// meet compares a row with the person who has its staff number.
func (p *planner) meet(w *working) {
	d := w.draft
	id, known := p.book.ByNo(d.No)
	if !known {
		w.id = p.NewID()
		p.people[w.id] = w
		return
	}
	e := p.book.people[id]
	w.id, w.old, w.now = id, &e.Person, e.copy()
	p.people[id] = w
	if e.state == StateDeparted && d.Leaving == "" && d.Left.Date.IsZero() {
		p.verdicts.add(Wrong, d.at, "no", "roster.import.departed", "name", e.Name)
	}
	if d.Name != "" && d.Name != e.Name {
		p.verdicts.add(Doubtful, d.at, "name", "roster.import.renamed", "name", e.Name)
	}
}

// departmentStep is the distance between the order numbers of departments.
const departmentStep = 10

func (p *planner) planDepartments() {
	order := 0
	for name, id := range p.book.byName {
		p.departments[name] = id
		order = max(order, p.book.departments[id].Order)
	}
	for _, w := range p.order {
		name := w.draft.Department
		if _, known := p.departments[name]; known || name == "" {
			continue
		}
		order += departmentStep
		d := Department{Name: name, Order: order}
		id := p.create(KindDepartment, "", name, w.draft.at, d, []FieldChange{{Field: "name", New: name}})
		p.departments[name], p.names[id] = id, name
		p.verdicts.add(Doubtful, w.draft.at, "department", "roster.import.department_new", "name", name)
	}
}

// oneHead keeps only one head for a department: the present one, then the one with
// the highest level, then the first row.
func (p *planner) oneHead() {
	heads := map[string]*working{}
	inOffice := func(w *working) bool {
		return w.old != nil && len(w.old.Appointments) > 0 && w.old.Appointments[len(w.old.Appointments)-1].Heads
	}
	better := func(a, b *working) bool {
		if inOffice(a) != inOffice(b) {
			return inOffice(a)
		}
		return LevelRank(a.last().Level) < LevelRank(b.last().Level)
	}
	for _, w := range p.order {
		a := w.last()
		if a == nil || !a.Heads || a.Department == "" {
			continue
		}
		second := w
		if first := heads[a.Department]; first == nil {
			heads[a.Department] = w
			continue
		} else if better(w, first) {
			heads[a.Department], second = w, first
		}
		field, level := "post", Doubtful
		if second.draft.Has("heads") {
			field, level = "heads", Wrong
		}
		p.verdicts.add(level, second.draft.at, field, "roster.import.heads_twice", "name", heads[a.Department].now.Name)
		second.last().Heads = false
	}
}
