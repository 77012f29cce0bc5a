package rulepack

import (
	"slices"
	"strconv"
	"strings"

	"kaoji/evaluation"
)

// Status says how we know a rule.
type Status string

// The statuses.
const (
	StatusSeen      Status = "seen"      // read in a stored copy of the rule
	StatusSecond    Status = "seen-2nd"  // read in a secondary, local or older text
	StatusHigh      Status = "memory-H"  // from memory, high confidence
	StatusMedium    Status = "memory-M"  // from memory, medium confidence
	StatusLow       Status = "memory-L"  // from memory, low confidence
	StatusComputed  Status = "computed"  // follows by arithmetic
	StatusJudgement Status = "judgement" // a recommendation of good practice
	StatusInference Status = "inference" // follows from other rules
	StatusProduct   Status = "product"   // decided for this product
	StatusOffice    Status = "office"    // set by an office; Entry.Origin says by which
)

// Statuses lists them all.
func Statuses() []Status {
	return []Status{
		StatusSeen, StatusSecond, StatusHigh, StatusMedium, StatusLow,
		StatusComputed, StatusJudgement, StatusInference, StatusProduct, StatusOffice,
	}
}

// Origin says whose value it is.
type Origin string

// The origins.
const (
	OriginNational Origin = "national" // shipped
	OriginAbove    Origin = "above"    // an office above: Entry.Office
	OriginOwn      Origin = "own"      // the office itself
)

// Unit is the unit of a number.
type Unit string

// The units. Percentages are in BasisPoints: 10000 is 100 %.
const (
	NoUnit      Unit = ""
	Days        Unit = "days" // calendar days
	WorkingDays Unit = "working_days"
	Months      Unit = "months"
	Years       Unit = "years"
	Hours       Unit = "hours"       // of study
	ClockHours  Unit = "clock_hours" // of time
	Minutes     Unit = "minutes"
	Seconds     Unit = "seconds"
	Characters  Unit = "characters"
	Bytes       Unit = "bytes"
	Persons     Unit = "persons"
	Times       Unit = "times"
	Points      Unit = "points"
	Yuan        Unit = "yuan"
	Pieces      Unit = "pieces"
	BasisPoints Unit = "basis_points"
	MonthOfYear Unit = "month_of_year" // 1 to 12
	DayOfYear   Unit = "month_day"     // 131 is 31 January
)

// Units lists them all.
func Units() []Unit {
	return []Unit{
		NoUnit, Days, WorkingDays, Months, Years, Hours, ClockHours, Minutes, Seconds, Characters, Bytes, Persons, Times,
		Points, Yuan, Pieces, BasisPoints, MonthOfYear, DayOfYear,
	}
}

// Entry is a value with everything that a reader needs to judge it. Records store
// rules in this form.
type Entry struct {
	Key        string          `json:"key"` // stable dotted name, assessment.quota.excellent
	ID         string          `json:"id"`  // number of the rule in the collection, A-5
	TitleZh    string          `json:"title_zh"`
	TitleEn    string          `json:"title_en"`
	Value      Value           `json:"value"`
	Unit       Unit            `json:"unit,omitempty"`
	SourceZh   string          `json:"source_zh,omitempty"` // official name of the text
	SourceEn   string          `json:"source_en,omitempty"`
	Year       int             `json:"year,omitempty"` // of the text
	Article    string          `json:"article,omitempty"`
	Status     Status          `json:"status"`
	Reason     string          `json:"reason,omitempty"` // why the office overrides
	VerifiedBy string          `json:"verified_by,omitempty"`
	VerifiedOn evaluation.Date `json:"verified_on,omitzero"`
	Origin     Origin          `json:"origin,omitempty"`  // whose value it is; "" of an office with none above
	Office     string          `json:"office,omitempty"`  // name of the office above that set it
	Since      evaluation.Date `json:"since,omitzero"`    // first day of an office's value; zero without Origin
	Binding    bool            `json:"binding,omitempty"` // offices below the one that set it may not change it
}

// Bound reports whether an office above does not let it be changed.
func (e Entry) Bound() bool { return e.Binding && e.Origin == OriginAbove }

// Verified reports whether we or the office read the value in the official text.
// Every other value is shown as unverified.
func (e Entry) Verified() bool {
	return e.Status == StatusSeen || e.VerifiedBy != ""
}

// Own reports whether the value has no outside source: it is a decision of the
// product, a recommendation or arithmetic. A page says so instead of asking the
// reader to check a copy of the text.
func (e Entry) Own() bool {
	return slices.Contains([]Status{StatusComputed, StatusJudgement, StatusProduct}, e.Status)
}

// Rule is an Entry with the conditions of its use.
type Rule struct {
	Entry
	ValidFrom   evaluation.Date `json:"valid_from,omitzero"` // first day in force, zero: not known
	ValidTo     evaluation.Date `json:"valid_to,omitzero"`   // last day in force, zero: still
	NoteZh      string          `json:"note_zh,omitempty"`
	NoteEn      string          `json:"note_en,omitempty"`
	Bounds      Bounds          `json:"bounds,omitzero"`
	Overridable bool            `json:"overridable,omitempty"`
}

func (r Rule) clone() Rule {
	r.Value = r.Value.clone()
	r.Bounds.Options, r.Bounds.Only = slices.Clone(r.Bounds.Options), slices.Clone(r.Bounds.Only)
	return r
}

// Bounds limit an override. Min and Max apply to the number or to each number of a
// list, for a fraction in basis points; Sum to the sum of the numbers; Options to a
// text or to the codes of a list.
type Bounds struct {
	Min     *int64   `json:"min,omitempty"`
	Max     *int64   `json:"max,omitempty"`
	Sum     *int64   `json:"sum,omitempty"`
	Options []string `json:"options,omitempty"`
	Only    []int64  `json:"only,omitempty"` // the numbers that there are between Min and Max
}

// IsZero reports whether there are no bounds.
func (b Bounds) IsZero() bool {
	return b.Min == nil && b.Max == nil && b.Sum == nil && b.Options == nil && b.Only == nil
}

// check checks a well-formed value of a rule against its bounds.
func (b Bounds) check(bad evaluation.Mistakes, at string, v Value, unit Unit) {
	switch v.Kind {
	case KindInteger, KindPercent:
		b.checkRange(bad, at+".n", v.N, 1, unit)
	case KindFraction:
		b.checkRange(bad, at+".n", v.N*maxOf, v.Of, BasisPoints)
	case KindText:
		b.checkOption(bad, at+".text", v.Text)
	case KindList:
		for _, it := range v.Items {
			b.checkOption(bad, at+".items", it.Code)
		}
	case KindNumbers:
		sum := int64(0)
		for _, it := range v.Items {
			b.checkRange(bad, at+".items", it.N, 1, unit)
			sum += it.N
		}
		if b.Sum != nil && sum != *b.Sum {
			bad.Add(at+".items", "rulepack.sum", "want", show(*b.Sum, unit), "have", show(sum, unit))
		}
	case KindPlain:
	}
}

// checkRange records a mistake if n/of is not between Min and Max.
func (b Bounds) checkRange(bad evaluation.Mistakes, at string, n, of int64, unit Unit) {
	if b.Min != nil && n < *b.Min*of {
		bad.Add(at, "rulepack.below", "min", show(*b.Min, unit))
	}
	if b.Max != nil && n > *b.Max*of {
		bad.Add(at, "rulepack.above", "max", show(*b.Max, unit))
	}
	if b.Only != nil && !slices.ContainsFunc(b.Only, func(one int64) bool { return n == one*of }) {
		var list []string
		for _, one := range b.Only {
			list = append(list, show(one, unit))
		}
		bad.Add(at, "rulepack.only", "list", strings.Join(list, "、"))
	}
}

// show formats a bound for people: 2500 basis points are 25%.
func show(n int64, unit Unit) string {
	if unit != BasisPoints {
		return strconv.FormatInt(n, 10)
	}
	return strconv.FormatFloat(float64(n)/100, 'f', -1, 64) + "%"
}

func (b Bounds) checkOption(bad evaluation.Mistakes, at, code string) {
	if b.Options != nil && !slices.Contains(b.Options, code) {
		bad.Add(at, "rulepack.option", "value", code)
	}
}
