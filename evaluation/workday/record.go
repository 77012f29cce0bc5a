package workday

import (
	"context"
	"strconv"
	"time"

	"kaoji/evaluation"
)

// The kind of the records with the years that an office entered itself.
const (
	KindYear                        = "workday.year"
	StateEntered   evaluation.State = "entered"
	StateWithdrawn evaluation.State = "withdrawn"
)

// YearInput is the arrangement of a year as in the notice.
type YearInput struct {
	Year     int             `json:"year" minimum:"1949" maximum:"2200" doc:"Calendar year" example:"2027"`
	Source   string          `json:"source" doc:"Title of the notice" example:"国务院办公厅关于2027年部分节假日安排的通知"`
	Document string          `json:"document,omitempty" doc:"Its number" example:"国办发明电〔2026〕9号"`
	Issued   evaluation.Date `json:"issued,omitzero" doc:"Its date" example:"2026-11-10"`
	Holidays []HolidayInput  `json:"holidays" maxLength:"60" doc:"Days off"`
	Workdays []MakeUpInput   `json:"workdays,omitempty" maxLength:"60" doc:"Weekend days that are worked"`
}

// HolidayInput is one series of days off.
type HolidayInput struct {
	Name string          `json:"name" maxLength:"40" doc:"Name" example:"元旦"`
	From evaluation.Date `json:"from" doc:"First day" example:"2027-01-01"`
	To   evaluation.Date `json:"to" doc:"Last day" example:"2027-01-03"`
}

// MakeUpInput is one make-up day.
type MakeUpInput struct {
	Date evaluation.Date `json:"date" doc:"Saturday or Sunday that is worked" example:"2027-01-04"`
	For  string          `json:"for" maxLength:"40" doc:"The holiday that it is for" example:"元旦"`
}

// Measure returns the kind and acts with which an office enters a year.
func Measure() evaluation.Measure {
	both := []evaluation.State{StateEntered, StateWithdrawn}
	entered := []evaluation.State{StateEntered}
	return evaluation.Measure{Name: "workday", Kinds: []evaluation.Kind{{
		Name: KindYear, Drafts: evaluation.KeepDrafts(), Sight: evaluation.Sight{Readers: evaluation.Everybody.See(evaluation.All)}, States: both, Payload: evaluation.New[Year],
		Grave:   []string{"withdraw"},
		Columns: []evaluation.Column{{Name: "year"}, {Name: "issued"}},
		Acts: []evaluation.Act{
			{Name: "enter", May: evaluation.Personnel, To: entered, Run: evaluation.Run(enter)},
			{Name: "replace", May: evaluation.Personnel, From: both, To: entered, Reason: true, Run: evaluation.Run(enter)},
			{Name: "withdraw", May: evaluation.Personnel, From: entered, To: []evaluation.State{StateWithdrawn}, Reason: true, Run: evaluation.Plain(withdraw)},
		},
	}}}
}

func enter(s *evaluation.Step, y *Year, in *YearInput) (evaluation.State, error) {
	if y.Year != 0 && y.Year != in.Year {
		return "", &evaluation.Error{Code: evaluation.CodeInvalid, Message: evaluation.Say("error.invalid"), Fields: map[string]evaluation.Problem{
			"year": evaluation.Say("workday.same_year", "year", strconv.Itoa(y.Year)),
		}}
	}
	*y = Year{Year: in.Year, Source: in.Source, Document: in.Document, Issued: in.Issued, Status: "seen", Holidays: []Holiday{}, Workdays: []Workday{}}
	for _, h := range in.Holidays {
		y.Holidays = append(y.Holidays, Holiday(h))
	}
	for _, w := range in.Workdays {
		y.Workdays = append(y.Workdays, Workday(w))
	}
	s.Record.Unique, s.Record.Period = strconv.Itoa(y.Year), strconv.Itoa(y.Year)
	return StateEntered, y.Check()
}

func withdraw(*evaluation.Step, *Year) (evaluation.State, error) { return StateWithdrawn, nil }

// Source returns the calendar of an office: the shipped years and those that it
// entered.
type Source struct {
	base   Calendar
	ledger evaluation.Ledger
	now    func() time.Time
	kept   evaluation.Recent[Calendar]
}

// NewSource makes a Source.
func NewSource(base Calendar, ledger evaluation.Ledger, now func() time.Time) *Source {
	return &Source{base: base, ledger: ledger, now: now}
}

// Changed clears the cache of an office when a year was written.
func (s *Source) Changed(r evaluation.Record) {
	if r.Kind == KindYear {
		s.kept.Drop(r.Office)
	}
}

// Calendar returns the office's calendar.
func (s *Source) Calendar(ctx context.Context, office string) (Calendar, error) {
	return s.kept.Read(office, s.now(), func() (Calendar, error) { return s.read(ctx, office) })
}

func (s *Source) read(ctx context.Context, office string) (Calendar, error) {
	var years []Year
	q := evaluation.Query{Office: office, Kinds: []string{KindYear}, States: []evaluation.State{StateEntered}}
	for r, err := range evaluation.AllRecords(ctx, s.ledger, q) {
		if err != nil {
			return Calendar{}, err
		}
		y, err := evaluation.PayloadOf[Year](r)
		if err != nil {
			return Calendar{}, err
		}
		years = append(years, *y)
	}
	return s.base.With(years...), nil
}
