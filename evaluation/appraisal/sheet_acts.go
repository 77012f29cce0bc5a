package appraisal

import (
	"context"
	"crypto/rand"
	"io"
	"math/big"
	"slices"
	"strconv"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/signoff"
)

func (s *Service) openSheet(step *evaluation.Step, sh *Sheet, in *SheetOpening) (evaluation.State, error) {
	r, rec, err := s.votedIn(step.Ctx, step.Record.Office, in.Round)
	if err != nil {
		return "", err
	}
	c, ok := r.cadre(in.Person)
	if !ok {
		return "", desk.Mistake("person", "appraisal.not_on_form")
	}
	*sh = Sheet{Year: r.Year, Name: c.Name, UnitName: c.UnitName, Post: c.Post, Served: []Served{}, Digest: []string{}, Rules: r.Rules}
	for _, t := range c.Committees {
		x := Served{Committee: t.Committee, Name: t.Name, From: t.From, To: t.To, Months: t.Months, Opinion: t.Opinion}
		if p, ok := r.panel(t.Committee); ok {
			x.Raters, x.Named = p.eligible(c.Person), p.Named
		}
		sh.Served = append(sh.Served, x)
	}
	x := step.Record
	x.Parent, x.Subject, x.Unit, x.Period, x.Sort, x.On = rec.ID, c.Person, c.Unit, rec.Period, c.Sort, r.AsOf
	x.Unique, x.Rules = rec.ID+"/"+c.Person, rec.Rules
	return SheetWaiting, nil
}

// tallySheet stores the result of the closed boxes for the cadre.
func (s *Service) tallySheet(step *evaluation.Step, sh *Sheet) (evaluation.State, error) {
	counted, err := s.tallied(step)
	if err != nil {
		return "", err
	}
	x := counted.results[step.Record.Subject]
	sh.Result = &x
	sh.Digest = []string{}
	if x.Shown && counted.round.Comments == CommentsDigest {
		sh.Digest, err = digest(counted.casts, step.Record.Subject, s.Random)
	}
	return SheetTallied, err
}

// digest returns the reasons on a cadre's ballots, shuffled.
func digest(casts []cast, person string, random io.Reader) ([]string, error) {
	out := []string{}
	for _, c := range casts {
		for _, b := range c.ballots {
			for _, m := range b {
				if m.Person == person && m.Reason != "" {
					out = append(out, m.Reason)
				}
			}
		}
	}
	slices.Sort(out) // removes the order of the boxes, independent of the shuffle
	for i := len(out) - 1; i > 0; i-- {
		j, err := rand.Int(random, big.NewInt(int64(i+1)))
		if err != nil {
			return nil, err
		}
		k := int(j.Int64())
		out[i], out[k] = out[k], out[i]
	}
	return out, nil
}

// talliedKey is the key of a context for the round that is being tallied: its boxes are
// opened and counted once and not for every sheet.
type talliedKey struct{}

// tallied is the counted round of a sheet.
func (s *Service) tallied(step *evaluation.Step) (*counted, error) {
	if c, ok := step.Ctx.Value(talliedKey{}).(*counted); ok && c.id == step.Record.Parent {
		return c, nil
	}
	return s.results(step.Ctx, step.Record.Office, step.Record.Parent, true)
}

// counted is a counted round.
type counted struct {
	id      string
	results map[string]Result // by cadre
	work    workings
	casts   []cast
	round   *Round
}

// results computes the results of a round from its closed boxes; with veiled false
// by the method before Result.Veiled.
func (s *Service) results(ctx context.Context, office, round string, veiled bool) (*counted, error) {
	r, rec, err := s.round(ctx, office, round)
	if err != nil {
		return nil, err
	}
	n, err := numbersOf(r.Rules)
	if err != nil {
		return nil, err
	}
	n.veiled = veiled
	var casts []cast
	for i := range r.Panels {
		p := &r.Panels[i]
		if p.Named {
			continue
		}
		id := box(rec.ID, p.Committee)
		list, err := s.Boxes.Ballots(ctx, office, id)
		if err != nil {
			return nil, err
		}
		c := cast{panel: p}
		for _, raw := range list {
			marks, err := s.unseal(id, raw)
			if err != nil {
				return nil, err
			}
			c.ballots = append(c.ballots, marks)
		}
		casts = append(casts, c)
	}
	last, err := s.lastYear(ctx, office, r.Year-1)
	if err != nil {
		return nil, err
	}
	results, work := r.compute(casts, n, last)
	return &counted{id: rec.ID, results: results, work: work, casts: casts, round: r}, nil
}

// lastYear returns the means of a year that were shown to the cadres.
func (s *Service) lastYear(ctx context.Context, office string, year int) (map[string]int64, error) {
	list, err := desk.AllOf[Sheet](ctx, s.Ledger, evaluation.Query{
		Office: office, Kinds: []string{KindSheet}, Periods: []string{strconv.Itoa(year)}, States: told(),
	})
	if err != nil {
		return nil, err
	}
	out := map[string]int64{}
	for _, rec := range list {
		sh := rec.Payload
		if sh.Result != nil && sh.Result.Shown {
			out[rec.Subject] = sh.Result.Mean
		}
	}
	return out, nil
}

// Means returns the mean marks of a year that were shown to the cadres, in
// hundredths.
func (s *Service) Means(ctx context.Context, office string, year int) (map[string]int64, error) {
	return s.lastYear(ctx, office, year)
}

// told are the states in which a cadre knows the result.
func told() []evaluation.State {
	return evaluation.States(SheetReleased, SheetAcknowledged, SheetObjected, SheetAnswered, SheetRefused, SheetLocked)
}

// releaseSheet shows the result to the cadre, who must answer.
func (s *Service) releaseSheet(step *evaluation.Step, sh *Sheet) (evaluation.State, error) {
	due, err := s.Due(step.Ctx, step.Record.Office, sh.Rules, "appraisal.acknowledge", step.Today)
	if err != nil {
		return "", err
	}
	sh.Released = step.Today
	desk.Wait(step.Record, due, evaluation.WaitPerson(step.Record.Subject))
	return SheetReleased, nil
}

func (in *CommentInput) answer() signoff.Answer { return signoff.Answer{Text: in.Text} }
func (in *TextInput) answer() signoff.Answer    { return signoff.Answer{Text: in.Text} }

// answered stores the cadre's answer. An objection gets a deadline. That a cadre
// never answered can be recorded only after the deadline of the answer.
func (s *Service) answered(step *evaluation.Step, sh *Sheet, a signoff.Answer) error {
	if a.Noted != "" && !step.Today.After(step.Record.Due) {
		return desk.WrongState("appraisal.answer_runs", "until", step.Record.Due.String())
	}
	sh.Answer = Answer{Kind: a.Act, Text: a.Text, On: step.Today}
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePersonnel))
	if a.State != SheetObjected {
		return nil
	}
	due, missing, err := s.DueCounted(step.Ctx, step.Record.Office, sh.Rules, "appraisal.answer", step.Today)
	if err != nil {
		return err
	}
	sh.Objection = Objection{Due: due, Missing: append([]int{}, missing...)}
	step.Record.Due = due
	return nil
}

// reviewers says who can review an objection.
func (s *Service) reviewers(step *evaluation.Step, _ *Sheet) (map[string]evaluation.Suits, error) {
	day, err := s.Today(step)
	if err != nil {
		return nil, err
	}
	round, err := step.Read.Get(step.Ctx, step.Record.Office, step.Record.Parent)
	if err != nil {
		return nil, err
	}
	able, err := s.Holders.Able(step, day, evaluation.Reviewers)
	if err != nil {
		return nil, err
	}
	uninvolved := func(person string) evaluation.Problem {
		m, _ := day.Member(person)
		if desk.Recused(day, person, step.Record.Subject) {
			return evaluation.Say("appraisal.related", "name", m.Name)
		}
		for _, e := range slices.Concat(round.History, step.Record.History) {
			if e.Person == person && e.Act != "answer" {
				return evaluation.Say("appraisal.took_part", "name", m.Name)
			}
		}
		return evaluation.Problem{}
	}
	return map[string]evaluation.Suits{"reviewer": desk.Both(desk.Here(day, "appraisal.no_person"), uninvolved, able)}, nil
}

// assign gives an objection to a reviewer who took no part in the appraisal and is
// not a relative.
func (s *Service) assign(step *evaluation.Step, sh *Sheet, in *AssignInput) (evaluation.State, error) {
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	m, _ := day.Member(in.Reviewer)
	sh.Objection.Reviewer, sh.Objection.ReviewerName = m.ID, m.Name
	step.Record.Parties = []string{m.ID}
	desk.Wait(step.Record, sh.Objection.Due, evaluation.WaitPerson(m.ID))
	return SheetObjected, nil
}

func answerObjection(step *evaluation.Step, sh *Sheet, in *OutcomeInput) (evaluation.State, error) {
	sh.Objection.Outcome, sh.Objection.Text, sh.Objection.On = in.Outcome, in.Text, step.Today
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePersonnel))
	return SheetAnswered, nil
}

func lock(step *evaluation.Step, _ *Sheet) (evaluation.State, error) {
	desk.Wait(step.Record, evaluation.Date{})
	return SheetLocked, nil
}

// reopenSheet needs another person than the one who locked it. The cadre's answer
// stays in the history; the cadre answers again.
func (s *Service) reopenSheet(step *evaluation.Step, sh *Sheet) (evaluation.State, error) {
	due, err := s.Due(step.Ctx, step.Record.Office, sh.Rules, "appraisal.acknowledge", step.Today)
	if err != nil {
		return "", err
	}
	desk.Wait(step.Record, due, evaluation.WaitPerson(step.Record.Subject))
	return SheetReleased, nil
}

// drop ends a record of a cancelled round.
func drop[P any](to evaluation.State) func(*evaluation.Step, *P) (evaluation.State, error) {
	return func(step *evaluation.Step, _ *P) (evaluation.State, error) {
		desk.Wait(step.Record, evaluation.Date{})
		return to, nil
	}
}
