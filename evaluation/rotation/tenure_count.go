package rotation

import (
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// Stint is a continuous period in one post.
type Stint struct {
	Department string
	Post       string // its latest name
	From       evaluation.Date
	To         evaluation.Date // last day, zero while it lasts
}

// Stints joins appointments, sorted by first day, to the same post without a
// working day between them: a person reappointed on the Monday after a Friday has
// not left the post.
func Stints(list []roster.Appointment, same func(x, y roster.Appointment) bool, works func(evaluation.Date) bool) []Stint {
	var out []Stint
	for i, a := range list {
		last := len(out) - 1
		if i > 0 && same(list[i-1], a) && adjoins(list[i-1], a, works) {
			out[last].Post, out[last].To = a.Post, a.To
			continue
		}
		out = append(out, Stint{Department: a.Department, Post: a.Post, From: a.From, To: a.To})
	}
	return out
}

// adjoins reports whether there is no working day between the end of an appointment
// and the beginning of the next.
func adjoins(x, y roster.Appointment, works func(evaluation.Date) bool) bool {
	if x.To.IsZero() {
		return false
	}
	day := x.To.AddDays(1)
	for day.Before(y.From) && !works(day) {
		day = day.AddDays(1)
	}
	return !day.Before(y.From)
}

// on returns the stint that includes a day.
func on(stints []Stint, day evaluation.Date) (Stint, bool) {
	for _, s := range stints {
		if !day.Before(s.From) && (s.To.IsZero() || !day.After(s.To)) {
			return s, true
		}
	}
	return Stint{}, false
}

// Span is a length of time in years, months and days.
type Span struct {
	Years  int `json:"years"`
	Months int `json:"months"`
	Days   int `json:"days"`
}

// Between returns the time from a day to a later one; zero if it is not later. A
// month is over on the same day of the next month, or on its last day.
func Between(from, to evaluation.Date) Span {
	if from.IsZero() || !to.After(from) {
		return Span{}
	}
	n := (to.Year()-from.Year())*12 + int(to.Month()) - int(from.Month())
	if from.AddMonths(n).After(to) {
		n--
	}
	return Span{Years: n / 12, Months: n % 12, Days: from.AddMonths(n).DaysUntil(to)}
}

// Whole returns the number of complete months.
func (s Span) Whole() int { return s.Years*12 + s.Months }

// Stage says how close a person is to the end of the years.
type Stage string

// The stages, in ascending order.
const (
	StageNone      Stage = "none"
	StageNotice    Stage = "notice"    // 提示
	StageWarning   Stage = "warning"   // 预警
	StageDecide    Stage = "decide"    // 必须研究, of sensitive posts
	StageMandatory Stage = "mandatory" // 必须轮岗
)

// Stages lists them in this order.
func Stages() []Stage {
	return []Stage{StageNone, StageNotice, StageWarning, StageDecide, StageMandatory}
}

func stageNames() []string {
	var names []string
	for _, s := range Stages() {
		names = append(names, string(s))
	}
	return names
}

// weight orders stages.
func (s Stage) weight() int {
	for i, x := range Stages() {
		if x == s {
			return i
		}
	}
	return 0
}

// Due reports whether somebody has to decide.
func (s Stage) Due() bool { return s == StageDecide || s == StageMandatory }

// Rung is a stage with the years at which it begins, and its rule.
type Rung struct {
	Stage Stage
	Years int
	Rule  string
}

// The rules behind the years.
const (
	ruleYears     = "rotation.years"
	ruleSensitive = "rotation.years.sensitive"
	ruleLongest   = "rotation.sensitive.longest"
	ruleLead      = "rotation.lead"
	ruleStay      = "rotation.stay.longest"
)

// TenureRules lists the rules used to compute tenure.
func TenureRules() []string {
	return []string{ruleYears, ruleSensitive, ruleLongest, ruleLead, ruleStay, "rotation.terms", "rotation.term", "rotation.level.years"}
}

// Ladder returns the stages for ordinary or sensitive posts (K-8; for sensitive
// ones D-5 says when exchange is mandatory).
func Ladder(rules rulepack.Numbers, sensitive bool) ([]Rung, error) {
	steps := []Rung{{StageNotice, 0, ruleYears}, {StageWarning, 0, ruleYears}, {StageMandatory, 0, ruleYears}}
	if sensitive {
		steps = []Rung{{StageNotice, 0, ruleSensitive}, {StageDecide, 0, ruleSensitive}}
	}
	for i, r := range steps {
		n, err := rules.Number(r.Rule, string(r.Stage))
		if err != nil {
			return nil, err
		}
		steps[i].Years = int(n)
	}
	if sensitive {
		n, err := rules.Int(ruleLongest)
		if err != nil {
			return nil, err
		}
		steps = append(steps, Rung{StageMandatory, int(n), ruleLongest})
	}
	return steps, nil
}

// Reached returns the highest stage reached by a person in a post since a day, and
// the next one with its day. A stage is reached on the anniversary.
func Reached(ladder []Rung, since, day evaluation.Date) (now Rung, next Rung, nextOn evaluation.Date) {
	now.Stage, next.Stage = StageNone, StageNone
	if since.IsZero() {
		return now, next, nextOn
	}
	for _, r := range ladder {
		if at := since.AddMonths(12 * r.Years); !day.Before(at) && r.Stage.weight() > now.Stage.weight() {
			now = r
		}
	}
	for _, r := range ladder {
		if at := since.AddMonths(12 * r.Years); r.Stage.weight() > now.Stage.weight() && (nextOn.IsZero() || at.Before(nextOn)) {
			next, nextOn = r, at
		}
	}
	return now, next, nextOn
}
