package rotation

import (
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Moving is the payload of rotation.move records: one person's move and the
// handover of the former post. It does not contain how the plan was made.
type Moving struct {
	Move
	Effective evaluation.Date `json:"effective"`
	Announced evaluation.Date `json:"announced"`
	Taker     string          `json:"taker"` // who takes over
	Items     []HandoverRow   `json:"items"`
	Given     Handing         `json:"given"`     // by the person
	Taken     Handing         `json:"taken"`     // by who takes over
	NotedFor  string          `json:"noted_for"` // reason why it was closed without a signature
	NotedBy   string          `json:"noted_by"`
}

// HandoverRow is one item to hand over.
type HandoverRow struct {
	What   string `json:"what" maxLength:"100" doc:"What is handed over" example:"在办事项"`
	Detail string `json:"detail,omitempty" maxLength:"500" doc:"Which"`
	Done   bool   `json:"done,omitempty" doc:"Handed over"`
	Remark string `json:"remark,omitempty" maxLength:"200" doc:"Why not, or what is left"`
}

// Handing is one side's signature.
type Handing struct {
	Name  string          `json:"name"`
	On    evaluation.Date `json:"on"`
	Words string          `json:"words"`
}

// The states of a move.
const (
	MoveAnnounced  state = "announced"
	MoveHandedOver state = "handed_over"
	MoveEffective  state = "effective"
	MoveCancelled  state = "cancelled"
)

// Announced is the input with which Kaoji creates a move.
type Announced struct {
	Plan      string          `json:"plan" doc:"The plan"`
	Effective evaluation.Date `json:"effective" doc:"Day"`
	On        evaluation.Date `json:"on" doc:"Approved on"`
	Move      Move            `json:"-"`
}

// ChecklistInput is the checklist.
type ChecklistInput struct {
	Items []HandoverRow `json:"items" rules:"rotation.handover" doc:"What is handed over"`
}

// TakerInput names another person to take over.
type TakerInput struct {
	Taker string `json:"taker" form:"person" doc:"Who takes over"`
}

// HandingInput is a signature.
type HandingInput struct {
	Words string `json:"words,omitempty" form:"long" maxLength:"1000" doc:"Remark"`
}

func (s *Service) moveKind() evaluation.Kind {
	open, over := evaluation.States(MoveAnnounced), evaluation.States(MoveHandedOver)
	return evaluation.Kind{
		Name: KindMove, About: evaluation.AboutSubject, Drafts: evaluation.KeepDrafts(), Sight: moveSight, Payload: evaluation.New[Moving], Milestones: moveDays(),
		Notifies: map[string][]evaluation.Recipient{
			"announce": {evaluation.ToSubject},
			"enter":    {evaluation.ToSubject},
			"cancel":   {evaluation.ToSubject},
		},
		Columns: []evaluation.Column{{Name: "effective"}, {Name: "announced"}},
		States:  evaluation.States(MoveAnnounced, MoveHandedOver, MoveEffective, MoveCancelled), Final: evaluation.States(MoveEffective, MoveCancelled),
		Print: []string{"rotation_handover"},
		Usual: evaluation.Usual{MoveAnnounced: {"give", "take", "list"}},
		Told:  open, Passes: []string{"hand_to"},
		Acts: []evaluation.Act{
			kaojis("announce", nil, open, evaluation.Run(s.announceMove)),
			evaluation.Staying("list", evaluation.Personnel.Or(evaluation.Staff.As(evaluation.Own), evaluation.Staff.As(evaluation.Party)), open, evaluation.Run(listItems)).NoRecusal(),
			evaluation.Staying("hand_to", evaluation.Personnel, open, evaluation.Run(s.handTo)).WithReason().Suiting(evaluation.SuitsOf(s.takers)),
			evaluation.OwnAct("give", open, evaluation.States(MoveAnnounced, MoveHandedOver), evaluation.Run(give)),
			evaluation.NewAct("take", evaluation.Staff.As(evaluation.Party), open, evaluation.States(MoveAnnounced, MoveHandedOver), evaluation.Run(take)).NoRecusal(),
			evaluation.NewAct("note", evaluation.Personnel, open, over, evaluation.Plain(noteUnsigned)).WithReason(),
			kaojis("enter", over, evaluation.States(MoveEffective), evaluation.Plain(endMove(MoveEffective))),
			kaojis("cancel", evaluation.States(MoveAnnounced, MoveHandedOver), evaluation.States(MoveCancelled), evaluation.Plain(endMove(MoveCancelled))),
		},
	}
}

// announceMove creates the record with a checklist from the rules. The successor in
// the post takes over; if there is none, the head of the department; if the head
// leaves, personnel names somebody.
func (s *Service) announceMove(step *evaluation.Step, m *Moving, in *Announced) (state, error) {
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	rules, err := s.Freeze(step, ruleHandover)
	if err != nil {
		return "", err
	}
	items, err := rules.Items(ruleHandover)
	if err != nil {
		return "", err
	}
	*m = Moving{Move: in.Move, Effective: in.Effective, Announced: in.On, Taker: in.Move.Follows, Items: []HandoverRow{}}
	for _, it := range items {
		m.Items = append(m.Items, HandoverRow{What: it.Zh})
	}
	if heads := day.Heads(m.FromUnit); m.Taker == "" && len(heads) > 0 && heads[0] != m.Person && !desk.Recused(day, heads[0], m.Person) {
		m.Taker = heads[0]
	}
	env := step.Record
	env.Subject, env.Unit, env.Parent, env.On, env.Period = m.Person, m.FromUnit, in.Plan, in.Effective, in.Effective.String()[:4]
	if member, ok := day.Member(m.Person); ok {
		env.Sort = member.Sort
	}
	m.wait(env)
	return MoveAnnounced, nil
}

// wait sets whose signature is missing.
func (m *Moving) wait(env *evaluation.Record) {
	var who []string
	if m.Given.On.IsZero() {
		who = append(who, evaluation.WaitPerson(m.Person))
	}
	env.Parties = nil
	if m.Taker != "" {
		env.Parties = []string{m.Taker}
	}
	switch {
	case m.Taker == "":
		who = append(who, evaluation.WaitRole(evaluation.RolePersonnel))
	case m.Taken.On.IsZero():
		who = append(who, evaluation.WaitPerson(m.Taker))
	}
	desk.Wait(env, m.Effective, who...)
}

// listItems writes the checklist, until a side has signed it.
func listItems(_ *evaluation.Step, m *Moving, in *ChecklistInput) (state, error) {
	if !m.Given.On.IsZero() || !m.Taken.On.IsZero() {
		return "", desk.WrongState("rotation.already_signed")
	}
	m.Items = in.Items
	return MoveAnnounced, nil
}

// takers says who can take over what a person hands over.
func (s *Service) takers(step *evaluation.Step, m *Moving) (map[string]evaluation.Suits, error) {
	day, err := s.Today(step)
	if err != nil {
		return nil, err
	}
	return map[string]evaluation.Suits{"taker": desk.Both(desk.Here(day, "rotation.no_person"), desk.Apart(day, "rotation.taker_recused", m.Person))}, nil
}

func (s *Service) handTo(step *evaluation.Step, m *Moving, in *TakerInput) (state, error) {
	m.Taker, m.Taken = in.Taker, Handing{}
	m.wait(step.Record)
	return MoveAnnounced, nil
}

func give(step *evaluation.Step, m *Moving, in *HandingInput) (state, error) {
	return m.sign(step, &m.Given, in.Words)
}

func take(step *evaluation.Step, m *Moving, in *HandingInput) (state, error) {
	return m.sign(step, &m.Taken, in.Words)
}

// sign adds one side's signature. Every line of the checklist must be done or have
// a reason.
func (m *Moving) sign(step *evaluation.Step, side *Handing, words string) (state, error) {
	switch {
	case !side.On.IsZero():
		return "", desk.WrongState("rotation.already_signed")
	case slices.ContainsFunc(m.Items, func(r HandoverRow) bool { return !r.Done && r.Remark == "" }):
		return "", desk.WrongState("rotation.items_open")
	}
	*side = Handing{Name: step.Actor.Name, On: step.Today, Words: words}
	m.wait(step.Record)
	if m.Given.On.IsZero() || m.Taken.On.IsZero() {
		return MoveAnnounced, nil
	}
	return handedOver(step, m)
}

func handedOver(step *evaluation.Step, m *Moving) (state, error) {
	desk.Wait(step.Record, m.Effective)
	return MoveHandedOver, nil
}

// noteUnsigned closes a handover that a side does not sign, with a reason of
// personnel.
func noteUnsigned(step *evaluation.Step, m *Moving) (state, error) {
	m.NotedFor, m.NotedBy = step.Reason, step.Actor.Name
	return handedOver(step, m)
}

func endMove(to state) func(*evaluation.Step, *Moving) (state, error) {
	return func(step *evaluation.Step, _ *Moving) (state, error) {
		desk.Wait(step.Record, evaluation.Date{})
		return to, nil
	}
}
