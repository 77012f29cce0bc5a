package rotation

import (
	"context"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
	"kaoji/evaluation/workday"
)

// grounds are the data from which tenure is computed.
type grounds struct {
	book     *roster.Book
	calendar workday.Calendar
	posts    []Post          // sensitive posts
	stays    []desk.Of[Stay] // approved stays, including ended ones
}

// grounds are for a day and later ones.
func (s *Service) grounds(ctx context.Context, book *roster.Book, day evaluation.Date) (*grounds, error) {
	g := &grounds{book: book}
	var err error
	if g.calendar, err = s.Calendar(ctx, book.Office()); err != nil {
		return nil, err
	}
	posts, err := desk.AllOf[Post](ctx, s.Ledger, evaluation.Query{Office: book.Office(), Kinds: []string{KindPost}})
	if err != nil {
		return nil, err
	}
	for _, r := range posts {
		g.posts = append(g.posts, *r.Payload)
	}
	g.stays, err = desk.AllOf[Stay](ctx, s.Ledger, evaluation.Query{Office: book.Office(), Kinds: []string{KindStay}, States: evaluation.States(StayApproved)})
	if err != nil {
		return nil, err
	}
	// A decision that ended before the day covers none of these days; what ends
	// one is the last change of its record. A day more for the time zone.
	ended, err := desk.AllOf[Stay](ctx, s.Ledger, evaluation.Query{
		Office: book.Office(), Kinds: []string{KindStay}, States: evaluation.States(StayEnded, StayLapsed), ChangedFrom: day.AddDays(-1).Time(),
	})
	g.stays = append(g.stays, ended...)
	return g, err
}

// stints returns the stints of a person's appointments.
func (g *grounds) stints(list []roster.Appointment) []Stint {
	return Stints(list, g.book.SamePost, g.calendar.IsWorkday)
}

// tenure computes one person's tenure on a day.
func (g *grounds) tenure(rules rulepack.Numbers, m *roster.Member, day evaluation.Date) (Tenure, error) {
	t := Tenure{
		Person: m.ID, No: m.No, Name: m.Name, Level: m.Level, Age: Between(m.Born, day).Years,
		Also: []string{}, Concurrent: []InPost{}, sort: m.Sort, order: m.DepartmentOrder,
	}
	stints := g.stints(m.Person.Appointments)
	now, known := on(stints, day)
	for _, s := range append(stints, g.concurrent(m.Person)...) {
		if !s.From.After(day) {
			t.Posts++
		}
	}
	var err error
	t.InPost, err = g.inPost(rules, roster.Appointment{Department: m.Department, Post: m.Post, Heads: m.Heads, From: now.From}, day)
	if t.UnitName = m.DepartmentName; err != nil {
		return t, err
	}
	for _, a := range m.Concurrent {
		if s, ok := on(g.concurrentIn(m.Person, a), day); ok {
			a.From = s.From
		}
		p, err := g.inPost(rules, a, day)
		if err != nil {
			return t, err
		}
		t.Concurrent = append(t.Concurrent, p)
	}
	if known {
		t.Also, err = also(rules, m, t.Since, day)
	}
	return t, err
}

// concurrent returns the stints in all additional posts of a person.
func (g *grounds) concurrent(p *roster.Person) []Stint {
	var all []Stint
	for i, a := range p.Concurrent {
		if first := slices.IndexFunc(p.Concurrent, func(x roster.Appointment) bool { return g.book.SamePost(a, x) }); first == i {
			all = append(all, g.concurrentIn(p, a)...)
		}
	}
	return all
}

// concurrentIn returns the stints in one of them.
func (g *grounds) concurrentIn(p *roster.Person, post roster.Appointment) []Stint {
	var list []roster.Appointment
	for _, a := range p.Concurrent {
		if g.book.SamePost(a, post) {
			list = append(list, a)
		}
	}
	slices.SortStableFunc(list, func(x, y roster.Appointment) int { return x.From.Compare(y.From) })
	return g.stints(list)
}

// inPost returns the stage on a day of a post held since the appointment's first
// day.
func (g *grounds) inPost(rules rulepack.Numbers, a roster.Appointment, day evaluation.Date) (InPost, error) {
	p := InPost{
		Unit: a.Department, UnitName: g.book.Name(a.Department), Post: a.Post, Heads: a.Heads, Since: a.From, Span: Between(a.From, day),
		Sensitive: []string{}, Stage: StageNone, Next: StageNone,
	}
	if a.From.IsZero() {
		return p, nil
	}
	if list := powers(g.posts, g.book, a.Department, a.Post, day); list != nil {
		p.Sensitive = list
	}
	ladder, err := Ladder(rules, len(p.Sensitive) > 0)
	if err != nil {
		return p, err
	}
	reached, next, on := Reached(ladder, p.Since, day)
	p.Stage, p.Rule, p.Years, p.Next, p.NextOn = reached.Stage, reached.Rule, reached.Years, next.Stage, on
	return p, nil
}
