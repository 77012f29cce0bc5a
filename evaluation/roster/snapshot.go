package roster

import (
	"cmp"
	"slices"
	"strings"

	"kaoji/evaluation"
)

// Member is a person on a day. Department, Post and Level are "" if the roster does
// not know them for that day.
type Member struct {
	ID, No, Name, Sort, Sex                 string
	Born, Joined, PostSince, LevelSince     evaluation.Date
	Department, DepartmentName, Post, Level string
	Establishment, Politics, Duties         string
	DepartmentOrder                         int
	Heads                                   bool          // is the head of the department
	Concurrent                              []Appointment // additional posts on the day
	Absences                                []Absence     // of all time, because an assessment period is longer than a day
	Person                                  *Person       // shared: do not change it
}

// Identity is a person as a record keeps them: with the post of that day.
type Identity struct {
	ID             string `json:"id"`
	Name           string `json:"name"`
	DepartmentName string `json:"department_name"`
	Post           string `json:"post"`
	Level          string `json:"level"`
}

// Identity is the person on the day of the snapshot.
func (m *Member) Identity() Identity {
	return Identity{ID: m.ID, Name: m.Name, DepartmentName: m.DepartmentName, Post: m.Post, Level: m.Level}
}

// Matches reports whether the name, its pinyin or initials, the staff number or the
// post contains a text.
func (m *Member) Matches(text string) bool {
	return strings.Contains(m.Post, text) || m.Person.Matches(text)
}

// Matches reports whether the name, its pinyin or initials, or the staff number
// contains a text.
func (p *Person) Matches(text string) bool {
	if strings.Contains(p.Name, text) || strings.Contains(p.No, text) {
		return true
	}
	text = strings.ToLower(strings.ReplaceAll(text, " ", ""))
	spelled, initials, _ := strings.Cut(p.Spelling(), " ")
	return strings.Contains(spelled, text) || strings.Contains(initials, text)
}

// Spelling returns the pinyin of the name in one word, a space, and its initials:
// "sufangjia sfj".
func (p *Person) Spelling() string {
	spelled, initials := "", ""
	for _, syllable := range strings.Fields(p.Pinyin) {
		spelled, initials = spelled+syllable, initials+syllable[:1]
	}
	return spelled + " " + initials
}

// DepartmentInfo is a department on a day.
type DepartmentInfo struct {
	ID, Name string
	Order    int
	Heads    []string // person ids
	Charges  []string // leaders in charge
	Size     int      // members
}

// CommitteeInfo is a residents' committee that exists on a day.
type CommitteeInfo struct {
	ID, Name, Secretary, Director string
	Households, Order             int
	Served                        []string // people with a liaison assignment, by name
	Members                       []CommitteeMember
}

// Snapshot is the office on a day.
type Snapshot struct {
	book        *Book
	day         evaluation.Date
	members     []Member
	byID        map[string]int
	units       map[string][]Member // members of each department
	departments []DepartmentInfo
	heads       map[string][]string // departments by the person who heads them
	charges     map[string][]string // departments by the person in charge
	committees  []CommitteeInfo
	liaisons    map[string][]string
}

// unknownOrder sorts people without a known department last.
const unknownOrder = 1 << 30

func newSnapshot(b *Book, day evaluation.Date) *Snapshot {
	s := &Snapshot{book: b, day: day, byID: map[string]int{}, units: map[string][]Member{}, heads: map[string][]string{}, charges: map[string][]string{}, liaisons: map[string][]string{}}
	for id, p := range b.people {
		if !day.IsZero() && during(day, p.Joined, p.Left) {
			s.members = append(s.members, b.member(id, &p.Person, day))
		}
	}
	slices.SortFunc(s.members, compareMembers)
	first := 0
	for i := range s.members {
		m := &s.members[i]
		s.byID[m.ID] = i
		if m.Department != s.members[first].Department {
			first = i
		}
		s.units[m.Department] = s.members[first : i+1]
	}
	s.fillDepartments()
	s.fillCommittees()
	return s
}

func (b *Book) member(id string, p *Person, day evaluation.Date) Member {
	m := Member{
		ID: id, No: p.No, Name: p.Name, Sort: p.Pinyin, Sex: p.Sex, Born: p.Born, Joined: p.Joined,
		Establishment: p.Establishment, Politics: p.Politics, Duties: p.Duties, Absences: p.Absences, Person: p,
		DepartmentOrder: unknownOrder, Concurrent: p.concurrentOn(day),
	}
	i := p.at(day)
	if i < 0 {
		return m
	}
	a := p.Appointments[i]
	m.Department, m.Post, m.Heads, m.PostSince = a.Department, a.Post, a.Heads, p.postSince(i)
	m.Level, m.LevelSince = p.levelOn(i, day)
	if d, ok := b.departments[m.Department]; ok {
		m.DepartmentName, m.DepartmentOrder = d.nameOn(day), d.Order
	}
	return m
}

// compareMembers orders by department, then the head first, then by name.
func compareMembers(a, b Member) int {
	first := func(m Member) int {
		if m.Heads {
			return 0
		}
		return 1
	}
	return cmp.Or(
		cmp.Compare(a.DepartmentOrder, b.DepartmentOrder), cmp.Compare(a.Department, b.Department),
		cmp.Compare(first(a), first(b)), cmp.Compare(a.Sort, b.Sort), cmp.Compare(a.ID, b.ID),
	)
}

func (s *Snapshot) fillDepartments() {
	at := map[string]int{}
	for id, d := range s.book.departments {
		if during(s.day, d.Opened, d.Closed) {
			s.departments = append(s.departments, DepartmentInfo{ID: id, Name: d.nameOn(s.day), Order: d.Order})
		}
	}
	slices.SortFunc(s.departments, func(a, b DepartmentInfo) int {
		return cmp.Or(cmp.Compare(a.Order, b.Order), cmp.Compare(a.ID, b.ID))
	})
	for i := range s.departments {
		d := &s.departments[i]
		at[d.ID] = i
		for _, c := range s.book.departments[d.ID].Charges {
			if _, here := s.byID[c.Person]; here && during(s.day, c.From, c.To) {
				d.Charges = append(d.Charges, c.Person)
			}
		}
	}
	for _, m := range s.members {
		if i, ok := at[m.Department]; ok {
			s.departments[i].Size++
			if m.Heads {
				s.departments[i].Heads = append(s.departments[i].Heads, m.ID)
			}
		}
		for _, a := range m.Concurrent {
			if i, ok := at[a.Department]; ok && a.Heads && !slices.Contains(s.departments[i].Heads, m.ID) {
				s.departments[i].Heads = append(s.departments[i].Heads, m.ID)
			}
		}
	}
	for _, d := range s.departments {
		for _, person := range d.Heads {
			s.heads[person] = append(s.heads[person], d.ID)
		}
		for _, person := range d.Charges {
			if list := s.charges[person]; !slices.Contains(list, d.ID) {
				s.charges[person] = append(list, d.ID)
			}
		}
	}
}

func (s *Snapshot) fillCommittees() {
	at := map[string]int{}
	for id, c := range s.book.committees {
		if during(s.day, c.Opened, c.Closed) {
			s.committees = append(s.committees, CommitteeInfo{
				ID: id, Name: c.Name, Secretary: c.Secretary, Director: c.Director, Households: c.Households, Order: c.Order,
				Members: c.members(),
			})
		}
	}
	slices.SortFunc(s.committees, func(a, b CommitteeInfo) int {
		return cmp.Or(cmp.Compare(a.Order, b.Order), cmp.Compare(a.ID, b.ID))
	})
	for i, c := range s.committees {
		at[c.ID] = i
	}
	for _, m := range s.members {
		for _, l := range m.Person.Liaisons {
			if i, ok := at[l.Committee]; ok && during(s.day, l.From, l.To) {
				s.committees[i].Served = append(s.committees[i].Served, m.ID)
				s.liaisons[m.ID] = append(s.liaisons[m.ID], l.Committee)
			}
		}
	}
}

// Day returns the day of the snapshot.
func (s *Snapshot) Day() evaluation.Date { return s.day }

// Book returns the roster of the snapshot.
func (s *Snapshot) Book() *Book { return s.book }

// Members lists the people who are in the office: departments in their order, the
// head first, then by name.
func (s *Snapshot) Members() []Member { return slices.Clone(s.members) }

// Member returns a person who is in the office on the day.
func (s *Snapshot) Member(id string) (Member, bool) {
	i, ok := s.byID[id]
	if !ok {
		return Member{}, false
	}
	return s.members[i], true
}

// In lists the members of a department, the head first.
func (s *Snapshot) In(unit string) []Member { return slices.Clone(s.units[unit]) }

// Departments lists the departments that exist on the day, in their order.
func (s *Snapshot) Departments() []DepartmentInfo { return slices.Clone(s.departments) }

// Department returns one of Departments.
func (s *Snapshot) Department(id string) (DepartmentInfo, bool) {
	i := slices.IndexFunc(s.departments, func(d DepartmentInfo) bool { return d.ID == id })
	if i < 0 {
		return DepartmentInfo{}, false
	}
	return s.departments[i], true
}

// Committees lists the committees that exist on the day, in their order.
func (s *Snapshot) Committees() []CommitteeInfo { return slices.Clone(s.committees) }

// Committee returns one of Committees.
func (s *Snapshot) Committee(id string) (CommitteeInfo, bool) {
	i := slices.IndexFunc(s.committees, func(c CommitteeInfo) bool { return c.ID == id })
	if i < 0 {
		return CommitteeInfo{}, false
	}
	return s.committees[i], true
}

// Liaisons lists the committees that a person serves on the day.
func (s *Snapshot) Liaisons(person string) []string { return slices.Clone(s.liaisons[person]) }

// Related is Book.Related: relationships have no dates.
func (s *Snapshot) Related(a, b string) (relation string, yes bool) { return s.book.Related(a, b) }

// Heads lists who heads a department.
func (s *Snapshot) Heads(unit string) []string {
	d, _ := s.Department(unit)
	return slices.Clone(d.Heads)
}

// Works reports whether a department has people who do not lead the office. The leadership is
// a department of the roster, too.
func (s *Snapshot) Works(unit string) bool {
	return slices.ContainsFunc(s.units[unit], func(m Member) bool { return !Leads(m.Level) })
}

// InCharge lists the leaders in charge of a department.
func (s *Snapshot) InCharge(unit string) []string {
	d, _ := s.Department(unit)
	return slices.Clone(d.Charges)
}

// Units lists the departments that a person heads and those that the person is in
// charge of.
func (s *Snapshot) Units(person string) (heads, charges []string) {
	return slices.Clone(s.heads[person]), slices.Clone(s.charges[person])
}
