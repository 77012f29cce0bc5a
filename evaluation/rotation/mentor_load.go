package rotation

import (
	"context"
	"encoding/json"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Load is the payload of rotation.load records, one for each mentor: the present
// and former newcomers. Only this record enforces the limit: if two people name the
// same mentor at the same moment, its version lets one of them continue first.
type Load struct {
	Mentor     string  `json:"mentor"`
	MentorName string  `json:"mentor_name"`
	Pupils     []Pupil `json:"pupils"`
	Past       []Pupil `json:"past"`
}

// Pupil is one newcomer of a mentor.
type Pupil struct {
	Mentoring string          `json:"mentoring"`
	Newcomer  string          `json:"newcomer"`
	Name      string          `json:"name"`
	From      evaluation.Date `json:"from"`
	To        evaluation.Date `json:"to"`
}

// LoadKept is the only state of a load.
const LoadKept state = "kept"

// besides counts the newcomers except the one of a mentoring.
func (l *Load) besides(mentoring string) int {
	if l == nil {
		return 0
	}
	n := 0
	for _, p := range l.Pupils {
		if p.Mentoring != mentoring {
			n++
		}
	}
	return n
}

// Seat identifies a place with a mentor.
type Seat struct {
	Mentor string `json:"mentor" doc:"Mentor"`
}

// SeatInput takes or frees a place.
type SeatInput struct {
	Mentoring string `json:"mentoring" doc:"The mentoring"`
	Newcomer  string `json:"newcomer" doc:"The newcomer"`
	Name      string `json:"name" doc:"The newcomer's name"`
}

// LoadInput creates a mentor's record.
type LoadInput struct {
	Mentor string `json:"mentor" doc:"Mentor"`
}

func (s *Service) loadKind() evaluation.Kind {
	kept := evaluation.States(LoadKept)
	return evaluation.Kind{
		Name: KindLoad, About: evaluation.AboutSubject, Drafts: evaluation.KeepDrafts(), Sight: loadSight, Payload: evaluation.New[Load], States: kept,
		Acts: []evaluation.Act{
			kaojis("open", nil, kept, evaluation.Run(s.openLoad)),
			kaojis("take", kept, kept, evaluation.Run(s.take)),
			kaojis("free", kept, kept, evaluation.Run(freeSeat)),
		},
	}
}

func (s *Service) openLoad(step *evaluation.Step, l *Load, in *LoadInput) (state, error) {
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	who, ok := day.Member(in.Mentor)
	if !ok {
		return "", desk.Mistake("mentor", "rotation.no_person")
	}
	*l = Load{Mentor: who.ID, MentorName: who.Name, Pupils: []Pupil{}, Past: []Pupil{}}
	desk.About(step.Record, &who)
	step.Record.Unique, step.Record.On = who.ID, step.Today
	return LoadKept, nil
}

// take takes a place if there is one; a mentoring that already has one keeps it.
func (s *Service) take(step *evaluation.Step, l *Load, in *SeatInput) (state, error) {
	rules, err := s.Freeze(step, "mentor.pupils")
	if err != nil {
		return "", err
	}
	most, err := rules.Int("mentor.pupils")
	if err != nil {
		return "", err
	}
	if slices.ContainsFunc(l.Pupils, func(p Pupil) bool { return p.Mentoring == in.Mentoring }) {
		return LoadKept, nil
	}
	if len(l.Pupils) >= int(most) {
		return "", desk.WrongState("rotation.full", "n", most)
	}
	l.Pupils = append(l.Pupils, Pupil{Mentoring: in.Mentoring, Newcomer: in.Newcomer, Name: in.Name, From: step.Today})
	return LoadKept, nil
}

func freeSeat(step *evaluation.Step, l *Load, in *SeatInput) (state, error) {
	i := slices.IndexFunc(l.Pupils, func(p Pupil) bool { return p.Mentoring == in.Mentoring })
	if i >= 0 {
		p := l.Pupils[i]
		p.To = step.Today
		l.Pupils, l.Past = slices.Delete(l.Pupils, i, i+1), append(l.Past, p)
	}
	return LoadKept, nil
}

// loadOf returns a mentor's load, nil if the person never was a mentor.
func loadOf(ctx context.Context, from desk.Finder, office, mentor string) (*Load, error) {
	r, err := desk.Find(ctx, from, office, KindLoad, mentor)
	if err != nil || r == nil {
		return nil, err
	}
	return evaluation.PayloadOf[Load](*r)
}

// ensure returns the record of a mentor's load and creates it if necessary.
func ensure(ctx context.Context, do evaluation.Doer, office, mentor string) (*evaluation.Record, error) {
	r, err := desk.Find(ctx, do, office, KindLoad, mentor)
	if err != nil || r != nil {
		return r, err
	}
	made, err := do.Create(ctx, evaluation.System(office), KindLoad, "open", evaluation.Creation{Input: &LoadInput{Mentor: mentor}})
	if evaluation.CodeOf(err) == evaluation.CodeConflict { // created at the same moment
		return desk.Find(ctx, do, office, KindLoad, mentor)
	}
	return &made, err
}

// seat takes a place with the named person, then makes them the mentor; if there is
// no place it tells the mentoring.
func seat(ctx context.Context, do evaluation.Doer, r evaluation.Record, args json.RawMessage) error {
	in, m, err := seatOf(r, args)
	if err != nil || m.Next == nil || m.Next.Held.Person != in.Mentor { // already done
		return err
	}
	load, err := ensure(ctx, do, r.Office, in.Mentor)
	if evaluation.CodeOf(err) == evaluation.CodeInvalid { // left the office at this moment
		return desk.ActIfStillInState(ctx, do, r.Office, r.ID, "unseated", in)
	}
	if err != nil {
		return err
	}
	place := &SeatInput{Mentoring: r.ID, Newcomer: m.Newcomer, Name: m.NewcomerName}
	err = desk.ActRetrying(ctx, do, r.Office, load.ID, "take", place)
	if evaluation.CodeOf(err) == evaluation.CodeState {
		return desk.ActIfStillInState(ctx, do, r.Office, r.ID, "unseated", in)
	}
	if err != nil {
		return err
	}
	err = desk.ActRetrying(ctx, do, r.Office, r.ID, "seated", in)
	if evaluation.CodeOf(err) == evaluation.CodeState { // ended or renamed meanwhile: the place is not needed
		return desk.ActRetrying(ctx, do, r.Office, load.ID, "free", place)
	}
	return err
}

// free frees a place.
func free(ctx context.Context, do evaluation.Doer, r evaluation.Record, args json.RawMessage) error {
	in, m, err := seatOf(r, args)
	if err != nil {
		return err
	}
	load, err := desk.Find(ctx, do, r.Office, KindLoad, in.Mentor)
	if err != nil || load == nil {
		return err
	}
	return desk.ActRetrying(ctx, do, r.Office, load.ID, "free", &SeatInput{Mentoring: r.ID, Newcomer: m.Newcomer, Name: m.NewcomerName})
}

func seatOf(r evaluation.Record, args json.RawMessage) (*Seat, *Mentoring, error) {
	in := &Seat{}
	if err := json.Unmarshal(args, in); err != nil {
		return nil, nil, err
	}
	m, err := evaluation.PayloadOf[Mentoring](r)
	return in, m, err
}
