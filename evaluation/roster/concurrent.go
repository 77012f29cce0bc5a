package roster

import (
	"slices"

	"kaoji/evaluation"
)

// AddPost is the input of the act that records an additional post (兼任).
type AddPost struct {
	Department string          `json:"department" form:"unit" doc:"id of a department" example:"0198c2f0-0000-7000-8000-000000000001"`
	Post       string          `json:"post" maxLength:"100" doc:"post held beside the main one" example:"经济发展科科长"`
	From       evaluation.Date `json:"post_since" begin:"today" doc:"first day" example:"2026-03-01"`
	Heads      bool            `json:"heads,omitempty" doc:"is the head of the department"`
}

// EndPost is the input of the act that ends such a post.
type EndPost struct {
	Department string          `json:"department" form:"unit" doc:"id of its department" example:"0198c2f0-0000-7000-8000-000000000001"`
	Post       string          `json:"post" maxLength:"100" doc:"the post" example:"经济发展科科长"`
	To         evaluation.Date `json:"to" begin:"today" doc:"last day" example:"2026-06-30"`
}

// concurrentOn lists the person's additional posts on a day.
func (p *Person) concurrentOn(day evaluation.Date) []Appointment {
	var list []Appointment
	for _, a := range p.Concurrent {
		if during(day, a.From, a.To) {
			list = append(list, a)
		}
	}
	return list
}

// posts lists all former and present posts of the person, main posts first.
func (p *Person) posts() []Appointment { return append(slices.Clone(p.Appointments), p.Concurrent...) }

// addPost records a concurrent post. It has no level of its own.
func (k keeper) addPost(s *evaluation.Step, p *Person, in *AddPost) (evaluation.State, error) {
	b, err := k.office(s)
	if err != nil {
		return "", err
	}
	a := Appointment{Department: in.Department, Post: cleanText(in.Post), Heads: in.Heads, From: in.From}
	m := evaluation.Mistakes{}
	checkPost(m, b, s.Record.ID, a, s.Today)
	if a.From.Before(p.Joined) {
		m.Add("post_since", "roster.date.post_early")
	}
	if slices.ContainsFunc(p.posts(), func(o Appointment) bool { return o.To.IsZero() && b.SamePost(o, a) }) {
		m.Add("post", "roster.post_held")
	}
	p.Concurrent = append(p.Concurrent, a)
	p.onto(s)
	return StatePresent, m.Err()
}

func (k keeper) endPost(s *evaluation.Step, p *Person, in *EndPost) (evaluation.State, error) {
	b, err := k.office(s)
	if err != nil {
		return "", err
	}
	ended := Appointment{Department: in.Department, Post: cleanText(in.Post)}
	i := slices.IndexFunc(p.Concurrent, func(a Appointment) bool { return a.To.IsZero() && b.SamePost(a, ended) })
	m := evaluation.Mistakes{}
	switch {
	case i < 0:
		m.Add("post", "roster.post_not_held")
	case in.To.Before(p.Concurrent[i].From), in.To.After(s.Today):
		m.Add("to", "roster.date.span")
	default:
		p.Concurrent = slices.Clone(p.Concurrent)
		p.Concurrent[i].To = in.To
	}
	p.onto(s)
	return StatePresent, m.Err()
}
