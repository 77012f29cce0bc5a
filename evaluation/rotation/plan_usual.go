package rotation

import (
	"strings"

	"kaoji/evaluation/roster"
)

// What a plan refuses unless the pair is allowed by name (AllowedRow). An
// exchange is neither a promotion nor a demotion, which have procedures of their
// own (公务员法 2018 art. 45 to 49), and a change inside one field of one
// department exchanges nobody. These are defaults of the product.
const (
	RefusedLower     = "lower"     // than the layer that somebody has reached
	RefusedUnreached = "unreached" // above it
	RefusedSameUnit  = "same_unit" // of the own department, and not another field of it
)

// AllowedRow allows what a plan refuses by default, for one person and one post.
type AllowedRow struct {
	Person string `json:"person" form:"person" doc:"Person"`
	Post   string `json:"seat" maxLength:"60" doc:"Post"`
	Why    string `json:"why" minLength:"5" maxLength:"200" doc:"Why it is allowed" example:"已按程序完成选拔任用"`
}

// unusual are the defaults against a candidate in a post that is not the own.
func (s *Setting) unusual(i, j int) []Refusal {
	c, seat, own := &s.Candidates[i], &s.Seats[j], s.own(i)
	if !s.Usual || s.allows(c.Person, seat.Key) {
		return nil
	}
	var list []Refusal
	switch {
	case seat.Layer < c.Layer:
		list = append(list, Refusal{Code: RefusedLower})
	case seat.Layer > c.Layer:
		list = append(list, Refusal{Code: RefusedUnreached})
	}
	if own >= 0 && seat.Unit == c.Unit && !s.otherField(own, j) {
		list = append(list, Refusal{Code: RefusedSameUnit})
	}
	return list
}

func (s *Setting) allows(person, post string) bool {
	for _, r := range s.Allowed {
		if r.Person == person && r.Post == post {
			return true
		}
	}
	return false
}

// otherField reports whether two posts have fields of work that differ. A post
// without a field has no other one.
func (s *Setting) otherField(j, k int) bool {
	from, to := s.asks(j).Field, s.asks(k).Field
	return from != "" && to != "" && from != to
}

// layered fills in how high people and posts stand. A post that is held stands
// as high as its holder's level; whoever heads a department, whatever the level,
// holds a leading post of section level.
func (s *Setting) layered() {
	s.Usual = true
	for i := range s.Candidates {
		c := &s.Candidates[i]
		c.Layer = roster.LayerOf(c.Level)
		own := s.own(i)
		if own < 0 {
			continue
		}
		if s.Seats[own].Heads {
			c.Layer = max(c.Layer, roster.LayerSectionDeputy)
		}
		s.Seats[own].Layer = c.Layer
	}
}

// layer is how high a vacant post stands: as its level says; without one, as
// heading the department or the title does.
func (v *VacancyRow) layer(bare string) roster.Layer {
	l := roster.LayerStaff
	switch {
	case v.Level != "":
		l = roster.LayerOf(v.Level)
	case v.Heads:
		l = roster.LayerSectionHead
	case strings.HasPrefix(bare, "副"):
		l = roster.LayerSectionDeputy
	}
	if v.Heads {
		l = max(l, roster.LayerSectionDeputy)
	}
	return l
}
