package roster

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"kaoji/app/page/site"
	"kaoji/evaluation/roster"
)

// formsChosen is what was chosen on the page that compares forms.
func formsChosen(posted url.Values, of *roster.FormImport) *roster.ApplyForms {
	in := &roster.ApplyForms{Overwrite: posted["overwrite"], Open: posted["open"]}
	for i := range of.People {
		n := strconv.Itoa(i)
		if !slices.Contains(posted["take"], n) {
			in.Leave = append(in.Leave, n)
			continue
		}
		if unit := departmentOf(posted, n, &of.People[i]); unit != "" && unit != of.People[i].Department {
			in.Departments = append(in.Departments, n+"."+unit)
		}
		if word, other := establishmentOf(posted, n, &of.People[i]); other {
			in.Establishments = append(in.Establishments, n+"."+word)
		}
	}
	return in
}

// departmentOf is the department of a new person: the one typed beside the name, else that
// for all whose folders name none, else that of the folder; "" for others.
func departmentOf(posted url.Values, n string, of *roster.FormPerson) string {
	if of.Person != "" || of.Refused.Key != "" {
		return ""
	}
	unit := strings.TrimSpace(posted.Get("department." + n))
	if unit == "" && of.Department == "" {
		unit = strings.TrimSpace(posted.Get("department"))
	}
	if unit == "" {
		return of.Department
	}
	return unit
}

// establishmentOf is the establishment that was chosen for a person: the one typed beside
// the name, else that for all of whom none is known. other reports whether it is not what
// the form implies.
func establishmentOf(posted url.Values, n string, of *roster.FormPerson) (word string, other bool) {
	implied, asks := of.Asks()
	word = strings.TrimSpace(posted.Get("establishment." + n))
	if word == "" && implied == "" {
		word = strings.TrimSpace(posted.Get("establishment"))
	}
	return word, asks && word != implied
}

// openings are the departments of new people, by their folders or as posted, that are not
// in the roster of an office that has departments.
func openings(p *site.Speaker, of *roster.FormImport, posted url.Values) (list []opening) {
	for i := range of.People {
		unit := departmentOf(posted, strconv.Itoa(i), &of.People[i])
		if !p.Book.Lacks(unit) || slices.ContainsFunc(list, func(o opening) bool { return o.Name == unit }) {
			continue
		}
		list = append(list, opening{unit, slices.Contains(posted["open"], unit)})
	}
	return list
}

// choose sets what was chosen for a file before a mistake.
func (r *formRow) choose(posted url.Values) {
	if posted == nil {
		return
	}
	n := strconv.Itoa(r.N)
	r.Taken = slices.Contains(posted["take"], n)
	r.Unit, r.Establishment = posted.Get("department."+n), posted.Get("establishment."+n)
	for i := range r.Differs {
		r.Differs[i].Chosen = slices.Contains(posted["overwrite"], n+"."+r.Differs[i].Key)
	}
}
