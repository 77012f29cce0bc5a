package rotation

import (
	"cmp"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// The sides of a mentoring.
const (
	SideMentor    = "mentor"
	SideNewcomer  = "newcomer"
	SideHead      = "head"
	SidePersonnel = "personnel"
)

// Owed is something that a side still has to do.
type Owed struct {
	Side string          `json:"side"`
	What string          `json:"what"` // name of the act
	N    int             `json:"n"`    // which note, from 1; 0 for the rest
	By   evaluation.Date `json:"by"`
}

// Slot is a due day of a note, and the day on which it was written.
type Slot struct{ By, Written evaluation.Date }

// Slots assigns the notes of one side to the due days. A note counts for one due
// day: the earliest open one, unless it was written before the previous due day. So
// nobody can write notes in advance for the whole year, and missed notes can be
// written late.
func Slots(due []evaluation.Date, notes []Note) []Slot {
	slots := make([]Slot, len(due))
	next := 0
	for i, by := range due {
		slots[i].By = by
		for next < len(notes) && i > 0 && !notes[next].At.After(due[i-1]) {
			next++
		}
		if next < len(notes) {
			slots[i].Written = notes[next].At
			next++
		}
	}
	return slots
}

// firstOpen returns the first note that is not written.
func firstOpen(side, what string, due []evaluation.Date, notes []Note) []Owed {
	for i, s := range Slots(due, notes) {
		if s.Written.IsZero() {
			return []Owed{{Side: side, What: what, N: i + 1, By: s.By}}
		}
	}
	return nil
}

// Owed lists what is still to be done in a state, earliest first; it is empty while
// there is no mentor.
func (m *Mentoring) Owed(in state, day *roster.Snapshot) []Owed {
	var list []Owed
	switch {
	case m.Gap != nil && in != Paused:
		return []Owed{{Side: SidePersonnel, What: "hand_over", By: m.Gap.Since}}
	case in == Paused:
		return []Owed{{Side: SidePersonnel, What: "resume"}}
	case in == Planning:
		list = append(list, Owed{Side: SideMentor, What: "plan", By: m.PlanBy})
	case in == Running:
		list = append(list, firstOpen(SideMentor, "note", m.NoteBy, m.Notes)...)
		list = append(list, firstOpen(SideNewcomer, "own_note", m.NoteBy, m.OwnNotes)...)
		if m.Midterm == nil && !m.MidtermBy.IsZero() {
			list = append(list, Owed{Side: SideMentor, What: "midterm", By: m.MidtermBy})
		}
	case in == Closing:
		list = m.opinionsOwed(day)
	}
	slices.SortStableFunc(list, func(x, y Owed) int { return cmp.Compare(x.By.String(), y.By.String()) })
	return list
}

func (m *Mentoring) opinionsOwed(day *roster.Snapshot) []Owed {
	var list []Owed
	for _, o := range []struct {
		side, what string
		given      *Opinion
	}{{SideMentor, "mentor_opinion", m.MentorOpinion}, {SideNewcomer, "own_opinion", m.OwnOpinion}, {SideHead, "head_opinion", m.HeadOpinion}} {
		if o.given == nil && (o.side != SideHead || len(m.above(day)) > 0) {
			list = append(list, Owed{Side: o.side, What: o.what, By: m.CloseOn})
		}
	}
	if len(list) == 0 {
		list = append(list, Owed{Side: SidePersonnel, What: "conclude", By: m.CloseOn})
	}
	return list
}

// lacking lists what would be missing if the mentoring were concluded now.
func (m *Mentoring) lacking(day *roster.Snapshot) []Owed {
	list := slices.Concat(
		firstOpen(SideMentor, "note", m.NoteBy, m.Notes), firstOpen(SideNewcomer, "own_note", m.NoteBy, m.OwnNotes), m.opinionsOwed(day),
	)
	if m.Midterm == nil && !m.MidtermBy.IsZero() {
		list = append(list, Owed{Side: SideMentor, What: "midterm", By: m.MidtermBy})
	}
	return slices.DeleteFunc(list, func(o Owed) bool { return o.Side == SidePersonnel })
}

// above returns the people who give the department's opinion on the newcomer: its
// head, or the leaders in charge if the head is the mentor, a relative or missing.
func (m *Mentoring) above(day *roster.Snapshot) []string {
	who, _ := day.Member(m.Newcomer)
	apart := func(list []string) []string {
		return slices.DeleteFunc(desk.Able(day, list, m.Newcomer), func(id string) bool { return id == m.Mentor.Person })
	}
	if heads := apart(day.Heads(who.Department)); len(heads) > 0 {
		return heads
	}
	return apart(day.InCharge(who.Department))
}

// wait sets who has to act: the people with the earliest item, and those with an
// item within the reminder days of the rules.
func (m *Mentoring) wait(env *evaluation.Record, day *roster.Snapshot, in state) {
	owed := m.Owed(in, day)
	if len(owed) == 0 {
		desk.Wait(env, evaluation.Date{})
		return
	}
	ahead, err := m.Rules.Int("mentor.remind")
	if err != nil {
		ahead = 0 // frozen without this rule: only the earliest item
	}
	var who []string
	for _, o := range owed {
		if o.By.After(owed[0].By) && o.By.After(day.Day().AddDays(int(ahead))) {
			continue
		}
		for _, token := range m.tokens(o.Side, day) {
			if !slices.Contains(who, token) {
				who = append(who, token)
			}
		}
	}
	desk.Wait(env, owed[0].By, who...)
}

func (m *Mentoring) tokens(side string, day *roster.Snapshot) []string {
	switch side {
	case SideMentor:
		return []string{evaluation.WaitPerson(m.Mentor.Person)}
	case SideNewcomer:
		return []string{evaluation.WaitPerson(m.Newcomer)}
	case SideHead:
		var list []string
		for _, id := range m.above(day) {
			list = append(list, evaluation.WaitPerson(id))
		}
		return list
	}
	return []string{evaluation.WaitRole(evaluation.RolePersonnel)}
}
