package appraisal

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"kaoji/evaluation"
	"kaoji/evaluation/ballot"
	"kaoji/evaluation/desk"
)

// Batch is the payload of an appraisal.paper record: papers of one committee, typed
// in by two people. The typed text is encrypted, and deleted when the papers are in
// the box.
type Batch struct {
	Committee     string          `json:"committee"`
	CommitteeName string          `json:"committee_name"`
	Papers        int             `json:"papers"` // how many the first entry has
	First         Entry           `json:"first"`
	Second        Entry           `json:"second"`
	Differing     int             `json:"differing"` // cells in which the entries differ
	CastOn        evaluation.Date `json:"cast_on"`
}

// Entry is the entry of one of the two people.
type Entry struct {
	By     string            `json:"by"` // account
	Name   string            `json:"name"`
	On     evaluation.Date   `json:"on"`
	Papers int               `json:"papers"`
	Sealed evaluation.Sealed `json:"sealed"` // "" when the papers are in the box
}

// PaperRow is a line of a paper.
type PaperRow struct {
	Paper   int    `json:"paper" minimum:"1" maximum:"60" doc:"Number pencilled on the paper" example:"1"`
	Person  string `json:"person" form:"person" doc:"Who is marked" example:"0198c2f0-0000-7000-8000-000000000003"`
	Points  string `json:"points,omitempty" maxLength:"100" doc:"Points for the items in their order, with spaces between" example:"90 85 92"`
	Abstain bool   `json:"abstain,omitempty" doc:"No opinion"`
	Reason  string `json:"reason,omitempty" form:"long" maxLength:"500" doc:"Why, where a mark stands at an end of the scale" example:"多次上门帮助困难家庭。"`
}

// PaperInput is the first entry of a batch.
type PaperInput struct {
	Round     string     `json:"round" doc:"The round" example:"0198c2f0-0000-7000-8000-000000000001"`
	Committee string     `json:"committee" form:"committee" doc:"Whose papers they are" example:"0198c2f0-0000-7000-8000-000000000002"`
	Rows      []PaperRow `json:"rows" maxLength:"1000" doc:"Every line of every paper"`
}

// AgainInput is the second entry, or a corrected one.
type AgainInput struct {
	Rows []PaperRow `json:"rows" maxLength:"1000" doc:"Every line of every paper"`
}

// papers are the rows by paper number.
type papers map[int][]mark

// enterPapers stores the first entry.
func (s *Service) enterPapers(step *evaluation.Step, b *Batch, in *PaperInput) (evaluation.State, error) {
	r, rec, err := s.round(step.Ctx, step.Record.Office, in.Round)
	if err != nil {
		return "", err
	}
	p, err := slipPanel(r, in.Committee)
	if err != nil {
		return "", err
	}
	if !p.Paper {
		return "", desk.Mistake("committee", "appraisal.not_this_way", "committee", p.Name)
	}
	b.Committee, b.CommitteeName = p.Committee, p.Name
	x := step.Record
	x.Parent, x.Period, x.Sort, x.On, x.Rules = rec.ID, rec.Period, p.Name, step.Today, rec.Rules
	if b.First, err = s.entry(step, r, rec.State, b, in.Rows); err != nil {
		return "", err
	}
	b.Papers = b.First.Papers
	desk.Wait(x, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePersonnel))
	return PaperEntered, nil
}

// enterAgain stores the second person's entry, or a correction by either.
func (s *Service) enterAgain(step *evaluation.Step, b *Batch, in *AgainInput) (evaluation.State, error) {
	r, rec, err := parent(step)
	if err != nil {
		return "", err
	}
	e, err := s.entry(step, r, rec.State, b, in.Rows)
	switch {
	case err != nil:
		return "", err
	case step.Record.State == PaperEntered && step.Actor.Account == b.First.By:
		return "", evaluation.Fail(evaluation.CodeForbidden, "appraisal.second_person")
	case step.Actor.Account == b.First.By:
		b.First, b.Papers = e, e.Papers
	case b.Second.By == "" || step.Actor.Account == b.Second.By:
		b.Second = e
	default:
		return "", evaluation.Fail(evaluation.CodeForbidden, "appraisal.only_two", "first", b.First.Name, "second", b.Second.Name)
	}
	differences, err := s.compare(step.Record.ID, r, b)
	if err != nil {
		return "", err
	}
	b.Differing = len(differences)
	if b.Differing > 0 {
		return PaperDiffering, nil
	}
	return PaperAgreed, nil
}

// entry checks and encrypts an entry.
func (s *Service) entry(step *evaluation.Step, r *Round, state evaluation.State, b *Batch, rows []PaperRow) (Entry, error) {
	if state != RoundVoting && state != RoundCounting {
		return Entry{}, desk.WrongState("appraisal.not_counting")
	}
	n, err := numbersOf(r.Rules)
	if err != nil {
		return Entry{}, err
	}
	p, ok := r.panel(b.Committee)
	if !ok {
		return Entry{}, desk.Mistake("committee", "appraisal.no_panel")
	}
	m := evaluation.Mistakes{}
	list := r.readPapers(m, rows, p.Cadres, n)
	if err := m.Err(); err != nil {
		return Entry{}, err
	}
	plain, err := json.Marshal(list)
	if err != nil {
		return Entry{}, err
	}
	text, err := s.Vault.Seal(string(plain), step.Record.ID)
	return Entry{By: step.Actor.Account, Name: step.Actor.Name, On: step.Today, Papers: len(list), Sealed: text}, err
}

// readPapers checks the rows of each paper separately.
func (r *Round) readPapers(m evaluation.Mistakes, rows []PaperRow, people []string, n numbers) papers {
	at := map[int][]int{}
	for i, row := range rows {
		at[row.Paper] = append(at[row.Paper], i)
	}
	out := papers{}
	for number, list := range at {
		var own []Row
		for _, i := range list {
			own = append(own, Row{Person: rows[i].Person, Points: rows[i].Points, Abstain: rows[i].Abstain, Reason: rows[i].Reason})
		}
		wrong := evaluation.Mistakes{}
		out[number] = r.read(wrong, "rows", own, people, n)
		for path, problem := range wrong { // the path of the typed row
			rest, inRow := strings.CutPrefix(path, "rows.")
			if !inRow {
				m["rows."+strconv.Itoa(list[0])+".paper"] = problem
				continue
			}
			index, field, _ := strings.Cut(rest, ".")
			if i, err := strconv.Atoi(index); err == nil && i < len(list) {
				m["rows."+strconv.Itoa(list[i])+"."+field] = problem
			}
		}
	}
	return out
}

// castPapers puts the papers into the box when both entries agree, and deletes the
// text. Each paper votes under its number in the batch, so that a repetition after
// a crash adds only the missing ones.
func (s *Service) castPapers(step *evaluation.Step, b *Batch) (evaluation.State, error) {
	r, rec, err := parent(step)
	if err != nil {
		return "", err
	}
	if rec.State != RoundVoting && rec.State != RoundCounting {
		return "", desk.WrongState("appraisal.not_counting")
	}
	p, ok := r.panel(b.Committee)
	if !ok {
		return "", desk.Mistake("committee", "appraisal.no_panel")
	}
	list, err := s.openEntry(step.Record.ID, b.First)
	if err != nil {
		return "", err
	}
	id := box(rec.ID, p.Committee)
	n, err := s.Boxes.Count(step.Ctx, rec.Office, id)
	if err != nil {
		return "", err
	}
	sl := r.slips(p.Committee)
	todo, err := s.papersOut(step, rec.Office, id, list)
	if err != nil {
		return "", err
	}
	if left := sl.Papers - sl.SpoiltPapers - n.Ways[WayPaper]; len(todo) > left {
		return "", desk.WrongState("appraisal.too_many_papers", "committee", p.Name, "have", len(todo), "left", max(left, 0))
	}
	votes := make([]ballot.Vote, len(todo))
	for i, number := range todo {
		votes[i] = ballot.Vote{Voter: paperVoter(step.Record.ID, number), Way: WayPaper}
		if votes[i].Ballots, err = s.seal(id, p.Joined, list[number]); err != nil {
			return "", err
		}
	}
	step.Before(func(ctx context.Context) error {
		for _, v := range votes {
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

// papersOut returns the papers of a batch that are not in the box yet.
func (s *Service) papersOut(step *evaluation.Step, office, box string, list papers) ([]int, error) {
	var out []int
	for _, number := range numbersIn(list) {
		in, err := s.Boxes.Voted(step.Ctx, office, box, paperVoter(step.Record.ID, number))
		if err != nil {
			return nil, err
		}
		if !in {
			out = append(out, number)
		}
	}
	return out, nil
}

func paperVoter(batch string, number int) string {
	return "paper/" + batch + "/" + strconv.Itoa(number)
}

func numbersIn(p papers) []int {
	out := make([]int, 0, len(p))
	for number := range p {
		out = append(out, number)
	}
	slices.SortFunc(out, cmp.Compare[int])
	return out
}

// discard deletes entries that do not agree; the papers must be entered again.
func discard(step *evaluation.Step, b *Batch) (evaluation.State, error) {
	b.First.Sealed, b.Second.Sealed = "", ""
	desk.Wait(step.Record, evaluation.Date{})
	return PaperDiscarded, nil
}

// dropPapers is discard for a cancelled round.
func dropPapers(step *evaluation.Step, b *Batch) (evaluation.State, error) {
	return discard(step, b)
}
