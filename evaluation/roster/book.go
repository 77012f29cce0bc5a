package roster

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"sync"

	"kaoji/evaluation"
)

// Book is the roster of one office as stored at one moment, with its complete
// history. It does not change. On returns the office on a day.
type Book struct {
	office      string
	stamp       string
	people      map[string]*entry
	departments map[string]*Department
	committees  map[string]*Committee
	byNo        map[string]string   // staff number -> person
	byMark      map[string]string   // mark of an ID-card number -> person
	byPerson    map[string][]string // name -> people, in the order of ids
	byName      map[string]string   // open department -> id
	byCommittee map[string]string   // open committee -> id
	relations   map[[2]string]string
	kin         map[string][]string // a person -> their relatives
	ownLevels   []string            // that people hold
	gone        map[string]string   // people who have left -> name
	imports     map[string]string   // record -> import that wrote it last; only if an import wrote it last
	records     map[string]record   // the records from which all other fields are computed

	mu   sync.Mutex
	days map[evaluation.Date]*Snapshot
}

type entry struct {
	Person
	state   evaluation.State
	version int64
}

// record is a decoded record of the roster; exactly one of person, department and
// committee is set.
type record struct {
	envelope   evaluation.Record // without payload, history and effects
	imported   string            // import that wrote it last, "" if something else did
	person     *Person
	department *Department
	committee  *Committee
}

// maxDays is the number of days whose Snapshot a Book caches.
const maxDays = 64

// NewBook decodes the records of an office; kinds other than people, departments
// and committees are ignored.
func NewBook(office string, records []evaluation.Record) (*Book, error) {
	return newBook(office, records, nil)
}

func newBook(office string, records []evaluation.Record, known *Book) (*Book, error) {
	var was map[string]record
	if known != nil {
		was = known.records
	}
	read := make(map[string]record, len(records))
	for _, r := range records {
		if one, ok := was[r.ID]; ok && one.envelope.Version == r.Version {
			read[r.ID] = one
			continue
		}
		one, err := readRecord(r)
		if err != nil {
			return nil, err
		}
		read[r.ID] = one
	}
	return compile(office, read), nil
}

// With returns the roster after records were written. Of a record, a version that
// the Book already has, or an earlier one, changes nothing.
func (b *Book) With(written ...evaluation.Record) (*Book, error) {
	records := maps.Clone(b.records)
	for _, r := range written {
		if records[r.ID].envelope.Version >= r.Version {
			continue
		}
		one, err := readRecord(r)
		if err != nil {
			return nil, err
		}
		records[r.ID] = one
	}
	return compile(b.office, records), nil
}

func readRecord(r evaluation.Record) (one record, err error) {
	one.envelope = r
	one.envelope.Payload, one.envelope.History, one.envelope.Effects = nil, nil, nil
	if one.imported, err = lastImport(r); err != nil {
		return one, err
	}
	switch r.Kind {
	case KindPerson:
		one.person, err = evaluation.PayloadOf[Person](r)
	case KindDepartment:
		one.department, err = evaluation.PayloadOf[Department](r)
	case KindCommittee:
		one.committee, err = evaluation.PayloadOf[Committee](r)
	}
	return one, err
}

func compile(office string, records map[string]record) *Book {
	b := &Book{
		office: office, records: records, people: map[string]*entry{}, departments: map[string]*Department{}, committees: map[string]*Committee{},
		byMark: map[string]string{}, byPerson: map[string][]string{},
		byNo: map[string]string{}, byName: map[string]string{}, byCommittee: map[string]string{},
		relations: map[[2]string]string{}, kin: map[string][]string{}, gone: map[string]string{}, imports: map[string]string{}, days: map[evaluation.Date]*Snapshot{},
	}
	sum := sha256.New()
	for _, id := range slices.Sorted(maps.Keys(records)) {
		r := records[id]
		if r.envelope.State == StateWithdrawn {
			continue
		}
		sum.Write(fmt.Appendf(nil, "%s %d\n", id, r.envelope.Version))
		b.add(id, r)
	}
	b.stamp = hex.EncodeToString(sum.Sum(nil))
	b.relate()
	b.leave()
	b.ownLevels = ownLevelsOf(b.people)
	return b
}

func (b *Book) add(id string, r record) {
	b.imports[id] = r.imported
	switch {
	case r.person != nil:
		b.people[id] = &entry{Person: *r.person, state: r.envelope.State, version: r.envelope.Version}
		b.byNo[r.person.No] = id
		b.byPerson[r.person.Name] = append(b.byPerson[r.person.Name], id)
		if r.person.IDMark != "" {
			b.byMark[r.person.IDMark] = id
		}
	case r.department != nil:
		b.departments[id] = r.department
		if r.envelope.State == StateOpen {
			b.byName[r.department.Name] = id
		}
	case r.committee != nil:
		b.committees[id] = r.committee
		if r.envelope.State == StateOpen {
			b.byCommittee[r.committee.Name] = id
		}
	}
}

// relate stores each tie for both people. If both recorded it, each person's own
// entry wins.
func (b *Book) relate() {
	for id, p := range b.people {
		for _, r := range p.Relatives {
			b.relations[[2]string{id, r.Person}] = r.Relation
		}
	}
	for id, p := range b.people {
		for _, r := range p.Relatives {
			if back := [2]string{r.Person, id}; b.relations[back] == "" {
				b.relations[back] = r.Relation
			}
		}
	}
	for _, c := range b.committees {
		for _, m := range c.Members {
			if m.Relative != "" {
				b.relations[[2]string{m.ID, m.Relative}], b.relations[[2]string{m.Relative, m.ID}] = m.Relation, m.Relation
			}
		}
	}
	for tie := range b.relations {
		b.kin[tie[0]] = append(b.kin[tie[0]], tie[1])
	}
	for _, list := range b.kin {
		slices.Sort(list)
	}
}

// Office is whose roster it is.
func (b *Book) Office() string { return b.office }

// Envelopes returns the records of the people as stored, without payload, history
// and effects.
func (b *Book) Envelopes() []evaluation.Record {
	list := make([]evaluation.Record, 0, len(b.people))
	for id := range b.people {
		list = append(list, b.records[id].envelope)
	}
	return list
}

// Stamp changes whenever any record of the roster changes.
func (b *Book) Stamp() string { return b.stamp }

// Person returns a person, including people who have left. The value is shared: do
// not change it.
func (b *Book) Person(id string) (*Person, bool) {
	p, ok := b.people[id]
	if !ok {
		return nil, false
	}
	return &p.Person, true
}

// ByNo finds a person by staff number, including people who have left.
func (b *Book) ByNo(no string) (id string, ok bool) {
	id, ok = b.byNo[no]
	return id, ok
}

// ByName lists the people with a name, including people who have left, in the order
// of ids.
func (b *Book) ByName(name string) []string { return slices.Clone(b.byPerson[name]) }

// Name returns the name of a person, department, committee or cadre of a committee,
// "" if unknown.
func (b *Book) Name(id string) string {
	if p, ok := b.people[id]; ok {
		return p.Name
	}
	if d, ok := b.departments[id]; ok {
		return d.Name
	}
	if c, ok := b.committees[id]; ok {
		return c.Name
	}
	if _, m, ok := b.CommitteeMember(id); ok {
		return m.Name
	}
	return b.gone[id]
}

// Left reports whether a person has left the office, or the committee whose cadre
// they were. It is false for unknown people.
func (b *Book) Left(id string) bool {
	_, gone := b.gone[id]
	return gone
}

// Gone lists the ids of all people who have left, in ascending order.
func (b *Book) Gone() []string { return slices.Sorted(maps.Keys(b.gone)) }

// leave computes who has left. A former cadre of one committee may now be a cadre
// of another.
func (b *Book) leave() {
	for id, p := range b.people {
		if !p.Left.IsZero() {
			b.gone[id] = p.Name
		}
	}
	for _, c := range b.committees {
		for id, name := range c.gone() {
			if _, _, here := b.CommitteeMember(id); !here {
				b.gone[id] = name
			}
		}
	}
}

// People lists the ids of all people by name, including people who have left.
func (b *Book) People() []string {
	ids := make([]string, 0, len(b.people))
	for id := range b.people {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(x, y string) int {
		return cmp.Or(cmp.Compare(b.people[x].Pinyin, b.people[y].Pinyin), cmp.Compare(x, y))
	})
	return ids
}

// Related reports whether two people are relatives, no matter which of them
// recorded it.
func (b *Book) Related(x, y string) (relation string, yes bool) {
	relation, yes = b.relations[[2]string{x, y}]
	return relation, yes
}

// Relatives lists the relatives of a person in the order of ids.
func (b *Book) Relatives(id string) []string { return slices.Clone(b.kin[id]) }

// On returns the office on the day. For the zero Date it has no people.
func (b *Book) On(day evaluation.Date) *Snapshot {
	b.mu.Lock()
	defer b.mu.Unlock()
	if s, ok := b.days[day]; ok {
		return s
	}
	if len(b.days) >= maxDays {
		clear(b.days)
	}
	s := newSnapshot(b, day)
	b.days[day] = s
	return s
}

// during reports whether the day is between from and to; a zero end is open.
func during(day, from, to evaluation.Date) bool {
	return !day.Before(from) && (to.IsZero() || !day.After(to))
}

// at is the index of the appointment held on the day, -1 if none is known.
func (p *Person) at(day evaluation.Date) int {
	return slices.IndexFunc(p.Appointments, func(a Appointment) bool { return during(day, a.From, a.To) })
}

// postSince returns the day since which the post of appointment i is held.
func (p *Person) postSince(i int) evaluation.Date { return p.Appointments[run(p.Appointments, i)].From }

// levelOn returns the level held on the day within appointment i. If the level
// began after the post, there was another level before it, which the roster may not
// know.
func (p *Person) levelOn(i int, day evaluation.Date) (level string, since evaluation.Date) {
	if day.Before(p.Appointments[i].LevelSince) && i > 0 {
		i--
	}
	if a := p.Appointments[i]; !day.Before(a.LevelSince) {
		return a.Level, a.LevelSince
	}
	return "", evaluation.Date{}
}

// run returns the index of the first of the appointments that lead to i without a
// gap and differ only in level: together they are one post.
func run(list []Appointment, i int) int {
	for ; i > 0; i-- {
		before := list[i-1]
		if before.Department != list[i].Department || before.Post != list[i].Post || before.To.AddDays(1) != list[i].From {
			break
		}
	}
	return i
}

// nameOn returns the name of a department on the day.
func (d *Department) nameOn(day evaluation.Date) string {
	for _, f := range d.Former {
		if !day.After(f.To) {
			return f.Name
		}
	}
	return d.Name
}
