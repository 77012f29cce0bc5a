package roster

import "kaoji/evaluation"

// checkPost checks an appointment against the departments and their heads.
func checkPost(m evaluation.Mistakes, b *Book, self string, a Appointment, today evaluation.Date) {
	d, known := b.departments[a.Department]
	switch {
	case !known || !d.Closed.IsZero():
		m.Add("department", "roster.department_unknown")
	case a.From.Before(d.Opened):
		m.Add("post_since", "roster.department_unopened", "name", d.Name, "from", d.Opened)
	}
	if a.From.After(today) {
		m.Add("post_since", "roster.date.future")
	}
	if other := b.headSince(a.Department, a.From, self); a.Heads && other != "" {
		m.Add("heads", "roster.heads_twice", "name", b.Name(other))
	}
}

// headSince returns another person who heads the department on the day or later, ""
// if nobody does.
func (b *Book) headSince(department string, day evaluation.Date, except string) string {
	for id, p := range b.people {
		if id == except || !p.Left.IsZero() && p.Left.Before(day) {
			continue
		}
		for _, a := range p.posts() {
			if a.Heads && a.Department == department && (a.To.IsZero() || !a.To.Before(day)) {
				return id
			}
		}
	}
	return ""
}

func (k keeper) appoint(s *evaluation.Step, p *Person, in *Appoint) (evaluation.State, error) {
	b, err := k.office(s)
	if err != nil {
		return "", err
	}
	last := Appointment{}
	if n := len(p.Appointments); n > 0 {
		last = p.Appointments[n-1]
	}
	a := Appointment{
		Department: in.Department, Post: cleanText(in.Post), Level: in.Level, LevelSince: in.LevelSince, Heads: in.Heads, From: in.PostSince,
	}
	if a.LevelSince.IsZero() && a.Level != "" {
		a.LevelSince = a.From
		if a.Level == last.Level {
			a.LevelSince = last.LevelSince
		}
	}
	m := evaluation.Mistakes{}
	checkPost(m, b, s.Record.ID, a, s.Today)
	if err := k.checkLevel(s, m, b, a.Level); err != nil {
		return "", err
	}
	checkDates(p, a, s.Today, func(field, key string) { m.Add(field, key) })
	if len(p.Appointments) == 0 {
		p.Appointments = []Appointment{a}
	} else if !a.From.After(last.From) {
		m.Add("post_since", "roster.post_order", "from", last.From)
	} else {
		p.Appointments = succeed(p.Appointments, a, a.From)
	}
	p.onto(s)
	return StatePresent, m.Err()
}

func (k keeper) correctPost(s *evaluation.Step, p *Person, in *CorrectPost) (evaluation.State, error) {
	b, err := k.office(s)
	if err != nil {
		return "", err
	}
	n := len(p.Appointments)
	if n == 0 {
		return k.appoint(s, p, (*Appoint)(in))
	}
	a := Appointment{
		Department: in.Department, Post: cleanText(in.Post), Level: in.Level, LevelSince: in.LevelSince, Heads: in.Heads,
		From: in.PostSince, To: p.Appointments[n-1].To,
	}
	m := evaluation.Mistakes{}
	checkPost(m, b, s.Record.ID, a, s.Today)
	if err := k.checkLevel(s, m, b, a.Level); err != nil {
		return "", err
	}
	checkDates(p, a, s.Today, func(field, key string) { m.Add(field, key) })
	if n > 1 && !a.From.After(p.Appointments[n-2].From) {
		m.Add("post_since", "roster.post_order", "from", p.Appointments[n-2].From)
	} else if n > 1 && (p.Appointments[n-2].To.AddDays(1) == p.Appointments[n-1].From || !p.Appointments[n-2].To.Before(a.From)) {
		p.Appointments[n-2].To = a.From.AddDays(-1)
	}
	p.Appointments[n-1] = a
	p.onto(s)
	return StatePresent, m.Err()
}
