package roster

import (
	"strings"

	"kaoji/evaluation"
)

// SamePost reports whether two appointments are to the same post: the same
// department, whatever its name was then, and the same title, with or without the
// department's name before it. Levels are ignored.
func (b *Book) SamePost(x, y Appointment) bool {
	return x.Department == y.Department && b.BarePost(x.Department, x.Post) == b.BarePost(y.Department, y.Post)
}

// BarePost returns a post's title without the present or a former name of its
// department.
func (b *Book) BarePost(department, post string) string {
	d, ok := b.departments[department]
	if !ok {
		return post
	}
	longest := ""
	for _, name := range append([]string{d.Name}, formerNames(d)...) {
		if strings.HasPrefix(post, name) && len(name) > len(longest) && len(name) < len(post) {
			longest = name
		}
	}
	return strings.TrimPrefix(post, longest)
}

func formerNames(d *Department) []string {
	names := make([]string, len(d.Former))
	for i, f := range d.Former {
		names[i] = f.Name
	}
	return names
}

// Change says how a person's situation has changed since they were named for a
// task.
type Change string

// The changes, from none to the greatest.
const (
	Stayed    Change = ""           // in the same post
	OtherPost Change = "other_post" // of the same department
	OtherUnit Change = "other_unit" // in another department
	Gone      Change = "gone"       // not in the office
)

// Became returns how a person's situation has changed between the day on which they
// were named for a task (responsible for a person, mentor of a newcomer) and
// another day. If the roster knows no post for one of the days, the person counts
// as having stayed.
func (b *Book) Became(person string, named, day evaluation.Date) Change {
	p, ok := b.Person(person)
	if !ok || !during(day, p.Joined, p.Left) {
		return Gone
	}
	then, now := p.at(named), p.at(day)
	if then < 0 || now < 0 {
		return Stayed
	}
	switch x, y := p.Appointments[then], p.Appointments[now]; {
	case x.Department != y.Department:
		return OtherUnit
	case !b.SamePost(x, y):
		return OtherPost
	}
	return Stayed
}
