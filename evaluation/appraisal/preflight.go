package appraisal

import (
	"context"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/ballot"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// Preflight checks a planned round before it is published. Problems that prevent
// publishing come first. The round must not be published yet.
func (s *Service) Preflight(ctx context.Context, office string, r *Round) ([]desk.Check, error) {
	pack, err := s.Pack(ctx, office)
	if err != nil {
		return nil, err
	}
	n, err := numbersOf(pack.On(r.AsOf))
	if err != nil {
		return nil, err
	}
	planned := *r
	book, err := s.relate(ctx, office, &planned, n)
	if err != nil {
		return nil, err
	}
	checks := preflight(book, &planned, n)
	if have := len(r.Keepers); planned.votes() && have < ballot.Keepers {
		missing := desk.Check{Level: desk.LevelStop, Say: evaluation.Say("ballot.keepers_missing", "have", have, "want", ballot.Keepers)}
		checks = append([]desk.Check{missing}, checks...)
	}
	return checks, nil
}

// Starting checks a round that would be published on a day, before one is planned.
func (s *Service) Starting(ctx context.Context, office string, day evaluation.Date) ([]desk.Check, error) {
	return s.Preflight(ctx, office, &Round{Year: day.Year(), From: evaluation.NewDate(day.Year(), 1, 1), AsOf: day, Account: true, Code: true})
}

// relate fills in who rates whom.
func (s *Service) relate(ctx context.Context, office string, r *Round, n numbers) (*roster.Book, error) {
	book, err := s.Book(ctx, office)
	if err != nil {
		return nil, err
	}
	var people []string
	for _, k := range book.On(r.AsOf).Committees() {
		for _, m := range k.Members {
			people = append(people, m.ID)
		}
	}
	voters, err := s.Voters(ctx, office, people)
	if err != nil {
		return nil, err
	}
	r.relations(book, voters, n)
	return book, nil
}

// flight collects the problems.
type flight struct {
	desk.Checks
	day *roster.Snapshot
	r   *Round
	n   numbers
}

func (f *flight) stop(name, record, key string, pairs ...any) {
	step := desk.StepCommittees
	if key == "appraisal.check.no_account" {
		step = desk.StepAccounts
	}
	f.Stop(desk.Check{Step: step, Say: evaluation.Say(key, pairs...), Name: name, Record: record})
}

func (f *flight) warn(name, record, key string, pairs ...any) {
	f.Warn(desk.Check{Say: evaluation.Say(key, pairs...), Name: name, Record: record})
}

func preflight(book *roster.Book, r *Round, n numbers) []desk.Check {
	f := &flight{day: book.On(r.AsOf), r: r, n: n}
	if len(r.Cadres) == 0 {
		f.stop("", "", "appraisal.check.nobody", "months", n.contact)
	}
	f.served()
	raters := 0
	for i := range r.Panels {
		f.panel(&r.Panels[i])
		raters += len(r.Panels[i].voting())
	}
	for i := range r.Cadres {
		f.cadre(&r.Cadres[i])
	}
	return f.All(evaluation.Say("appraisal.check.fine", "cadres", len(r.Cadres), "committees", len(r.Panels), "raters", raters))
}

// served reports people of the office without a committee, and too short contact.
// Leaders need not serve a committee.
func (f *flight) served() {
	within := span{f.r.From, f.r.AsOf}
	for _, m := range f.day.Members() {
		list := liaised(m, within)
		if len(list) == 0 && !roster.Leads(m.Level) {
			f.warn(m.Name, m.ID, "appraisal.check.no_liaison", "name", m.Name)
		}
		for _, k := range list {
			if got := months(contact(m.Person.Liaisons, k, within)); got < f.n.contact {
				f.warn(m.Name, m.ID, "appraisal.check.short", "name", m.Name, "committee", f.day.Book().Name(k), "months", got, "least", f.n.contact)
			}
		}
	}
}

func (f *flight) panel(p *Panel) {
	switch {
	case len(p.Raters) == 0:
		f.stop(p.Name, p.Committee, "appraisal.check.no_raters", "committee", p.Name)
		return
	case len(p.voting()) == 0:
		f.stop(p.Name, p.Committee, "appraisal.check.no_way", "committee", p.Name)
		return
	}
	for _, r := range p.Raters {
		if r.Way == "" && len(r.Recused) == 0 {
			f.stop(p.Name, p.Committee, "appraisal.check.no_account", "committee", p.Name, "name", r.Name)
		}
		if len(r.Recused) > 0 {
			key := "appraisal.check.relative"
			switch {
			case len(r.Recused) == len(p.Cadres):
				key = "appraisal.check.relative_all"
			case r.Way == "":
				key = "appraisal.check.relative_out"
			}
			var who []string
			for _, person := range r.Recused {
				who = append(who, f.day.Book().Name(person))
			}
			f.warn(p.Name, p.Committee, key, "committee", p.Name, "name", r.Name, "names", names(who))
		}
	}
	if !slices.ContainsFunc(p.Raters, func(r Rater) bool { return r.Signs }) {
		f.warn(p.Name, p.Committee, "appraisal.check.no_signer", "committee", p.Name, "name", p.Raters[0].Name)
	}
	if p.Named {
		f.warn(p.Name, p.Committee, "appraisal.check.named", "committee", p.Name)
	}
}

func (f *flight) cadre(c *Cadre) {
	total := 0
	for _, t := range c.Committees {
		if p, ok := f.r.panel(t.Committee); ok && !p.Named {
			total += p.eligible(c.Person)
		}
	}
	if total < f.n.floor {
		f.warn(c.Name, c.Person, "appraisal.check.floor", "name", c.Name, "have", total, "floor", f.n.floor)
	}
	for _, t := range c.Committees {
		if p, ok := f.r.panel(t.Committee); ok && p.signer(c.Person).ID == "" {
			f.stop(p.Name, p.Committee, "appraisal.check.no_opinion", "committee", p.Name, "name", c.Name)
		}
	}
}
