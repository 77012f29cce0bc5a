package roster

import (
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/cadreform"
)

// writtenMonths are the months of a form that it does not write as Kaoji would, by field.
func writtenMonths(f *cadreform.Form) map[string]string {
	var months map[string]string
	for field, text := range map[string]string{"born": f.Born, "worked_since": f.WorkedSince, "party_joined": f.PartyJoined} {
		m, ok := cadreform.ParseMonth(text)
		if !ok || otherSpelling(text, cadreform.Digits(m.Date)) == "" {
			continue
		}
		if months == nil {
			months = map[string]string{}
		}
		months[field] = text
	}
	return months
}

// otherSpelling is a text if it is written in another way than usual, otherwise "".
func otherSpelling(text, usual string) string {
	if text == usual {
		return ""
	}
	return text
}

// month writes a month as the file that it came from did, unless it is another one by now.
func (p *Particulars) month(field string, now evaluation.Date) string {
	if text := p.Months[field]; sameMonth(text, now) {
		return text
	}
	return cadreform.Digits(now)
}

// sameMonth reports whether a text says the month; if both know the day, that, too.
func sameMonth(text string, now evaluation.Date) bool {
	m, ok := cadreform.ParseMonth(text)
	return ok && cadreform.Dotted(m.Date) == cadreform.Dotted(now) && (!m.Exact || now.Day() == 1 || m.Day() == now.Day())
}

// asWritten are the rows of the family with months of birth as the file wrote them, unless
// they are others by now.
func asWritten(family []cadreform.Kin) []cadreform.Kin {
	list := slices.Clone(family)
	for i := range list {
		if k := &list[i]; k.Written != "" {
			if cadreform.DottedText(k.Written) == k.Born {
				k.Born = k.Written
			}
			k.Written = ""
		}
	}
	return list
}
