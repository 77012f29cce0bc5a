package roster

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"kaoji/evaluation"
	"kaoji/evaluation/cadreform"
)

// try plans everything that is not refused and says of each file what would refuse it.
func (c *comparison) try() {
	n := 0
	means := Means{NewID: func() string { n++; return "new " + strconv.Itoa(n) }, Pinyin: func(name string) string { return name }, Vault: c.vault}
	_, verdicts := c.plan(func(int) bool { return true }, nil, means)
	for _, v := range verdicts {
		if v.Row < 1 || v.Row > len(c.people) {
			continue
		}
		p := &c.people[v.Row-1]
		switch {
		case v.Level == Wrong:
			p.Refused = v.Problem()
			p.Doubts = slices.DeleteFunc(p.Doubts, func(d evaluation.Problem) bool { return d.Key == v.Key })
		case v.Key == "roster.import.department_missing":
			p.Doubts = append(p.Doubts, evaluation.Say(departmentMissing))
		case v.Key == "roster.import.department_new" && len(c.book.byName) > 0: // see unknownDepartment
		case v.Level == Doubtful && v.Key != "roster.import.no_proposed" && !strings.HasPrefix(v.Key, "roster.import.id_card"):
			p.Doubts = append(p.Doubts, v.Problem())
		}
	}
}

// chosen reads what was chosen for single files, such as 4.党政办公室: number of the file,
// a point, and the name. take returns false for a name that it does not take.
func (c *comparison) chosen(field string, list []string, take func(i int, name string) bool) error {
	for _, text := range list {
		number, name, _ := strings.Cut(text, ".")
		i, err := strconv.Atoi(number)
		if name = cleanName(name); err != nil || i < 0 || i >= len(c.people) || utf8.RuneCountInString(name) > maxName || !take(i, name) {
			return evaluation.Mistake(field, evaluation.Say("error.invalid"))
		}
	}
	return nil
}

// items are what is written: departments and people as by an import of a roster, then
// the particulars. Photos are read again from the files when they are written.
func (c *comparison) items(leave map[int]bool, overwrite []string, means Means) ([]Item, error) {
	plan, _ := c.plan(func(i int) bool { return !leave[i] }, overwrite, means)
	people := map[int]string{} // by file
	for _, it := range plan.Items {
		if it.Kind == KindPerson && it.Row > 0 {
			people[it.Row-1] = it.ID
		}
	}
	items := plan.Items
	for i := range c.people {
		p := &c.people[i]
		if leave[i] || p.Refused.Key != "" {
			continue
		}
		person := p.Person
		if person == "" {
			person = people[i]
		}
		if person == "" {
			continue
		}
		it, err := c.particulars(i, person, overwrite, means)
		if err != nil {
			return nil, err
		}
		if len(it.Patch) > 0 {
			items = append(items, it)
		}
	}
	return items, nil
}

// takes reports whether a field of a file is written: what the roster does not say, and
// what differs if it was chosen.
func (p *FormPerson) takes(i int, field string, overwrite []string) bool {
	is := func(f FieldChange) bool { return f.Field == field }
	return slices.ContainsFunc(p.New, is) || slices.ContainsFunc(p.Differs, is) && slices.Contains(overwrite, strconv.Itoa(i)+"."+field)
}

// plan makes the plan for the entries of the roster.
func (c *comparison) plan(take func(i int) bool, overwrite []string, means Means) (Plan, []Verdict) {
	var draft Draft
	for i := range c.people {
		p := &c.people[i]
		if !take(i) || p.Refused.Key != "" {
			continue
		}
		draft.People = append(draft.People, c.row(i, p, overwrite))
	}
	plan, verdicts := MakePlan(c.book, draft, c.today, means)
	return plan, verdicts
}

// row is a file as a row of a roster.
func (c *comparison) row(i int, p *FormPerson, overwrite []string) DraftPerson {
	f := &c.files[i].Form
	d := DraftPerson{at: place{sheet: p.File, row: i + 1, values: map[string]string{}}, No: p.No, Name: p.Name}
	if p.Person != "" {
		d.Name = c.book.people[p.Person].Name
	}
	for _, fact := range c.facts[i][:entryFacts] {
		if !p.takes(i, fact.field, overwrite) {
			continue
		}
		switch fact.field {
		case "name":
			d.Name = fact.value
		case "sex":
			if fact.value == Male || fact.value == Female {
				d.Sex = fact.value
			}
		case "born":
			d.Born = dayOf(f.Born)
		case "ethnicity":
			d.Ethnicity = fact.value
		case "worked_since":
			d.WorkedSince = dayOf(f.WorkedSince)
		case "id_card":
			d.IDCard = fact.value
		case "politics":
			d.Politics = fact.value
		case "education":
			d.Education = fact.value
		case "establishment":
			d.Establishment = fact.value
		case "level":
			d.Level, d.at.headers = fact.value, map[string]string{"level": ""}
		}
	}
	if p.Person == "" {
		d.Department, d.Post = p.Department, c.postIn(p.Department, p.Post)
		d.Joined, d.PostSince = since(cadreform.ParseResume(f.Resume), d.WorkedSince)
	}
	return d
}

// entryFacts is how many of the facts belong to the entry of the roster.
const entryFacts = 10

// since returns since when somebody is in the office and in the post, as far as the
// career says it: the last stages whose texts begin alike are in one office.
func since(stages []cadreform.Stage, worked Day) (joined, post Day) {
	n := len(stages)
	if n == 0 || stages[n-1].To != "" {
		return worked, Day{}
	}
	post = dayOf(stages[n-1].From)
	first := n - 1
	for first > 0 && alikeHead(stages[first-1].Text, stages[n-1].Text) {
		first--
	}
	return dayOf(stages[first].From), post
}

// alikeHead reports whether two texts begin with the same four characters.
func alikeHead(a, b string) bool {
	const head = 4
	x, y := []rune(a), []rune(b)
	return len(x) >= head && len(y) >= head && string(x[:head]) == string(y[:head])
}

// particulars is the item for the particulars of a person.
func (c *comparison) particulars(i int, person string, overwrite []string, means Means) (Item, error) {
	p, f := &c.people[i], &c.files[i].Form
	there := c.kept[person]
	it := Item{ID: means.NewID(), Kind: KindParticulars, New: there == nil, No: p.No, Person: person, Name: p.Name, Sheet: p.File, Row: i + 1}
	old := Particulars{}
	if there != nil {
		it.ID, it.Was, old = there.id, there.Import, *there.Particulars
	}
	now := old
	taken := false
	for j, fact := range c.facts[i] {
		if !p.takes(i, fact.field, overwrite) {
			continue
		}
		if taken = true; j >= entryFacts {
			now.take(fact, f)
		}
	}
	if taken {
		now.Months = writtenMonths(f)
		now.Place = c.writtenPlace(c.departmentOf(p), f)
	}
	var before any
	if there != nil {
		before = old
	}
	it.Patch, it.Before = difference(before, now)
	if p.takes(i, "photo", overwrite) {
		if err := it.mark("photo", i, old.Photo); err != nil {
			return it, err
		}
		if err := it.mark("photo_on", c.today, old.PhotoOn); err != nil {
			return it, err
		}
	}
	if it.New && len(p.New) == 0 {
		it.Patch = nil
	}
	return it, nil
}

// mark sets one field of the patch.
func (it *Item) mark(field string, now, before any) error {
	value, err := json.Marshal(now)
	if err != nil {
		return err
	}
	old, err := json.Marshal(before)
	it.Patch[field], it.Before[field] = value, old
	return err
}

// take sets a field from a form.
func (p *Particulars) take(of fact, f *cadreform.Form) {
	switch of.field {
	case "native_place":
		p.NativePlace = of.value
	case "birth_place":
		p.BirthPlace = of.value
	case "party_joined":
		p.PartyJoined = of.value
	case "health":
		p.Health = of.value
	case "technical_post":
		p.TechnicalPost = of.value
	case "strengths":
		p.Strengths = of.value
	case "full_time":
		p.FullTime = schooling(f.FullTime.Education, f.FullTime.Degree, f.FullTime.School, f.FullTime.DegreeSchool)
	case "in_service":
		p.InService = schooling(f.InService.Education, f.InService.Degree, f.InService.School, f.InService.DegreeSchool)
	case "resume":
		p.Resume = cadreform.ParseResume(f.Resume)
	case "honours":
		p.Honours = of.value
	case "grades":
		p.Grades = of.value
	case "family":
		p.Family = nil
		for _, k := range f.Family {
			p.Family = append(p.Family, cadreform.Kin{
				Relation: cleanText(k.Relation), Name: cleanName(k.Name), Born: cadreform.DottedText(k.Born), Politics: cleanText(k.Politics), Work: cleanText(k.Work), Extra: k.Extra, Written: otherSpelling(k.Born, cadreform.DottedText(k.Born)),
			})
		}
	case "proposed":
		p.Proposed = of.value
	case "removed":
		p.Removed = of.value
	case "grounds":
		p.Grounds = of.value
	case "extra":
		p.Extra = f.Extra
	}
}
