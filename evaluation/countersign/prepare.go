package countersign

import (
	"slices"
	"strconv"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/signoff"
)

func (s *Service) prepare(step *evaluation.Step, p *Request, in *PrepareInput) (evaluation.State, error) {
	rules, err := s.Freeze(step, ruleDays, ruleChecks)
	if err != nil {
		return "", err
	}
	*p = Request{Asked: []Asked{}, Writers: []string{}, Rules: rules}
	step.Record.On, step.Record.Period = step.Today, step.Today.String()[:4]
	return Draft, s.write(step, p, in)
}

// amend changes a request that nobody is asked about.
func (s *Service) amend(step *evaluation.Step, p *Request, in *PrepareInput) (evaluation.State, error) {
	switch {
	case in.Person != step.Record.Subject:
		return "", desk.Mistake("person", "countersign.same_person")
	case in.Somebody != p.Somebody:
		return "", desk.Mistake("somebody", "countersign.same_person")
	}
	return Draft, s.write(step, p, in)
}

// write stores what a request says; it waits for personnel then.
func (s *Service) write(step *evaluation.Step, p *Request, in *PrepareInput) error {
	day, err := s.Today(step)
	if err != nil {
		return err
	}
	m := evaluation.Mistakes{}
	if (in.Person == "") == (in.Somebody == "") {
		m.Add("somebody", "countersign.whom")
	}
	if slices.ContainsFunc(day.Book().ByName(in.Somebody), func(id string) bool { _, here := day.Member(id); return here }) {
		m.Add("somebody", "countersign.in_roster")
	}
	for _, id := range in.Apart {
		switch _, here := day.Member(id); {
		case !here:
			m.Add("apart", "countersign.not_here")
		case id == step.Actor.Person:
			m.Add("apart", "countersign.recused")
		}
	}
	if in.Way == WayIn && in.Asker == "" {
		m.Add("asker", "countersign.who_asks")
	}
	for i := range in.Parties {
		s.row(m, day, in, i)
	}
	if err := m.Err(); err != nil {
		return err
	}
	if err := s.reachable(step, in); err != nil {
		return err
	}
	p.Content, p.Name = Content(*in), in.Somebody
	if !slices.Contains(p.Writers, step.Actor.Account) {
		p.Writers = append(p.Writers, step.Actor.Account)
	}
	if in.Person != "" {
		who, here := day.Member(in.Person)
		if !here {
			return desk.Mistake("person", "countersign.not_here")
		}
		desk.About(step.Record, &who)
		p.Name = who.Name
		if p.Post == "" {
			p.Post = who.Post
		}
	}
	step.Record.Sort = p.Name // also of those whom the roster does not know
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePersonnel))
	return nil
}

// free refuses whom a request concerns, who keeps out of it, and relatives of both.
func free(day *roster.Snapshot, person string, apart []string) evaluation.Suits {
	return desk.Apart(day, "countersign.recused", append([]string{person}, apart...)...)
}

// row notes what is wrong with a party.
func (s *Service) row(m evaluation.Mistakes, day *roster.Snapshot, in *PrepareInput, i int) {
	row := &in.Parties[i]
	at := "parties." + strconv.Itoa(i)
	if slices.ContainsFunc(in.Parties[:i], func(o PartyRow) bool {
		return o.Side == row.Side && (row.Side != SidePerson || o.Person == row.Person) && (row.Side != SideOutside || o.Body == row.Body)
	}) {
		m.Add(at+".side", "countersign.twice")
	}
	switch row.Side {
	case SidePerson:
		if row.Person == "" {
			m.Add(at+".person", "countersign.name_person")
		} else if why := desk.Both(desk.Here(day, "countersign.not_here"), free(day, in.Person, in.Apart))(row.Person); why.Key != "" {
			m.Add(at+".person", why.Key)
		}
	case SideOutside:
		if row.Body == "" {
			m.Add(at+".body", "countersign.name_body")
		}
	}
}

// reachable refuses a named party who cannot log in and so could not sign.
func (s *Service) reachable(step *evaluation.Step, in *PrepareInput) error {
	for i, row := range in.Parties {
		if row.Side != SidePerson {
			continue
		}
		if err := s.canSign(step, "parties."+strconv.Itoa(i)+".person", row.Person); err != nil {
			return err
		}
	}
	return nil
}

// canSign refuses a person without the account of a leader or a head, at a field.
func (s *Service) canSign(step *evaluation.Step, field, person string) error {
	have, err := s.Holders(step.Ctx, step.Record.Office, []string{person}, evaluation.RolePrincipal, evaluation.RoleLeader, evaluation.RoleHead)
	if err != nil {
		return err
	}
	if len(have) == 0 {
		return desk.Mistake(field, "countersign.no_account")
	}
	return nil
}

// concernable says whom a request can be about: people of the office.
func (s *Service) concernable(step *evaluation.Step) (map[string]evaluation.Suits, error) {
	day, err := s.Today(step)
	if err != nil {
		return nil, err
	}
	here := desk.Here(day, "countersign.not_here")
	return map[string]evaluation.Suits{"person": here, "apart": here}, nil
}

// ask puts the request to the parties.
func (s *Service) ask(step *evaluation.Step, p *Request, in *AskInput) (evaluation.State, error) {
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	due := in.Due
	if due.IsZero() {
		if due, err = s.Due(step.Ctx, step.Record.Office, p.Rules, ruleDays, step.Today); err != nil {
			return "", err
		}
	}
	if err := p.Sheet.Open(step.Today, day, due, concerned(step.Record, p), p.parties(day)...); err != nil {
		return "", err
	}
	p.Asked = append(p.Asked, Asked{Content: p.Content, Checked: []Checked{}, Letters: []Letter{}, Replies: []Reply{}})
	p.Escalated = evaluation.Date{}
	step.Record.Parties = p.named()
	p.wait(step)
	return Signing, nil
}

// named lists the people who are asked by name in the newest round.
func (p *Request) named() []string {
	var list []string
	for _, x := range p.Sheet.Current().Parties {
		if x.Person != "" {
			list = append(list, x.Person)
		}
	}
	return list
}

// checks reports whether the four checks are asked for: where the office proposes to promote
// somebody. What another body proposes it checks itself.
func (p *Request) checks() bool { return p.Matter == Promotion && p.Way == WayOut }

// parties are those that the request names; a promotion is put to discipline inspection and
// personnel anyway, which state the four checks.
func (p *Request) parties(day *roster.Snapshot) []signoff.Party {
	rows := slices.Clone(p.Parties)
	if p.checks() {
		for _, side := range []string{SideDiscipline, SidePersonnel} {
			if !slices.ContainsFunc(rows, func(row PartyRow) bool { return row.Side == side }) {
				rows = append(rows, PartyRow{Side: side})
			}
		}
	}
	list := make([]signoff.Party, 0, len(rows))
	for i, row := range rows {
		switch row.Side {
		case SidePrincipal:
			list = append(list, signoff.Party{Key: row.Side, Name: "党工委主要领导", Role: evaluation.RolePrincipal})
		case SidePersonnel:
			list = append(list, signoff.Party{Key: row.Side, Name: "组织科", Role: evaluation.RolePersonnel})
		case SideDiscipline:
			list = append(list, signoff.Party{Key: row.Side, Name: "纪工委", Role: evaluation.RoleDiscipline})
		case SidePerson:
			list = append(list, signoff.Party{Key: "p" + strconv.Itoa(i+1), Name: day.Book().Name(row.Person), Person: row.Person})
		case SideOutside:
			list = append(list, signoff.Party{Key: "o" + strconv.Itoa(i+1), Name: row.Body, Outside: true})
		}
	}
	return list
}

// wait makes the record wait for the parties whose signature is missing, for personnel where
// one of them is outside, and for the principal leaders where a letter is to be compared, or
// once they were told that it is late.
func (p *Request) wait(step *evaluation.Step) {
	who := p.Sheet.Waiting()
	if (p.Reply != nil || !p.Escalated.IsZero()) && !slices.Contains(who, evaluation.WaitRole(evaluation.RolePrincipal)) {
		who = append(who, evaluation.WaitRole(evaluation.RolePrincipal))
	}
	desk.Wait(step.Record, p.Sheet.Current().Due, who...)
}
