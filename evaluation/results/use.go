package results

import (
	"slices"
	"strconv"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// Use is the payload of a results.use record: what was done because of grades.
type Use struct {
	Person    roster.Identity `json:"person"`
	What      string          `json:"what"`
	Year      int             `json:"year"`  // whose list it stood on
	Years     []int           `json:"years"` // that it used up, in ascending order
	On        evaluation.Date `json:"on"`    // day from which it holds
	Document  string          `json:"document"`
	Note      string          `json:"note"`
	ImproveBy evaluation.Date `json:"improve_by,omitzero"` // last day for the improvement after an admonition
	ReviewOn  evaluation.Date `json:"review_on,omitzero"`  // day on which it is looked at again
	Reviews   []Review        `json:"reviews"`
}

// Review is what was found when an improvement was looked at again.
type Review struct {
	On       evaluation.Date `json:"on"`
	Outcome  string          `json:"outcome"`
	Findings string          `json:"findings"`
	Extended evaluation.Date `json:"extended,omitzero"` // new last day, zero if it was the last review
	ByName   string          `json:"by_name"`
}

// NoteInput notes what was done.
type NoteInput struct {
	Person    string          `json:"person" form:"person" doc:"For whom it was done" example:"0198c2f0-0000-7000-8000-000000000002"`
	What      string          `json:"what" enum:"commend,merit,rank,step,level,admonish,adjust,demote,dismiss" doc:"What was done" example:"step"`
	Year      int             `json:"year" minimum:"1990" maximum:"2200" doc:"Year of the last grade that it rests on" example:"2025"`
	On        evaluation.Date `json:"on" begin:"today" doc:"Day from which it holds" example:"2026-01-01"`
	Document  string          `json:"document,omitempty" maxLength:"100" doc:"Number of the document" example:"浦人社〔2026〕8号"`
	ImproveBy evaluation.Date `json:"improve_by,omitzero" rules:"assessment.basic.improvement" doc:"After an admonition: last day for the improvement; by default as the rules say" example:"2026-09-01"`
	ReviewOn  evaluation.Date `json:"review_on,omitzero" rules:"assessment.basic.review" doc:"After an admonition: day on which the improvement is looked at again; by default as the rules say" example:"2026-09-16"`
	Note      string          `json:"note,omitempty" form:"long" maxLength:"500" doc:"Note"`
}

// ReviewInput is what was found when an improvement was looked at again.
type ReviewInput struct {
	Outcome  string          `json:"outcome" enum:"improved,partly,unimproved" doc:"Outcome" example:"improved"`
	On       evaluation.Date `json:"on" begin:"today" doc:"Day of the review" example:"2026-09-10"`
	Findings string          `json:"findings" form:"long" minLength:"2" maxLength:"1000" doc:"What was found" example:"两项重点工作已按期完成，群众反映好转。"`
	Extended evaluation.Date `json:"extended,omitzero" doc:"New last day for the improvement, if there is one" example:"2026-12-01"`
}

// The rules of an improvement.
const (
	ruleImprovement = "assessment.basic.improvement"
	ruleReview      = "assessment.basic.review"
)

// Reward is the reward that was noted, without a kind if it is none.
func (u *Use) Reward() roster.Reward {
	kind := map[string]string{Commend: "commendation", Merit: "third"}[u.What]
	return roster.Reward{Kind: kind, Year: u.On.Year(), For: u.Year, Document: u.Document}
}

// note notes what was done. What stands on no list asks for a note that says why it was done
// all the same. After an admonition the personnel section looks at the improvement again.
func (s *Service) note(step *evaluation.Step, p *Use, in *NoteInput) (evaluation.State, error) {
	listed, err := s.put(step, p, in)
	if err != nil {
		return "", err
	}
	m := evaluation.Mistakes{}
	if !listed && in.Note == "" {
		m.Add("note", "results.on_no_list", "what", evaluation.Say("results.what."+in.What), "year", in.Year)
	}
	if in.What != Admonish {
		for field, day := range map[string]evaluation.Date{"improve_by": in.ImproveBy, "review_on": in.ReviewOn} {
			if !day.IsZero() {
				m.Add(field, "results.no_improvement")
			}
		}
	}
	if err := m.Err(); err != nil {
		return "", err
	}
	return s.noted(step, p, in)
}

// carried notes what another measure did because of a grade. It refuses what was noted
// already, and people whom the lists do not know.
func (s *Service) carried(step *evaluation.Step, p *Use, in *desk.Carried) (evaluation.State, error) {
	note := &NoteInput{Person: in.Person, What: in.What, Year: in.Year, On: in.On, Document: in.Document}
	_, err := s.put(step, p, note)
	if evaluation.CodeOf(err) == evaluation.CodeInvalid {
		return "", desk.WrongState("results.not_carried")
	}
	if err != nil {
		return "", err
	}
	return s.noted(step, p, note)
}

// put fills in what was done and reports whether it stands on a list. The years that it uses
// up are those of the list; of what stands on no list, the year alone. None of the years may
// be used already, or be to come.
func (s *Service) put(step *evaluation.Step, p *Use, in *NoteInput) (listed bool, err error) {
	who, err := s.about(step, in.Person)
	if err != nil {
		return false, err
	}
	if in.Year > step.Today.Year() {
		return false, desk.Mistake("year", "results.year_to_come")
	}
	if who.Person.BeforeWork(in.Year) {
		return false, desk.Mistake("year", "results.before_work", "since", who.Person.WorkedSince)
	}
	r := step.Record
	r.Period, r.On = strconv.Itoa(in.Year), in.On
	if r.Unique, err = s.next(step, who.ID, in.What, in.Year); err != nil {
		return false, err
	}
	lists, err := s.Lists(step.Ctx, r.Office, in.Year, step.Today, who.ID)
	if err != nil {
		return false, err
	}
	*p = Use{Person: who.Identity(), What: in.What, Year: in.Year, Years: []int{in.Year}, On: in.On, Document: in.Document, Note: in.Note, Reviews: []Review{}}
	i := slices.IndexFunc(lists.Lines, func(l Line) bool { return l.What == in.What })
	if i >= 0 {
		p.Years = lists.Lines[i].Years
	}
	return i >= 0, s.unused(step, p)
}

// noted returns the state of what was done: an admonition waits for the improvement.
func (s *Service) noted(step *evaluation.Step, p *Use, in *NoteInput) (evaluation.State, error) {
	if in.What == Admonish {
		return Improving, s.improve(step, p, in.ImproveBy, in.ReviewOn)
	}
	return Entered, nil
}

// next returns the key of the next note of a kind about a person, and refuses a second one
// of a year. The key counts all of them, so that of two that are made at the same moment one
// is refused, whatever their years: they may rest on the same grades.
func (s *Service) next(step *evaluation.Step, person, what string, year int) (string, error) {
	all, err := desk.AllOf[Use](step.Ctx, step.Read, evaluation.Query{Office: step.Record.Office, Kinds: []string{KindUse}, Subjects: []string{person}, NoHistory: true})
	n := 1
	for i := range all {
		if all[i].Payload.What != what {
			continue
		}
		if n++; all[i].Payload.Year == year && all[i].State != Withdrawn {
			return "", desk.Mistake("what", "results.noted_already")
		}
	}
	return person + " " + what + " #" + strconv.Itoa(n), err
}

// unused refuses years that something noted of the same kind rests on, and says what.
func (s *Service) unused(step *evaluation.Step, p *Use) error {
	uses, err := s.uses(step.Ctx, step.Record.Office, []string{p.Person.ID})
	if err != nil {
		return err
	}
	h := History{Uses: uses[p.Person.ID]}
	for _, y := range p.Years {
		if u := h.usedBy(p.What, y, p.Year); u != nil {
			return desk.Mistake("year", "results.year_used", "year", y, "what", evaluation.Say("results.what."+u.What), "of", u.Year, "on", u.On, "document", u.Document)
		}
	}
	return nil
}

// improve sets the days of an improvement; where they are not given they follow from the
// rules: so many months after the admonition, and so many days after these.
func (s *Service) improve(step *evaluation.Step, p *Use, by, on evaluation.Date) error {
	rules, err := s.Freeze(step, ruleImprovement, ruleReview)
	if err != nil {
		return err
	}
	office := step.Record.Office
	if by.IsZero() {
		if by, err = s.Due(step.Ctx, office, rules, ruleImprovement, p.On); err != nil {
			return err
		}
	}
	if on.IsZero() {
		if on, err = s.Due(step.Ctx, office, rules, ruleReview, by); err != nil {
			return err
		}
	}
	m := evaluation.Mistakes{}
	if by.Before(p.On) {
		m.Add("improve_by", "error.day.from", "from", p.On)
	}
	if on.Before(by) {
		m.Add("review_on", "error.day.from", "from", by)
	}
	p.ImproveBy, p.ReviewOn = by, on
	desk.Wait(step.Record, on, evaluation.WaitRole(evaluation.RolePersonnel))
	return m.Err()
}

// review records what became of the improvement; with a new last day it is looked at once
// more.
func (s *Service) review(step *evaluation.Step, p *Use, in *ReviewInput) (evaluation.State, error) {
	m := evaluation.Mistakes{}
	if in.On.Before(p.On) {
		m.Add("on", "error.day.from", "from", p.On)
	}
	if in.On.After(step.Today) {
		m.Add("on", "error.day.to", "to", step.Today)
	}
	if !in.Extended.IsZero() && !in.Extended.After(p.ImproveBy) {
		m.Add("extended", "error.day.from", "from", p.ImproveBy.AddDays(1))
	}
	if err := m.Err(); err != nil {
		return "", err
	}
	p.Reviews = append(p.Reviews, Review{On: in.On, Outcome: in.Outcome, Findings: in.Findings, Extended: in.Extended, ByName: step.Actor.Name})
	if !in.Extended.IsZero() {
		return Improving, s.improve(step, p, in.Extended, evaluation.Date{})
	}
	desk.Wait(step.Record, evaluation.Date{})
	return Entered, nil
}

func withdrawUse(step *evaluation.Step, _ *Use) (evaluation.State, error) {
	desk.Wait(step.Record, evaluation.Date{})
	return Withdrawn, nil
}
