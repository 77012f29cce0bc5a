package bonus

import (
	"fmt"
	"slices"
	"strconv"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/rulepack"
)

// Adjustment is the payload of bonus.adjustment records: a correction after a
// period went to payroll. The period itself never changes.
type Adjustment struct {
	PeriodTitle string          `json:"period_title"`
	Rows        []Adjusted      `json:"rows"`
	Sum         int64           `json:"sum" unit:"fen"` // fen; 0 unless a document of a higher authority changes the pool
	Document    string          `json:"document"`       //
	Grounds     string          `json:"grounds"`
	By          string          `json:"by"`
	ByName      string          `json:"by_name"`
	DecidedBy   string          `json:"decided_by"`
	DecidedOn   evaluation.Date `json:"decided_on"`
	Words       string          `json:"words"`
	Rules       rulepack.Frozen `json:"rules"`
}

// Adjusted is the change of one person's amount.
type Adjusted struct {
	Person string `json:"person"`
	Name   string `json:"name"`
	Was    int64  `json:"was" unit:"fen"` // fen, with earlier adjustments
	Fen    int64  `json:"fen" unit:"fen"` // positive or negative
}

// AdjustInput proposes an adjustment.
type AdjustInput struct {
	Period   string      `json:"period" maxLength:"64" doc:"The exported period"`
	Rows     []AdjustRow `json:"rows" maxLength:"100" doc:"Who gets how much more or less"`
	Document string      `json:"document,omitempty" maxLength:"60" rules:"bonus.pool" doc:"Document from above, if the sum is not nothing"`
	Grounds  string      `json:"grounds" form:"long" maxLength:"2000" doc:"What was wrong, with evidence"`
}

// AdjustRow is one person's.
type AdjustRow struct {
	Person string `json:"person" form:"person" doc:"Person"`
	Yuan   string `json:"yuan" form:"decimal" maxLength:"14" doc:"Yuan, with a minus for less" example:"-120.50"`
}

func (s *Service) adjustmentKind() evaluation.Kind {
	proposed := evaluation.States(AdjustmentProposed)
	end := func(name string, may evaluation.Grants, to evaluation.State) evaluation.Act {
		return evaluation.Act{Name: name, May: may, From: proposed, To: evaluation.States(to), Reason: true, Run: evaluation.Plain(endAdjustment(to))}
	}
	second := evaluation.NotAccounts("bonus.second_person", func(a *Adjustment) []string { return []string{a.By} })
	proposer := evaluation.OnlyAccount("bonus.only_proposer", func(a *Adjustment) string { return a.By })
	return evaluation.Kind{
		Name: KindAdjustment, Drafts: evaluation.KeepDrafts(), Sight: adjustmentSight, Payload: evaluation.New[Adjustment],
		Notifies: map[string][]evaluation.Recipient{
			"approve": {evaluation.ToAuthor},
			"reject":  {evaluation.ToAuthor},
		}, Found: []string{evaluation.FoundSort},
		States: evaluation.States(AdjustmentProposed, AdjustmentApproved, AdjustmentRejected, AdjustmentWithdrawn),
		Final:  evaluation.States(AdjustmentApproved, AdjustmentRejected, AdjustmentWithdrawn),
		Usual:  evaluation.Usual{AdjustmentProposed: {"approve"}},
		Grave:  []string{"reject", "withdraw"},
		Many:   evaluation.Many{"approve": "", "reject": ""},
		Acts: []evaluation.Act{
			{Name: "propose", May: evaluation.Personnel, To: proposed, Run: evaluation.Run(s.proposeAdjustment)},
			{Name: "approve", May: evaluation.Principal, From: proposed, To: evaluation.States(AdjustmentApproved), Reason: true, Numbered: true, Run: evaluation.Plain(s.approveAdjustment), Bars: []evaluation.Bar{second}},
			end("reject", evaluation.Principal, AdjustmentRejected), end("withdraw", evaluation.Personnel, AdjustmentWithdrawn).Barring(proposer),
		},
	}
}

func (s *Service) proposeAdjustment(step *evaluation.Step, a *Adjustment, in *AdjustInput) (evaluation.State, error) {
	r, p, err := periodOf(step, in.Period)
	if err != nil {
		return "", err
	}
	if r.State != PeriodExported {
		return "", desk.Mistake("period", "bonus.not_exported")
	}
	earlier, err := adjusted(step.Ctx, step.Read, step.Record.Office, r.ID)
	if err != nil {
		return "", err
	}
	rules, err := s.Freeze(step, "bonus.pool")
	if err != nil {
		return "", err
	}
	*a = Adjustment{PeriodTitle: p.Title, Rows: []Adjusted{}, Document: in.Document, Grounds: in.Grounds, By: step.Actor.Account, ByName: step.Actor.Name, Rules: rules}
	m := evaluation.Mistakes{}
	for i, row := range in.Rows {
		at := "rows." + strconv.Itoa(i) + "."
		fen, ok := ParseHundredths(row.Yuan)
		k, known := p.line(row.Person)
		switch {
		case !ok || fen == 0:
			m.Add(at+"yuan", "bonus.yuan_difference")
		case !known:
			m.Add(at+"person", "bonus.no_line")
		case slices.ContainsFunc(a.Rows, func(o Adjusted) bool { return o.Person == row.Person }):
			m.Add(at+"person", "bonus.person_twice")
		case p.Lines[k].Amount+earlier[row.Person]+fen < 0:
			m.Add(at+"yuan", "bonus.below_nothing", "have", Yuan(p.Lines[k].Amount+earlier[row.Person]))
		default:
			a.Rows = append(a.Rows, Adjusted{Person: row.Person, Name: p.Lines[k].Name, Was: p.Lines[k].Amount + earlier[row.Person], Fen: fen})
			a.Sum += fen
		}
	}
	if a.Sum != 0 && in.Document == "" {
		m.Add("document", "bonus.sum", "sum", Yuan(a.Sum))
	}
	if err := m.Err(); err != nil {
		return "", err
	}
	step.Record.Parent, step.Record.Period, step.Record.On, step.Record.Sort = r.ID, r.Period, step.Today, p.Title
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePrincipal))
	return AdjustmentProposed, s.impartial(step, a)
}

// impartial refuses an actor who is one of the adjusted people, or related to one.
func (s *Service) impartial(step *evaluation.Step, a *Adjustment) error {
	day, err := s.Today(step)
	if err != nil {
		return err
	}
	for _, row := range a.Rows {
		if desk.Recused(day, step.Actor.Person, row.Person) {
			return evaluation.Fail(evaluation.CodeRecused, "error.recused")
		}
	}
	return nil
}

// approveAdjustment is done by a second person. The amounts are checked against
// everything approved by now, because another adjustment may have been approved
// meanwhile. The running number within the period lets only one of two simultaneous
// approvals continue; the other one is checked again.
func (s *Service) approveAdjustment(step *evaluation.Step, a *Adjustment) (evaluation.State, error) {
	if err := s.impartial(step, a); err != nil {
		return "", err
	}
	_, p, err := periodOf(step, step.Record.Parent)
	if err != nil {
		return "", err
	}
	earlier, err := adjustments(step.Ctx, step.Read, step.Record.Office, step.Record.Parent)
	if err != nil {
		return "", err
	}
	more := sums(earlier)
	for i := range a.Rows {
		row := &a.Rows[i]
		k, known := p.line(row.Person)
		if !known {
			return "", desk.WrongState("bonus.no_line")
		}
		row.Was = p.Lines[k].Amount + more[row.Person]
		if row.Was+row.Fen < 0 {
			return "", desk.WrongState("bonus.below_nothing_now", "name", row.Name, "have", Yuan(row.Was), "less", Yuan(-row.Fen))
		}
	}
	step.Record.Unique = fmt.Sprintf("%s adjustment %d", step.Record.Parent, len(earlier)+1)
	return decidedAdjustment(step, a, AdjustmentApproved)
}

// endAdjustment rejects or withdraws an adjustment.
func endAdjustment(to evaluation.State) func(*evaluation.Step, *Adjustment) (evaluation.State, error) {
	return func(step *evaluation.Step, a *Adjustment) (evaluation.State, error) {
		return decidedAdjustment(step, a, to)
	}
}

func decidedAdjustment(step *evaluation.Step, a *Adjustment, to evaluation.State) (evaluation.State, error) {
	a.DecidedBy, a.DecidedOn, a.Words = step.Actor.Name, step.Today, step.Reason
	desk.Wait(step.Record, evaluation.Date{})
	return to, nil
}
