package roster

import (
	"cmp"
	"encoding/json"
	"slices"

	"kaoji/evaluation"
)

// Plan lists the changes that an import would make. It does not depend on when it
// is carried out: ids are chosen, and Stamp identifies the roster that it was made
// for.
type Plan struct {
	Stamp   string          `json:"stamp"`
	Day     evaluation.Date `json:"day"`              // the day that the sheets describe
	Items   []Item          `json:"items"`            // the first of many; see All
	Packed  string          `json:"packed,omitempty"` // the others: JSON, gzip, base64
	Same    int             `json:"same"`             // people and committees that do not change
	Missing []Missing       `json:"missing"`          // people in the roster on Day who are not in the sheets
}

// Item is one record to create or change.
type Item struct {
	ID      string                     `json:"id"`
	Kind    string                     `json:"kind"`
	New     bool                       `json:"new"`
	No      string                     `json:"no,omitempty"`
	Person  string                     `json:"person,omitempty"` // whose particulars they are
	Name    string                     `json:"name"`
	Sheet   string                     `json:"sheet,omitempty"`
	Row     int                        `json:"row,omitempty"`
	Changes []FieldChange              `json:"changes"` // for people to read
	Patch   map[string]json.RawMessage `json:"patch"`   // payload fields as they will be
	Before  map[string]json.RawMessage `json:"before"`  // the same fields as they were
	Was     string                     `json:"was"`     // the import that wrote the record before, "" if a person did
}

// FieldChange is one value before and after, as shown in the sheet.
type FieldChange struct {
	Field string `json:"field"`
	Old   string `json:"old"`
	New   string `json:"new"`
}

// Missing is a person who is in the office but not in the sheets.
type Missing struct {
	ID   string `json:"id"`
	No   string `json:"no"`
	Name string `json:"name"`
}

// Means are the dependencies of making a plan.
type Means struct {
	NewID  func() string
	Pinyin func(name string) string // sort key of a name
	Vault  evaluation.Vault         // encrypts ID-card numbers
	kept   map[string]*kept         // particulars, by person
	graded Graded                   // grades on record; nil: none
	// Establishments are the words with which establishments begin that are not of civil
	// servants; nil: words for establishments are not checked.
	Establishments []string
}

// planner turns a Draft into a Plan.
type planner struct {
	Means
	book        *Book
	draft       Draft
	day         evaluation.Date
	plan        Plan
	verdicts    verdicts
	people      map[string]*working // by id
	order       []*working
	byNo        map[string]*working
	departments map[string]string // name -> id, new ones included
	committees  map[string]string
	names       map[string]string // id -> name of new departments and committees
	byMark      map[string]*working
	drafted     map[string]int  // staff number -> row of the sheets
	left        map[string]bool // names of rows that are left out
	proposed    int
}

// working is a person during planning.
type working struct {
	id     string
	old    *Person // nil: new
	now    Person
	draft  *DraftPerson // nil: not in the sheets, only a relative
	marked string       // keyed hash of the row's ID-card number
}

// MakePlan compares a draft with the roster and returns what would be created and
// changed. day is the day that the sheets describe; no date in them may be later. A
// workbook that changes nothing gives a plan without items.
func MakePlan(book *Book, draft Draft, day evaluation.Date, means Means) (Plan, []Verdict) {
	p := &planner{
		Means: means, book: book, draft: draft, day: day, plan: Plan{Stamp: book.Stamp(), Day: day},
		people: map[string]*working{}, byNo: map[string]*working{},
		departments: map[string]string{}, committees: map[string]string{}, names: map[string]string{},
		byMark: map[string]*working{}, drafted: map[string]int{}, left: map[string]bool{},
	}
	p.planCommittees()
	p.identify()
	p.planDepartments()
	for _, w := range p.order {
		p.person(w)
	}
	p.oneHead()
	p.relatives()
	p.diffPeople()
	p.particulars()
	p.missing()
	return p.plan, p.verdicts
}

func (p *planner) create(kind, no, name string, at place, payload any, changes []FieldChange) string {
	id := p.NewID()
	p.item(Item{ID: id, Kind: kind, New: true, No: no, Name: name, Sheet: at.sheet, Row: at.row, Changes: changes}, nil, payload)
	return id
}

// item adds the item if its payload differs from the old one.
func (p *planner) item(it Item, old, now any) bool {
	it.Patch, it.Before = difference(old, now)
	if len(it.Patch) == 0 {
		return false
	}
	p.plan.Items = append(p.plan.Items, it)
	return true
}

// difference lists the payload fields that differ, new and old.
func difference(old, now any) (patch, before map[string]json.RawMessage) {
	patch, before = map[string]json.RawMessage{}, map[string]json.RawMessage{}
	was := fieldsOf(old)
	for name, v := range fieldsOf(now) {
		if name != "import" && string(v) != string(was[name]) {
			patch[name] = v
			if old != nil {
				before[name] = was[name]
			}
		}
	}
	return patch, before
}

// fieldsOf returns the JSON of a payload by field; a missing list counts as an
// empty one.
func fieldsOf(payload any) map[string]json.RawMessage {
	fields := map[string]json.RawMessage{}
	if payload == nil {
		return fields
	}
	raw, err := json.Marshal(payload)
	if err == nil {
		err = json.Unmarshal(raw, &fields)
	}
	if err != nil {
		panic("roster: payload: " + err.Error()) // plain structs of ours always marshal
	}
	for name, v := range fields {
		if string(v) == "[]" {
			fields[name] = json.RawMessage("null")
		}
	}
	return fields
}

// copy returns a copy that can be changed without changing the Book.
func (p *Person) copy() Person {
	c := *p
	c.Appointments, c.Liaisons = slices.Clone(p.Appointments), slices.Clone(p.Liaisons)
	c.Relatives, c.Absences = slices.Clone(p.Relatives), slices.Clone(p.Absences)
	return c
}

// last is the newest appointment, nil without any.
func (w *working) last() *Appointment {
	if len(w.now.Appointments) == 0 {
		return nil
	}
	return &w.now.Appointments[len(w.now.Appointments)-1]
}

func (p *planner) diffPeople() {
	ids := slices.Clone(p.order)
	for _, w := range p.people {
		if w.draft == nil {
			ids = append(ids, w)
		}
	}
	slices.SortStableFunc(ids[len(p.order):], func(a, b *working) int { return cmp.Compare(a.now.No, b.now.No) })
	for _, w := range ids {
		it := Item{ID: w.id, Kind: KindPerson, New: w.old == nil, No: w.now.No, Name: w.now.Name}
		if w.draft != nil {
			it.Sheet, it.Row = w.draft.at.sheet, w.draft.at.row
		}
		var old any
		var was []fact
		if w.old != nil {
			old, it.Was, was = *w.old, p.book.imports[w.id], personFacts(p.name, w.old, p.day)
		}
		it.Changes = changed(was, personFacts(p.name, &w.now, p.day))
		if w.draft != nil && w.marked != "" && (w.old == nil || w.old.IDMark != w.marked) {
			it.Changes = append(it.Changes, FieldChange{Field: "id_card", New: maskID(w.draft.IDCard)})
		}
		if !p.item(it, old, w.now) && w.draft != nil {
			p.plan.Same++
		}
	}
}

// missing lists the people who are in the office on the day but not in the sheets.
func (p *planner) missing() {
	for _, m := range p.book.On(p.day).members {
		if p.byNo[m.No] == nil && !p.left[m.Name] {
			p.plan.Missing = append(p.plan.Missing, Missing{ID: m.ID, No: m.No, Name: m.Name})
		}
	}
}

func (p *planner) name(id string) string {
	if n := p.names[id]; n != "" {
		return n
	}
	if w := p.people[id]; w != nil {
		return w.now.Name
	}
	return p.book.Name(id)
}
