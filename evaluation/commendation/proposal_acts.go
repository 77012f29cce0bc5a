package commendation

import (
	"slices"
	"strconv"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/notice"
)

// propose writes the proposal: for one person or one collective (E-3).
func (s *Service) propose(step *evaluation.Step, p *Proposal, in *ProposeInput) (evaluation.State, error) {
	rules, err := s.Freeze(step, "commendation.kinds", "commendation.targets", "commendation.grounds", "commendation.notice", "commendation.authority")
	if err != nil {
		return "", err
	}
	*p = Proposal{
		Kind: in.Kind, People: []Person{}, Grounds: in.Grounds, Assessed: in.Assessed, Deeds: []Linked{}, Rules: rules,
		Notice: notice.Notice{Objections: []notice.Objection{}},
	}
	m := evaluation.Mistakes{}
	if (in.Person == "") == (in.Unit == "") {
		m.Add("person", "commendation.one_target")
	} else if err := s.target(m, step, p, in); err != nil {
		return "", err
	}
	desk.CheckAssessed(m, "commendation", in.Assessed, step.Today, in.Unit == "" && follows[in.Kind] != "")
	for i, row := range in.Deeds {
		linked, problem, err := link(step, p, row.Number)
		if err != nil {
			return "", err
		}
		if problem != "" {
			m.Add("deeds."+strconv.Itoa(i)+".number", problem, "number", row.Number)
			continue
		}
		p.Deeds = append(p.Deeds, linked)
	}
	if err := m.Err(); err != nil {
		return "", err
	}
	step.Record.On, step.Record.Period = step.Today, strconv.Itoa(step.Today.Year())
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePrincipal))
	return ProposalDraft, nil
}

// target sets the person or collective that is proposed.
func (s *Service) target(m evaluation.Mistakes, step *evaluation.Step, p *Proposal, in *ProposeInput) error {
	book, err := s.Book(step.Ctx, step.Record.Office)
	if err != nil {
		return err
	}
	day, env := book.On(step.Today), step.Record
	if in.Unit != "" {
		u, known := day.Department(in.Unit)
		if !known {
			m.Add("unit", "commendation.unit")
		}
		p.Unit, p.UnitName = u.ID, u.Name
		env.Subject, env.Unit, env.Sort = "", u.ID, u.Name
		return nil
	}
	who, known := day.Member(in.Person)
	if !known {
		m.Add("person", "commendation.person")
		return nil
	}
	p.People = []Person{{ID: who.ID, Name: who.Name, Unit: who.Department, UnitName: who.DepartmentName}}
	p.Post, p.Level = who.Post, who.Level
	desk.About(env, &who)
	if err := s.notAdmonished(step, p); err != nil {
		return err
	}
	return impartial(step, book, p.People)
}

// link finds a filed deed of the proposed person or collective.
func link(step *evaluation.Step, p *Proposal, written string) (Linked, string, error) {
	r, d, err := numbered(step, written)
	if evaluation.CodeOf(err) == evaluation.CodeInvalid {
		return Linked{}, "commendation.not_filed", nil
	}
	if err != nil {
		return Linked{}, "", err
	}
	about := p.Unit != "" && (d.Unit == p.Unit || slices.ContainsFunc(d.People, func(x Person) bool { return x.Unit == p.Unit })) ||
		slices.ContainsFunc(p.People, func(x Person) bool { return d.about(x.ID) })
	switch {
	case r.State != DeedFiled && r.State != DeedPublished:
		return Linked{}, "commendation.not_filed", nil
	case !about:
		return Linked{}, "commendation.other_target", nil
	case slices.ContainsFunc(p.Deeds, func(l Linked) bool { return l.Deed == r.ID }):
		return Linked{}, "commendation.twice", nil
	}
	return Linked{Deed: r.ID, Number: d.Number, Title: d.Title, On: d.On}, "", nil
}

func (d *Deed) about(person string) bool {
	return slices.ContainsFunc(d.People, func(p Person) bool { return p.ID == person })
}

// announce records that the leaders agree to the proposal, and begins the notice
// inside the office (E-6).
func (s *Service) announce(step *evaluation.Step, p *Proposal) (evaluation.State, error) {
	if err := stillFiled(step, p); err != nil {
		return "", err
	}
	if err := s.notAdmonished(step, p); err != nil {
		return "", err
	}
	step.Record.On = step.Today
	return ProposalNotice, p.Open(step, s.Desk, p.Rules, "commendation.notice")
}

// notAdmonished refuses a proposal for a person with an admonition this year
// (C-17). It is checked at each step until the proposal leaves the office.
func (s *Service) notAdmonished(step *evaluation.Step, p *Proposal) error {
	pack, err := s.Pack(step.Ctx, step.Record.Office)
	if err != nil {
		return err
	}
	book, err := s.Book(step.Ctx, step.Record.Office)
	if err != nil {
		return err
	}
	for _, who := range p.People {
		person, known := book.Person(who.ID)
		if !known {
			continue
		}
		a, last, barred, err := desk.AdmonishedIn(person.Absences, step.Today.Year(), step.Today, pack.On(step.Today))
		if err != nil {
			return err
		}
		if barred {
			return desk.WrongState("commendation.admonished", "name", who.Name, "from", a.From.String(), "document", a.Source, "until", evaluation.NewDate(last, 12, 31).String())
		}
	}
	return nil
}

// stillFiled refuses a proposal with a deed that was revoked since.
func stillFiled(step *evaluation.Step, p *Proposal) error {
	for _, l := range p.Deeds {
		holds, err := deedInState(step, l.Deed, DeedFiled, DeedPublished)
		if err != nil {
			return err
		}
		if !holds {
			return desk.WrongState("commendation.no_longer_filed", "number", l.Number)
		}
	}
	return nil
}

func objectTo(step *evaluation.Step, p *Proposal, in *ObjectInput) (evaluation.State, error) {
	return ProposalNotice, p.Object(step, in.Text)
}

func answerObjection(step *evaluation.Step, p *Proposal, in *notice.AnswerInput) (evaluation.State, error) {
	return ProposalNotice, p.Answer(step, in)
}

func (s *Service) closeNotice(step *evaluation.Step, p *Proposal) (evaluation.State, error) {
	if err := s.notAdmonished(step, p); err != nil {
		return "", err
	}
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePersonnel))
	return ProposalReady, p.Close(step)
}

// submitUp records that the proposal was sent to the district.
func (s *Service) submitUp(step *evaluation.Step, p *Proposal, in *SubmitInput) (evaluation.State, error) {
	if err := stillFiled(step, p); err != nil {
		return "", err
	}
	if err := s.notAdmonished(step, p); err != nil {
		return "", err
	}
	p.Document, p.SubmittedOn = in.Document, in.On
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePersonnel))
	return ProposalSubmitted, nil
}

// follows are the rewards that follow from grades of years.
var follows = map[string]string{"commendation": desk.CarriedCommend, "third": desk.CarriedMerit}

// granted ends the proposal; a reward that follows from a grade is noted with the results of
// the assessment.
func granted(step *evaluation.Step, p *Proposal, in *ResultInput) (evaluation.State, error) {
	p.answered(step, in)
	if p.Assessed == 0 {
		return ProposalGranted, nil
	}
	_, err := desk.Carry(step, "", &desk.Carried{Person: step.Record.Subject, What: follows[p.Kind], Year: p.Assessed, On: in.On, Document: in.Document})
	return ProposalGranted, err
}

func refused(step *evaluation.Step, p *Proposal, in *ResultInput) (evaluation.State, error) {
	p.answered(step, in)
	return ProposalRefused, nil
}

func (p *Proposal) answered(step *evaluation.Step, in *ResultInput) {
	p.Result = Result{Document: in.Document, On: in.On, Note: in.Note}
	desk.Wait(step.Record, evaluation.Date{})
}

func withdraw(step *evaluation.Step, p *Proposal) (evaluation.State, error) {
	p.Withdrawn = Ending{Reason: step.Reason, On: step.Today}
	desk.Wait(step.Record, evaluation.Date{})
	return ProposalWithdrawn, nil
}

// submitDays: a proposal is sent after its notice.
func submitDays(step *evaluation.Step, p *Proposal) (map[string]evaluation.Days, error) {
	return map[string]evaluation.Days{"on": {From: p.NoticeUntil, To: step.Today}}, nil
}

// resultDays: the answer comes after the proposal was sent.
func resultDays(step *evaluation.Step, p *Proposal) (map[string]evaluation.Days, error) {
	return map[string]evaluation.Days{"on": {From: p.SubmittedOn, To: step.Today}}, nil
}
