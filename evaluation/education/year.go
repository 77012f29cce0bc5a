package education

import (
	"cmp"
	"context"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// Line is one entry of a person's year: a session attended or made up for, or
// external training.
type Line struct {
	Record string          `json:"record"`
	Kind   string          `json:"kind"` // LineSession, LineMadeUp or LineCredit
	Title  string          `json:"title"`
	On     evaluation.Date `json:"on"`
	Hours  Hours           `json:"hours"`
	Days   int             `json:"days"`
}

// The kinds of lines.
const (
	LineSession = "session"
	LineMadeUp  = "made_up"
	LineCredit  = "credit"
)

// Need is the requirement of a person's year (D-12): hours or days, whichever is
// reached first. If there is none, Why says so.
type Need struct {
	Hours int    `json:"hours"`
	Days  int    `json:"days"`
	Rule  string `json:"rule"` // key of the rule that decides
	Why   string `json:"why"`  // NeedYearly, NeedInitial or NeedNone
}

// The reasons of a need.
const (
	NeedYearly  = "yearly"
	NeedInitial = "initial" // newcomers of the year: first training, in days
	NeedNone    = "none"    // 处级: by the rules of the level above
)

// NeedOf returns the requirement for a person. 公务员培训规定 2019 applies to section
// level and below; people who joined within the year have their initial training.
func NeedOf(rules rulepack.Numbers, m roster.Member, year int) (Need, error) {
	if roster.Leads(m.Level) {
		return Need{Why: NeedNone}, nil
	}
	if m.Joined.Year() == year {
		days, err := rules.Int("training.initial")
		return Need{Days: int(days), Rule: "training.initial", Why: NeedInitial}, err
	}
	hours, err := rules.Int("training.yearly.hours")
	if err != nil {
		return Need{}, err
	}
	days, err := rules.Int("training.yearly.days")
	return Need{Hours: int(hours), Days: int(days), Rule: "training.yearly.hours", Why: NeedYearly}, err
}

// Tally is a person's year of learning, with all its entries.
type Tally struct {
	Person   string `json:"person"`
	Name     string `json:"name"`
	Unit     string `json:"unit"`
	UnitName string `json:"unit_name"`
	Year     int    `json:"year"`
	Lines    []Line `json:"lines"`
	Hours    Hours  `json:"hours"`
	Days     int    `json:"days"`
	Need     Need   `json:"need"`
	Met      bool   `json:"met"`
	Short    Hours  `json:"short"` // missing hours, "" if none or if only days count
	Parts    int    `json:"parts"` // campaigns of the year, without cancelled ones and those the person was excused from
	Complete int    `json:"complete"`
}

// Count adds up the lines of a calendar year and compares them with the need. It
// depends only on its arguments.
func Count(year int, need Need, lines []Line) Tally {
	t := Tally{Year: year, Need: need, Lines: []Line{}}
	tenths := 0
	for _, l := range lines {
		if l.On.Year() != year {
			continue
		}
		t.Lines = append(t.Lines, l)
		tenths += l.Hours.Tenths()
		t.Days += l.Days
	}
	slices.SortFunc(t.Lines, func(x, y Line) int {
		return cmp.Or(x.On.Compare(y.On), cmp.Compare(x.Record, y.Record), cmp.Compare(x.Title, y.Title))
	})
	t.Hours = HoursOf(tenths)
	byHours := need.Hours > 0 && tenths >= need.Hours*10
	byDays := need.Days > 0 && t.Days >= need.Days
	t.Met = need.Why == NeedNone || byHours || byDays
	if !t.Met && need.Hours > 0 {
		t.Short = HoursOf(need.Hours*10 - tenths)
	}
	return t
}

// lines returns the lines of a record of learning; none for other records.
func lines(r evaluation.Record) ([]Line, error) {
	switch r.Kind {
	case KindPart:
		p, err := evaluation.PayloadOf[Part](r)
		if err != nil {
			return nil, err
		}
		var out []Line
		for i := range p.Marks {
			m := &p.Marks[i]
			h, on := m.Counted()
			if on.IsZero() {
				continue
			}
			l := Line{Record: r.ID, Kind: LineSession, Title: p.Title + "：" + m.Title, On: on, Hours: h}
			if m.State == MarkMadeUp {
				l.Kind = LineMadeUp
			}
			out = append(out, l)
		}
		return out, nil
	case KindCredit:
		c, err := evaluation.PayloadOf[Credit](r)
		if err != nil || r.State != CreditConfirmed {
			return nil, err
		}
		return []Line{{Record: r.ID, Kind: LineCredit, Title: c.Title + "（" + c.Organiser + "）", On: c.To, Hours: c.Hours, Days: c.Days}}, nil
	}
	return nil, nil
}

// Reckon computes the year of each person from the given records, so that a
// reader's figures include only records that the reader may see.
func Reckon(rules rulepack.Numbers, people []roster.Member, year int, records []evaluation.Record) ([]Tally, error) {
	learned, parts, complete := map[string][]Line{}, map[string]int{}, map[string]int{}
	for _, r := range records {
		more, err := lines(r)
		if err != nil {
			return nil, err
		}
		learned[r.Subject] = append(learned[r.Subject], more...)
		if r.Kind != KindPart || r.On.Year() != year || r.State == PartExcused || r.State == PartCancelled {
			continue
		}
		parts[r.Subject]++
		if r.State == PartComplete {
			complete[r.Subject]++
		}
	}
	out := make([]Tally, 0, len(people))
	for _, m := range people {
		need, err := NeedOf(rules, m, year)
		if err != nil {
			return nil, err
		}
		t := Count(year, need, learned[m.ID])
		t.Person, t.Name, t.Unit, t.UnitName = m.ID, m.Name, m.Department, m.DepartmentName
		t.Parts, t.Complete = parts[m.ID], complete[m.ID]
		out = append(out, t)
	}
	return out, nil
}

// Learning is the query for the records of a year. It includes campaigns that began
// the year before, because they may have sessions in this one.
func Learning(year int) evaluation.Query {
	periods := []string{evaluation.NewDate(year-1, 1, 1).String()[:4], evaluation.NewDate(year, 1, 1).String()[:4]}
	return evaluation.Query{Kinds: []string{KindPart, KindCredit}, Periods: periods}
}

// Year returns one person's year for other measures.
func (s *Service) Year(ctx context.Context, office, person string, on evaluation.Date) (Tally, error) {
	q := Learning(on.Year())
	q.Office, q.Subjects = office, []string{person}
	records, err := desk.All(ctx, s.Ledger, q)
	if err != nil {
		return Tally{}, err
	}
	book, err := s.Book(ctx, office)
	if err != nil {
		return Tally{}, err
	}
	pack, err := s.Pack(ctx, office)
	if err != nil {
		return Tally{}, err
	}
	m, here := book.On(on).Member(person)
	if !here {
		m.ID, m.Name = person, book.Name(person)
	}
	all, err := Reckon(pack.On(on), []roster.Member{m}, on.Year(), records)
	if err != nil {
		return Tally{}, err
	}
	return all[0], nil
}

// Reader lists records as an actor may see them, and says what an actor could
// read.
type Reader interface {
	List(ctx context.Context, actor evaluation.Actor, q evaluation.Query) (evaluation.Views, error)
	Reads(actor evaluation.Actor, kind string, as ...evaluation.Relation) bool
	SightOf(ctx context.Context, actor evaluation.Actor, kind string, in evaluation.State, day evaluation.Date) (func(subject, unit string) []string, error)
}

// SightOfYears is whose year an actor sees: the own one, and those of whom the
// actor could read a part in a campaign.
func SightOfYears(ctx context.Context, of Reader, actor evaluation.Actor, day evaluation.Date) (func(*roster.Member) bool, error) {
	parts, err := of.SightOf(ctx, actor, KindPart, PartOpen, day)
	return func(m *roster.Member) bool { return m.ID == actor.Person || len(parts(m.ID, m.Department)) > 0 }, err
}

// Years are those of the people whom the reader sees, or of those of them that
// are asked for, reckoned from the records that the reader may see.
func (s *Service) Years(ctx context.Context, from Reader, actor evaluation.Actor, today evaluation.Date, year int, asked func(*roster.Member) bool) ([]Tally, error) {
	book, err := s.Book(ctx, actor.Office)
	if err != nil {
		return nil, err
	}
	sees, err := SightOfYears(ctx, from, actor, today)
	if err != nil {
		return nil, err
	}
	people := slices.DeleteFunc(book.On(today).Members(), func(m roster.Member) bool { return !sees(&m) || !asked(&m) })
	q, records := Learning(year), []evaluation.Record{}
	if len(people) == 1 {
		q.Subjects = []string{people[0].ID}
	}
	for v, err := range evaluation.AllViews(ctx, from.List, actor, q) {
		if err != nil {
			return nil, err
		}
		records = append(records, v.Record)
	}
	pack, err := s.Pack(ctx, actor.Office)
	if err != nil {
		return nil, err
	}
	return Reckon(pack.On(today), people, year, records)
}
