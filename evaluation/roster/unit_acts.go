package roster

import (
	"fmt"
	"slices"

	"kaoji/evaluation"
)

// onto sets the searchable fields of the envelope from a department. The name of a
// closed one can be used again.
func (d *Department) onto(s *evaluation.Step) {
	r := s.Record
	r.Unit, r.Unique, r.Sort, r.On = r.ID, d.Name, fmt.Sprintf("%06d", d.Order), d.Opened
	if !d.Closed.IsZero() {
		r.Unique = r.ID
	}
}

func (k keeper) openDepartment(s *evaluation.Step, d *Department, in *OpenDepartment) (evaluation.State, error) {
	b, err := k.office(s)
	if err != nil {
		return "", err
	}
	*d = Department{Name: cleanText(in.Name), Order: in.Order, Opened: in.Opened}
	m := evaluation.Mistakes{}
	checkUnitName(m, b.byName, s.Record.ID, d.Name)
	if in.Opened.After(s.Today) {
		m.Add("opened", "roster.date.future")
	}
	d.onto(s)
	return StateOpen, m.Err()
}

func checkUnitName(m evaluation.Mistakes, names map[string]string, self, name string) {
	if id, taken := names[name]; taken && id != self {
		m.Add("name", "roster.name_taken")
	}
}

func (k keeper) renameDepartment(s *evaluation.Step, d *Department, in *RenameDepartment) (evaluation.State, error) {
	b, err := k.office(s)
	if err != nil {
		return "", err
	}
	name := cleanText(in.Name)
	m := evaluation.Mistakes{}
	checkUnitName(m, b.byName, s.Record.ID, name)
	checkSpan(m, in.From, evaluation.Date{}, s.Today)
	least := d.Opened
	if n := len(d.Former); n > 0 {
		least = d.Former[n-1].To.AddDays(1)
	}
	if !in.From.After(least) {
		m.Add("from", "roster.rename_order", "from", least)
	}
	d.Former = append(d.Former, FormerName{Name: d.Name, To: in.From.AddDays(-1)})
	d.Name = name
	d.onto(s)
	return StateOpen, m.Err()
}

func reorderDepartment(s *evaluation.Step, d *Department, in *Reorder) (evaluation.State, error) {
	d.Order = in.Order
	d.onto(s)
	return StateOpen, nil
}

func (k keeper) charge(s *evaluation.Step, d *Department, in *TakeCharge) (evaluation.State, error) {
	b, err := k.office(s)
	if err != nil {
		return "", err
	}
	m := evaluation.Mistakes{}
	checkSpan(m, in.From, evaluation.Date{}, s.Today)
	if _, here := b.On(in.From).Member(in.Person); !here {
		m.Add("person", "roster.person_unknown")
	}
	if slices.ContainsFunc(d.Charges, func(c Charge) bool {
		return c.Person == in.Person && (c.To.IsZero() || !c.To.Before(in.From))
	}) {
		m.Add("person", "roster.charge_twice")
	}
	d.Charges = append(d.Charges, Charge{Person: in.Person, From: in.From})
	d.onto(s)
	return StateOpen, m.Err()
}

func endCharge(s *evaluation.Step, d *Department, in *EndCharge) (evaluation.State, error) {
	m := evaluation.Mistakes{}
	i := slices.IndexFunc(d.Charges, func(c Charge) bool { return c.Person == in.Person && c.To.IsZero() })
	if i < 0 {
		m.Add("person", "roster.charge_none")
		return "", m.Err()
	}
	checkSpan(m, d.Charges[i].From, in.To, s.Today)
	if in.To.After(s.Today) {
		m.Add("to", "roster.date.future")
	}
	d.Charges[i].To = in.To
	d.onto(s)
	return StateOpen, m.Err()
}

func (k keeper) closeDepartment(s *evaluation.Step, d *Department, in *Close) (evaluation.State, error) {
	b, err := k.office(s)
	if err != nil {
		return "", err
	}
	m := evaluation.Mistakes{}
	checkClosing(m, d.Opened, in.Closed, s.Today)
	if name := b.posted(s.Record.ID, in.Closed); name != "" {
		m.Add("closed", "roster.department_peopled", "name", name)
	}
	d.Closed = in.Closed
	d.onto(s)
	return StateClosed, m.Err()
}

// departmentFree refuses to close a department in which somebody has a post today: the
// last day cannot be later.
func (k keeper) departmentFree(s *evaluation.Step, _ *Department) error {
	return k.free(s, (*Book).posted, "roster.department_peopled")
}

// committeeFree refuses to close a committee that somebody is assigned to today.
func (k keeper) committeeFree(s *evaluation.Step, _ *Committee) error {
	return k.free(s, (*Book).liaised, "roster.committee_served")
}

func (k keeper) free(s *evaluation.Step, by func(b *Book, id string, after evaluation.Date) string, why string) error {
	b, err := k.office(s)
	if err != nil {
		return err
	}
	if name := by(b, s.Record.ID, s.Today); name != "" {
		return evaluation.Fail(evaluation.CodeState, why, "name", name)
	}
	return nil
}

// posted is the name of somebody who has a post in a department after a day, "" for nobody.
func (b *Book) posted(department string, after evaluation.Date) string {
	return b.bound(after, func(p *Person) bool {
		return slices.ContainsFunc(p.posts(), func(a Appointment) bool {
			return a.Department == department && (a.To.IsZero() || a.To.After(after))
		})
	})
}

// liaised is the name of somebody who is assigned to a committee after a day, "" for nobody.
func (b *Book) liaised(committee string, after evaluation.Date) string {
	return b.bound(after, func(p *Person) bool {
		return slices.ContainsFunc(p.Liaisons, func(l Liaison) bool {
			return l.Committee == committee && (l.To.IsZero() || l.To.After(after))
		})
	})
}

// bound is the name of the first person, in lists by name, of whom something holds and who
// has not left by a day, "" if there is none.
func (b *Book) bound(after evaluation.Date, by func(*Person) bool) string {
	first := ""
	for id, p := range b.people {
		if (p.Left.IsZero() || p.Left.After(after)) && (first == "" || p.Pinyin < b.people[first].Pinyin) && by(&p.Person) {
			first = id
		}
	}
	return b.Name(first)
}

func checkClosing(m evaluation.Mistakes, opened, closed, today evaluation.Date) {
	if closed.After(today) {
		m.Add("closed", "roster.date.future")
	}
	if closed.Before(opened) {
		m.Add("closed", "roster.date.span")
	}
}

// onto sets the searchable fields of the envelope from a committee.
func (c *Committee) onto(s *evaluation.Step) {
	r := s.Record
	r.Unique, r.Sort, r.On = c.Name, fmt.Sprintf("%06d", c.Order), c.Opened
	if !c.Closed.IsZero() {
		r.Unique = r.ID
	}
}

func (k keeper) openCommittee(s *evaluation.Step, c *Committee, in *OpenCommittee) (evaluation.State, error) {
	b, err := k.office(s)
	if err != nil {
		return "", err
	}
	*c = Committee{
		Name: cleanName(in.Name), Secretary: cleanName(in.Secretary), Director: cleanName(in.Director),
		Phone: Phone(cleanText(in.Phone)), Households: in.Households, Order: in.Order, Opened: in.Opened,
	}
	m := evaluation.Mistakes{}
	checkUnitName(m, b.byCommittee, s.Record.ID, c.Name)
	checkPhone(m, in.Phone)
	if in.Opened.After(s.Today) {
		m.Add("opened", "roster.date.future")
	}
	c.onto(s)
	return StateOpen, m.Err()
}

func (k keeper) amendCommittee(s *evaluation.Step, c *Committee, in *AmendCommittee) (evaluation.State, error) {
	b, err := k.office(s)
	if err != nil {
		return "", err
	}
	replace(&c.Name, cleanName(in.Name))
	replace(&c.Secretary, cleanName(in.Secretary))
	replace(&c.Director, cleanName(in.Director))
	replace(&c.Phone, Phone(cleanText(in.Phone)))
	replace(&c.Households, in.Households)
	replace(&c.Order, in.Order)
	m := evaluation.Mistakes{}
	checkUnitName(m, b.byCommittee, s.Record.ID, c.Name)
	checkPhone(m, in.Phone)
	c.onto(s)
	return StateOpen, m.Err()
}

func (k keeper) closeCommittee(s *evaluation.Step, c *Committee, in *Close) (evaluation.State, error) {
	b, err := k.office(s)
	if err != nil {
		return "", err
	}
	m := evaluation.Mistakes{}
	checkClosing(m, c.Opened, in.Closed, s.Today)
	if name := b.liaised(s.Record.ID, in.Closed); name != "" {
		m.Add("closed", "roster.committee_served", "name", name)
	}
	c.Closed = in.Closed
	c.onto(s)
	return StateClosed, m.Err()
}
