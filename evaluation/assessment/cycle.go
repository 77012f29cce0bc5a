package assessment

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"kaoji/evaluation"
	"kaoji/evaluation/ballot"
	"kaoji/evaluation/rulepack"
	"kaoji/evaluation/sealed"
)

// Cycle is the payload of an assessment.cycle record: one half-year.
type Cycle struct {
	Year     int             `json:"year"`
	Half     string          `json:"half"` // FirstHalf or SecondHalf
	From     evaluation.Date `json:"from"` // the assessed period
	To       evaluation.Date `json:"to"`
	AsOf     evaluation.Date `json:"as_of"` // the roster of this day decides who takes part and who rates whom
	ReportBy evaluation.Date `json:"report_by"`
	RateBy   evaluation.Date `json:"rate_by"`
	DecideBy evaluation.Date `json:"decide_by"`
	// CeilingDocument is the approval of the higher quota by the civil service
	// authority (rule A-6); "" for the usual quota.
	CeilingDocument string `json:"ceiling_document"`
	// InstitutionCeiling is the same for staff of public institutions (rule A-21).
	InstitutionCeiling string        `json:"institution_ceiling"`
	WithoutRating      bool          `json:"without_rating"` // nobody is rated, although the rules name who is
	Shares             Shares        `json:"shares"`         // whether the departments' shares of the quota are binding
	Participants       []Participant `json:"participants"`
	Notice             Notice        `json:"notice"`
	// Supplements are later notices of excellent grades.
	Supplements []SupplementLine `json:"supplements"`
	Sealed      sealed.Copies    `json:"sealed,omitzero"` // of the filing lists
	Rules       rulepack.Frozen  `json:"rules"`
	// Keeping has the keepers who can open the ballots; empty in cycles whose
	// rating began before keepers existed.
	ballot.Keeping
}

// Participant is one person of a cycle with the ids of the person's records.
type Participant struct {
	Person string `json:"person"`
	Name   string `json:"name"`
	Unit   string `json:"unit"`
	Sheet  string `json:"sheet"`
	Talk   string `json:"talk"`
	// Population is Section, Civil, Institution or Contract; "" in cycles of before there
	// were populations, which assessed section-level cadres.
	Population string `json:"population,omitempty"`
	// Added is the day whose roster the person was added from while the cycle ran; zero: a
	// participant since the opening.
	Added evaluation.Date `json:"added,omitzero"`
}

// Notice is the public notice (公示) inside the office of people graded excellent.
type Notice struct {
	From      evaluation.Date `json:"from"`
	Until     evaluation.Date `json:"until" unit:"deadline"` // last day for objections
	Missing   []int           `json:"missing"`               // years that were counted without a holiday arrangement
	Eligible  int             `json:"eligible"`
	Allowed   int             `json:"allowed"`
	Excellent []NoticeLine    `json:"excellent"`
}

// names reports whether a person is on the notice.
func (n Notice) names(person string) bool {
	return slices.ContainsFunc(n.Excellent, func(l NoticeLine) bool { return l.Person == person })
}

// NoticeLine is one person on the notice.
type NoticeLine struct {
	Person string `json:"person"`
	Name   string `json:"name"`
	Unit   string `json:"unit"`
	Post   string `json:"post"`
}

// PlanInput plans or amends a cycle.
type PlanInput struct {
	Year            int             `json:"year" minimum:"2000" maximum:"2200" doc:"Calendar year" example:"2026"`
	Half            string          `json:"half" enum:"first,second" doc:"Half of the year" example:"second"`
	AsOf            evaluation.Date `json:"as_of" begin:"today" doc:"Day whose roster says who takes part and who rates whom" example:"2026-11-30"`
	ReportBy        evaluation.Date `json:"report_by" begin:"+10" doc:"Last day for self-reports" example:"2026-12-08"`
	RateBy          evaluation.Date `json:"rate_by" begin:"+17" doc:"Last day for ratings" example:"2026-12-15"`
	DecideBy        evaluation.Date `json:"decide_by" begin:"+24" doc:"Last day for grades" example:"2026-12-25"`
	CeilingDocument string          `json:"ceiling_document,omitempty" maxLength:"100" rules:"assessment.quota.excellent,assessment.quota.excellent.ceiling,assessment.quota.rounding" doc:"Document that consents to the higher quota of excellent grades of civil servants; not in a first half-year" example:"浦公局〔2026〕8号"`
	// InstitutionCeiling is as CeilingDocument.
	InstitutionCeiling string `json:"institution_ceiling,omitempty" maxLength:"100" rules:"assessment.institution.quota.excellent,assessment.institution.quota.excellent.ceiling" doc:"Document that consents to the higher quota of excellent grades of staff of public institutions; not in a first half-year" example:"浦人社〔2026〕3号"`
	WithoutRating      bool   `json:"without_rating,omitempty" rules:"assessment.populations.rated" doc:"Nobody is rated in this half-year"`
}

// HalfOf is the year and the half of a day.
func HalfOf(day evaluation.Date) (year int, half string) {
	if day.Month() > time.June {
		return day.Year(), SecondHalf
	}
	return day.Year(), FirstHalf
}

// Due is the half-year whose assessment is planned on a day: at the beginning of a year, up to
// the last month of the annual assessment, it is the second half of the year before.
func Due(day evaluation.Date, rules rulepack.Numbers) (year int, half string, err error) {
	to, err := rules.Number("assessment.annual.months", "to")
	if year, half = HalfOf(day); err == nil && half == FirstHalf && int64(day.Month()) <= to {
		year, half = year-1, SecondHalf
	}
	return year, half, err
}

// AnywayInput continues although something is missing; without it the act is
// refused and names what is missing.
type AnywayInput struct {
	Anyway bool `json:"anyway,omitempty" doc:"Go on although something is missing"`
}

// CountInput ends the rating and opens the ballots.
type CountInput struct {
	Passphrase string `json:"passphrase,omitempty" form:"password" maxLength:"200" doc:"Of one of the keepers" example:"茶杯 铁路 七月 银杏 海盐"`
	AnywayInput
}

// participant returns the line of a person, the zero value if there is none.
func (c *Cycle) participant(person string) Participant {
	for _, p := range c.Participants {
		if p.Person == person {
			return p
		}
	}
	return Participant{}
}

// period returns the written form of a half-year: 2026H1.
func period(year int, half string) string {
	h := "H1"
	if half == SecondHalf {
		h = "H2"
	}
	return strconv.Itoa(year) + h
}

// lastDay returns the last day of the half-year of a record's period; false if it has
// none.
func lastDay(period string) (to evaluation.Date, ok bool) {
	year, half, _ := strings.Cut(period, "H")
	y, err := strconv.Atoi(year)
	switch {
	case err != nil:
		return evaluation.Date{}, false
	case half == "1":
		_, to = Span(y, FirstHalf)
	case half == "2":
		_, to = Span(y, SecondHalf)
	}
	return to, !to.IsZero()
}

// LastDay returns the last day of a cycle's half-year, or today while it lasts.
func LastDay(period string, today evaluation.Date) evaluation.Date {
	if to, ok := lastDay(period); ok && to.Before(today) {
		return to
	}
	return today
}
