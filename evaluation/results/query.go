package results

import (
	"context"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// yearsBack is how many years before a list's its grades are read: longer than any rule
// counts, with years that do not count between them.
const yearsBack = 15

// Known returns the grades of people up to a year and where they are from, by person; of
// all people if none are named. Grades that Kaoji fixed come before those that were
// entered, and these before those of appointment forms.
func (s *Service) Known(ctx context.Context, office string, year int, people []string) (map[string]*History, error) {
	formed, err := s.Formed(ctx, office, people)
	if err != nil {
		return nil, err
	}
	entered, err := desk.AllOf[Grade](ctx, s.Ledger, evaluation.Query{
		Office: office, Kinds: []string{KindGrade}, States: evaluation.States(Entered), Subjects: people, NoHistory: true,
	})
	if err != nil {
		return nil, err
	}
	assessed, err := s.Assessed(ctx, office, people, year-yearsBack, year)
	if err != nil {
		return nil, err
	}
	known := map[string]*History{}
	know := func(id string, y int, grade, record string, formed bool) {
		if y > year {
			return
		}
		h := known[id]
		if h == nil {
			h = &History{Person: id, Grades: map[int]string{}, Formed: map[int]bool{}, Entered: map[int]string{}}
			known[id] = h
		}
		h.Grades[y], h.Formed[y], h.Entered[y] = grade, formed, record
	}
	for id, years := range formed {
		for y, grade := range years {
			know(id, y, grade, "", true)
		}
	}
	for _, g := range entered {
		know(g.Subject, g.Payload.Year, g.Payload.Grade, g.ID, false)
	}
	for id, years := range assessed {
		for y, grade := range years {
			know(id, y, grade, "", false)
		}
	}
	return known, nil
}

// Year is what follows from the grades of a year.
type Year struct {
	Lines  []Line // in the order of All and of the roster
	People int    // civil servants, for whom the lists are made
	Others int    // people of the office under other rules, or assessed above
}

// FirstYear is the first year with lists: that of 公务员考核规定 2020. What was done because of
// earlier grades can be noted.
const FirstYear = 2020

// Lists returns what follows from the grades of a year for the office, or for one person.
func (s *Service) Lists(ctx context.Context, office string, year int, today evaluation.Date, person string) (Year, error) {
	var out Year
	if year < FirstYear {
		return out, nil
	}
	pack, err := s.Pack(ctx, office)
	if err != nil {
		return out, err
	}
	end := evaluation.NewDate(year, 12, 31)
	rules := pack.On(end)
	people, err := s.histories(ctx, office, year, today, person)
	if err != nil {
		return out, err
	}
	by := map[string][]Line{}
	for i := range people {
		p := &people[i]
		civil, err := s.Civil(p.establishment, rules)
		if err != nil {
			return out, err
		}
		if !civil || p.above {
			out.Others++
			continue
		}
		out.People++
		var lines []Line
		if !p.Left {
			if p.Bars, err = barsOf(p.absences, today, rules); err != nil {
				return out, err
			}
			if lines, err = p.Lines(year, rules); err != nil {
				return out, err
			}
		}
		if p.Paid {
			lines = append(lines, p.Bonus(year))
		}
		for _, l := range lines {
			by[l.What] = append(by[l.What], l)
		}
	}
	for _, what := range All() {
		out.Lines = append(out.Lines, by[what]...)
	}
	return out, s.explain(ctx, office, year, out.Lines)
}

// explain says of the years without a grade that interrupt lines why there is none.
func (s *Service) explain(ctx context.Context, office string, year int, lines []Line) error {
	var people []string
	for i := range lines {
		if lines[i].ungraded() && !slices.Contains(people, lines[i].Person) {
			people = append(people, lines[i].Person)
		}
	}
	if len(people) == 0 {
		return nil
	}
	why, err := s.Ungraded(ctx, office, people, year-yearsBack, year)
	for i := range lines {
		lines[i].Why = why[lines[i].Person]
	}
	return err
}

// histories returns what is known of the people of the office, and of those who have left
// it since the end of the year, in the order of the roster; or of one of them.
func (s *Service) histories(ctx context.Context, office string, year int, today evaluation.Date, person string) ([]History, error) {
	book, err := s.Book(ctx, office)
	if err != nil {
		return nil, err
	}
	var people []string
	if person != "" {
		people = []string{person}
	}
	known, err := s.Known(ctx, office, year, people)
	if err != nil {
		return nil, err
	}
	uses, err := s.uses(ctx, office, people)
	if err != nil {
		return nil, err
	}
	questioned, err := s.Questioned(ctx, office, people, year-yearsBack, year)
	if err != nil {
		return nil, err
	}
	end := evaluation.NewDate(year, 12, 31)
	over := end.Before(today)
	if !over {
		end = today
	}
	now, then := book.On(today), book.On(end)
	var list []History
	add := func(m *roster.Member, left, then bool) {
		if person != "" && m.ID != person {
			return
		}
		h := known[m.ID]
		if h == nil {
			h = &History{Person: m.ID}
		}
		h.Questioned = questioned[m.ID]
		h.Uses, h.Left, h.Paid = uses[m.ID], left, then && (over || h.Grades[year] != "")
		h.establishment, h.above, h.absences, h.Joined = m.Establishment, roster.Leads(m.Level), m.Absences, m.Joined
		list = append(list, *h)
	}
	for _, m := range now.Members() {
		_, there := then.Member(m.ID)
		add(&m, false, there)
	}
	for _, m := range then.Members() {
		if _, here := now.Member(m.ID); !here {
			add(&m, true, true)
		}
	}
	return list, nil
}

// barsOf are the entries of the roster that exclude a promotion on a day.
func barsOf(absences []roster.Absence, on evaluation.Date, rules rulepack.Numbers) (list []Bar, err error) {
	for _, a := range absences {
		effect, has, err := desk.EffectOf(a, rules)
		if err != nil {
			return nil, err
		}
		if has && effect.Running(a.From, on) {
			list = append(list, Bar{Kind: a.Kind, Rule: effect.Rule, Until: effect.Until})
		}
	}
	return list, nil
}

// uses returns what was noted as done, by person.
func (s *Service) uses(ctx context.Context, office string, people []string) (map[string][]Used, error) {
	done, err := desk.AllOf[Use](ctx, s.Ledger, evaluation.Query{
		Office: office, Kinds: []string{KindUse}, States: evaluation.States(Entered, Improving), Subjects: people, NoHistory: true,
	})
	by := map[string][]Used{}
	for _, u := range done {
		p := u.Payload
		one := Used{Record: u.ID, What: p.What, Year: p.Year, Years: p.Years, On: p.On, Document: p.Document, Note: p.Note, ImproveBy: p.ImproveBy}
		if u.State == Improving {
			one.ReviewOn = p.ReviewOn
		}
		if n := len(p.Reviews); n > 0 {
			one.Reviewed, one.Outcome = p.Reviews[n-1].On, p.Reviews[n-1].Outcome
		}
		by[u.Subject] = append(by[u.Subject], one)
	}
	return by, err
}
