package survey

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"kaoji/evaluation"
	"kaoji/evaluation/ballot"
	"kaoji/evaluation/desk"
)

// KindPaper is the kind of a batch of papers.
const KindPaper = "survey.paper"

// The states of a batch.
const (
	PaperEntered   evaluation.State = "entered"
	PaperDiffering evaluation.State = "differing"
	PaperAgreed    evaluation.State = "agreed"
	PaperCast      evaluation.State = "cast" // in the box
	PaperDiscarded evaluation.State = "discarded"
)

// Batch is the payload of a survey.paper record: papers of one group, typed in by two people.
// The typed text is encrypted, and deleted when the papers are in the box.
type Batch struct {
	Group     string          `json:"group" show:"-"`
	GroupName string          `json:"group_name"`
	Papers    int             `json:"papers"`
	First     Entry           `json:"first" show:"-"`
	Second    Entry           `json:"second" show:"-"`
	Differing []string        `json:"differing"` // cells in which the entries differ, such as 3.5: paper 3, question 5
	CastOn    evaluation.Date `json:"cast_on"`
}

// Entry is the entry of one of the two people.
type Entry struct {
	By     string            `json:"by"`     // account
	Sealed evaluation.Sealed `json:"sealed"` // "" when the papers are in the box
}

// PaperInput is the first entry of a batch.
type PaperInput struct {
	Wave  string `json:"wave" maxLength:"64" doc:"The questionnaire" example:"0198c2f0-0000-7000-8000-000000000001"`
	Group string `json:"group" maxLength:"20" doc:"Whose papers they are" example:"g1"`
	LinesInput
}

// LinesInput are papers as they are typed, or pasted from a workbook.
type LinesInput struct {
	Lines string `json:"lines" form:"long" maxLength:"200000" rules:"rating.floor" doc:"One paper on a line, its answers in the order of the questions with tabs or vertical bars between: the number of the option, several with commas (of a ranking in order, of a matrix one for each row), a number, or words; nothing where nothing was answered" example:"1 | 2,3 | 希望延长开放时间"`
}

// mostPapers is how many papers a batch has at most.
const mostPapers = 200

// enterPapers stores the first entry.
func (s *Service) enterPapers(step *evaluation.Step, b *Batch, in *PaperInput) (evaluation.State, error) {
	w, rec, err := s.wave(step.Ctx, step.Record.Office, in.Wave)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound {
		return "", desk.Mistake("wave", "error.not_found")
	}
	if err != nil {
		return "", err
	}
	g := w.group(in.Group)
	if g == nil || !g.By(WayPaper) {
		return "", desk.Mistake("group", "survey.not_this_way")
	}
	b.Group, b.GroupName, b.Differing = g.Code, g.Name.Zh, []string{}
	x := step.Record
	x.Parent, x.Period, x.Sort, x.On, x.Rules = rec.ID, rec.Period, g.Name.Zh, step.Today, rec.Rules
	if b.First, b.Papers, err = s.entry(step, w, rec.State, b, in.Lines); err != nil {
		return "", err
	}
	desk.Wait(x, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePersonnel))
	return PaperEntered, nil
}

// enterAgain stores the second person's entry, or a correction by either.
func (s *Service) enterAgain(step *evaluation.Step, b *Batch, in *LinesInput) (evaluation.State, error) {
	w, rec, err := s.wave(step.Ctx, step.Record.Office, step.Record.Parent)
	if err != nil {
		return "", err
	}
	e, n, err := s.entry(step, w, rec.State, b, in.Lines)
	switch {
	case err != nil:
		return "", err
	case step.Record.State == PaperEntered && step.Actor.Account == b.First.By:
		return "", evaluation.Fail(evaluation.CodeForbidden, "survey.second_person")
	case step.Actor.Account == b.First.By:
		b.First, b.Papers = e, n
	case b.Second.By == "" || step.Actor.Account == b.Second.By:
		b.Second = e
	default:
		return "", evaluation.Fail(evaluation.CodeForbidden, "survey.only_two")
	}
	if b.Differing, err = s.compare(step.Record.ID, w, b); err != nil {
		return "", err
	}
	if len(b.Differing) > 0 {
		return PaperDiffering, nil
	}
	return PaperAgreed, nil
}

// entry checks and encrypts an entry and returns how many papers it has.
func (s *Service) entry(step *evaluation.Step, w *Wave, state evaluation.State, b *Batch, lines string) (Entry, int, error) {
	if state != WaveRunning && state != WaveClosed {
		return Entry{}, 0, desk.WrongState("survey.not_running")
	}
	list, err := w.readPapers(b.Group, lines)
	if err != nil {
		return Entry{}, 0, err
	}
	plain, err := json.Marshal(list)
	if err != nil {
		return Entry{}, 0, err
	}
	text, err := s.Vault.Seal(string(plain), step.Record.ID)
	return Entry{By: step.Actor.Account, Sealed: text}, len(list), err
}

// compare lists the cells in which the two entries differ.
func (s *Service) compare(id string, w *Wave, b *Batch) ([]string, error) {
	first, err := s.openEntry(id, b.First)
	if err != nil {
		return nil, err
	}
	second, err := s.openEntry(id, b.Second)
	if err != nil {
		return nil, err
	}
	out := []string{}
	for i := range max(len(first), len(second)) {
		if i >= len(first) || i >= len(second) {
			out = append(out, strconv.Itoa(i+1))
			continue
		}
		for n, q := range w.For(b.Group) {
			x, err := json.Marshal(first[i][q.ID])
			if err != nil {
				return nil, err
			}
			y, err := json.Marshal(second[i][q.ID])
			if err != nil {
				return nil, err
			}
			if string(x) != string(y) {
				out = append(out, fmt.Sprintf("%d.%d", i+1, n+1))
			}
		}
	}
	return out, nil
}

func (s *Service) openEntry(id string, e Entry) ([]Answers, error) {
	plain, err := s.Vault.Open(e.Sealed, id)
	if err != nil {
		return nil, err
	}
	var list []Answers
	return list, json.Unmarshal([]byte(plain), &list)
}

// castPapers puts the papers into the box when both entries agree, and deletes the text. Each
// paper votes under its number in the batch, so that a repetition after a crash adds only the
// missing ones.
func (s *Service) castPapers(step *evaluation.Step, b *Batch) (evaluation.State, error) {
	w, rec, err := s.wave(step.Ctx, step.Record.Office, step.Record.Parent)
	if err != nil {
		return "", err
	}
	if rec.State != WaveRunning && rec.State != WaveClosed {
		return "", desk.WrongState("survey.not_running")
	}
	list, err := s.openEntry(step.Record.ID, b.First)
	if err != nil {
		return "", err
	}
	id := box(rec.ID, b.Group)
	n, err := s.Boxes.Count(step.Ctx, rec.Office, id)
	if err != nil {
		return "", err
	}
	if left := w.slips(b.Group).Papers - n.Ways[WayPaper]; len(list) > left {
		return "", desk.WrongState("survey.too_many_papers", "have", len(list), "left", max(left, 0))
	}
	step.Before(func(ctx context.Context) error {
		for i, a := range list {
			v := ballot.Vote{Voter: fmt.Sprint("paper/", step.Record.ID, "/", i+1), Way: WayPaper, Ballots: []any{a}}
			if err := s.Boxes.Put(ctx, rec.Office, id, v); err != nil && evaluation.CodeOf(err) != evaluation.CodeConflict {
				return err
			}
		}
		return nil
	})
	b.First.Sealed, b.Second.Sealed, b.CastOn = "", "", step.Today
	desk.Wait(step.Record, evaluation.Date{})
	return PaperCast, nil
}

// discard deletes entries that do not agree; the papers must be entered again.
func discard(step *evaluation.Step, b *Batch) (evaluation.State, error) {
	b.First.Sealed, b.Second.Sealed = "", ""
	desk.Wait(step.Record, evaluation.Date{})
	return PaperDiscarded, nil
}

// paperKind is the kind of batches of papers.
func (s *Service) paperKind() evaluation.Kind {
	open := evaluation.States(PaperEntered, PaperDiffering)
	return evaluation.Kind{
		Name: KindPaper, Sight: paperSight, Payload: evaluation.New[Batch], Brief: []string{"group_name"},
		States: evaluation.States(PaperEntered, PaperDiffering, PaperAgreed, PaperCast, PaperDiscarded),
		Final:  evaluation.States(PaperCast, PaperDiscarded),
		Usual:  evaluation.Usual{PaperEntered: {"enter_again"}, PaperDiffering: {"enter_again"}, PaperAgreed: {"cast"}},
		Grave:  []string{"discard"},
		Many:   evaluation.Many{"cast": ""},
		Acts: []evaluation.Act{
			evaluation.NewAct("enter", evaluation.Personnel, nil, evaluation.States(PaperEntered), evaluation.Run(s.enterPapers)),
			evaluation.NewAct("enter_again", evaluation.Personnel, open, evaluation.States(PaperDiffering, PaperAgreed), evaluation.Run(s.enterAgain)),
			evaluation.NewAct("cast", evaluation.Personnel, evaluation.States(PaperAgreed), evaluation.States(PaperCast), evaluation.Plain(s.castPapers)),
			evaluation.NewAct("discard", evaluation.Personnel, open, evaluation.States(PaperDiscarded), evaluation.Plain(discard)).WithReason(),
		},
	}
}
