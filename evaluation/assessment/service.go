package assessment

import (
	"context"
	"slices"
	"strings"
	"time"

	"kaoji/evaluation"
	"kaoji/evaluation/ballot"
	"kaoji/evaluation/desk"
)

// Deps are what the measure needs from outside.
type Deps struct {
	desk.Desk
	Year    []desk.Facts // facts of other measures about a participant
	Half    []desk.Facts // those of FirstHalfTelling, read where a year is assessed; nil: there are none
	Boxes   *ballot.Service
	Ledger  evaluation.Ledger
	Blobs   evaluation.Blobs
	Holders desk.Holders
	// Routine returns the fixed grades of people in the routine assessments of a year, by
	// person; nil: there are none.
	Routine func(ctx context.Context, office string, people []string, year int) (map[string][]Routine, error)
	// Units returns the grades of departments in the reviews of a year, by id; nil: there
	// are none.
	Units func(ctx context.Context, office string, year int) (map[string]string, error)
	Now   func() time.Time
}

// Service has the acts and queries of the measure.
type Service struct {
	Deps
	rated evaluation.Recent[[]rated] // in running ratings
}

// New makes a Service.
func New(d Deps) *Service { return &Service{Deps: d} }

// cycleKeys lists the rules that a cycle freezes for itself and its sheets.
func cycleKeys() []string {
	return slices.Concat(penaltyKeys(), populationKeys(), []string{
		"assessment.quota.excellent", "assessment.quota.excellent.ceiling", "assessment.quota.rounding",
		"assessment.grades", "assessment.contents", "assessment.levels", "assessment.excellent.conditions", ruleRoutine, "assessment.incompetent.grounds",
		"assessment.special.probation", "assessment.special.probation.length", "assessment.special.leave", "assessment.special.leave.share",
		"assessment.special.investigation", "assessment.special.transfer", "assessment.special.secondment", "assessment.special.secondment.share", "reminder.admonition.excellent",
		"assessment.notice", "assessment.refusal.talks", "assessment.signal.competent", "assessment.signal.incompetent",
		"rating.weights", "rating.attendance", "rating.usable", "rating.floor", "rating.floor.least", "rating.floor.below",
		"rating.trim", "rating.trim.least", "rating.trim.share_from",
	})
}

// parent reads the cycle of a record.
func parent(step *evaluation.Step) (*Cycle, evaluation.State, error) {
	r, c, err := evaluation.ReadShared[Cycle](step, step.Record.Parent)
	return c, r.State, err
}

// within reads the cycle and returns an error if it is in none of the states.
func within(step *evaluation.Step, in ...evaluation.State) (*Cycle, error) {
	c, _, err := inState(step, in...)
	return c, err
}

// inState is within with the state.
func inState(step *evaluation.Step, in ...evaluation.State) (*Cycle, evaluation.State, error) {
	c, state, err := parent(step)
	if err == nil {
		err = among(state, in)
	}
	return c, state, err
}

// cycleIn is within for acts that only ask for the state.
func cycleIn(step *evaluation.Step, in ...evaluation.State) error {
	r, err := step.Read.Get(step.Ctx, step.Record.Office, step.Record.Parent)
	if err != nil {
		return err
	}
	return among(r.State, in)
}

// among returns an error if the state of a cycle is none of these.
func among(state evaluation.State, in []evaluation.State) error {
	if slices.Contains(in, state) {
		return nil
	}
	return desk.WrongState("assessment.cycle_state." + string(state))
}

// sheetOf is a sheet and its envelope.
type sheetOf struct {
	evaluation.Record
	*Sheet
}

// figures are the fields of a sheet that a cycle counts and lists: all except its
// long texts, raters and rules.
var figures = slices.DeleteFunc(slices.Concat(sheetWhole, []string{"listed"}), func(field string) bool {
	return slices.Contains([]string{"report", "verification", "rules", evaluation.FieldHistory}, field)
})

// sheetsOf lists the sheets of a cycle in the order of names, with these fields; without
// any, with their figures.
func sheetsOf(ctx context.Context, from desk.Finder, office, cycle string, fields ...string) ([]sheetOf, error) {
	if len(fields) == 0 {
		fields = figures
	}
	var list []sheetOf
	for r, err := range evaluation.AllRecords(ctx, from, evaluation.Query{
		Office: office, Kinds: []string{KindSheet}, Parents: []string{cycle}, Sort: evaluation.SortName, NoHistory: true,
	}) {
		if err != nil {
			return nil, err
		}
		sh, err := evaluation.PartOf[Sheet](r, fields...)
		if err != nil {
			return nil, err
		}
		list = append(list, sheetOf{r, sh})
	}
	return list, nil
}

// assessed returns the sheets of people who are assessed in this office.
func assessed(list []sheetOf) []sheetOf {
	return slices.DeleteFunc(slices.Clone(list), func(s sheetOf) bool { return s.State == SheetExempt })
}

// ratedOf returns the sheets of people who are rated.
func ratedOf(list []sheetOf) []sheetOf {
	return slices.DeleteFunc(assessed(list), func(s sheetOf) bool { return !s.isRated() })
}

// mostNames is how many names a sentence has at most.
const mostNames = 12

// names joins names for a sentence, with dots for those beyond mostNames.
func names(list []string) string {
	if len(list) > mostNames {
		return strings.Join(list[:mostNames], "、") + "……"
	}
	return strings.Join(list, "、")
}
