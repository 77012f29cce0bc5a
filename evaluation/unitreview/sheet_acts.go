package unitreview

import (
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

func (s *Service) openSheet(step *evaluation.Step, sh *Sheet, in *Opening) (evaluation.State, error) {
	r := step.Record
	round, p, err := evaluation.ReadShared[Round](step, in.Round)
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(p.Units, func(u Reviewed) bool { return u.Sheet == in.Sheet })
	if i < 0 {
		return "", evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	u := &p.Units[i]
	*sh = Sheet{
		Agency: u.Agency, From: p.From, To: p.To, ReportBy: p.ReportBy, DecideBy: p.DecideBy, Figures: []Figure{}, Quiet: []Figure{}, Marks: []Mark{},
		Panel: p.Panel, Ratings: []Rating{}, Comments: []Comment{}, Improvements: []Improvement{}, Earlier: []Decided{}, Rules: p.Rules,
	}
	r.Unit, r.Parent, r.Period, r.On, r.Sort, r.Unique = u.Unit, in.Round, round.Period, p.To, u.Name, in.Round+" "+u.Name
	r.Rules = p.Rules.Version
	for _, one := range p.Panel {
		r.Parties = append(r.Parties, one.Person)
	}
	sh.waitForReport(r)
	return SheetReporting, nil
}

// waitForReport waits for the head of a department; what an agency hands in is entered.
func (sh *Sheet) waitForReport(r *evaluation.Record) {
	if r.Unit == "" {
		desk.Wait(r, sh.ReportBy, evaluation.WaitRole(evaluation.RolePersonnel))
		return
	}
	desk.Wait(r, sh.ReportBy, evaluation.WaitHead(r.Unit))
}

func (s *Service) submitReport(step *evaluation.Step, sh *Sheet, in *ReportInput) (evaluation.State, error) {
	return s.reported(step, sh, in, step.Today)
}

func (s *Service) enterReport(step *evaluation.Step, sh *Sheet, in *EnterInput) (evaluation.State, error) {
	return s.reported(step, sh, &in.ReportInput, in.On)
}

// reported stores a report with the figures of that day.
func (s *Service) reported(step *evaluation.Step, sh *Sheet, in *ReportInput, on evaluation.Date) (evaluation.State, error) {
	sh.Report = &Report{ReportInput: *in, By: step.Actor.Name, On: on}
	if unit := step.Record.Unit; unit != "" {
		to := sh.To
		if step.Today.Before(to) {
			to = step.Today
		}
		figures, err := s.Figures(step.Ctx, step.Record.Office, unit, sh.From, to)
		if err != nil {
			return "", err
		}
		sh.Figures, sh.Quiet = []Figure{}, []Figure{}
		for _, f := range figures {
			if f.Quiet {
				sh.Quiet = append(sh.Quiet, f)
			} else {
				sh.Figures = append(sh.Figures, f)
			}
		}
	}
	return SheetReviewing, s.waitForRatings(step, sh)
}

// waitForRatings waits for a principal leader, and for the leaders and the members of the
// panel who have not rated.
func (s *Service) waitForRatings(step *evaluation.Step, sh *Sheet) error {
	day, err := s.Today(step)
	if err != nil {
		return err
	}
	var leaders, panel []string
	for _, m := range day.Members() {
		rated := slices.ContainsFunc(sh.Ratings, func(r Rating) bool { return r.Person == m.ID })
		switch {
		case rated || related(day, step.Record.Unit, m.ID):
		case roster.Leads(m.Level):
			leaders = append(leaders, m.ID)
		case sh.panelist(m.ID):
			panel = append(panel, m.ID)
		}
	}
	if leaders, err = s.Holders(step.Ctx, step.Record.Office, leaders, evaluation.RoleLeader); err != nil {
		return err
	}
	who := []string{evaluation.WaitRole(evaluation.RolePrincipal)}
	for _, id := range append(leaders, panel...) {
		who = append(who, evaluation.WaitPerson(id))
	}
	desk.Wait(step.Record, sh.DecideBy, who...)
	return nil
}

func (sh *Sheet) panelist(person string) bool {
	return slices.ContainsFunc(sh.Panel, func(p Panelist) bool { return p.Person == person })
}

// related reports whether a person heads a unit, or is a relative of who does.
func related(day *roster.Snapshot, unit, person string) bool {
	return slices.ContainsFunc(day.Heads(unit), func(head string) bool { return desk.Recused(day, person, head) })
}

func (s *Service) recused(step *evaluation.Step, _ *Sheet) (bool, error) {
	day, err := s.Today(step)
	if err != nil {
		return false, err
	}
	return related(day, step.Record.Unit, step.Actor.Person), nil
}

// returnReport gives a report back; the head is told. Who rated it rates the next one anew.
func (s *Service) returnReport(step *evaluation.Step, sh *Sheet) (evaluation.State, error) {
	sh.Ratings = []Rating{}
	sh.waitForReport(step.Record)
	return SheetReporting, s.tellHeads(step)
}

// tellHeads tells the heads of the department.
func (s *Service) tellHeads(step *evaluation.Step) error {
	day, err := s.Today(step)
	if err != nil {
		return err
	}
	step.Tell(day.Heads(step.Record.Unit)...)
	return nil
}

// rate stores how somebody rates a unit, in place of what the same person said before.
func (s *Service) rate(step *evaluation.Step, sh *Sheet, in *RateInput) (evaluation.State, error) {
	sh.Ratings = slices.DeleteFunc(sh.Ratings, func(r Rating) bool { return r.Account == step.Actor.Account })
	sh.Ratings = append(sh.Ratings, Rating{Account: step.Actor.Account, Person: step.Actor.Person, Name: step.Actor.Name, Score: in.Score, Words: in.Words, On: step.Today})
	return SheetReviewing, s.waitForRatings(step, sh)
}

func (s *Service) comment(step *evaluation.Step, sh *Sheet, in *CommentInput) (evaluation.State, error) {
	sh.Comments = append(sh.Comments, Comment{Name: step.Actor.Name, Text: in.Text, On: step.Today})
	return SheetReviewing, nil
}

// leastRatings is the least number of ratings whose mean the head of the unit reads: of
// fewer it would tell how one of them rated (H-1).
const leastRatings = 3

// decide fixes the grade. The mean of the ratings is worked out now, when nobody rates any
// more.
func (s *Service) decide(step *evaluation.Step, sh *Sheet, in *DecideInput) (evaluation.State, error) {
	sh.Grade, sh.Words, sh.DecidedBy, sh.DecidedOn = in.Grade, in.Words, step.Actor.Name, step.Today
	sh.Rated, sh.Score = len(sh.Ratings), 0
	if n := len(sh.Ratings); n >= leastRatings {
		sum := 0
		for _, r := range sh.Ratings {
			sum += r.Score
		}
		sh.Score = (200*sum + n) / (2 * n) // rounded half up
	}
	sh.Improvements = []Improvement{}
	for _, i := range in.Improvements {
		sh.Improvements = append(sh.Improvements, Improvement{What: i.What, Due: i.Due, Looks: []Look{}})
	}
	return sh.goOn(step.Record), s.tellHeads(step)
}

// goOn waits for the first improvement that is to be looked at.
func (sh *Sheet) goOn(r *evaluation.Record) evaluation.State {
	var due evaluation.Date
	for _, i := range sh.Improvements {
		if !i.Done && (due.IsZero() || i.Due.Before(due)) {
			due = i.Due
		}
	}
	if due.IsZero() {
		desk.Wait(r, due)
		return SheetClosed
	}
	desk.Wait(r, due, evaluation.WaitRole(evaluation.RolePersonnel))
	return SheetImproving
}

// lookBack notes what was found when an improvement was looked at.
func (s *Service) lookBack(step *evaluation.Step, sh *Sheet, in *LookInput) (evaluation.State, error) {
	if in.Which > len(sh.Improvements) {
		return "", desk.Mistake("which", "unitreview.no_such")
	}
	i := &sh.Improvements[in.Which-1]
	if i.Done {
		return "", desk.Mistake("which", "unitreview.done_already")
	}
	if !in.Due.IsZero() {
		if in.Came != "not_yet" || in.Due.Before(step.Today) {
			return "", desk.Mistake("look_due", "unitreview.next_look")
		}
		i.Due = in.Due
	}
	i.Looks, i.Done = append(i.Looks, Look{On: in.On, Name: step.Actor.Name, Found: in.Found}), in.Came != "not_yet"
	return sh.goOn(step.Record), nil
}

// reopen takes a decision back, so that a principal leader decides anew; somebody else than
// who decided does it. The head is told.
func (s *Service) reopen(step *evaluation.Step, sh *Sheet) (evaluation.State, error) {
	sh.Earlier = append(sh.Earlier, Decided{Grade: sh.Grade, Words: sh.Words, By: sh.DecidedBy, On: sh.DecidedOn, Improvements: sh.Improvements})
	sh.Grade, sh.Words, sh.DecidedBy, sh.DecidedOn, sh.Rated, sh.Score = "", "", "", evaluation.Date{}, 0, 0
	sh.Improvements = []Improvement{}
	if err := s.waitForRatings(step, sh); err != nil {
		return "", err
	}
	return SheetReviewing, s.tellHeads(step)
}

// mark stores what a questionnaire says of the unit.
func mark(step *evaluation.Step, sh *Sheet, in *Mark) (evaluation.State, error) {
	sh.Marks = slices.DeleteFunc(sh.Marks, func(m Mark) bool { return m.Wave == in.Wave && m.Question == in.Question && m.Group == in.Group })
	sh.Marks = append(sh.Marks, *in)
	return step.Record.State, nil
}

func drop(step *evaluation.Step, _ *Sheet) (evaluation.State, error) {
	desk.Wait(step.Record, evaluation.Date{})
	return SheetDropped, nil
}
