package roster

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"

	"kaoji/evaluation"
)

const (
	departmentMissing = "roster.forms.department_missing"
	departmentUnknown = "roster.forms.department_unknown"
)

// Lacks reports whether the office has departments, and no open one of this name. In an
// office without departments an import opens those that it needs.
func (b *Book) Lacks(department string) bool {
	_, known := b.byName[department]
	return department != "" && len(b.byName) > 0 && !known
}

// unknownDepartment says that the department of a new person is not in the roster.
func (c *comparison) unknownDepartment(p *FormPerson) []evaluation.Problem {
	if p.Person != "" || !c.book.Lacks(p.Department) {
		return nil
	}
	return []evaluation.Problem{evaluation.Say(departmentUnknown, "name", p.Department)}
}

// place puts new people into the departments that were chosen for them.
func (c *comparison) place(departments []string) error {
	return c.chosen("departments", departments, func(i int, name string) bool {
		if p := &c.people[i]; p.Person == "" && name != "" {
			p.Department = name
			p.forgetDepartment()
			p.Doubts = append(p.Doubts, c.unknownDepartment(p)...)
		}
		return name != ""
	})
}

// forgetDepartment removes what was said about the department of a new person.
func (p *FormPerson) forgetDepartment() {
	p.Doubts = slices.DeleteFunc(p.Doubts, func(d evaluation.Problem) bool { return d.Key == departmentMissing || d.Key == departmentUnknown })
}

// housed refuses new people without a department, and the whole import if a department
// is not in the roster and not among those that are opened.
func (c *comparison) housed(leave map[int]bool, open []string) error {
	var unknown []string
	for i := range c.people {
		p := &c.people[i]
		switch {
		case leave[i] || p.Refused.Key != "" || p.Person != "":
		case p.Department == "":
			p.forgetDepartment()
			p.Refused = evaluation.Say(departmentMissing)
		case !c.book.Lacks(p.Department):
		case slices.ContainsFunc(open, func(name string) bool { return cleanName(name) == p.Department }):
			p.forgetDepartment()
		case !slices.Contains(unknown, p.Department):
			unknown = append(unknown, p.Department)
		}
	}
	if len(unknown) > 0 {
		return evaluation.Mistake("open", evaluation.Say(departmentUnknown, "name", strings.Join(unknown, listMark)))
	}
	return nil
}

// unitPost is a post that begins with a unit: 某街道市政管理科科员.
var unitPost = regexp.MustCompile(`^\p{Han}{2,}?(?:科|室|办|所|站|队|中心|局)(副?(?:科长|主任|所长|站长|队长|局长)|科员|办事员|工作人员|[一二三四]级(?:主任科员|科员|调研员))$`)

// postIn is a post without the office and the department before it, as rosters write it,
// also where the form names another department than the one chosen.
func (c *comparison) postIn(department, post string) string {
	if department == "" {
		return post
	}
	if _, bare, named := strings.Cut(post, department); named && bare != "" {
		return bare
	}
	names := slices.SortedFunc(maps.Keys(c.book.byName), func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	for _, name := range names {
		if before, bare, named := strings.Cut(post, name); named && bare != "" && !strings.ContainsAny(before, "、，,；;/ ") {
			return bare
		}
	}
	if found := unitPost.FindStringSubmatch(post); found != nil {
		return found[1]
	}
	return post
}
