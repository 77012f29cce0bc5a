package rotation

import (
	"strings"

	"kaoji/evaluation/roster"
)

// Defaults that apply unless a pair is allowed by name (AllowedRow). A rotation is
// neither a promotion nor a demotion, which have their own procedures (公务员法 2018
// art. 45 to 49), and a change within one field of one department is not a
// rotation. These are defaults of the product.
const (
	RefusedLower     = "lower"     // than the layer that somebody has reached
	RefusedUnreached = "unreached" // above it
	RefusedSameUnit  = "same_unit" // of the own department, and not another field of it
)

// AllowedRow makes an exception from the defaults for one person and one post.
type AllowedRow struct {
	Person string `json:"person" form:"person" doc:"Person"`
	Post   string `json:"seat" maxLength:"60" doc:"Post"`
	Why    string `json:"why" minLength:"5" maxLength:"200" doc:"Why it is allowed" example:"已按程序完成选拔任用"`
}

// unusual lists the defaults that exclude a candidate from another post.
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

// otherField reports whether two posts have different fields of work. A post
// without a field does not differ from any.
func (s *Setting) otherField(j, k int) bool {
	from, to := s.asks(j).Field, s.asks(k).Field
	return from != "" && to != "" && from != to
}

// layered sets the layers of people and posts. An occupied post has the layer of
// its holder's level; a person who heads a department has at least a leading post
// of section level.
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

// layer returns the layer of a vacant post: that of its level, otherwise from
// heading a department or from the title.
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
