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
	Person   roster.Identity `json:"person"`
	What     string          `json:"what"`
	Year     int             `json:"year"`  // whose list it stood on
	Years    []int           `json:"years"` // that it used up, in ascending order
	On       evaluation.Date `json:"on"`    // day from which it holds
	Document string          `json:"document"`
	Note     string          `json:"note"`
}

// NoteInput notes what was done.
type NoteInput struct {
	Person   string          `json:"person" form:"person" doc:"For whom it was done" example:"0198c2f0-0000-7000-8000-000000000002"`
	What     string          `json:"what" enum:"commend,merit,rank,step,level,admonish,adjust,demote,dismiss" doc:"What was done" example:"step"`
	Year     int             `json:"year" minimum:"1990" maximum:"2200" doc:"Year of the last grade that it rests on" example:"2025"`
	On       evaluation.Date `json:"on" begin:"today" doc:"Day from which it holds" example:"2026-01-01"`
	Document string          `json:"document,omitempty" maxLength:"100" doc:"Number of the document" example:"浦人社〔2026〕8号"`
	Note     string          `json:"note,omitempty" form:"long" maxLength:"500" doc:"Note"`
}

// note notes what was done. The years that it uses up are those of the list; of what
// stands on no list, the year alone.
func (s *Service) note(step *evaluation.Step, p *Use, in *NoteInput) (evaluation.State, error) {
	who, err := s.about(step, in.Person)
	if err != nil {
		return "", err
	}
	r := step.Record
	r.Period, r.On = strconv.Itoa(in.Year), in.On
	if r.Unique, err = desk.Free(step, KindUse, who.ID+" "+in.What+" "+r.Period, Withdrawn, desk.Mistake("what", "results.noted_already")); err != nil {
		return "", err
	}
	lists, err := s.Lists(step.Ctx, r.Office, in.Year, step.Today, who.ID)
	if err != nil {
		return "", err
	}
	*p = Use{Person: who, What: in.What, Year: in.Year, Years: []int{in.Year}, On: in.On, Document: in.Document, Note: in.Note}
	if i := slices.IndexFunc(lists, func(l Line) bool { return l.What == in.What }); i >= 0 {
		p.Years = lists[i].Years
	}
	return Entered, nil
}
