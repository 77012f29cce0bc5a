package roster

import (
	"slices"
	"strings"

	"kaoji/evaluation"
)

// onto sets the searchable fields of the envelope from a person.
func (p *Person) onto(s *evaluation.Step) {
	r := s.Record
	r.Unique, r.Subject, r.Sort, r.On, r.Unit = p.No, r.ID, p.Pinyin, p.Joined, ""
	if i := p.at(s.Today); i >= 0 {
		r.Unit = p.Appointments[i].Department
	}
}

// office returns the roster as stored now, because an act must not use a cached
// one; only a trial does. While an import is being written it returns an error, because the roster is
// incomplete.
func (k keeper) office(s *evaluation.Step) (*Book, error) {
	writing, err := s.Read.Find(s.Ctx, evaluation.Query{Office: s.Record.Office, Kinds: []string{KindImport, KindFormImport}, Pending: true, Limit: 1})
	if err != nil {
		return nil, err
	}
	if len(writing.Records) > 0 {
		return nil, evaluation.Fail(evaluation.CodeState, "roster.import.unfinished")
	}
	if s.Trial && k.Kept != nil {
		return k.Kept(s.Ctx, s.Record.Office)
	}
	return Load(s.Ctx, s.Read, s.Record.Office)
}

func (k keeper) enter(s *evaluation.Step, p *Person, in *Enter) (evaluation.State, error) {
	b, err := k.office(s)
	if err != nil {
		return "", err
	}
	*p = Person{
		No: cleanNo(in.No), Name: cleanName(in.Name), Pinyin: k.Pinyin(cleanName(in.Name)), Sex: in.Sex, Born: in.Born,
		Politics: cleanText(in.Politics), Education: cleanText(in.Education), Establishment: cleanText(in.Establishment),
		WorkedSince: in.WorkedSince, Joined: in.Joined, Phone: Phone(cleanText(in.Phone)), Duties: clean(in.Duties),
		Ethnicity: cleanText(in.Ethnicity), Secondment: cleanText(in.Secondment),
	}
	a := Appointment{
		Department: in.Department, Post: cleanText(in.Post), Level: in.Level, LevelSince: in.LevelSince, Heads: in.Heads, From: in.PostSince,
	}
	m := evaluation.Mistakes{}
	checkNo(m, b, s.Record.ID, p.No)
	checkPhone(m, in.Phone)
	checkPost(m, b, s.Record.ID, a, s.Today)
	if err := k.checkLevel(s, m, b, a.Level); err != nil {
		return "", err
	}
	if err := k.checkEstablishment(s, m, b, p.Establishment); err != nil {
		return "", err
	}
	checkDates(p, a, s.Today, func(field, key string) { m.Add(field, key) })
	if err := k.setIDCard(m, b, s.Record.ID, in.IDCard, p); err != nil {
		return "", err
	}
	p.Appointments = []Appointment{a}
	p.onto(s)
	return StatePresent, m.Err()
}

// checkPhone refuses a text that is not a telephone number, as an import does.
func checkPhone(m evaluation.Mistakes, phone string) {
	if s := strings.ReplaceAll(halfWidth(clean(phone)), " ", ""); s != "" && !validPhone(s) {
		m.Add("phone", "roster.phone")
	}
}

func checkNo(m evaluation.Mistakes, b *Book, self, no string) {
	if !validNo(no) {
		m.Add("no", "roster.import.no_invalid")
	} else if id, taken := b.ByNo(no); taken && id != self {
		m.Add("no", "roster.no_taken", "name", b.Name(id))
	}
}

// levels returns the levels that can be chosen.
func (k keeper) levels(s *evaluation.Step, b *Book) ([]string, error) {
	if k.Levels == nil {
		return b.Levels(), nil
	}
	all, err := k.Levels(s.Ctx, s.Record.Office, s.Today)
	return b.Levels(all...), err
}

// checkLevel refuses a level that cannot be chosen.
func (k keeper) checkLevel(s *evaluation.Step, m evaluation.Mistakes, b *Book, level string) error {
	all, err := k.levels(s, b)
	if err == nil && level != "" && !slices.Contains(all, level) {
		m.Add("level", "roster.import.level")
	}
	return err
}

// clear empties a field that may be empty.
func (p *Person) clear(field string) {
	switch field {
	case "politics":
		p.Politics = ""
	case "education":
		p.Education = ""
	case "establishment":
		p.Establishment = ""
	case "worked_since":
		p.WorkedSince = evaluation.Date{}
	case "ethnicity":
		p.Ethnicity = ""
	case "secondment":
		p.Secondment = ""
	case "phone":
		p.Phone = ""
	case "duties":
		p.Duties = ""
	case "id_card":
		p.IDCard, p.IDMark = "", ""
	}
}

func (k keeper) amend(s *evaluation.Step, p *Person, in *Amend) (evaluation.State, error) {
	b, err := k.office(s)
	if err != nil {
		return "", err
	}
	for _, f := range in.Clear {
		p.clear(f)
	}
	if name := cleanName(in.Name); name != "" && name != p.Name {
		p.Name, p.Pinyin = name, k.Pinyin(name)
	}
	replace(&p.No, cleanNo(in.No))
	replace(&p.Sex, in.Sex)
	replace(&p.Born, in.Born)
	replace(&p.Politics, cleanText(in.Politics))
	replace(&p.Education, cleanText(in.Education))
	replace(&p.Establishment, cleanText(in.Establishment))
	replace(&p.WorkedSince, in.WorkedSince)
	replace(&p.Joined, in.Joined)
	replace(&p.Ethnicity, cleanText(in.Ethnicity))
	replace(&p.Secondment, cleanText(in.Secondment))
	replace(&p.Phone, Phone(cleanText(in.Phone)))
	replace(&p.Duties, clean(in.Duties))
	m := evaluation.Mistakes{}
	checkNo(m, b, s.Record.ID, p.No)
	checkPhone(m, in.Phone)
	if err := k.checkEstablishment(s, m, b, cleanText(in.Establishment)); err != nil {
		return "", err
	}
	if err := k.setIDCard(m, b, s.Record.ID, in.IDCard, p); err != nil {
		return "", err
	}
	a := Appointment{}
	if len(p.Appointments) > 0 {
		a.From = p.Appointments[0].From
	}
	checkDates(p, a, s.Today, func(field, key string) {
		if field == "post_since" { // the post is not asked for here; joining after it is what is wrong
			field = "joined"
		}
		m.Add(field, key)
	})
	p.onto(s)
	return StatePresent, m.Err()
}

// replace sets *into unless v is the zero value.
func replace[T comparable](into *T, v T) {
	var zero T
	if v != zero {
		*into = v
	}
}

func nameOrder(s *evaluation.Step, p *Person, in *NameOrder) (evaluation.State, error) {
	order := strings.ToLower(cleanText(in.Pinyin))
	m := evaluation.Mistakes{}
	if strings.Trim(order, "abcdefghijklmnopqrstuvwxyzü '-") != "" {
		m.Add("pinyin", "roster.pinyin")
	}
	p.Pinyin = order
	p.onto(s)
	return StatePresent, m.Err()
}

func depart(s *evaluation.Step, p *Person, in *Depart) (evaluation.State, error) {
	m := evaluation.Mistakes{}
	switch n := len(p.Appointments); {
	case in.Left.After(s.Today):
		m.Add("left", "roster.date.future")
	case in.Left.Before(p.Joined):
		m.Add("left", "roster.date.left_early", "from", p.Joined)
	case n > 0 && in.Left.Before(p.Appointments[n-1].From):
		m.Add("left", "roster.date.left_early", "from", p.Appointments[n-1].From)
	}
	for _, a := range p.Concurrent {
		if in.Left.Before(a.From) {
			m.Add("left", "roster.date.left_early", "from", a.From)
		}
	}
	p.Left, p.Leaving = in.Left, in.Leaving
	p.onto(s)
	return StateDeparted, m.Err()
}

// reinstate cancels a departure. Post, assignments and absences were not changed by
// it, so they apply again.
func (k keeper) reinstate(s *evaluation.Step, p *Person) (evaluation.State, error) {
	b, err := k.office(s)
	if err != nil {
		return "", err
	}
	for _, a := range p.posts() {
		if !a.Heads || !a.To.IsZero() {
			continue
		}
		if other := b.headSince(a.Department, p.Left.AddDays(1), s.Record.ID); other != "" {
			return "", evaluation.Fail(evaluation.CodeInvalid, "roster.heads_twice", "name", b.Name(other))
		}
	}
	p.Left, p.Leaving = evaluation.Date{}, ""
	p.onto(s)
	return StatePresent, nil
}
