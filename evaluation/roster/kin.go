package roster

import (
	"slices"
	"strings"

	"kaoji/evaluation"
	"kaoji/evaluation/cadreform"
)

// MaybeKin is a member of somebody's family who has the name of a person of the office.
type MaybeKin struct {
	Member   cadreform.Kin
	Person   string // of the office
	Relation string // as the roster would record it
	SameUnit bool   // the place of work names the person's department
}

// MaybeKin returns those of a person's family who may be people of the office on a day,
// and whose relationship is one of recusal and not recorded yet. Whether it is the same
// person, a clerk decides.
func (b *Book) MaybeKin(person string, family []cadreform.Kin, day evaluation.Date) []MaybeKin {
	var list []MaybeKin
	on := b.On(day)
	for _, k := range family {
		if k.Name == "" || !kinship(k.Relation) {
			continue
		}
		for _, id := range b.byPerson[cleanName(k.Name)] {
			m, here := on.Member(id)
			_, known := b.Related(person, id)
			if !here || known || id == person || !bornAlike(k.Born, m.Born) {
				continue
			}
			list = append(list, MaybeKin{
				Member: k, Person: id, Relation: relationOf(k.Relation), SameUnit: m.DepartmentName != "" && strings.Contains(k.Work, m.DepartmentName),
			})
		}
	}
	return list
}

// bornAlike is false if both months are known and differ.
func bornAlike(written string, born evaluation.Date) bool {
	m, ok := cadreform.ParseMonth(written)
	return !ok || born.IsZero() || m.Year() == born.Year() && m.Month() == born.Month()
}

// relationOf is the word of the roster for what somebody is called in a form.
func relationOf(called string) string {
	if slices.Contains([]string{"妻子", "丈夫", "妻", "夫", "配偶", "爱人"}, called) {
		return "夫妻"
	}
	return called
}
