// Package ninth is a made-up measure for tests: proposals (合理化建议) that cadres hand
// in, vote on anonymously, and that are answered. It uses every feature that a
// measure can have, and is completely in this folder.
package ninth

import (
	"context"
	"embed"
	"encoding/json"

	"kaoji/app/measures"
	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/ballot"
	"kaoji/evaluation/desk"
)

// Texts are the measure's words.
//
//go:embed zh/*.json en/*.json
var Texts embed.FS

// Demo is an office of three people and a proposal of one of them.
//
//go:embed ninth.json
var Demo embed.FS

// The kinds and states.
const (
	KindIdea = "ninth.idea"
	KindTask = "ninth.task"

	HandedIn evaluation.State = "handed_in"
	Voting   evaluation.State = "voting"
	Taken    evaluation.State = "taken"
	Lapsed   evaluation.State = "lapsed"
	Open     evaluation.State = "open"
)

// Idea is a proposal.
type Idea struct {
	Title   string            `json:"title"`
	Text    string            `json:"text"`
	Contact evaluation.Sealed `json:"contact"`
	Yes     int               `json:"yes"`
	No      int               `json:"no"`
}

// HandIn is what a cadre writes.
type HandIn struct {
	Title   string   `json:"title" maxLength:"80" doc:"What is proposed"`
	Text    string   `json:"text" form:"long" doc:"Why and how"`
	Contact string   `json:"contact,omitempty" maxLength:"40" doc:"Where to reach whoever proposes it; kept encrypted"`
	Circle  []string `json:"circle,omitempty" form:"people" doc:"Who reads it beside the section"`
}

// Task follows from a proposal that is taken up.
type Task struct {
	Idea string `json:"idea"`
}

// Taking is the input of an act that only Kaoji does.
type Taking struct {
	Idea string `json:"idea"`
}

// Ballot is one vote.
type Ballot struct {
	Yes bool `json:"yes"`
}

// Service is the measure.
type Service struct {
	desk  desk.Desk
	vault *auth.Vault
	boxes *ballot.Service
	store evaluation.Store
}

// New makes the measure from what the others are made from.
func New(p measures.Parts, d desk.Desk) measures.Measured { return Of(p, d) }

// Of is New with the concrete type.
func Of(p measures.Parts, d desk.Desk) *Service {
	vault, err := auth.NewVault(p.Report, p.Random)
	if err != nil {
		panic(err) // a key of a wrong length, which the program has already refused
	}
	return &Service{
		desk: d, vault: vault, store: p.Store, boxes: ballot.New(p.Store, p.Ballot, auth.NewPassphrases(p.Keeping).Stretch),
	}
}

// Measure is the measure as the rest of Kaoji knows it.
func (s *Service) Measure() evaluation.Measure {
	ends := []evaluation.State{Taken, Lapsed}
	return evaluation.Measure{Number: 9, Name: "ninth", Glance: glance(), Kinds: []evaluation.Kind{
		{
			Name: KindIdea, Payload: evaluation.New[Idea], Brief: []string{"title"}, Found: []string{evaluation.FoundSort}, Often: []string{"hand_in"}, Print: []string{"ninth_idea"},
			States: []evaluation.State{HandedIn, Voting, Taken, Lapsed}, Final: ends,
			Usual:      evaluation.Usual{HandedIn: {"ask"}, Voting: {"take_up"}},
			Columns:    []evaluation.Column{{Name: "yes"}, {Name: "no"}},
			Milestones: []evaluation.Milestone{{Key: "due", Way: evaluation.Closes, Of: []evaluation.State{HandedIn}, Year: true}},
			Clock:      map[evaluation.State][]string{HandedIn: {"commendation.notice"}},
			Sight: evaluation.Sight{Readers: evaluation.Personnel.See(evaluation.All).Or(
				evaluation.Staff.As(evaluation.Own).See("title", "text", "yes", "no"),
				evaluation.Staff.As(evaluation.Party).See("title", "text", "yes", "no"),
			)},
			Acts: []evaluation.Act{
				{Name: "hand_in", InOwnCase: true, May: evaluation.Staff, To: []evaluation.State{HandedIn}, Run: evaluation.Run(s.handIn)},
				{Name: "ask", May: evaluation.Personnel, From: []evaluation.State{HandedIn}, To: []evaluation.State{Voting}, Run: evaluation.Plain(s.ask)},
				{Name: "take_up", May: evaluation.Personnel, From: []evaluation.State{Voting}, To: []evaluation.State{Taken}, Reason: true, Run: evaluation.Plain(s.takeUp)},
				{Name: "lapse", From: []evaluation.State{HandedIn}, To: []evaluation.State{Lapsed}, Run: evaluation.Plain(lapse)},
			},
			Effects: map[string]evaluation.EffectHandler{"follow": follow, "open": s.open},
		},
		{
			Name: KindTask, Payload: evaluation.New[Task], States: []evaluation.State{Open},
			Sight: evaluation.Sight{Readers: evaluation.Personnel.See(evaluation.All)},
			Acts:  []evaluation.Act{{Name: "follow", To: []evaluation.State{Open}, Run: evaluation.Run(taken)}},
		},
	}}
}

func glance() []evaluation.Indicator {
	return []evaluation.Indicator{
		{Key: "handed_in", Kind: KindIdea, States: []evaluation.State{HandedIn, Voting, Taken, Lapsed}, Span: evaluation.ThisYear, Unit: evaluation.UnitPieces},
		{Key: "voting", Kind: KindIdea, States: []evaluation.State{Voting}, Unit: evaluation.UnitPieces},
		{Key: "late", Kind: KindIdea, States: []evaluation.State{HandedIn}, Late: true, Unit: evaluation.UnitPieces},
	}
}

func (s *Service) handIn(step *evaluation.Step, p *Idea, in *HandIn) (evaluation.State, error) {
	day, err := s.desk.Today(step)
	if err != nil {
		return "", err
	}
	who, ok := day.Member(step.Actor.Person)
	if !ok {
		return "", desk.Mistake("title", "error.no_person")
	}
	rules, err := s.desk.Freeze(step, "commendation.notice")
	if err != nil {
		return "", err
	}
	due, err := s.desk.Due(step.Ctx, step.Record.Office, rules, "commendation.notice", step.Today)
	if err != nil {
		return "", err
	}
	p.Title, p.Text = in.Title, in.Text
	if p.Contact, err = s.vault.Seal(in.Contact, step.Record.ID); err != nil {
		return "", err
	}
	r := step.Record
	r.Subject, r.Unit, r.Sort, r.On, r.Parties = who.ID, who.Department, in.Title, step.Today, in.Circle
	desk.Wait(r, due, evaluation.WaitRole(evaluation.RolePersonnel))
	return HandedIn, nil
}

func (s *Service) ask(step *evaluation.Step, _ *Idea) (evaluation.State, error) {
	return Voting, step.Effect("open", nil)
}

// open opens the box of the vote.
func (s *Service) open(ctx context.Context, _ evaluation.Doer, r evaluation.Record, _ json.RawMessage) error {
	return s.boxes.Open(ctx, r.Office, r.ID, ballot.Voting{Eligible: 10})
}

// Vote casts the reader's vote; it cannot be traced to the voter.
func (s *Service) Vote(ctx context.Context, actor evaluation.Actor, idea evaluation.View, b Ballot) error {
	way := "no"
	if b.Yes {
		way = "yes"
	}
	return s.boxes.Put(ctx, idea.Office, idea.ID, ballot.Vote{Voter: actor.Person, Way: way})
}

// Votes returns how many have voted.
func (s *Service) Votes(ctx context.Context, idea evaluation.View) (ballot.Count, error) {
	return s.boxes.Count(ctx, idea.Office, idea.ID)
}

func (s *Service) takeUp(step *evaluation.Step, p *Idea) (evaluation.State, error) {
	n, err := s.boxes.Count(step.Ctx, step.Record.Office, step.Record.ID)
	if err != nil {
		return "", err
	}
	p.Yes, p.No = n.Ways["yes"], n.Ways["no"]
	desk.Wait(step.Record, evaluation.Date{})
	return Taken, step.Effect("follow", step.NewID())
}

// follow creates the task of a proposal that was taken up.
func follow(ctx context.Context, do evaluation.Doer, r evaluation.Record, args json.RawMessage) error {
	var id string
	if err := json.Unmarshal(args, &id); err != nil {
		return err
	}
	_, err := do.Create(ctx, evaluation.System(r.Office), KindTask, "follow", evaluation.Creation{ID: id, Input: &Taking{Idea: r.ID}})
	return err
}

func taken(step *evaluation.Step, p *Task, in *Taking) (evaluation.State, error) {
	p.Idea, step.Record.Parent = in.Idea, in.Idea
	return Open, nil
}

func lapse(step *evaluation.Step, _ *Idea) (evaluation.State, error) {
	desk.Wait(step.Record, evaluation.Date{})
	return Lapsed, nil
}

// Watch is the measure's job: it ends proposals that nobody handled in time.
func (s *Service) Watch(ctx context.Context, do evaluation.Doer, office string, today evaluation.Date) error {
	late, err := desk.All(ctx, do, evaluation.Query{
		Office: office, Kinds: []string{KindIdea}, States: []evaluation.State{HandedIn}, DueTo: today.AddDays(-1),
	})
	for i := range late {
		if err == nil {
			err = desk.ActIfStillInState(ctx, do, office, late[i].ID, "lapse", nil)
		}
	}
	return err
}

// Telling returns the facts for the file of a person who made a proposal.
func (s *Service) Telling() []desk.Telling {
	return []desk.Telling{{
		Kind: KindIdea, States: []evaluation.State{Taken},
		Of: func(r evaluation.Record, _ string) ([]desk.Fact, error) {
			return []desk.Fact{{On: r.On, Say: evaluation.Say("ninth.fact.taken", "title", r.Sort)}}, nil
		},
	}}
}

// Public returns the number of proposals taken up; anybody may see it.
func (s *Service) Public(ctx context.Context, office string) (int64, error) {
	counts, err := s.store.Group(ctx, evaluation.Query{Office: office, Kinds: []string{KindIdea}, States: []evaluation.State{Taken}}, "kind")
	var n int64
	for _, c := range counts {
		n += c.N
	}
	return n, err
}
