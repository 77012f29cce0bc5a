package roster

import (
	"slices"
	"strings"

	"kaoji/evaluation"
)

// liaisons sets the committees: new ones from the day of the sheets (for new people
// without a first day, because nobody knows it); the others end the day before.
func (p *planner) liaisons(w *working) {
	d := w.draft
	if !d.at.has("committees") {
		return
	}
	var ids []string
	for _, name := range d.Committees {
		if id := p.committee(name); id == "" {
			p.verdicts.onceOf(name, Wrong, d.at, "committees", "roster.import.committee_unknown", "name", cut(name))
		} else if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	var kept []Liaison
	for _, l := range w.now.Liaisons {
		if during(p.day, l.From, l.To) && !slices.Contains(ids, l.Committee) {
			l.To = p.day.AddDays(-1)
			if !l.From.IsZero() && l.To.Before(l.From) {
				continue // began today
			}
		}
		kept = append(kept, l)
	}
	has := w.now.serves(p.day)
	for _, id := range ids {
		if !slices.Contains(has, id) {
			l := Liaison{Committee: id, From: p.day}
			if w.old == nil {
				l.From = evaluation.Date{}
			}
			kept = append(kept, l)
		}
	}
	w.now.Liaisons = kept
}

// committee finds a committee by its name, or by its name without the common
// ending, if only one matches.
func (p *planner) committee(name string) string {
	if id := p.committees[name]; id != "" {
		return id
	}
	found := ""
	for full, id := range p.committees {
		if stem(full) == stem(name) {
			if found != "" {
				return ""
			}
			found = id
		}
	}
	return found
}

func stem(name string) string {
	for _, s := range known().Suffixes {
		if rest, ok := strings.CutSuffix(name, s); ok && rest != "" {
			return rest
		}
	}
	return name
}

// relatives adds the relationships that are not known yet.
func (p *planner) relatives() {
	for _, d := range p.draft.Relatives {
		a, b := p.someone(d.at, "no", "name", d.No, d.Name), p.someone(d.at, "relative", "relative_name", d.Relative, d.RelativeName)
		switch {
		case a == nil || b == nil || d.Relation == "":
		case a == b:
			p.verdicts.add(Wrong, d.at, "relative", "roster.import.relative_self")
		case !retie(&a.now, b.id, d.Relation) && !retie(&b.now, a.id, d.Relation):
			a.now.Relatives = append(a.now.Relatives, Relative{Person: b.id, Relation: d.Relation})
		}
	}
}

// retie changes the relation of a relationship that the person already has.
func retie(p *Person, other, relation string) bool {
	i := slices.IndexFunc(p.Relatives, func(r Relative) bool { return r.Person == other })
	if i >= 0 {
		p.Relatives[i].Relation = relation
	}
	return i >= 0
}

// someone returns a person of the sheets or of the roster.
func (p *planner) someone(at place, field, nameField, no, name string) *working {
	if no == "" {
		if no = p.named(at, nameField, name); no == "" {
			return nil // already has a verdict
		}
	}
	w := p.byNo[no]
	if w == nil {
		id, known := p.book.ByNo(no)
		if !known {
			p.verdicts.add(Wrong, at, field, "roster.import.person_unknown")
			return nil
		}
		if w = p.people[id]; w == nil {
			e := p.book.people[id]
			w = &working{id: id, old: &e.Person, now: e.copy()}
			p.people[id] = w
		}
	}
	if name != "" && name != w.now.Name {
		p.verdicts.add(Wrong, at, nameField, "roster.import.name_differs", "name", w.now.Name)
		return nil
	}
	return w
}

// named returns the staff number of the only person with a name, in the sheets or
// in the office.
func (p *planner) named(at place, field, name string) string {
	if name == "" {
		return "" // said when it was read
	}
	nos := map[string]bool{}
	for _, w := range p.order {
		if w.draft.Name == name {
			nos[w.draft.No] = true
		}
	}
	for _, id := range p.book.byPerson[name] {
		if e := p.book.people[id]; e.state == StatePresent {
			nos[e.No] = true
		}
	}
	switch len(nos) {
	case 0:
		if p.left[name] {
			p.verdicts.add(Doubtful, at, field, "roster.import.relative_left", "name", name)
			break
		}
		p.verdicts.add(Wrong, at, field, "roster.import.name_unknown")
	case 1:
		for no := range nos {
			return no
		}
	default:
		p.verdicts.add(Wrong, at, field, "roster.import.person_which")
	}
	return ""
}
