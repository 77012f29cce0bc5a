package rotation

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/rulepack"
	"kaoji/evaluation/signoff"
)

// MovePlan is the payload of rotation.plan records: the moves, how they were
// computed, and how they were decided. It does not change the roster before it
// takes effect, so several plans can be compared.
type MovePlan struct {
	Title     string          `json:"title"`
	Words     string          `json:"words"`
	Effective evaluation.Date `json:"effective"`
	People    []string        `json:"people"`
	Vacancies []VacancyRow    `json:"vacancies"`
	Setting
	Result      *Result         `json:"result"`
	Hand        []HandRow       `json:"hand"`     // the stored manual plan
	Chosen      string          `json:"chosen"`   // ChosenBest or ChosenHand
	Moves       []Move          `json:"moves"`    // of what was submitted
	Preparer    string          `json:"preparer"` // account
	Prepared    string          `json:"prepared"` // name
	Checked     []string        `json:"checked"`  // checks that personnel stated (B-14)
	Meetings    []Meeting       `json:"meetings"`
	Signoff     signoff.Sheet   `json:"signoff"`
	Approver    string          `json:"approver"` // name
	ApprovedOn  evaluation.Date `json:"approved_on"`
	Opinion     string          `json:"opinion"`
	ReturnedFor string          `json:"returned_for"`
	EndedFor    string          `json:"ended_for"`
	Rules       rulepack.Frozen `json:"rules"`
}

// The plans that can be submitted.
const (
	ChosenBest = "best"
	ChosenHand = "hand"
)

// VacancyRow is a vacant post in the plan.
type VacancyRow struct {
	Unit  string `json:"unit" form:"unit" doc:"Department"`
	Post  string `json:"title" maxLength:"100" doc:"Post" example:"副科长"`
	Heads bool   `json:"heads,omitempty" doc:"Heads the department"`
	Level string `json:"level,omitempty" form:"level" doc:"Level of the post; empty: as its title says" example:"副科级"`
}

// HandRow assigns a person to a post.
type HandRow struct {
	Person string `json:"person" form:"person" doc:"Person"`
	Post   string `json:"seat" maxLength:"60" doc:"Post"`
}

// Move is one person's move in a plan.
type Move struct {
	Person       string `json:"person"`
	Name         string `json:"name"`
	FromUnit     string `json:"from_unit"`
	FromUnitName string `json:"from_unit_name"`
	FromPost     string `json:"from_post"`
	FromHeads    bool   `json:"from_heads"`
	ToUnit       string `json:"to_unit"`
	ToUnitName   string `json:"to_unit_name"`
	ToPost       string `json:"to_post"`
	ToHeads      bool   `json:"to_heads"`
	Level        string `json:"level"`
	Follows      string `json:"follows"` // the successor in the former post, "" for none
	Record       string `json:"record"`  // the rotation.move, once approved
}

// Meeting is a deliberation.
type Meeting struct {
	On       evaluation.Date `json:"on"`
	Place    string          `json:"place"`
	Present  []string        `json:"present"`
	Minutes  string          `json:"minutes"`
	Outcome  string          `json:"outcome"` // MeetingAgreed or MeetingReturned
	Recorded string          `json:"recorded"`
}

// The outcomes of a deliberation.
const (
	MeetingAgreed   = "agreed"
	MeetingReturned = "returned"
)

// The states of a plan.
const (
	PlanDraft     state = "draft"       // nothing worked out, or something changed since
	PlanComputed  state = "computed"    //
	PlanProposed  state = "proposed"    // for deliberation
	PlanSigning   state = "signing"     // deliberated; the parties countersign
	PlanSigned    state = "signed"      // by all
	PlanApproved  state = "approved"    // announced; takes effect on its day
	PlanEffective state = "effective"   //
	PlanWithdrawn state = "withdrawn"   // before it was approved
	PlanRevoked   state = "rolled_back" // after, and before its day
)

// OpenInput starts a plan.
type OpenInput struct {
	Title     string          `json:"title" maxLength:"100" doc:"What it is called" example:"2027年春季轮岗方案一"`
	AsOf      evaluation.Date `json:"as_of" begin:"today" doc:"Day of the roster that it starts from" example:"2026-12-01"`
	Effective evaluation.Date `json:"effective" begin:"+14" doc:"Day on which it is to take effect" example:"2027-01-04"`
	Words     string          `json:"words,omitempty" form:"long" maxLength:"2000" doc:"What it is for"`
	PlayInput
}

// PlayInput lists the people and posts of the plan.
type PlayInput struct {
	People    []string     `json:"people,omitempty" form:"people" rules:"rotation.years,rotation.years.sensitive" doc:"People in play; nobody: all at the warning or beyond"`
	Vacancies []VacancyRow `json:"vacancies,omitempty" maxLength:"60" doc:"Vacant posts in play; the posts of the people are in play anyway"`
}

// CopyInput starts a plan as a copy of another one.
type CopyInput struct {
	Plan  string `json:"plan" doc:"The plan to begin from"`
	Title string `json:"title" maxLength:"100" doc:"What the new one is called" example:"方案二"`
}

// ArrangeHand is a plan made by hand.
type ArrangeHand struct {
	Hand []HandRow `json:"hand" doc:"Who goes where; who is not named stays"`
}

// SubmitInput submits a plan.
type SubmitInput struct {
	Chosen  string   `json:"chosen" enum:"best,hand" doc:"The computed plan or the one made by hand"`
	Checked []string `json:"checked" enum:"file,matters" rules:"countersign.checks" doc:"What personnel has checked of everybody who moves"`
	Words   string   `json:"words,omitempty" form:"long" maxLength:"2000" doc:"Why this plan; needed where it is not the computed one"`
}

// MeetingInput is a deliberation.
type MeetingInput struct {
	On      evaluation.Date `json:"on" begin:"today" doc:"Day" example:"2026-12-10"`
	Place   string          `json:"place" maxLength:"100" doc:"Place" example:"第一会议室"`
	Present []string        `json:"present" form:"people" doc:"Who was present"`
	Minutes string          `json:"minutes" form:"long" minLength:"10" maxLength:"5000" doc:"Minutes" example:"会议听取组织科汇报，逐人研究，一致同意按方案轮岗。"`
	Outcome string          `json:"outcome" enum:"agreed,returned" doc:"Outcome"`
}

// SignInput is a signature.
type SignInput struct {
	Party string `json:"party,omitempty" maxLength:"60" doc:"For whom, if one can speak for several"`
	Words string `json:"words,omitempty" form:"long" maxLength:"1000" doc:"Opinion"`
}

// ApproveInput is the approval.
type ApproveInput struct {
	Effective evaluation.Date `json:"effective" begin:"+14" doc:"Day on which it takes effect" example:"2027-01-04"`
	Opinion   string          `json:"opinion,omitempty" form:"long" maxLength:"1000" doc:"Opinion"`
}

func (s *Service) planKind() evaluation.Kind {
	early := evaluation.States(PlanDraft, PlanComputed)
	draft := evaluation.States(PlanDraft)
	preparer := evaluation.NotAccounts("rotation.own_plan", func(p *MovePlan) []string { return []string{p.Preparer} })
	signers := evaluation.By(evaluation.RolePersonnel, evaluation.RoleDiscipline).Or(evaluation.Leader.As(evaluation.Party))
	return evaluation.Kind{
		Name: KindPlan, Drafts: evaluation.KeepDrafts(), Sight: planSight, Payload: evaluation.New[MovePlan], Milestones: planDays(), Discreet: true, Found: []string{evaluation.FoundSort},
		States: evaluation.States(PlanDraft, PlanComputed, PlanProposed, PlanSigning, PlanSigned, PlanApproved, PlanEffective, PlanWithdrawn, PlanRevoked),
		Final:  evaluation.States(PlanEffective, PlanWithdrawn, PlanRevoked),
		Clock:  evaluation.Clocked(evaluation.States(PlanSigning), ruleSignBy),
		Print:  []string{"rotation_deliberation", "rotation_appointments"},
		Usual:  evaluation.Usual{PlanDraft: {"compute"}, PlanComputed: {"submit"}, PlanProposed: {"deliberate"}, PlanSigning: {"sign"}, PlanSigned: {"approve"}, PlanApproved: {"take_effect"}},
		Grave:  []string{"return", "send_back", "withdraw", "roll_back"},
		Acts: []evaluation.Act{
			evaluation.NewAct("open", evaluation.Personnel, nil, draft, evaluation.Run(s.openPlan)),
			evaluation.NewAct("copy", evaluation.Personnel, nil, draft, evaluation.Run(s.copyPlan)),
			evaluation.NewAct("choose", evaluation.Personnel, early, draft, evaluation.Run(s.choosePlay)),
			evaluation.NewAct("ask", evaluation.Personnel, early, draft, evaluation.Run(s.askOf)),
			evaluation.NewAct("weigh", evaluation.Personnel, early, draft, evaluation.Run(s.weigh)),
			untried(evaluation.NewAct("compute", evaluation.Personnel, early, evaluation.States(PlanComputed), evaluation.Plain(s.compute))),
			evaluation.Staying("arrange", evaluation.Personnel, evaluation.States(PlanComputed), evaluation.Run(s.arrangeHand)),
			evaluation.NewAct("submit", evaluation.Personnel, evaluation.States(PlanComputed), evaluation.States(PlanProposed), evaluation.Run(s.submitPlan)),
			evaluation.NewAct("deliberate", evaluation.Running, evaluation.States(PlanProposed), evaluation.States(PlanSigning, PlanComputed), evaluation.Run(s.deliberate)).Dated(evaluation.UpToToday("on")).Suiting(evaluation.SuitsOf(s.attendants)),
			evaluation.NewAct("sign", signers, evaluation.States(PlanSigning), evaluation.States(PlanSigning, PlanSigned), evaluation.Run(s.signPlan)).Barring(preparer),
			evaluation.NewAct("send_back", signers, evaluation.States(PlanSigning), evaluation.States(PlanComputed), evaluation.Run(s.sendBackPlan)).WithReason().Barring(preparer),
			evaluation.NewAct("approve", evaluation.Principal, evaluation.States(PlanSigned), evaluation.States(PlanApproved), evaluation.Run(s.approvePlan)).Dated(evaluation.FromToday("effective")).Barring(preparer),
			evaluation.NewAct("return", evaluation.Principal, evaluation.States(PlanProposed, PlanSigned), evaluation.States(PlanComputed), evaluation.Plain(s.returnPlan)).WithReason(),
			evaluation.NewAct("withdraw", evaluation.Running, evaluation.States(PlanDraft, PlanComputed, PlanProposed, PlanSigning, PlanSigned), evaluation.States(PlanWithdrawn), evaluation.Plain(withdrawPlan)).WithReason(),
			evaluation.NewAct("roll_back", evaluation.Principal, evaluation.States(PlanApproved), evaluation.States(PlanRevoked), evaluation.Plain(s.rollBack)).WithReason(),
			evaluation.NewAct("take_effect", evaluation.Personnel, evaluation.States(PlanApproved), evaluation.States(PlanEffective), evaluation.Plain(s.takeEffect)).NoRecusal(),
		},
		Effects: map[string]evaluation.EffectHandler{
			"announce": s.announce, "cancel": cancelMoves, "move_people": s.movePeople,
		},
	}
}

// inPlay returns the people from whom a plan is hidden: those in it.
func inPlay(r *evaluation.Record) ([]string, error) {
	p, err := evaluation.PayloadOf[MovePlan](*r)
	if err != nil {
		return nil, err
	}
	return p.People, nil
}

// clear refuses an actor who is in the plan or related to somebody in it: nobody
// prepares, discusses, signs or approves their own move or a relative's (D-10).
func (s *Service) clear(step *evaluation.Step, p *MovePlan) error {
	if step.Actor.Has(evaluation.RoleSystem) {
		return nil
	}
	day, err := s.Today(step)
	if err != nil {
		return err
	}
	for _, id := range p.People {
		if desk.Recused(day, step.Actor.Person, id) {
			return evaluation.Fail(evaluation.CodeRecused, "rotation.plan_recused", "name", day.Book().Name(id))
		}
	}
	return nil
}
