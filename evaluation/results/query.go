package results

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// yearsBack is how many years before a list's its grades are read: longer than any rule
// counts, with years that do not count between them.
const yearsBack = 15

// Histories returns what is known of the people of the office, or of one person, up to a
// year, in the order of the roster. Grades that Kaoji fixed come before those that were
// entered, and these before those of appointment forms.
func (s *Service) Histories(ctx context.Context, office string, year int, today evaluation.Date, person string) ([]History, error) {
	book, err := s.Book(ctx, office)
	if err != nil {
		return nil, err
	}
	assessed, err := s.Assessed(ctx, office, year-yearsBack, year)
	if err != nil {
		return nil, err
	}
	var people []string
	if person != "" {
		people = []string{person}
	}
	formed, err := s.Formed(ctx, office, people)
	if err != nil {
		return nil, err
	}
	entered, done, err := s.noted(ctx, office, people)
	if err != nil {
		return nil, err
	}
	var list []History
	at := map[string]int{}
	for _, m := range book.On(today).Members() {
		if person == "" || m.ID == person {
			at[m.ID] = len(list)
			list = append(list, History{Person: m.ID, Grades: map[int]string{}, Formed: map[int]bool{}})
		}
	}
	know := func(id string, y int, grade string, formed bool) {
		if i, here := at[id]; here && y <= year {
			list[i].Grades[y], list[i].Formed[y] = grade, formed
		}
	}
	for id, years := range formed {
		for y, grade := range years {
			know(id, y, grade, true)
		}
	}
	for _, g := range entered {
		know(g.Subject, g.Payload.Year, g.Payload.Grade, false)
	}
	for id, years := range assessed {
		for y, grade := range years {
			know(id, y, grade, false)
		}
	}
	for _, u := range done {
		if i, here := at[u.Subject]; here {
			list[i].Uses = append(list[i].Uses, Used{Record: u.ID, What: u.Payload.What, Year: u.Payload.Year, Years: u.Payload.Years, On: u.Payload.On, Document: u.Payload.Document})
		}
	}
	return list, nil
}

// noted returns the grades that were entered, and what was done, for people; for all if
// none are named.
func (s *Service) noted(ctx context.Context, office string, people []string) (entered []desk.Of[Grade], done []desk.Of[Use], err error) {
	q := evaluation.Query{Office: office, States: evaluation.States(Entered), Subjects: people, NoHistory: true}
	q.Kinds = []string{KindGrade}
	if entered, err = desk.AllOf[Grade](ctx, s.Ledger, q); err != nil {
		return nil, nil, err
	}
	q.Kinds = []string{KindUse}
	done, err = desk.AllOf[Use](ctx, s.Ledger, q)
	return entered, done, err
}

// Lists returns the lines of a year by what follows, in the order of All and of the
// roster.
func (s *Service) Lists(ctx context.Context, office string, year int, today evaluation.Date, person string) ([]Line, error) {
	pack, err := s.Pack(ctx, office)
	if err != nil {
		return nil, err
	}
	people, err := s.Histories(ctx, office, year, today, person)
	if err != nil {
		return nil, err
	}
	by := map[string][]Line{}
	for i := range people {
		lines, err := people[i].Lines(year, pack.On(evaluation.NewDate(year, 12, 31)))
		if err != nil {
			return nil, err
		}
		for _, l := range lines {
			by[l.What] = append(by[l.What], l)
		}
	}
	var list []Line
	for _, what := range All() {
		list = append(list, by[what]...)
	}
	return list, nil
}
