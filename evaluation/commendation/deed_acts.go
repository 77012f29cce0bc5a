package commendation

import (
	"cmp"
	"slices"
	"strconv"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// report enters a deed. Its reporter becomes a party by account, because a
// supervisor is not in the roster; the people concerned become parties when it is
// filed.
func (s *Service) report(step *evaluation.Step, d *Deed, in *ReportInput) (evaluation.State, error) {
	rules, err := s.Freeze(step, "commendation.grounds", "commendation.duplicate.days", "commendation.duplicate.likeness")
	if err != nil {
		return "", err
	}
	book, err := s.Book(step.Ctx, step.Record.Office)
	if err != nil {
		return "", err
	}
	*d = Deed{
		Who: in.Who, Ground: in.Ground, Title: in.Title, On: in.On, Place: in.Place, Text: in.Text, Files: in.Files, Rules: rules,
		Reporter: Reporter{Account: step.Actor.Account, Person: step.Actor.Person, Name: step.Actor.Name},
		Similar:  []Similar{}, Counting: []Counting{},
	}
	m := evaluation.Mistakes{}
	if in.On.After(step.Today) {
		m.Add("on", "commendation.future", "today", step.Today.String())
	}
	if len(in.People) == 0 && in.Unit == "" && in.Who == "" {
		m.Add("people", "commendation.nobody")
	}
	concern(m, step, d, book, in.People, in.Unit)
	if err := m.Err(); err != nil {
		return "", err
	}
	if err := impartial(step, book, d.People); err != nil {
		return "", err
	}
	d.Source = source(step.Actor, d, book.On(step.Today), in.Source)
	if step.Actor.Has(evaluation.RolePersonnel) {
		d.Reporter.Sender = in.Sender
	}
	if err := s.compare(step, d, in.Anyway); err != nil {
		return "", err
	}
	env := step.Record
	env.Parties = []string{evaluation.PartyAccount(step.Actor.Account)}
	env.On, env.Period = in.On, strconv.Itoa(in.On.Year())
	desk.Wait(env, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePersonnel))
	return DeedReported, nil
}

// receive enters a deed that residents praised: nobody is its reporter, and personnel verify
// it like any other.
func (s *Service) receive(step *evaluation.Step, d *Deed, in *ReceivedInput) (evaluation.State, error) {
	in.Anyway = true // similar ones are shown when it is verified
	state, err := s.report(step, d, &in.ReportInput)
	d.Source, d.Matter, d.Reporter = SourcePublic, in.Matter, Reporter{}
	step.Record.Parties = nil
	return state, err
}

// Receivable refuses what could not become a deed, or not by this actor; it changes nothing.
func (s *Service) Receivable(step *evaluation.Step, in *ReportInput) error {
	trial, record, one := *step, *step.Record, *in
	trial.Record, one.Anyway = &record, true
	_, err := s.report(&trial, &Deed{}, &one)
	return err
}

// concern sets whom a deed is about, and the envelope's subject and department. The
// subject is set only for a deed of a single person.
func concern(m evaluation.Mistakes, step *evaluation.Step, d *Deed, book *roster.Book, people []string, unit string) {
	d.People = []Person{}
	for i, id := range people {
		p, known := book.On(d.On).Member(id)
		if !known {
			p, known = book.On(step.Today).Member(id) // joined after the deed
		}
		if !known || slices.Contains(people[:i], id) {
			m.Add("people."+strconv.Itoa(i), "commendation.person")
			continue
		}
		d.People = append(d.People, Person{ID: id, Name: p.Name, Unit: p.Department, UnitName: p.DepartmentName})
	}
	d.Unit, d.UnitName = "", ""
	if unit != "" {
		u, known := book.On(step.Today).Department(unit)
		if !known {
			m.Add("unit", "commendation.unit")
		}
		d.Unit, d.UnitName = u.ID, u.Name
	}
	env := step.Record
	env.Subject, env.Unit, env.Sort = "", d.Unit, d.UnitName
	if len(d.People) == 0 {
		return
	}
	if m, ok := book.On(step.Today).Member(d.People[0].ID); ok {
		env.Sort = m.Sort
	}
	if len(d.People) == 1 {
		env.Subject = d.People[0].ID
	}
	together := !slices.ContainsFunc(d.People, func(p Person) bool { return p.Unit != d.People[0].Unit })
	if d.Unit == "" && together {
		env.Unit = d.People[0].Unit
	}
}

// source returns the source by the role of the reporter; personnel choose it,
// because they enter letters and calls.
func source(who evaluation.Actor, d *Deed, day *roster.Snapshot, said string) string {
	heads, _ := day.Units(who.Person)
	switch {
	case who.Has(evaluation.RolePersonnel):
		return cmp.Or(said, "personnel")
	case who.Has(evaluation.RoleSupervisor):
		return "supervisor"
	case who.Has(evaluation.RoleCommittee):
		return "committee"
	case len(d.People) > 0 && !slices.ContainsFunc(d.People, func(p Person) bool { return !slices.Contains(heads, p.Unit) }):
		return "head"
	}
	return "department"
}

// unbiased refuses a verification by whom the deed is about, or by a relative.
func (s *Service) unbiased(step *evaluation.Step, d *Deed) error {
	book, err := s.Book(step.Ctx, step.Record.Office)
	if err != nil {
		return err
	}
	return impartial(step, book, d.People)
}

// verify records the facts and the text, and whom the deed is about if the reporter
// did not know.
func (s *Service) verify(step *evaluation.Step, d *Deed, in *VerifyInput) (evaluation.State, error) {
	book, err := s.Book(step.Ctx, step.Record.Office)
	if err != nil {
		return "", err
	}
	m := evaluation.Mistakes{}
	if len(in.People) > 0 || in.Unit != "" {
		concern(m, step, d, book, in.People, in.Unit)
	}
	if len(d.People) == 0 && d.Unit == "" {
		m.Add("people", "commendation.nobody")
	}
	if err := m.Err(); err != nil {
		return "", err
	}
	if err := impartial(step, book, d.People); err != nil {
		return "", err
	}
	d.Ground, d.Title, d.Wording = in.Ground, in.Title, in.Wording
	d.Verification = Verification{Facts: in.Facts, How: in.How, ByName: step.Actor.Name, On: step.Today}
	return DeedVerified, s.compare(step, d, in.Anyway)
}

// file gives a verified deed its number and makes the people concerned parties.
func (s *Service) file(step *evaluation.Step, d *Deed) (evaluation.State, error) {
	book, err := s.Book(step.Ctx, step.Record.Office)
	if err != nil {
		return "", err
	}
	if err := impartial(step, book, d.People); err != nil {
		return "", err
	}
	year := step.Today.Year()
	n, err := next(step.Ctx, step.Read, step.Record.Office, KindDeed, year)
	if err != nil {
		return "", err
	}
	w, err := word(step)
	if err != nil {
		return "", err
	}
	d.Number, d.FiledOn = FileNumber(w, year, n), step.Today
	env := step.Record
	env.Unique = key(KindDeed, year, n)
	env.Parties = slices.Clone(env.Parties)
	for _, p := range d.People {
		if !slices.Contains(env.Parties, p.ID) {
			env.Parties = append(env.Parties, p.ID)
		}
	}
	desk.Wait(env, evaluation.Date{})
	return DeedFiled, nil
}

func turnDown(step *evaluation.Step, d *Deed) (evaluation.State, error) {
	d.TurnedDown = Ending{Reason: step.Reason, On: step.Today}
	desk.Wait(step.Record, evaluation.Date{})
	return DeedTurnedDown, nil
}

// revoke takes back a filed deed (E-11). It no longer counts; if it was published,
// the next bulletin contains a correction.
func revoke(step *evaluation.Step, d *Deed) (evaluation.State, error) {
	d.Revoked = Ending{Reason: step.Reason, On: step.Today}
	if d.Counted {
		count(step, d, false)
	}
	return DeedRevoked, nil
}

func (s *Service) countDeed(step *evaluation.Step, d *Deed) (evaluation.State, error) {
	return s.decideCounting(step, d, true)
}

func (s *Service) uncountDeed(step *evaluation.Step, d *Deed) (evaluation.State, error) {
	return s.decideCounting(step, d, false)
}

func (s *Service) decideCounting(step *evaluation.Step, d *Deed, yes bool) (evaluation.State, error) {
	book, err := s.Book(step.Ctx, step.Record.Office)
	if err != nil {
		return "", err
	}
	if err := impartial(step, book, d.People); err != nil {
		return "", err
	}
	if d.Counted == yes {
		return "", desk.WrongState("commendation.counted." + strconv.FormatBool(yes))
	}
	count(step, d, yes)
	return step.Record.State, nil
}

func count(step *evaluation.Step, d *Deed, yes bool) {
	d.Counted = yes
	d.Counting = append(d.Counting, Counting{Counted: yes, Reason: step.Reason, ByName: step.Actor.Name, On: step.Today})
}

// publish records the bulletin. A deed that was revoked while the bulletin was
// being released stays revoked, and the next bulletin corrects it.
func publish(step *evaluation.Step, d *Deed, in *BulletinReference) (evaluation.State, error) {
	if d.Bulletin.ID == "" {
		d.Bulletin = Reference{ID: in.Bulletin, Number: in.Number, On: in.On}
	}
	if step.Record.State == DeedRevoked {
		return DeedRevoked, nil
	}
	return DeedPublished, nil
}

// correct records the bulletin with the correction of a revoked deed.
func correct(_ *evaluation.Step, d *Deed, in *BulletinReference) (evaluation.State, error) {
	if d.Correction.ID == "" {
		d.Correction = Reference{ID: in.Bulletin, Number: in.Number, On: in.On}
	}
	return DeedRevoked, nil
}
