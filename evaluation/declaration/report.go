package declaration

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/rulepack"
)

// Report is the payload of a declaration.report record. What is declared is encrypted.
type Report struct {
	Type         string          `json:"type"` // one of Types
	Year         int             `json:"year"` // that is declared; of others than yearly ones the one in which they are made
	Due          evaluation.Date `json:"due"`  // zero if there is no deadline
	Late         bool            `json:"late"` // submitted after Due
	SubmittedOn  evaluation.Date `json:"submitted_on"`
	ChangedOn    evaluation.Date `json:"changed_on" encrypted:"yes"`
	Answer       string          `json:"answer" encrypted:"yes"` // one of Answers
	Items        []Item          `json:"items" encrypted:"yes"`
	Words        string          `json:"words" encrypted:"yes"`
	Amendments   []Amendment     `json:"amendments" encrypted:"yes"`
	Checks       []Check         `json:"checks" encrypted:"yes"`
	Explanations []Explanation   `json:"explanations" encrypted:"yes"`
	Drawn        bool            `json:"drawn"`             // by lot, to be checked
	ToCheck      bool            `json:"to_check" show:"-"` // it waits for the readers
	Opened       []Opened        `json:"opened" show:"-"`   // for whom it was opened last
	Rule         string          `json:"rule"`              // the local rule that asks for it
	Matters      []string        `json:"matters" show:"-"`  // what the rule asks to declare
	Rules        rulepack.Frozen `json:"rules"`
}

// The types of reports.
const (
	TypeYearly  = "yearly"
	TypeFirst   = "first" // of somebody who begins to declare
	TypeChange  = "change"
	TypeLeaving = "leaving" // together with a request to resign
)

// Types lists them.
func Types() []string { return []string{TypeYearly, TypeFirst, TypeChange, TypeLeaving} }

// The answers of a report: exactly one is chosen (F-8).
const (
	AnswerItems   = "items"     // what there is to declare
	AnswerSame    = "no_change" // since the last report
	AnswerNothing = "nothing"
)

// Item is one thing that is declared.
type Item struct {
	Matter string          `json:"matter" enum:"income,fees,estate,investment,marriage,passport,permits,child_foreigner,child_hmt,abroad,jobs,criminal,other" doc:"What it is"`
	What   string          `json:"what" maxLength:"500" doc:"What there is to say" example:"浦东新区某路某号住房一套，本人和配偶共有"`
	Amount string          `json:"amount,omitempty" maxLength:"60" doc:"Amount or size" example:"89平方米"`
	Since  evaluation.Date `json:"since,omitzero" doc:"Since when"`
}

// Amendment is what the person added later; what was declared before stays.
type Amendment struct {
	On    evaluation.Date `json:"on"`
	Items []Item          `json:"items"`
	Words string          `json:"words"`
}

// Check is what a check came to.
type Check struct {
	On     evaluation.Date `json:"on"`
	By     string          `json:"by"` // name
	Result string          `json:"result"`
	Words  string          `json:"words"`
}

// Explanation is what the person was asked, and said.
type Explanation struct {
	AskedOn  evaluation.Date `json:"asked_on"`
	By       string          `json:"by"` // name
	Question string          `json:"question"`
	On       evaluation.Date `json:"on"` // zero until it is answered
	Text     string          `json:"text"`
}

// Opened says for whom a report is open on a day.
type Opened struct {
	Person string          `json:"person"`
	On     evaluation.Date `json:"on"`
}

// RaiseInput asks a person to declare.
type RaiseInput struct {
	Person string          `json:"person"`
	Type   string          `json:"type"`
	Year   int             `json:"year"`
	Due    evaluation.Date `json:"due"`
	Since  evaluation.Date `json:"since"` // the person declares
}

// SubmitInput declares.
type SubmitInput struct {
	Answer string `json:"answer" enum:"items,no_change,nothing" rules:"declaration.nochange" doc:"Whether there is something to declare; nothing and no change are said expressly"`
	Items  []Item `json:"items,omitempty" maxLength:"60" doc:"What is declared"`
	Words  string `json:"words,omitempty" form:"long" maxLength:"2000" doc:"Anything else"`
}

// ChangeInput declares a change.
type ChangeInput struct {
	ChangedOn evaluation.Date `json:"changed_on" begin:"today" rules:"declaration.change,declaration.property.change" doc:"Day of the change"`
	Items     []Item          `json:"items" minLength:"1" maxLength:"20" doc:"What has changed"`
	Words     string          `json:"words,omitempty" form:"long" maxLength:"2000" doc:"Anything else"`
}

// AmendInput adds to a declaration.
type AmendInput struct {
	Items []Item `json:"items,omitempty" maxLength:"20" doc:"What is added or corrected"`
	Words string `json:"words" form:"long" maxLength:"2000" doc:"What is corrected, and why"`
}

// CheckInput is what a check came to.
type CheckInput struct {
	Result string `json:"result" enum:"consistent,explained,omitted,concealed" rules:"declaration.checks" doc:"What the check came to"`
	Words  string `json:"check_words" form:"long" maxLength:"2000" doc:"What was checked, what was found, and what is done about it"`
}

// AskInput asks the person to explain.
type AskInput struct {
	Question string          `json:"question" form:"long" maxLength:"2000" rules:"declaration.checks" doc:"What the person is asked to explain"`
	Until    evaluation.Date `json:"until" begin:"+14" doc:"By when"`
}

// ExplainInput explains.
type ExplainInput struct {
	Text string `json:"text" form:"long" maxLength:"2000" doc:"Explanation"`
}

// raise asks a person to declare; Kaoji does it.
func (s *Service) raise(step *evaluation.Step, p *Report, in *RaiseInput) (evaluation.State, error) {
	if _, err := s.about(step, p, in.Person); err != nil {
		return "", err
	}
	p.Type, p.Year, p.Due = in.Type, in.Year, in.Due
	r := step.Record
	r.Unique, r.Period, r.On = uniqueOf(in), strconv.Itoa(in.Year), step.Today
	desk.Wait(r, in.Due, evaluation.WaitPerson(in.Person))
	return ReportDue, s.follow(step, p, ReportDue)
}

// about begins a report of a person who is asked to declare.
func (s *Service) about(step *evaluation.Step, p *Report, person string) (*Basis, error) {
	basis, err := inForce(step.Ctx, step.Read, step.Record.Office)
	if err != nil {
		return nil, err
	}
	if _, asked := declares(basis, person); !asked {
		return nil, evaluation.Fail(evaluation.CodeForbidden, "declaration.not_asked")
	}
	day, err := s.Today(step)
	if err != nil {
		return nil, err
	}
	who, here := day.Member(person)
	if !here {
		return nil, evaluation.Fail(evaluation.CodeNotFound, "error.no_person")
	}
	rules, err := s.Freeze(step, ruleYearly, ruleChange, ruleFirst, ruleFamily, ruleProperty)
	if err != nil {
		return nil, err
	}
	desk.About(step.Record, &who)
	*p = Report{
		Items: []Item{}, Amendments: []Amendment{}, Checks: []Check{}, Explanations: []Explanation{}, Opened: []Opened{},
		Rule: basis.Payload.Rule, Matters: basis.Payload.Matters, Rules: rules,
	}
	return basis.Payload, nil
}

// submit declares: something, or expressly nothing.
func (s *Service) submit(step *evaluation.Step, p *Report, in *SubmitInput) (evaluation.State, error) {
	switch {
	case in.Answer == AnswerItems && len(in.Items) == 0:
		return "", desk.Mistake("items", "declaration.no_items")
	case in.Answer != AnswerItems && len(in.Items) > 0:
		return "", desk.Mistake("answer", "declaration.either")
	case in.Answer == AnswerSame:
		if before, err := declaredBefore(step.Ctx, step.Read, step.Record.Office, step.Record.Subject); err != nil || !before {
			return "", cmp.Or(err, desk.Mistake("answer", "declaration.nothing_before"))
		}
	}
	if err := among(p.Matters, in.Items, "declaration.not_a_matter"); err != nil {
		return "", err
	}
	p.Answer, p.Items, p.Words = in.Answer, slices.Concat([]Item{}, in.Items), in.Words
	return p.submitted(step), nil
}

// declaredBefore reports whether the person has handed in another report.
func declaredBefore(ctx context.Context, from desk.Finder, office, person string) (bool, error) {
	found, err := from.Find(ctx, evaluation.Query{
		Office: office, Kinds: []string{KindReport}, Subjects: []string{person}, States: evaluation.States(ReportSubmitted, ReportExplaining, ReportChecked), Limit: 1, NoHistory: true,
	})
	return len(found.Records) > 0, err
}

// among refuses items of matters that are not asked for.
func among(matters []string, items []Item, key string) error {
	m := evaluation.Mistakes{}
	for i := range items {
		if !slices.Contains(matters, items[i].Matter) {
			m.Add("items."+strconv.Itoa(i)+".matter", key)
		}
	}
	return m.Err()
}

func (p *Report) submitted(step *evaluation.Step) evaluation.State {
	p.SubmittedOn, p.Late = step.Today, !p.Due.IsZero() && step.Today.After(p.Due)
	desk.Wait(step.Record, evaluation.Date{})
	return ReportSubmitted
}

// reportChange declares a change within the days of the rule.
func (s *Service) reportChange(step *evaluation.Step, p *Report, in *ChangeInput) (evaluation.State, error) {
	basis, err := s.about(step, p, step.Actor.Person)
	if err != nil {
		return "", err
	}
	if len(basis.Changes) == 0 {
		return "", evaluation.Fail(evaluation.CodeForbidden, "declaration.not_asked")
	}
	if err := among(basis.Changes, in.Items, "declaration.not_a_change"); err != nil {
		return "", err
	}
	if p.Due, err = s.Due(step.Ctx, step.Record.Office, p.Rules, ruleChange, in.ChangedOn); err != nil {
		return "", err
	}
	p.Type, p.Answer, p.ChangedOn, p.Items, p.Words = TypeChange, AnswerItems, in.ChangedOn, in.Items, in.Words
	return s.made(step, p)
}

// reportLeaving declares together with a request to resign (F-9).
func (s *Service) reportLeaving(step *evaluation.Step, p *Report, in *SubmitInput) (evaluation.State, error) {
	if _, err := s.about(step, p, step.Actor.Person); err != nil {
		return "", err
	}
	p.Type = TypeLeaving
	if _, err := s.submit(step, p, in); err != nil {
		return "", err
	}
	return s.made(step, p)
}

// made is a report that begins with being handed in.
func (s *Service) made(step *evaluation.Step, p *Report) (evaluation.State, error) {
	p.Year = step.Today.Year()
	step.Record.Period, step.Record.On = strconv.Itoa(p.Year), step.Today
	state := p.submitted(step)
	return state, s.follow(step, p, state)
}

// amend adds to a report. What was checked before is to be checked again.
func (s *Service) amend(step *evaluation.Step, p *Report, in *AmendInput) (evaluation.State, error) {
	if err := among(p.Matters, in.Items, "declaration.not_a_matter"); err != nil {
		return "", err
	}
	p.Amendments = append(p.Amendments, Amendment{On: step.Today, Items: slices.Concat([]Item{}, in.Items), Words: in.Words})
	if step.Record.State == ReportExplaining {
		return ReportExplaining, nil
	}
	p.ToCheck = p.ToCheck || step.Record.State == ReportChecked
	return ReportSubmitted, s.follow(step, p, ReportSubmitted)
}

// explain answers what was asked last; the readers then have the report again.
func (s *Service) explain(step *evaluation.Step, p *Report, in *ExplainInput) (evaluation.State, error) {
	if n := len(p.Explanations); n > 0 {
		p.Explanations[n-1].On, p.Explanations[n-1].Text = step.Today, in.Text
	}
	p.ToCheck = true
	desk.Wait(step.Record, evaluation.Date{})
	return ReportSubmitted, s.follow(step, p, ReportSubmitted)
}

func drop(step *evaluation.Step, _ *Report) (evaluation.State, error) {
	desk.Wait(step.Record, evaluation.Date{})
	return ReportDropped, nil
}
