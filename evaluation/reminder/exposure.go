package reminder

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"time"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Exposure is the payload of reminder.exposure records: the number of cases that a
// department and its people handled in a month or a quarter.
type Exposure struct {
	Period      string          `json:"period"` // 2026-03 or 2026Q1
	From        evaluation.Date `json:"from"`
	To          evaluation.Date `json:"to"`
	Basis       string          `json:"basis"` // BasisCases or BasisResidents
	Unit        string          `json:"unit"`
	UnitName    string          `json:"unit_name"`
	Count       int             `json:"count"` // of the whole department
	People      []PersonCount   `json:"people"`
	By          string          `json:"by" show:"-"` // account of who entered it last
	Corrections []Correction    `json:"corrections"`
}

// PersonCount is the number of cases of one person.
type PersonCount struct {
	Person string `json:"person"`
	Name   string `json:"name"`
	Count  int    `json:"count"`
}

// Correction is a former value.
type Correction struct {
	On     evaluation.Date `json:"on"`
	By     string          `json:"by"`
	Reason string          `json:"reason"`
	Count  int             `json:"count"`
	People []PersonCount   `json:"people"`
}

// The units in which exposure is counted (rule H-23).
const (
	BasisCases     = "cases"     // cases handled
	BasisResidents = "residents" // residents served
)

// The states of an exposure.
const (
	ExposureEntered   evaluation.State = "entered"   // by the head, whom more exposure makes less conspicuous
	ExposureConfirmed evaluation.State = "confirmed" // by personnel; counts from now on
)

// ExposureInput enters the cases of a department.
type ExposureInput struct {
	Period string     `json:"period" maxLength:"7" begin:"last-month" doc:"Month 2026-03 or quarter 2026Q1" example:"2026-03"`
	Basis  string     `json:"basis" enum:"cases,residents" doc:"Cases handled or residents served" example:"cases"`
	Unit   string     `json:"unit" form:"unit" doc:"Department"`
	Count  int        `json:"count" minimum:"0" maximum:"10000000" doc:"Of the whole department" example:"320"`
	People []CountRow `json:"people,omitempty" maxLength:"200" doc:"Of each person"`
}

// CountInput corrects the figures.
type CountInput struct {
	Count  int        `json:"count" minimum:"0" maximum:"10000000" doc:"Of the whole department" example:"320"`
	People []CountRow `json:"people,omitempty" maxLength:"200" doc:"Of each person"`
}

// CountRow is one person's figure.
type CountRow struct {
	Person string `json:"person" form:"person" doc:"Person"`
	Count  int    `json:"count" minimum:"0" maximum:"10000000" doc:"Cases handled or residents served" example:"40"`
}

func (s *Service) exposureKind() evaluation.Kind {
	both := evaluation.States(ExposureEntered, ExposureConfirmed)
	second := []evaluation.Bar{evaluation.NotAccounts("reminder.second_person", func(p *Exposure) []string { return []string{p.By} })}
	return evaluation.Kind{
		Name: KindExposure, Drafts: evaluation.KeepDrafts(), Sight: exposureSight, Payload: evaluation.New[Exposure], Often: []string{"enter"}, Brief: []string{"basis", "count"}, States: both, Final: evaluation.States(ExposureConfirmed),
		Usual:   evaluation.Usual{ExposureEntered: {"confirm"}},
		Many:    evaluation.Many{"confirm": ""},
		Columns: []evaluation.Column{{Name: "basis", Choices: []string{BasisCases, BasisResidents}}, {Name: "count"}},
		Acts: []evaluation.Act{
			{Name: "enter", May: evaluation.Personnel.Or(evaluation.Head.As(evaluation.Department)), To: both, Run: evaluation.Run(s.enterExposure)},
			{Name: "correct", May: evaluation.Personnel.Or(evaluation.Head.As(evaluation.Department)), From: both, To: both, Reason: true, Run: evaluation.Run(s.correctExposure)},
			{Name: "confirm", May: evaluation.Personnel, From: evaluation.States(ExposureEntered), To: evaluation.States(ExposureConfirmed), Run: evaluation.Plain(confirmExposure), Bars: second},
		},
	}
}

var (
	monthForm   = regexp.MustCompile(`^(20\d\d)-(0[1-9]|1[0-2])$`)
	quarterForm = regexp.MustCompile(`^(20\d\d)Q([1-4])$`)
)

// Span returns the first and last day of a month 2026-03 or a quarter 2026Q1.
func Span(period string) (from, to evaluation.Date, ok bool) {
	length := 1
	m := monthForm.FindStringSubmatch(period)
	if m == nil {
		m, length = quarterForm.FindStringSubmatch(period), 3
	}
	if m == nil {
		return from, to, false
	}
	year, _ := strconv.Atoi(m[1])
	n, _ := strconv.Atoi(m[2])
	if length == 3 {
		n = 3*n - 2
	}
	from = evaluation.NewDate(year, time.Month(n), 1)
	return from, from.AddMonths(length).AddDays(-1), true
}

// ExposureKey is the natural key of a department's exposure in a period.
func ExposureKey(period, unit, basis string) string {
	return fmt.Sprintf("%s %s %s", period, unit, basis)
}

// Same reports whether an input equals the stored values.
func (p *Exposure) Same(in *ExposureInput) bool {
	return p.Count == in.Count && slices.EqualFunc(p.People, in.People, func(a PersonCount, b CountRow) bool {
		return a.Person == b.Person && a.Count == b.Count
	})
}

func (s *Service) enterExposure(step *evaluation.Step, p *Exposure, in *ExposureInput) (evaluation.State, error) {
	from, to, ok := Span(in.Period)
	switch {
	case !ok:
		return "", desk.Mistake("period", "reminder.period")
	case from.After(step.Today):
		return "", desk.Mistake("period", "reminder.future", "today", step.Today.String())
	}
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	d, ok := day.Department(in.Unit)
	if !ok {
		return "", desk.Mistake("unit", "reminder.no_unit")
	}
	*p = Exposure{Period: in.Period, From: from, To: to, Basis: in.Basis, Unit: d.ID, UnitName: d.Name, Corrections: []Correction{}}
	if err := s.overlapping(step, p); err != nil {
		return "", err
	}
	env := step.Record
	env.Unique = ExposureKey(in.Period, in.Unit, in.Basis)
	env.Unit, env.Period, env.On, env.Sort = d.ID, in.Period, to, in.Period+" "+d.Name
	return s.figures(step, p, in.Count, in.People)
}

// overlapping refuses records that would count the same days twice.
func (s *Service) overlapping(step *evaluation.Step, p *Exposure) error {
	other, err := desk.Overlapping(step, evaluation.Query{Kinds: []string{KindExposure}, Units: []string{p.Unit}}, p.From, p.To,
		func(o *Exposure) (first, last evaluation.Date, counts bool) { return o.From, o.To, o.Basis == p.Basis })
	if err == nil && other != nil {
		return desk.Mistake("period", "reminder.exposure_twice", "period", other.Payload.Period)
	}
	return err
}

// figures sets the numbers; those entered by a head must be confirmed by personnel.
func (s *Service) figures(step *evaluation.Step, p *Exposure, n int, rows []CountRow) (evaluation.State, error) {
	book, err := s.Book(step.Ctx, step.Record.Office)
	if err != nil {
		return "", err
	}
	p.Count, p.By, p.People = n, step.Actor.Account, make([]PersonCount, 0, len(rows))
	bad, seen, sum := evaluation.Mistakes{}, map[string]bool{}, 0
	for i, r := range rows {
		at := "people." + strconv.Itoa(i) + ".person"
		if _, known := book.Person(r.Person); !known {
			bad.Add(at, "reminder.no_person")
		}
		if seen[r.Person] {
			bad.Add(at, "reminder.person_twice")
		}
		seen[r.Person] = true
		sum += r.Count
		p.People = append(p.People, PersonCount{Person: r.Person, Name: book.Name(r.Person), Count: r.Count})
	}
	if sum > n {
		bad.Add("count", "reminder.more_than_all", "sum", sum)
	}
	if err := bad.Err(); err != nil {
		return "", err
	}
	heads, _ := book.On(step.Today).Units(step.Actor.Person)
	if step.Actor.Has(evaluation.RolePersonnel) && !slices.Contains(heads, p.Unit) {
		desk.Wait(step.Record, evaluation.Date{})
		return ExposureConfirmed, nil
	}
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePersonnel))
	return ExposureEntered, nil
}

func (s *Service) correctExposure(step *evaluation.Step, p *Exposure, in *CountInput) (evaluation.State, error) {
	p.Corrections = append(p.Corrections, Correction{On: step.Today, By: step.Actor.Name, Reason: step.Reason, Count: p.Count, People: p.People})
	return s.figures(step, p, in.Count, in.People)
}

func confirmExposure(step *evaluation.Step, _ *Exposure) (evaluation.State, error) {
	desk.Wait(step.Record, evaluation.Date{})
	return ExposureConfirmed, nil
}

// exposures adds up the cases of departments and people in a period, from confirmed
// records with a basis.
func (s *Service) exposures(ctx context.Context, from desk.Finder, office, basis string, first, last evaluation.Date) (units, people map[string]*Exposed, err error) {
	records, err := desk.AllOf[Exposure](ctx, from, evaluation.Query{
		Office: office, Kinds: []string{KindExposure}, States: evaluation.States(ExposureConfirmed), OnFrom: first,
	})
	if err != nil {
		return nil, nil, err
	}
	list := make([]Exposure, 0, len(records))
	for i := range records {
		p := records[i].Payload
		list = append(list, *p)
	}
	units, people = Within(list, basis, first, last)
	return units, people, nil
}

// Within adds up the records with a basis for departments and for people from first
// to last, both included, by id. A record that is partly outside counts by its
// share of days, rounded down to the hundredth.
func Within(list []Exposure, basis string, first, last evaluation.Date) (units, people map[string]*Exposed) {
	byUnit, byPerson := tally{}, tally{}
	for i := range list {
		p := &list[i]
		if p.Basis != basis || overlap(p.From, p.To, first, last) == 0 {
			continue
		}
		byUnit.add(p.Unit, p.UnitName, p.Count, p)
		for _, one := range p.People {
			byPerson.add(one.Person, one.Name, one.Count, p)
		}
	}
	return byUnit.sums(first, last), byPerson.sums(first, last)
}

// Handled returns the cases of each person in a period, in hundredths, from
// confirmed records with a basis.
func (s *Service) Handled(ctx context.Context, office, basis string, first, last evaluation.Date) (map[string]int64, error) {
	_, people, err := s.exposures(ctx, s.Ledger, office, basis, first, last)
	n := make(map[string]int64, len(people))
	for id, e := range people {
		n[id] = e.Count
	}
	return n, err
}

// overlap counts the days that two periods share, both ends included.
func overlap(from, to, first, last evaluation.Date) int {
	if from.Before(first) {
		from = first
	}
	if to.After(last) {
		to = last
	}
	return max(0, from.DaysUntil(to)+1)
}

// tally contains the recorded values of each subject, by id.
type tally map[string]*recorded

type recorded struct {
	name  string
	parts []entry
}

// entry is a count over a period, both ends included.
type entry struct {
	count    int
	from, to evaluation.Date
}

func (t tally) add(id, name string, count int, p *Exposure) {
	if t[id] == nil {
		t[id] = &recorded{name: name}
	}
	t[id].parts = append(t[id].parts, entry{count, p.From, p.To})
}

// sums adds up the cases in a period; a record that is partly outside counts by its
// share of days. A day with several records, such as of two departments in which a
// person worked, counts as one day.
func (t tally) sums(first, last evaluation.Date) map[string]*Exposed {
	out := make(map[string]*Exposed, len(t))
	for id, r := range t {
		e := &Exposed{ID: id, Name: r.name}
		slices.SortStableFunc(r.parts, func(a, b entry) int { return a.from.Compare(b.from) })
		open := first // the first day not covered yet
		for _, p := range r.parts {
			e.Count += int64(p.count) * 100 * int64(overlap(p.from, p.to, first, last)) / int64(p.from.DaysUntil(p.to)+1)
			e.Days += overlap(p.from, p.to, open, last)
			if next := p.to.AddDays(1); next.After(open) {
				open = next
			}
		}
		out[id] = e
	}
	return out
}

// ordered lists the exposed subjects by id, and those with evidence only.
func ordered(m map[string]*Exposed, by map[string][]Item, name func(string) string) []Exposed {
	list := make([]Exposed, 0, len(m))
	for _, e := range m {
		list = append(list, *e)
	}
	for id := range by {
		if m[id] == nil {
			list = append(list, Exposed{ID: id, Name: name(id)})
		}
	}
	slices.SortFunc(list, func(a, b Exposed) int {
		if a.ID < b.ID {
			return -1
		}
		return 1
	})
	return list
}
