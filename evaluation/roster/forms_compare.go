package roster

import (
	"cmp"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/cadreform"
)

// comparison holds forms against the roster.
type comparison struct {
	book   *Book
	today  evaluation.Date
	office string // Settings.BeforePosts
	vault  evaluation.Vault
	files  []FormFile
	kept   map[string]*kept
	facts  [][]fact // of the files
	people []FormPerson
	seen   map[string]string // person, or name and birth -> file

	rewards     map[string][]Reward // on record, by person
	rewardsFrom int                 // the first year that has any, 0 if none has
	graded      Graded
	others      []string // see keeper.others
}

func (k keeper) comparison(s *evaluation.Step, files FormFiles) (*comparison, error) {
	b, err := k.office(s)
	if err != nil {
		return nil, err
	}
	there, err := k.formsOf(s.Ctx, s.Read, s.Record.Office)
	if err != nil {
		return nil, err
	}
	c := &comparison{book: b, today: s.Today, vault: k.Vault, files: files.Files, kept: there, seen: map[string]string{}}
	if c.others, err = k.others(s); err != nil {
		return nil, err
	}
	settings, err := SettingsIn(s.Ctx, s.Read, s.Record.Office)
	if err != nil {
		return nil, err
	}
	c.office = settings.BeforePosts()
	if err := c.knowRewards(s.Ctx, k.Rewards, s.Record.Office); err != nil {
		return nil, err
	}
	if c.graded = ungraded; k.Grades != nil {
		if c.graded, err = k.Grades(s.Ctx, s.Record.Office, s.Today.Year()); err != nil {
			return nil, err
		}
	}
	for i := range c.files {
		c.facts = append(c.facts, formFacts(&c.files[i].Form))
		c.people = append(c.people, c.compare(i))
	}
	c.try()
	return c, nil
}

// compare says what is new in a file, what differs, and what contradicts itself.
func (c *comparison) compare(i int) FormPerson {
	file := &c.files[i]
	f := &file.Form
	p := FormPerson{File: file.Name, Name: cleanName(f.Name), Post: cleanText(f.Post), Refused: file.Problem}
	if p.Refused.Key != "" {
		return p
	}
	if p.Name == "" {
		p.Refused = evaluation.Say("roster.import.name_missing")
		return p
	}
	if p.Person, p.Refused = c.find(f); p.Refused.Key != "" {
		return p
	}
	same := cmp.Or(p.Person, p.Name+" "+cadreform.DottedText(f.Born)+" "+cleanNo(f.IDCard))
	if first, twice := c.seen[same]; twice {
		p.Refused = evaluation.Say("roster.forms.twice", "file", first)
		return p
	}
	c.seen[same] = file.Name
	var entry *Person
	if p.Person == "" {
		p.Department = cleanName(file.Folder)
		p.Post = c.postIn(p.Department, p.Post)
	} else {
		entry = &c.book.people[p.Person].Person
		p.No, p.Establishment = entry.No, entry.Establishment
	}
	p.Doubts = c.doubts(f, entry, p.Person)
	p.Doubts = append(p.Doubts, c.unknownDepartment(&p)...)
	p.Doubts = append(p.Doubts, c.withoutOwn(i, p.Person, entry)...)
	p.Doubts = append(p.Doubts, c.withoutImpossible(i, entry)...)
	own := c.ownForm(p.Person, entry)
	made, known := formFacts(own), c.knownFacts(p.Person, entry, f)
	for j, fact := range c.facts[i] {
		switch old := known[j].value; {
		case fact.value == "" || fact.same(old) || !fact.implied() && fact.same(made[j].value):
		case old == "":
			p.New = append(p.New, FieldChange{Field: fact.field, New: fact.value})
		default:
			p.Differs = append(p.Differs, FieldChange{Field: fact.field, Old: old, New: fact.value})
		}
	}
	if entry != nil {
		forgetOwn(&p, f, own)
	}
	return p
}

// find returns whom a form is about: by the ID-card number, else by name and month of
// birth; "" for somebody who is not in the roster.
func (c *comparison) find(f *cadreform.Form) (id string, why evaluation.Problem) {
	d := &DraftPerson{Name: cleanName(f.Name), Born: dayOf(f.Born)}
	mark := c.mark(f)
	if id = c.book.byMark[mark]; mark != "" && id != "" {
		return id, why
	}
	switch found := c.book.alike(d, mark); len(found) {
	case 0:
		return "", why
	case 1:
		return found[0], why
	}
	return "", evaluation.Say("roster.forms.which", "name", d.Name)
}

// mark is the mark of the ID-card number of a form, "" if it has none that is well-formed.
func (c *comparison) mark(f *cadreform.Form) string {
	id := cadreform.ID(cleanNo(f.IDCard))
	if !id.Well() {
		return ""
	}
	return c.vault.Mark(idPurpose, string(id))
}

func dayOf(text string) Day {
	m, ok := cadreform.ParseMonth(text)
	if !ok {
		return Day{}
	}
	return Day{Date: m.Date, Month: !m.Exact}
}

// equals reports whether the comparison is the one that was shown.
func (c *comparison) equals(shown []FormPerson) bool {
	return slices.EqualFunc(c.people, shown, func(a, b FormPerson) bool {
		return a.File == b.File && a.Person == b.Person && slices.Equal(a.New, b.New) && slices.Equal(a.Differs, b.Differs)
	})
}
