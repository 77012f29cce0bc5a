package evaluation

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
)

// Milestone declares a day in the records of a kind that stands in calendars: on it
// something opens, closes or takes place. The text <kind>.day.<key> says what, without
// saying of whom.
type Milestone struct {
	Key string
	// Day is where the payload holds the day, such as report_by or notice.until. "" is
	// the record's deadline: such milestones are in the calendar of the year only, as a
	// number of records for each day.
	Day  string
	Time string  // where the payload holds the time of day, "" for none
	Way  Way     // what happens on the day
	Of   []State // the states in which it stands; nil: every one
	// For is whom the day concerns, and how they stand to the record; nil: everybody who
	// may read it.
	For Grants
	// Through is a kind: the day concerns those whom a record of that kind with the same
	// parent is about, such as a session those who take part in its campaign. Units is
	// where the payload lists the departments that it is for; an empty list: all.
	Through string
	Units   string
	Year    bool // it is also in the calendar of the office's year
}

// Way is what happens on a day.
type Way string

// The ways.
const (
	Opens  Way = "opens"
	Closes Way = "closes"
	Takes  Way = "takes" // place
)

// booked reports whether the day is an appointment: Record.On while it stands.
func (m *Milestone) booked() bool { return m.Way == Takes }

// in reports whether the milestone stands in a state.
func (m *Milestone) in(state State) bool { return len(m.Of) == 0 || slices.Contains(m.Of, state) }

// concerns reports whether the day concerns somebody who has these relations to the
// record.
func (m *Milestone) concerns(who *Onlooker, relations []Relation) bool {
	return m.For == nil || slices.ContainsFunc(m.For, func(line Grant) bool {
		return slices.ContainsFunc(line.Roles, who.Has) && (line.Relation == "" || slices.Contains(relations, line.Relation))
	})
}

// shownTo reports whether somebody who may read these fields may read the milestone.
func (m *Milestone) shownTo(fields []string) bool {
	for _, path := range []string{m.Day, m.Time, m.Units} {
		if name, _, _ := strings.Cut(path, "."); path != "" && !Shown(fields, name) {
			return false
		}
	}
	return true
}

// read returns the day and time of the milestone in a payload, and the departments
// that it is for. The day is zero if it is not set yet.
func (m *Milestone) read(payload json.RawMessage) (day Date, at string, units []string, err error) {
	for path, into := range map[string]any{m.Day: &day, m.Time: &at, m.Units: &units} {
		if path == "" {
			continue
		}
		if err := valueAt(payload, path, into); err != nil {
			return Date{}, "", nil, fmt.Errorf("%s in a payload: %w", path, err)
		}
	}
	return day, at, units, nil
}

// valueAt decodes the member at a path such as notice.until; a missing one leaves
// into as it is.
func valueAt(object json.RawMessage, path string, into any) error {
	name, rest, deeper := strings.Cut(path, ".")
	part, err := keep(object, []string{name})
	if err != nil {
		return err
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(part, &members); err != nil {
		return err
	}
	switch value := members[name]; {
	case len(value) == 0 || string(value) == "null":
		return nil
	case deeper:
		return valueAt(value, rest, into)
	default:
		return json.Unmarshal(value, into)
	}
}

// checkMilestones reports milestones that no record can have.
func (s *Service) checkMilestones(k *Kind) error {
	for i := range k.Milestones {
		m := &k.Milestones[i]
		wrong := ""
		switch {
		case slices.ContainsFunc(k.Milestones[:i], func(o Milestone) bool { return o.Key == m.Key }):
			wrong = "stands twice"
		case slices.ContainsFunc(m.Of, func(state State) bool { return !slices.Contains(k.States, state) }):
			wrong = "unknown state"
		case m.Day == "" && (!m.Year || len(m.Of) == 0 || m.Time+m.Units+m.Through != "" || m.For != nil):
			wrong = "a deadline is for the year alone, in some states"
		case !holds(k, m.Day, reflect.TypeFor[Date]()) || !holds(k, m.Time, reflect.TypeFor[string]()) || !holds(k, m.Units, reflect.TypeFor[[]string]()):
			wrong = "the payload does not have it"
		case m.Through != "" && s.kinds[m.Through] == nil:
			wrong = "unknown kind"
		case m.Day != "" && !m.booked() && !k.Spans:
			wrong = "only what spans other records opens and closes"
		}
		if wrong != "" {
			return fmt.Errorf("milestone %s of %s: %s", m.Key, k.Name, wrong)
		}
	}
	return nil
}

// holds reports whether a kind's payload has a member of a type at a path.
func holds(k *Kind, path string, want reflect.Type) bool {
	if path == "" {
		return true
	}
	t := reflect.TypeOf(k.Payload()).Elem()
	for name := range strings.SplitSeq(path, ".") {
		f, ok := memberOf(t, name)
		if !ok {
			return false
		}
		t = f.Type
	}
	return t == want
}

// reach is how far the day of a record that spans others can be from its milestones,
// in months: the notice of a half-year is after it, and a campaign takes a year.
const reach = 13

// timeOfDay orders what takes place on a day.
func timeOfDay(s string) string {
	if _, err := time.Parse("15:04", s); err != nil {
		return ""
	}
	return s
}
