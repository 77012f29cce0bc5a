package declaration

import (
	"context"
	"fmt"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// Basis is the payload of a declaration.basis record: what declarations rest on.
type Basis struct {
	Rule       string          `json:"rule"` // the local rule
	Text       string          `json:"text"`
	Matters    []string        `json:"matters"`
	Changes    []string        `json:"changes"`        // of Matters, what is also reported when it changes
	Sample     int             `json:"sample"`         // of a hundred yearly reports, how many are drawn to be checked
	People     []string        `json:"people"`         // who declares
	Circle     []string        `json:"circle"`         // who reads
	Since      []Since         `json:"since" show:"-"` // since when each of People declares
	Draws      []Draw          `json:"draws"`
	InForceOn  evaluation.Date `json:"in_force_on"` // zero until a principal leader approved it
	ApprovedBy string          `json:"approved_by"` // name
}

// Since says since when a person declares.
type Since struct {
	Person string          `json:"person"`
	On     evaluation.Date `json:"on"`
}

// Draw is one draw of reports to be checked.
type Draw struct {
	Year int             `json:"year"` // of the reports
	On   evaluation.Date `json:"on"`
	N    int             `json:"n"`
	Of   int             `json:"of"`
}

// BasisInput cites the rule, and names who declares and who reads.
type BasisInput struct {
	Rule    string   `json:"rule" minLength:"4" rules:"declaration.basis" maxLength:"200" doc:"The local rule, with its number" example:"浦委办〔2026〕8号《科级干部个人事项申报办法》"`
	Text    string   `json:"text,omitempty" form:"long" maxLength:"2000" doc:"Its words, as far as those who declare should read them"`
	Matters []string `json:"matters" minLength:"1" enum:"income,fees,estate,investment,marriage,passport,permits,child_foreigner,child_hmt,abroad,jobs,criminal,other" rules:"declaration.family,declaration.property" doc:"What is declared"`
	Changes []string `json:"changes,omitempty" enum:"income,fees,estate,investment,marriage,passport,permits,child_foreigner,child_hmt,abroad,jobs,criminal,other" rules:"declaration.change,declaration.property.change" doc:"Of these, what is also reported when it changes, within the days of the rule"`
	Sample  int      `json:"sample,omitempty" minimum:"0" maximum:"100" rules:"declaration.sample" doc:"How many of a hundred yearly reports are drawn by lot to be checked; 0: none"`
	People  []string `json:"people" minLength:"1" form:"people" doc:"Who declares"`
	Circle  []string `json:"circle" minLength:"1" maxLength:"10" form:"people" rules:"declaration.secrecy" doc:"Who reads"`
}

// NameInput names anew who declares and who reads.
type NameInput struct {
	People []string `json:"people" minLength:"1" form:"people" doc:"Who declares"`
	Circle []string `json:"circle" minLength:"1" maxLength:"10" form:"people" rules:"declaration.secrecy" doc:"Who reads"`
}

// suits: who declares is below the level of the national rule (F-1); who reads has an account.
func (s *Service) suits(step *evaluation.Step, _ *Basis) (map[string]evaluation.Suits, error) {
	day, err := s.Today(step)
	if err != nil {
		return nil, err
	}
	able, err := s.Holders.Able(step, day, evaluation.Staff)
	if err != nil {
		return nil, err
	}
	here := desk.Here(day, "error.no_person")
	national := func(person string) evaluation.Problem {
		if m, _ := day.Member(person); m.Level == roster.LevelDivisionHead || m.Level == roster.LevelDivisionDeputy {
			return evaluation.Say("declaration.national")
		}
		return evaluation.Problem{}
	}
	return map[string]evaluation.Suits{"people": desk.Both(here, national), "circle": desk.Both(here, able)}, nil
}

func (s *Service) propose(step *evaluation.Step, p *Basis, in *BasisInput) (evaluation.State, error) {
	for _, code := range in.Changes {
		if !slices.Contains(in.Matters, code) {
			return "", desk.Mistake("changes", "declaration.not_among_matters")
		}
	}
	*p = Basis{
		Rule: in.Rule, Text: in.Text, Matters: in.Matters, Changes: slices.Concat([]string{}, in.Changes), Sample: in.Sample,
		People: in.People, Circle: in.Circle, Since: []Since{}, Draws: []Draw{},
	}
	step.Record.On, step.Record.Period, step.Record.Sort = step.Today, step.Today.String()[:4], in.Rule
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePrincipal))
	return BasisProposed, nil
}

// approve puts a basis in force: from today people declare and readers read. It replaces the
// one before; who has declared under that one does not begin anew.
func (s *Service) approve(step *evaluation.Step, p *Basis) (evaluation.State, error) {
	before, err := inForce(step.Ctx, step.Read, step.Record.Office)
	if err != nil {
		return "", err
	}
	if before != nil {
		p.Since, p.Draws = before.Payload.Since, before.Payload.Draws
		if err := step.Effect("replace", before.ID); err != nil {
			return "", err
		}
	}
	p.InForceOn, p.ApprovedBy = step.Today, step.Actor.Name
	desk.Wait(step.Record, evaluation.Date{})
	return BasisInForce, p.named(step)
}

func (s *Service) name(step *evaluation.Step, p *Basis, in *NameInput) (evaluation.State, error) {
	p.People, p.Circle = in.People, in.Circle
	return BasisInForce, p.named(step)
}

// named notes since when each person declares, and has the reports follow.
func (p *Basis) named(step *evaluation.Step) error {
	was := p.Since
	p.Since = make([]Since, 0, len(p.People))
	for _, person := range p.People {
		one := Since{person, step.Today}
		if i := slices.IndexFunc(was, func(x Since) bool { return x.Person == person }); i >= 0 {
			one = was[i]
		}
		p.Since = append(p.Since, one)
	}
	step.Record.Parties = slices.Concat(p.People, p.Circle)
	return step.Effect("settle", settling{step.Today})
}

func (s *Service) ended(step *evaluation.Step, _ *Basis) (evaluation.State, error) {
	desk.Wait(step.Record, evaluation.Date{})
	if step.Record.State == BasisProposed {
		return BasisEnded, nil
	}
	return BasisEnded, step.Effect("settle", settling{step.Today})
}

// replaced ends a basis because of another one.
func replaced(step *evaluation.Step, _ *Basis) (evaluation.State, error) {
	desk.Wait(step.Record, evaluation.Date{})
	return BasisEnded, nil
}

// inForce returns the basis in force, nil if there is none: then nothing is declared. While
// one is being replaced it is the new one.
func inForce(ctx context.Context, from desk.Finder, office string) (*desk.Of[Basis], error) {
	list, err := desk.AllOf[Basis](ctx, from, evaluation.Query{Office: office, Kinds: []string{KindBasis}, States: evaluation.States(BasisInForce), NoHistory: true})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[len(list)-1], nil // in the order in which they were proposed
}

// circle is who reads reports now.
func circle(basis *desk.Of[Basis]) []string {
	if basis == nil {
		return nil
	}
	return basis.Payload.Circle
}

// declares reports whether a person declares, and since when.
func declares(basis *desk.Of[Basis], person string) (since evaluation.Date, yes bool) {
	if basis == nil || person == "" || !slices.Contains(basis.Payload.People, person) {
		return evaluation.Date{}, false
	}
	for _, one := range basis.Payload.Since {
		if one.Person == person {
			return one.On, true
		}
	}
	return evaluation.Date{}, false
}

// Asked is what somebody is asked to declare; Rule is "" if nothing.
type Asked struct {
	Rule    string
	Matters []string
	Changes []string
	Readers []string
}

// Asks returns what a person is asked to declare.
func (s *Service) Asks(ctx context.Context, office, person string) (Asked, error) {
	basis, err := inForce(ctx, s.Ledger, office)
	if err != nil {
		return Asked{}, fmt.Errorf("basis of declarations: %w", err)
	}
	if _, yes := declares(basis, person); !yes {
		return Asked{}, nil
	}
	p := basis.Payload
	return Asked{p.Rule, p.Matters, p.Changes, p.Circle}, nil
}

// Readers returns who reads reports now.
func (s *Service) Readers(ctx context.Context, office string) ([]string, error) {
	basis, err := inForce(ctx, s.Ledger, office)
	return circle(basis), err
}

// Rule returns the local rule on which declarations rest now, "" if they are off.
func (s *Service) Rule(ctx context.Context, office string) (string, error) {
	basis, err := inForce(ctx, s.Ledger, office)
	if err != nil || basis == nil {
		return "", err
	}
	return basis.Payload.Rule, nil
}
