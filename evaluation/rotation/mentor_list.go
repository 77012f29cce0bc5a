package rotation

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// Newcomer is a new person in the office, with the mentoring if there is one.
type Newcomer struct {
	Person    string          `json:"person"`
	Name      string          `json:"name"`
	Unit      string          `json:"unit"`
	UnitName  string          `json:"unit_name"`
	Post      string          `json:"post"`
	Joined    evaluation.Date `json:"joined"`
	Probation evaluation.Date `json:"probation"` // last day
	Mentoring string          `json:"mentoring"` // "" for none
	State     string          `json:"state"`
	Mentor    string          `json:"mentor"` // name, "" for nobody
}

// Newcomers lists the new people in the office on a day (D-11, D-13), those without
// a mentor first.
func (s *Service) Newcomers(ctx context.Context, office string, day evaluation.Date) ([]Newcomer, error) {
	book, err := s.Book(ctx, office)
	if err != nil {
		return nil, err
	}
	pack, err := s.Pack(ctx, office)
	if err != nil {
		return nil, err
	}
	rules := pack.On(day)
	probation, err := rules.Int("mentor.probation")
	if err != nil {
		return nil, err
	}
	var out []Newcomer
	var people []string
	for _, m := range book.On(day).Members() {
		fresh, err := newcomer(rules, &m, day)
		if err != nil {
			return nil, err
		}
		if !fresh {
			continue
		}
		people = append(people, m.ID)
		out = append(out, Newcomer{
			Person: m.ID, Name: m.Name, Unit: m.Department, UnitName: m.DepartmentName, Post: m.Post, Joined: m.Joined,
			Probation: m.Joined.AddMonths(int(probation)),
		})
	}
	if len(out) == 0 {
		return nil, nil
	}
	records, err := desk.AllOf[Mentoring](ctx, s.Ledger, evaluation.Query{Office: office, Kinds: []string{KindMentoring}, Subjects: people})
	if err != nil {
		return nil, err
	}
	for i := range out {
		out[i].mentored(records)
	}
	slices.SortStableFunc(out, func(x, y Newcomer) int {
		return cmp.Or(cmp.Compare(min(1, len(x.Mentoring)), min(1, len(y.Mentoring))), x.Joined.Compare(y.Joined))
	})
	return out, nil
}

// mentored finds the newcomer's newest mentoring that was not ended early.
func (n *Newcomer) mentored(records []desk.Of[Mentoring]) {
	for _, r := range records {
		if r.Subject == n.Person && r.State != Ended && !r.Payload.From.Before(n.Joined) {
			n.Mentoring, n.State, n.Mentor = r.ID, string(r.State), r.Payload.Mentor.Name
		}
	}
}

// Late is an overdue item of a mentoring, or a newcomer who has lost the mentor.
type Late struct {
	Record   string `json:"record"`
	Newcomer string `json:"newcomer"`
	Name     string `json:"name"`
	UnitName string `json:"unit_name"`
	Mentor   string `json:"mentor"` // name
	Gap      string `json:"gap"`    // "" if there is a mentor
	Owed
}

// Overdue lists the overdue items on a day, longest first.
func (s *Service) Overdue(ctx context.Context, office string, day evaluation.Date) ([]Late, error) {
	book, err := s.Book(ctx, office)
	if err != nil {
		return nil, err
	}
	records, err := desk.AllOf[Mentoring](ctx, s.Ledger, evaluation.Query{
		Office: office, Kinds: []string{KindMentoring}, States: evaluation.States(Vacant, Planning, Running, Closing),
	})
	if err != nil {
		return nil, err
	}
	snap := book.On(day)
	var out []Late
	for _, r := range records {
		seen, m := r.Record, r.Payload
		next := m.follow(&seen, snap)
		for _, o := range m.Owed(next, snap) {
			l := Late{Record: seen.ID, Newcomer: m.Newcomer, Name: m.NewcomerName, UnitName: m.UnitName, Mentor: m.Mentor.Name, Owed: o}
			if m.Gap != nil {
				l.Gap = m.Gap.Why
			}
			if l.Gap != "" || o.By.Before(day) {
				out = append(out, l)
			}
		}
	}
	slices.SortStableFunc(out, func(x, y Late) int { return x.By.Compare(y.By) })
	return out, nil
}

// Candidate is a possible mentor of a newcomer, with the reason against it if there
// is one.
type Candidate struct {
	Person   string
	Name     string
	Unit     string
	UnitName string
	Post     string
	Level    string
	Here     Span // in the office
	Load     int
	Most     int
	Same     bool               // in the newcomer's department
	Against  evaluation.Problem // Key is "" if there is no reason
}

// Candidates lists everybody below the leadership: people of the newcomer's
// department first, then those with most free places; people with a reason against
// them last.
func (s *Service) Candidates(ctx context.Context, office, person string, day evaluation.Date) ([]Candidate, error) {
	book, err := s.Book(ctx, office)
	if err != nil {
		return nil, err
	}
	pack, err := s.Pack(ctx, office)
	if err != nil {
		return nil, err
	}
	snap, rules := book.On(day), pack.On(day)
	n, err := here(snap, "newcomer", person)
	if err != nil {
		return nil, err
	}
	most, err := rules.Int("mentor.pupils")
	if err != nil {
		return nil, err
	}
	loads, err := s.loads(ctx, office)
	if err != nil {
		return nil, err
	}
	var out []Candidate
	for _, m := range snap.Members() {
		if m.ID == n.ID || roster.Leads(m.Level) {
			continue
		}
		load := loads[m.ID]
		c := Candidate{
			Person: m.ID, Name: m.Name, Unit: m.Department, UnitName: m.DepartmentName, Post: m.Post, Level: m.Level, Here: Between(m.Joined, day),
			Load: load.besides(""), Most: int(most), Same: m.Department == n.Department,
		}
		if c.Against, err = unfit(rules, &m, load, "", day); err != nil {
			return nil, err
		}
		if _, related := snap.Related(m.ID, n.ID); related {
			c.Against = evaluation.Say("desk.related")
		}
		out = append(out, c)
	}
	slices.SortStableFunc(out, func(x, y Candidate) int {
		return cmp.Or(
			cmp.Compare(min(1, len(x.Against.Key)), min(1, len(y.Against.Key))), -compareBool(x.Same, y.Same), cmp.Compare(x.Load, y.Load),
		)
	})
	return out, nil
}

func compareBool(x, y bool) int {
	switch {
	case x == y:
		return 0
	case x:
		return 1
	}
	return -1
}

// loads returns the loads of all mentors.
func (s *Service) loads(ctx context.Context, office string) (map[string]*Load, error) {
	records, err := desk.AllOf[Load](ctx, s.Ledger, evaluation.Query{Office: office, Kinds: []string{KindLoad}})
	if err != nil {
		return nil, err
	}
	out := map[string]*Load{}
	for _, r := range records {
		out[r.Payload.Mentor] = r.Payload
	}
	return out, nil
}

// watchMentoring updates mentorings without a mentor, those at the time of the
// opinions, and who has to act next.
func (s *Service) watchMentoring(ctx context.Context, do evaluation.Doer, office string, today evaluation.Date) error {
	book, err := s.Book(ctx, office)
	if err != nil {
		return err
	}
	records, err := desk.AllOf[Mentoring](ctx, do, evaluation.Query{
		Office: office, Kinds: []string{KindMentoring}, States: evaluation.States(Planning, Running, Closing, Paused),
	})
	if err != nil {
		return err
	}
	day := book.On(today)
	var errs []error
	for _, r := range records {
		seen, m := r.Record, r.Payload
		was := ""
		if m.Gap != nil {
			was = m.Gap.Why
		}
		next := m.follow(&seen, day)
		now := ""
		if m.Gap != nil {
			now = m.Gap.Why
		}
		if next != r.State || now != was || seen.Unit != r.Unit || seen.Due != r.Due || !slices.Equal(seen.Waiting, r.Waiting) {
			errs = append(errs, desk.ActIfStillInState(ctx, do, office, r.ID, "observe", nil))
		}
	}
	return errors.Join(errs...)
}
