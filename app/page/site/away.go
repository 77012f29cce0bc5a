package site

import "kaoji/evaluation/absence"

// Wherever pages name somebody whom something waits for, or who can be chosen, they say
// until when the person is away and who looks after the tasks.

// Away says until when a person is away, "" if the person is not.
func (p *Speaker) Away(person string) string { return p.until(p.away.Of(person)) }

// NameAway is Name with what Away says.
func (p *Speaker) NameAway(person string) string { return p.noted(p.Name(person), p.away.Of(person)) }

// noted adds an absence to a name; nil adds nothing.
func (p *Speaker) noted(name string, a *absence.Away) string {
	if a == nil {
		return name
	}
	return p.T("absence.noted", "name", name, "away", p.until(a))
}

func (p *Speaker) until(a *absence.Away) string {
	switch {
	case a == nil:
		return ""
	case a.Substitute == "":
		return p.T("absence.until", "day", p.DayOf(a.Until))
	}
	return p.T("absence.until_covered", "day", p.DayOf(a.Until), "name", p.Name(a.Substitute))
}

// headAway is the absence of the head of a department; nil if one of its heads is there.
func (p *Speaker) headAway(unit string) (a *absence.Away) {
	for _, head := range p.Day.Heads(unit) {
		if a = p.away.Of(head); a == nil {
			return nil
		}
	}
	return a
}
