package results

import (
	"strconv"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// Grade is the payload of a results.grade record: the grade of a year that Kaoji did not
// fix.
type Grade struct {
	Person roster.Identity `json:"person"`
	Year   int             `json:"year"`
	Grade  string          `json:"grade"`
	Source string          `json:"source"`          // the document, or the form that it was read from
	Import string          `json:"import" show:"-"` // the import that wrote it last, "" if somebody entered or corrected it
}

// EnterInput enters the grade of a year.
type EnterInput struct {
	Person string `json:"person" form:"person" doc:"Whose grade it is" example:"0198c2f0-0000-7000-8000-000000000002"`
	Year   int    `json:"year" minimum:"1990" maximum:"2200" doc:"Calendar year" example:"2024"`
	GradeInput
}

// GradeInput is a grade with its source.
type GradeInput struct {
	Grade  string `json:"grade" enum:"excellent,competent,basic,incompetent,none,exempt" rules:"assessment.grades" doc:"Grade; none if the person took part without one, exempt if the person did not take part" example:"competent"`
	Source string `json:"source,omitempty" maxLength:"200" doc:"Document or form that says so" example:"2024年度考核登记表"`
}

// enter enters the grade of a year that is over and that Kaoji did not fix.
func (s *Service) enter(step *evaluation.Step, p *Grade, in *EnterInput) (evaluation.State, error) {
	who, err := s.about(step, in.Person)
	if err != nil {
		return "", err
	}
	if in.Year >= step.Today.Year() {
		return "", desk.Mistake("year", "results.year_runs")
	}
	if who.Person.BeforeWork(in.Year) {
		return "", desk.Mistake("year", "results.before_work", "since", who.Person.WorkedSince)
	}
	assessed, err := s.Assessed(step.Ctx, step.Record.Office, []string{who.ID}, in.Year, in.Year)
	if err != nil {
		return "", err
	}
	if assessed[who.ID][in.Year] != "" {
		return "", desk.Mistake("year", "results.assessed_here", "year", in.Year)
	}
	r := step.Record
	r.Period, r.On = strconv.Itoa(in.Year), evaluation.NewDate(in.Year, 12, 31)
	if r.Unique, err = desk.Free(step, KindGrade, who.ID+" "+r.Period, desk.Mistake("year", "results.entered_already"), Withdrawn); err != nil {
		return "", err
	}
	*p = Grade{Person: who.Identity(), Year: in.Year, Grade: in.Grade, Source: in.Source}
	return Entered, nil
}

func correct(_ *evaluation.Step, p *Grade, in *GradeInput) (evaluation.State, error) {
	p.Grade, p.Source, p.Import = in.Grade, in.Source, ""
	return Entered, nil
}

func withdraw(*evaluation.Step, *Grade) (evaluation.State, error) { return Withdrawn, nil }
