package declaration

import (
	"crypto/rand"
	"fmt"
	"math/big"
	"slices"
	"strconv"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// outsideCircle reports whether the actor is not a reader now.
func (s *Service) outsideCircle(step *evaluation.Step, _ *Report) (bool, error) {
	basis, err := inForce(step.Ctx, step.Read, step.Record.Office)
	return step.Actor.Person == "" || !slices.Contains(circle(basis), step.Actor.Person), err
}

// closed refuses to open what is open for the reader today.
func closed(step *evaluation.Step, _ *Report) error {
	if slices.Contains(step.Record.Parties, evaluation.PartyOpen(step.Actor.Person, step.Today)) {
		return desk.WrongState("declaration.open_already")
	}
	return nil
}

// look opens a report for the actor until the end of the day. The reason stands in the
// history, which the declarant reads, and the declarant is told.
func (s *Service) look(step *evaluation.Step, p *Report) (evaluation.State, error) {
	p.Opened = append(slices.DeleteFunc(p.Opened, func(o Opened) bool { return o.On.Before(step.Today) }), Opened{step.Actor.Person, step.Today})
	return step.Record.State, s.follow(step, p, step.Record.State)
}

// follow sets who can read a report that comes into a state, and whom it waits for if it is to
// be checked.
func (s *Service) follow(step *evaluation.Step, p *Report, state evaluation.State) error {
	basis, err := inForce(step.Ctx, step.Read, step.Record.Office)
	if err != nil {
		return err
	}
	readers, r := circle(basis), step.Record
	r.Parties = partiesOf(readers, r.Subject, p.Opened)
	if state == ReportSubmitted && p.ToCheck {
		desk.Wait(r, evaluation.Date{}, waiting(readers, r.Subject)...)
	}
	return nil
}

// partiesOf are the readers, and those of them for whom a report is open.
func partiesOf(readers []string, subject string, opened []Opened) []string {
	list := []string{}
	for _, person := range readers {
		if person == subject {
			continue
		}
		list = append(list, person)
		for _, o := range opened {
			if o.Person == person {
				list = append(list, evaluation.PartyOpen(person, o.On))
			}
		}
	}
	return list
}

func waiting(readers []string, subject string) []string {
	list := []string{}
	for _, person := range readers {
		if person != subject {
			list = append(list, evaluation.WaitPerson(person))
		}
	}
	return list
}

// address gives a report to the readers who are named now.
func (s *Service) address(step *evaluation.Step, p *Report) (evaluation.State, error) {
	return step.Record.State, s.follow(step, p, step.Record.State)
}

// ask asks the person to explain.
func ask(step *evaluation.Step, p *Report, in *AskInput) (evaluation.State, error) {
	p.Explanations = append(p.Explanations, Explanation{AskedOn: step.Today, By: step.Actor.Name, Question: in.Question})
	p.ToCheck = false
	desk.Wait(step.Record, in.Until, evaluation.WaitPerson(step.Record.Subject))
	return ReportExplaining, nil
}

// check notes what a check came to.
func check(step *evaluation.Step, p *Report, in *CheckInput) (evaluation.State, error) {
	p.Checks = append(p.Checks, Check{On: step.Today, By: step.Actor.Name, Result: in.Result, Words: in.Words})
	p.ToCheck = false
	desk.Wait(step.Record, evaluation.Date{})
	return ReportChecked, nil
}

// DrawInput draws by lot which yearly reports are checked.
type DrawInput struct {
	Year int `json:"year" minimum:"1990" maximum:"2200"`
}

// draw draws of the yearly reports of a year the share that the basis names, rounded up.
func (s *Service) draw(step *evaluation.Step, p *Basis, in *DrawInput) (evaluation.State, error) {
	list, err := toDraw(step.Ctx, step.Read, step.Record.Office, in.Year)
	if err != nil {
		return "", err
	}
	ids := make([]string, 0, len(list))
	for i := range list {
		ids = append(ids, list[i].ID)
	}
	const hundred = 100
	n := (len(ids)*p.Sample + hundred - 1) / hundred
	for i := range n {
		j, err := rand.Int(s.Random, big.NewInt(int64(len(ids)-i)))
		if err != nil {
			return "", fmt.Errorf("draw: %w", err)
		}
		k := i + int(j.Int64())
		ids[i], ids[k] = ids[k], ids[i]
	}
	p.Draws = append(p.Draws, Draw{Year: in.Year, On: step.Today, N: n, Of: len(ids)})
	return BasisInForce, step.Effect("drawn", ids[:n])
}

// drawOne marks a report that was drawn.
func (s *Service) drawOne(step *evaluation.Step, p *Report) (evaluation.State, error) {
	p.Drawn, p.ToCheck = true, true
	return ReportSubmitted, s.follow(step, p, ReportSubmitted)
}

// uniqueOf is the natural key of a report that Kaoji asks for.
func uniqueOf(in *RaiseInput) string {
	if in.Type == TypeFirst {
		return in.Person + " " + TypeFirst + " " + in.Since.String()
	}
	return in.Person + " " + strconv.Itoa(in.Year)
}
