package unitreview

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// Round is the payload of a unitreview.round record.
type Round struct {
	From     evaluation.Date `json:"from"`
	To       evaluation.Date `json:"to"`
	ReportBy evaluation.Date `json:"report_by"`
	DecideBy evaluation.Date `json:"decide_by"`
	Units    []Reviewed      `json:"units" show:"-"`
	Panel    []Panelist      `json:"panel"`
	Waves    []string        `json:"waves" show:"-"` // questionnaires whose marks were taken
	Unnamed  []string        `json:"unnamed"`        // units that no row of them names
	Rules    rulepack.Frozen `json:"rules"`
}

// Reviewed is a unit of a round with the id of its sheet.
type Reviewed struct {
	Sheet string `json:"sheet"`
	Unit  string `json:"unit"` // id of the department, "" for an agency
	Agency
}

// Panelist is a member of the panel (评议团), who rates by name beside the leaders.
type Panelist struct {
	Person string `json:"person"`
	Name   string `json:"name"`
}

// Agency is a unit that belongs to another body and works in the area of the office. A
// department has no Body.
type Agency struct {
	Name string `json:"name" maxLength:"60" doc:"Name of the agency" example:"塘桥派出所"`
	Head string `json:"head,omitempty" maxLength:"40" doc:"Its head" example:"郭建新"`
	Body string `json:"body,omitempty" maxLength:"60" doc:"The body that it belongs to" example:"区公安分局"`
}

// OpenInput opens a round.
type OpenInput struct {
	Period   string          `json:"period" minLength:"4" maxLength:"6" begin:"half-year" doc:"Year or half-year that is reviewed" example:"2026H2"`
	Units    []string        `json:"units,omitempty" form:"units" doc:"Departments; none: all"`
	Agencies []Agency        `json:"agencies,omitempty" maxLength:"30" doc:"Stationed agencies"`
	Alone    bool            `json:"agencies_alone,omitempty" doc:"Stationed agencies alone, no department"`
	Panel    []string        `json:"panel,omitempty" form:"people" maxLength:"50" doc:"Panel of people who rate by name beside the leaders"`
	ReportBy evaluation.Date `json:"report_by" begin:"+14" doc:"Last day for the reports" example:"2026-12-15"`
	DecideBy evaluation.Date `json:"decide_by" begin:"+30" doc:"Last day for the grades" example:"2026-12-31"`
}

// MarksInput names a questionnaire.
type MarksInput struct {
	Wave string `json:"wave" maxLength:"64" doc:"Counted questionnaire; rows of its questions that are called like a unit are the marks of that unit"`
}

func (s *Service) open(step *evaluation.Step, p *Round, in *OpenInput) (evaluation.State, error) {
	rules, err := s.Freeze(step, ruleGrades)
	if err != nil {
		return "", err
	}
	from, to, ok := desk.SpanOf(in.Period)
	switch {
	case !ok:
		return "", desk.Mistake("period", "unitreview.no_period", "year", step.Today.Year())
	case from.After(step.Today):
		return "", desk.Mistake("period", "unitreview.to_come", "from", from)
	case in.DecideBy.Before(in.ReportBy):
		return "", desk.Mistake("decide_by", "unitreview.order", "before", in.ReportBy)
	}
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	*p = Round{From: from, To: to, ReportBy: in.ReportBy, DecideBy: in.DecideBy, Units: []Reviewed{}, Panel: []Panelist{}, Waves: []string{}, Unnamed: []string{}, Rules: rules}
	for _, d := range day.Departments() {
		if !in.Alone && (slices.Contains(in.Units, d.ID) || len(in.Units) == 0 && day.Works(d.ID)) {
			p.Units = append(p.Units, Reviewed{Sheet: step.NewID(), Unit: d.ID, Agency: Agency{Name: d.Name, Head: names(day, day.Heads(d.ID))}})
		}
	}
	for _, id := range in.Panel {
		if m, _ := day.Member(id); !roster.Leads(m.Level) { // leaders rate in any case
			p.Panel = append(p.Panel, Panelist{Person: m.ID, Name: m.Name})
		}
	}
	for i, a := range in.Agencies {
		if slices.ContainsFunc(p.Units, func(u Reviewed) bool { return u.Name == a.Name }) {
			return "", desk.Mistake("agencies."+strconv.Itoa(i)+".name", "unitreview.twice")
		}
		p.Units = append(p.Units, Reviewed{Sheet: step.NewID(), Agency: a})
	}
	if len(p.Units) == 0 {
		return "", desk.Mistake("units", "unitreview.nobody")
	}
	if err := alone(step, p); err != nil {
		return "", err
	}
	r := step.Record
	r.Period, r.Sort, r.On = in.Period, in.Period, to
	if r.Unique, err = desk.Free(step, KindRound, in.Period, desk.Mistake("period", "unitreview.exists"), RoundCancelled); err != nil {
		return "", err
	}
	desk.Wait(r, in.DecideBy, evaluation.WaitRole(evaluation.RolePersonnel))
	return RoundRunning, step.Effect("make", nil)
}

// panelists are those who can be members of the panel.
func (s *Service) panelists(step *evaluation.Step) (map[string]evaluation.Suits, error) {
	day, err := s.Today(step)
	if err != nil {
		return nil, err
	}
	able, err := s.Holders.Able(step, day, evaluation.Staff)
	return map[string]evaluation.Suits{"panel": desk.Both(desk.Here(day, "unitreview.not_here"), able)}, err
}

// names are the names of people, one after the other.
func names(day *roster.Snapshot, people []string) string {
	list := make([]string, len(people))
	for i, id := range people {
		list[i] = day.Book().Name(id)
	}
	return strings.Join(list, "、")
}

// alone refuses a period that another round overlaps: a unit has one grade for the same months.
func alone(step *evaluation.Step, p *Round) error {
	other, err := desk.Overlapping(step, evaluation.Query{Kinds: []string{KindRound}, States: evaluation.States(RoundRunning, RoundClosed)}, p.From, p.To,
		func(o *Round) (first, last evaluation.Date, counts bool) { return o.From, o.To, true })
	if err == nil && other != nil {
		return desk.Mistake("period", "unitreview.exists")
	}
	return err
}

// takeMarks takes what a counted questionnaire says of units.
func (s *Service) takeMarks(step *evaluation.Step, p *Round, in *MarksInput) (evaluation.State, error) {
	marks, err := s.Marks(step.Ctx, step.Record.Office, in.Wave)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound || evaluation.CodeOf(err) == evaluation.CodeState {
		return "", desk.Mistake("wave", "unitreview.not_counted")
	}
	if err != nil {
		return "", err
	}
	named := func(unit string) bool { return len(marks[unit]) > 0 }
	if !slices.ContainsFunc(p.Units, func(u Reviewed) bool { return named(u.Name) }) {
		return "", desk.Mistake("wave", "unitreview.names_none")
	}
	if len(p.Waves) == 0 { // no other questionnaire has named any
		for _, u := range p.Units {
			p.Unnamed = append(p.Unnamed, u.Name)
		}
	}
	p.Unnamed = slices.DeleteFunc(p.Unnamed, named)
	if !slices.Contains(p.Waves, in.Wave) {
		p.Waves = append(p.Waves, in.Wave)
	}
	return RoundRunning, step.Effect("mark", in)
}

// closeRound ends a round of which every unit has its grade.
func closeRound(step *evaluation.Step, p *Round) (evaluation.State, error) {
	if n, err := sheets(step, SheetReporting, SheetReviewing); err != nil || n > 0 {
		return "", cmp.Or(err, desk.WrongState("unitreview.open_sheets", "n", n, "of", len(p.Units)))
	}
	desk.Wait(step.Record, evaluation.Date{})
	return RoundClosed, nil
}

// sheets counts the sheets of a round in some states.
func sheets(step *evaluation.Step, states ...evaluation.State) (n int64, err error) {
	counts, err := step.Read.Group(step.Ctx, evaluation.Query{Office: step.Record.Office, Kinds: []string{KindSheet}, Parents: []string{step.Record.ID}, States: states}, "state")
	for _, c := range counts {
		n += c.N
	}
	return n, err
}

// cancel ends a round of which no unit has a grade.
func cancel(step *evaluation.Step, _ *Round) (evaluation.State, error) {
	if n, err := sheets(step, SheetImproving, SheetClosed); err != nil || n > 0 {
		return "", cmp.Or(err, desk.WrongState("unitreview.decided_already", "n", n))
	}
	desk.Wait(step.Record, evaluation.Date{})
	return RoundCancelled, step.Effect("drop", nil)
}

func makeSheets(ctx context.Context, do evaluation.Doer, r evaluation.Record, _ json.RawMessage) error {
	return each(ctx, do, r, "make", func(u *Reviewed) error {
		_, err := do.Create(ctx, evaluation.System(r.Office), KindSheet, "open", evaluation.Creation{ID: u.Sheet, Input: &Opening{Round: r.ID, Sheet: u.Sheet}})
		return err
	})
}

// markSheets stores the marks of a questionnaire in the sheets of the units that it names.
func (s *Service) markSheets(ctx context.Context, do evaluation.Doer, r evaluation.Record, args json.RawMessage) error {
	var in MarksInput
	if err := json.Unmarshal(args, &in); err != nil {
		return err
	}
	marks, err := s.Marks(ctx, r.Office, in.Wave)
	if err != nil {
		return err
	}
	return each(ctx, do, r, "mark", func(u *Reviewed) error {
		for i := range marks[u.Name] {
			if err := desk.ActIfStillInState(ctx, do, r.Office, u.Sheet, "mark", &marks[u.Name][i]); err != nil {
				return err
			}
		}
		return nil
	})
}

func dropSheets(ctx context.Context, do evaluation.Doer, r evaluation.Record, _ json.RawMessage) error {
	return each(ctx, do, r, "drop", func(u *Reviewed) error {
		return desk.ActIfStillInState(ctx, do, r.Office, u.Sheet, "drop", nil)
	})
}

func each(ctx context.Context, do evaluation.Doer, r evaluation.Record, effect string, f func(*Reviewed) error) error {
	p, err := evaluation.PayloadOf[Round](r)
	if err != nil {
		return err
	}
	return do.Together(ctx, &r, effect, len(p.Units), func(i int) error { return f(&p.Units[i]) })
}
