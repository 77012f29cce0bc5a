package rotation

import (
	"context"
	"encoding/json"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// Stay is the payload of rotation.stay records: the reason why a person stays in a
// post beyond the years, decided by a principal leader, with an end.
type Stay struct {
	Person      string          `json:"person"`
	PersonName  string          `json:"person_name"`
	Unit        string          `json:"unit"`
	UnitName    string          `json:"unit_name"`
	Post        string          `json:"post"`
	Beside      bool            `json:"beside"` // it is an additional post
	Since       evaluation.Date `json:"since"`
	Stage       Stage           `json:"stage"` // stage reached when the stay ends
	Sensitive   []string        `json:"sensitive"`
	Ground      string          `json:"ground"`
	Words       string          `json:"words"`
	Until       evaluation.Date `json:"until"`
	Proposer    string          `json:"proposer"` // account
	ReturnedFor string          `json:"returned_for"`
	Approver    string          `json:"approver"` // name
	ApprovedOn  evaluation.Date `json:"approved_on"`
	Opinion     string          `json:"opinion"`
	EndedFor    string          `json:"ended_for"`
	EndedOn     evaluation.Date `json:"ended_on"` // first day on which it is no longer in force
	Rules       rulepack.Frozen `json:"rules"`
}

// last returns its last day.
func (p *Stay) last() evaluation.Date {
	if p.EndedOn.IsZero() {
		return p.Until
	}
	return p.EndedOn.AddDays(-1)
}

// The states of a stay.
const (
	StayProposed  state = "proposed"
	StayReturned  state = "returned"
	StayApproved  state = "approved"
	StayEnded     state = "ended"  // before its time
	StayLapsed    state = "lapsed" // its time is up
	StayWithdrawn state = "withdrawn"
)

// StayInput proposes that a person stays.
type StayInput struct {
	Person string `json:"person" form:"person" doc:"Who stays"`
	Unit   string `json:"unit,omitempty" form:"unit" doc:"Department of a post held beside the main one; empty: the main post"`
	Post   string `json:"post,omitempty" maxLength:"100" doc:"That post" example:"经济发展科科长"`
	StayTerms
}

// StayTerms are the reason and the duration.
type StayTerms struct {
	Ground string          `json:"ground" enum:"specialist,task,retiring,hardship,term,other" rules:"rotation.years,rotation.years.sensitive,rotation.sensitive.longest" doc:"Ground" example:"task"`
	Words  string          `json:"words" form:"long" minLength:"10" maxLength:"2000" doc:"Reason in words" example:"旧区改造项目明年年中收尾，由其牵头。"`
	Until  evaluation.Date `json:"until" rules:"rotation.stay.longest" begin:"last" doc:"Last day" example:"2026-12-31"`
}

// OpinionInput is the text of an approver.
type OpinionInput struct {
	Opinion string `json:"opinion,omitempty" form:"long" maxLength:"1000" doc:"Opinion"`
}

func (s *Service) stayKind() evaluation.Kind {
	proposed, returned, approved := evaluation.States(StayProposed), evaluation.States(StayReturned), evaluation.States(StayApproved)
	return evaluation.Kind{
		Name: KindStay, About: evaluation.AboutSubject, Drafts: evaluation.KeepDrafts(), Sight: staySight, Payload: evaluation.New[Stay],
		Notifies: map[string][]evaluation.Recipient{
			"approve": {evaluation.ToSubject, evaluation.ToAuthor},
			"return":  {evaluation.ToAuthor},
			"end":     {evaluation.ToSubject},
		},
		States:  evaluation.States(StayProposed, StayReturned, StayApproved, StayEnded, StayLapsed, StayWithdrawn),
		Final:   evaluation.States(StayEnded, StayLapsed, StayWithdrawn),
		Clock:   evaluation.Clocked(approved, ruleStay),
		Usual:   evaluation.Usual{StayProposed: {"approve"}, StayReturned: {"resubmit"}},
		Grave:   []string{"return", "withdraw", "end"},
		Many:    evaluation.Many{"approve": "", "return": ""},
		Columns: []evaluation.Column{{Name: "stage", Choices: stageNames()}, {Name: "until"}, {Name: "approved_on"}},
		Acts: []evaluation.Act{
			evaluation.NewAct("propose", evaluation.Personnel, nil, proposed, evaluation.Run(s.proposeStay)).Dated(s.stayDays),
			evaluation.NewAct("resubmit", evaluation.Personnel, returned, proposed, evaluation.Run(s.resubmitStay)).Dated(s.stayDays),
			evaluation.NewAct("approve", evaluation.Principal, proposed, approved, evaluation.Run(s.approveStay)).Barring(
				evaluation.NotAccounts("rotation.same_person", func(p *Stay) []string { return []string{p.Proposer} })),
			evaluation.NewAct("return", evaluation.Principal, proposed, returned, evaluation.Plain(returnStay)).WithReason(),
			evaluation.NewAct("withdraw", evaluation.Running, evaluation.States(StayProposed, StayReturned), evaluation.States(StayWithdrawn), evaluation.Plain(withdrawStay)).WithReason(),
			evaluation.NewAct("end", evaluation.Running, approved, evaluation.States(StayEnded), evaluation.Plain(endStay)).WithReason(),
			kaojis("lapse", approved, evaluation.States(StayLapsed), evaluation.Plain(lapseStay)),
		},
		Effects: map[string]evaluation.EffectHandler{"watch": s.watchAfter, "settle": settle},
	}
}

func (s *Service) proposeStay(step *evaluation.Step, p *Stay, in *StayInput) (state, error) {
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	m, err := here(day, "person", in.Person)
	if err != nil {
		return "", err
	}
	*p = Stay{Person: m.ID, PersonName: m.Name, Unit: m.Department, UnitName: m.DepartmentName, Post: m.Post, Proposer: step.Actor.Account}
	env := step.Record
	desk.About(env, &m)
	key := "stay:" + m.ID
	if asked := (roster.Appointment{Department: in.Unit, Post: in.Post}); in.Unit+in.Post != "" && !day.Book().SamePost(asked, roster.Appointment{Department: m.Department, Post: m.Post}) {
		post, held := beside(day, m.ID, asked)
		if !held {
			return "", desk.Mistake("post", "roster.post_not_held")
		}
		p.Unit, p.UnitName, p.Post, p.Beside = post.Department, day.Book().Name(post.Department), post.Post, true
		env.Unit = p.Unit
		key += "/" + p.Unit + "/" + p.Post
	}
	env.Unique, env.On, env.Period = key, step.Today, step.Today.String()[:4]
	if other, err := desk.Find(step.Ctx, step.Read, env.Office, KindStay, env.Unique); err != nil || other != nil {
		return "", either(err, desk.Mistake("person", "rotation.stay_twice"))
	}
	if err := s.terms(step, p, day, &m, &in.StayTerms); err != nil {
		return "", err
	}
	return StayProposed, nil
}

// beside returns an additional post that a person holds on a day.
func beside(day *roster.Snapshot, person string, post roster.Appointment) (roster.Appointment, bool) {
	m, _ := day.Member(person)
	i := slices.IndexFunc(m.Concurrent, func(a roster.Appointment) bool { return day.Book().SamePost(a, post) })
	if i < 0 {
		return roster.Appointment{}, false
	}
	return m.Concurrent[i], true
}

// of returns the tenure of the stay's post.
func (p *Stay) of(t *Tenure) (Tenure, bool) {
	for _, one := range t.each() {
		if one.beside == p.Beside && (!p.Beside || one.Unit == p.Unit && one.Post == p.Post) {
			return one, true
		}
	}
	return Tenure{}, false
}

// terms checks a proposal against the roster and the rules.
func (s *Service) terms(step *evaluation.Step, p *Stay, day *roster.Snapshot, m *roster.Member, in *StayTerms) error {
	var err error
	if p.Rules, err = s.Freeze(step, TenureRules()...); err != nil {
		return err
	}
	if p.Since, p.Stage, p.Sensitive, err = s.reach(step, p, day, m, in.Until); err != nil {
		return err
	}
	p.Ground, p.Words, p.Until = in.Ground, in.Words, in.Until
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePrincipal))
	return nil
}

// reach returns the first day of the person in the post and the stage reached by a
// day; it is a mistake if the rules require no stay.
func (s *Service) reach(step *evaluation.Step, p *Stay, day *roster.Snapshot, m *roster.Member, until evaluation.Date) (since evaluation.Date, stage Stage, sensitive []string, err error) {
	g, err := s.grounds(step.Ctx, day.Book(), day.Day())
	if err != nil {
		return since, "", nil, err
	}
	whole, err := g.tenure(p.Rules, m, step.Today)
	if err != nil {
		return since, "", nil, err
	}
	t, _ := p.of(&whole)
	if t.Since.IsZero() {
		return since, "", nil, desk.Mistake("person", "rotation.no_since")
	}
	ladder, err := Ladder(p.Rules, len(t.Sensitive) > 0)
	if err != nil {
		return since, "", nil, err
	}
	at, _, _ := Reached(ladder, t.Since, until)
	if at.Stage == StageNone {
		return since, "", nil, desk.Mistake("person", "rotation.stay_needless", "since", t.Since.String())
	}
	return t.Since, at.Stage, t.Sensitive, nil
}

func (s *Service) resubmitStay(step *evaluation.Step, p *Stay, in *StayTerms) (state, error) {
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	m, err := here(day, "", p.Person)
	if err != nil {
		return "", err
	}
	if err := p.inPost(day, step); err != nil {
		return "", err
	}
	p.Proposer = step.Actor.Account
	return StayProposed, s.terms(step, p, day, &m, in)
}

// inPost refuses a stay of a person who has left the post or the office since the
// proposal.
func (p *Stay) inPost(day *roster.Snapshot, step *evaluation.Step) error {
	if !p.held(day, step.Record.On, step.Today) {
		return desk.WrongState("rotation.moved_on")
	}
	return nil
}

// held reports whether the post is still held as on a day.
func (p *Stay) held(day *roster.Snapshot, since, today evaluation.Date) bool {
	if p.Beside {
		_, held := beside(day, p.Person, roster.Appointment{Department: p.Unit, Post: p.Post})
		return held
	}
	return day.Book().Became(p.Person, since, today) == roster.Stayed
}

// approveStay is done by a principal leader who is not the proposer.
func (s *Service) approveStay(step *evaluation.Step, p *Stay, in *OpinionInput) (state, error) {
	if !p.Until.After(step.Today) {
		return "", desk.WrongState("rotation.until_past")
	}
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	if err := p.inPost(day, step); err != nil {
		return "", err
	}
	m, err := here(day, "", p.Person)
	if err != nil {
		return "", err
	}
	since, stage, sensitive, err := s.reach(step, p, day, &m, p.Until)
	if evaluation.CodeOf(err) == evaluation.CodeInvalid || err == nil && (since != p.Since || stage != p.Stage || !slices.Equal(sensitive, p.Sensitive)) {
		return "", desk.WrongState("rotation.stay_changed")
	}
	if err != nil {
		return "", err
	}
	p.Approver, p.ApprovedOn, p.Opinion, p.ReturnedFor = step.Actor.Name, step.Today, in.Opinion, ""
	desk.Wait(step.Record, p.Until)
	return StayApproved, step.Effect("settle", Settling{Since: p.Since, Stay: step.Record.ID, Until: p.Until})
}

func returnStay(step *evaluation.Step, p *Stay) (state, error) {
	p.ReturnedFor = step.Reason
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePersonnel))
	return StayReturned, nil
}

func withdrawStay(step *evaluation.Step, p *Stay) (state, error) {
	p.EndedFor = step.Reason
	closed(step.Record)
	return StayWithdrawn, nil
}

func endStay(step *evaluation.Step, p *Stay) (state, error) {
	p.EndedFor, p.EndedOn = step.Reason, step.Today
	closed(step.Record)
	return StayEnded, step.Effect("settle", Settling{Since: p.Since})
}

func lapseStay(step *evaluation.Step, p *Stay) (state, error) {
	if p.EndedOn = step.Today; p.Until.Before(step.Today) {
		p.EndedOn = evaluation.Date{}
	}
	closed(step.Record)
	return StayLapsed, step.Effect("settle", Settling{Since: p.Since})
}

// closed frees the natural key and waits for nobody.
func closed(r *evaluation.Record) {
	r.Unique = r.ID
	desk.Wait(r, evaluation.Date{})
}

// Settling tells a person's case that they stay, or no longer do.
type Settling struct {
	Since evaluation.Date `json:"since"`
	Stay  string          `json:"stay,omitempty"`
	Until evaluation.Date `json:"until,omitzero"`
}

func settle(ctx context.Context, do evaluation.Doer, r evaluation.Record, args json.RawMessage) error {
	var in Settling
	if err := json.Unmarshal(args, &in); err != nil {
		return err
	}
	p, err := evaluation.PayloadOf[Stay](r)
	if err != nil {
		return err
	}
	t := Tenure{Person: r.Subject, InPost: InPost{Since: in.Since, Unit: p.Unit, Post: p.Post}, beside: p.Beside}
	c, err := desk.Find(ctx, do, r.Office, KindCase, t.caseKey())
	if err != nil || c == nil {
		return err
	}
	return desk.ActIfStillInState(ctx, do, r.Office, c.ID, "settle", &in) // nothing to decide in a closed case
}

// stayDays: a stay ends after today and within the longest duration of the rule.
func (s *Service) stayDays(step *evaluation.Step) (map[string]evaluation.Days, error) {
	rules, err := s.Freeze(step, ruleStay)
	if err != nil {
		return nil, err
	}
	longest, err := rules.Int(ruleStay)
	if err != nil {
		return nil, err
	}
	return map[string]evaluation.Days{"until": {From: step.Today.AddDays(1), To: step.Today.AddMonths(int(longest))}}, nil
}
