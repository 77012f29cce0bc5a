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

// identify finds out who each row is, by staff number.
func (p *planner) identify() {
	for i := range p.draft.People {
		d := &p.draft.People[i]
		if d.No == "" {
			continue // said when it was read
		}
		if first, twice := p.byNo[d.No]; twice {
			p.verdicts.add(Wrong, d.at, "no", "roster.import.twice", "row", first.draft.at.row)
			continue
		}
		w := &working{draft: d}
		p.byNo[d.No] = w
		p.order = append(p.order, w)
		id, known := p.book.ByNo(d.No)
		if !known {
			w.id = p.NewID()
			p.people[w.id] = w
			continue
		}
		e := p.book.people[id]
		w.id, w.old, w.now = id, &e.Person, e.copy()
		p.people[id] = w
		if e.state == StateDeparted {
			p.verdicts.add(Wrong, d.at, "no", "roster.import.departed", "name", e.Name)
		}
		if d.Name != "" && d.Name != e.Name {
			p.verdicts.add(Doubtful, d.at, "name", "roster.import.renamed", "name", e.Name)
		}
	}
}

// departmentStep leaves room between the orders of departments.
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

// oneHead leaves a department with one head: whoever is it already, then the
// highest level, then the first row.
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
