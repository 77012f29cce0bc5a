package reminder

import (
	"context"
	"encoding/json"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/rulepack"
)

// Scan is the payload of reminder.scan records: all input and all results of the
// analysis of a day, so that it can be recomputed. Nobody may read families and
// inputs directly; they are read through Findings.
type Scan struct {
	From        evaluation.Date `json:"from"` // first day of the window
	To          evaluation.Date `json:"to"`   // last
	UnitBasis   string          `json:"unit_basis"`
	PeopleBasis string          `json:"people_basis"`
	Items       []Item          `json:"items"`
	UnitInput   []Exposed       `json:"unit_input"`
	PeopleInput []Exposed       `json:"people_input"`
	Units       Family          `json:"units"`
	People      Family          `json:"people"`
	Scaled      bool            `json:"scaled,omitempty"` // exposure was extended to the whole window before the test; older scans used it as recorded
	Alarms      int             `json:"alarms"`           // raised or renewed
	By          string          `json:"by"`
	Rules       rulepack.Frozen `json:"rules"`
}

// ScanDone is the one state of a scan.
const ScanDone evaluation.State = "done"

// ScanInput starts an analysis.
type ScanInput struct {
	To          evaluation.Date `json:"to" rules:"reminder.window,concern.duplicate,concern.floor,statistics.fdr" begin:"today" doc:"Last day of the window" example:"2026-06-30"`
	UnitBasis   string          `json:"unit_basis" enum:"cases,residents" doc:"What departments are measured by" example:"cases"`
	PeopleBasis string          `json:"people_basis" enum:"cases,residents" doc:"What people are measured by" example:"cases"`
}

func scanKeys() []string {
	return []string{"reminder.window", "concern.duplicate", "concern.floor", "concern.human", "statistics.fdr", "statistics.funnel", "statistics.limits"}
}

func (s *Service) scanKind() evaluation.Kind {
	return evaluation.Kind{
		Name: KindScan, Drafts: evaluation.KeepDrafts(), Sight: scanSight, Payload: evaluation.New[Scan],
		Columns: []evaluation.Column{{Name: "from"}, {Name: "to"}}, Brief: []string{"from", "to"}, States: evaluation.States(ScanDone), Final: evaluation.States(ScanDone),
		Acts:    []evaluation.Act{{Name: "run", May: evaluation.Personnel, To: evaluation.States(ScanDone), Run: evaluation.Run(s.scan)}},
		Effects: map[string]evaluation.EffectHandler{"raise": raise},
	}
}

// scan analyses the window that ends on a day.
func (s *Service) scan(step *evaluation.Step, p *Scan, in *ScanInput) (evaluation.State, error) {
	if in.To.After(step.Today) {
		return "", desk.Mistake("to", "reminder.future", "today", step.Today.String())
	}
	rules, err := s.Freeze(step, scanKeys()...)
	if err != nil {
		return "", err
	}
	months, err := rules.Int("reminder.window")
	if err != nil {
		return "", err
	}
	*p = Scan{
		From: in.To.AddDays(1).AddMonths(-int(months)), To: in.To, UnitBasis: in.UnitBasis, PeopleBasis: in.PeopleBasis,
		By: step.Actor.Name, Rules: rules, Scaled: true,
	}
	if err := s.collect(step, p); err != nil {
		return "", err
	}
	if p.Units, p.People, err = compute(p); err != nil {
		return "", err
	}
	env := step.Record
	env.On, env.Period, env.Sort = p.To, p.To.String()[:7], p.To.String()
	return ScanDone, s.alarms(step, p)
}

// collect reads evidence and exposure, with the names of the day.
func (s *Service) collect(step *evaluation.Step, p *Scan) error {
	evidence, err := s.Evidence(step.Ctx, step.Record.Office, p.From, p.To)
	if err != nil {
		return err
	}
	p.Items = numbered(evidence)
	book, err := s.Book(step.Ctx, step.Record.Office)
	if err != nil {
		return err
	}
	day := book.On(p.To)
	units, _, err := s.exposures(step.Ctx, step.Read, step.Record.Office, p.UnitBasis, p.From, p.To)
	if err != nil {
		return err
	}
	_, people, err := s.exposures(step.Ctx, step.Read, step.Record.Office, p.PeopleBasis, p.From, p.To)
	if err != nil {
		return err
	}
	p.UnitInput = ordered(units, byUnit(p.Items), func(id string) string {
		d, _ := day.Department(id)
		return d.Name
	})
	p.PeopleInput = ordered(people, byPerson(p.Items), book.Name)
	return nil
}

// numbered replaces pseudonyms of reporters and words of matters by numbers in the
// order of the records.
func numbered(list []Evidence) []Item {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b Evidence) int {
		if a.Record < b.Record {
			return -1
		}
		return 1
	})
	reporters, matters := map[string]int{}, map[string]int{}
	number := func(m map[string]int, key string) int {
		if m[key] == 0 {
			m[key] = len(m) + 1
		}
		return m[key]
	}
	items := make([]Item, 0, len(list))
	for _, e := range list {
		items = append(items, Item{
			Record: e.Record, Subject: e.Subject, Unit: e.Unit, On: e.On, Wide: e.Wide,
			Reporter: number(reporters, e.Reporter), Matter: number(matters, e.Matter),
		})
	}
	return items
}

func byUnit(items []Item) map[string][]Item {
	return grouped(items, func(it Item) string { return it.Unit })
}

func byPerson(items []Item) map[string][]Item {
	return grouped(items, func(it Item) string { return it.Subject })
}

func grouped(items []Item, key func(Item) string) map[string][]Item {
	by := map[string][]Item{}
	for _, it := range items {
		if k := key(it); k != "" {
			by[k] = append(by[k], it)
		}
	}
	return by
}

// limits reads the numbers from a scan's frozen rules.
func limits(p *Scan) (Limits, error) {
	rules, window := p.Rules, 0
	if p.Scaled {
		window = p.From.DaysUntil(p.To) + 1
	}
	within, err := rules.Int("concern.duplicate")
	if err != nil {
		return Limits{}, err
	}
	floor, err := rules.Int("concern.floor")
	if err != nil {
		return Limits{}, err
	}
	alert, err := rules.Number("statistics.fdr", "alert")
	if err != nil {
		return Limits{}, err
	}
	hint, err := rules.Number("statistics.fdr", "hint")
	return Limits{Window: window, Within: int(within), Floor: int(floor), Alert: alert, Hint: hint}, err
}

// compute analyses the input of a scan; departments and people are two families,
// tested separately.
func compute(p *Scan) (units, people Family, err error) {
	l, err := limits(p)
	if err != nil {
		return units, people, err
	}
	return Concentrate(p.UnitInput, byUnit(p.Items), l), Concentrate(p.PeopleInput, byPerson(p.Items), l), nil
}

// Raised is the information that a scan sends to the alarm of one line.
type Raised struct {
	ID     string `json:"id"`
	New    bool   `json:"new"`
	Family string `json:"family"`
	Line   Line   `json:"line"`
}

// alarms sets for each flagged line its alarm: a new one or the open one; none if
// nothing is new since the last alarm.
func (s *Service) alarms(step *evaluation.Step, p *Scan) error {
	for family, lines := range map[string][]Line{FamilyUnits: p.Units.Lines, FamilyPeople: p.People.Lines} {
		for i := range lines {
			if !lines[i].Flagged() {
				continue
			}
			raised, err := s.alarmOf(step, family, &lines[i])
			if err != nil {
				return err
			}
			if lines[i].Known {
				continue
			}
			p.Alarms++
			if err := step.Effect("raise", raised); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Service) alarmOf(step *evaluation.Step, family string, line *Line) (Raised, error) {
	q := evaluation.Query{Office: step.Record.Office, Kinds: []string{KindAlarm}}
	if family == FamilyPeople {
		q.Subjects = []string{line.ID}
	} else {
		q.Units = []string{line.ID}
	}
	records, err := desk.AllOf[Alarm](step.Ctx, step.Read, q)
	if err != nil {
		return Raised{}, err
	}
	for i := range records {
		a := records[i].Payload
		if a.Family != family {
			continue
		}
		fresh := slices.ContainsFunc(line.Evidence, func(id string) bool { return !slices.Contains(a.Evidence, id) })
		if records[i].State == AlarmOpen || !fresh {
			line.Alarm, line.Known = records[i].ID, !fresh
		}
		if line.Alarm != "" {
			return Raised{ID: line.Alarm, Family: family, Line: *line}, nil
		}
	}
	line.Alarm = step.NewID()
	return Raised{ID: line.Alarm, New: true, Family: family, Line: *line}, nil
}

// raise creates an alarm, or adds to the open one.
func raise(ctx context.Context, do evaluation.Doer, r evaluation.Record, args json.RawMessage) error {
	var in Raised
	if err := json.Unmarshal(args, &in); err != nil {
		return err
	}
	p, err := evaluation.PayloadOf[Scan](r)
	if err != nil {
		return err
	}
	opening := &AlarmOpening{Scan: r.ID, On: p.To, Family: in.Family, Line: in.Line}
	if in.New {
		_, err := do.Create(ctx, evaluation.System(r.Office), KindAlarm, "raise", evaluation.Creation{ID: in.ID, Input: opening})
		return err
	}
	err = desk.ActRetrying(ctx, do, r.Office, in.ID, "renew", opening)
	if evaluation.CodeOf(err) == evaluation.CodeState { // the alarm ended meanwhile: the next scan sees what is new
		return nil
	}
	return err
}
