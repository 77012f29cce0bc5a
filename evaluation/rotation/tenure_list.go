package rotation

import (
	"context"
	"fmt"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// Tenure is how long a person has been in their posts, and the stage by the rules.
// InPost is about the main post.
type Tenure struct {
	Person string `json:"person"`
	No     string `json:"no"`
	Name   string `json:"name"`
	InPost
	Level      string   `json:"level"`
	Age        int      `json:"age"`
	Posts      int      `json:"posts"`      // held in the office so far
	Also       []string `json:"also"`       // further rules for leading posts: AlsoTerms, AlsoLevel
	Concurrent []InPost `json:"concurrent"` // additional posts

	sort   string
	order  int
	beside bool // InPost is about an additional post: see each
}

// Order is the sort key in lists: departments in their order, then by name.
func (t *Tenure) Order() string { return fmt.Sprintf("%012d %s %s", t.order, t.sort, t.Person) }

// each returns the tenure of the main post, then that of each additional post in
// place of the main post.
func (t *Tenure) each() []Tenure {
	list := []Tenure{*t}
	for _, p := range t.Concurrent {
		o := *t
		o.InPost, o.Also, o.beside = p, []string{}, true
		list = append(list, o)
	}
	return list
}

// Staying is a decision that a person stays in the post for a time.
type Staying struct {
	Record string          `json:"record"`
	Until  evaluation.Date `json:"until"`
	Ground string          `json:"ground"` // "" if the reader may not see it
	Words  string          `json:"words"`
}

// Sees reports whether a reader may see a person's tenure, and the reasons for
// staying.
type Sees func(m *roster.Member) (tenure, reasons bool)

// All sees everything.
func All(*roster.Member) (tenure, reasons bool) { return true, true }

// Reader tells what an actor could read without a record at hand.
type Reader interface {
	SightOf(ctx context.Context, actor evaluation.Actor, kind string, in evaluation.State, day evaluation.Date) (func(subject, unit string) []string, error)
}

// SightOfTenure returns what an actor may see of tenure on a day: a person's tenure
// if the actor could read a case about them, the reasons if the actor could read a
// stay.
func SightOfTenure(ctx context.Context, of Reader, a evaluation.Actor, day evaluation.Date) (Sees, error) {
	cases, err := of.SightOf(ctx, a, KindCase, CaseOpen, day)
	if err != nil {
		return nil, err
	}
	stays, err := of.SightOf(ctx, a, KindStay, StayApproved, day)
	return func(m *roster.Member) (tenure, reasons bool) {
		return len(cases(m.ID, m.Department)) > 0, evaluation.Shown(stays(m.ID, m.Department), "words")
	}, err
}

// SightOfMentoring reports whether an actor could read a mentoring of a person
// because of their role in the office, not as the mentor.
func SightOfMentoring(ctx context.Context, of Reader, a evaluation.Actor, day evaluation.Date) (func(*roster.Member) bool, error) {
	mentorings, err := of.SightOf(ctx, a, KindMentoring, Running, day)
	return func(m *roster.Member) bool { return len(mentorings(m.ID, m.Department)) > 0 }, err
}

// InPost is how long a person has held one post without a break, and the stage by
// the rules.
type InPost struct {
	Unit      string          `json:"unit"`
	UnitName  string          `json:"unit_name"`
	Post      string          `json:"post"`
	Heads     bool            `json:"heads"`
	Since     evaluation.Date `json:"since"` // zero: not known
	Span      Span            `json:"span"`
	Sensitive []string        `json:"sensitive"`
	Stage     Stage           `json:"stage"`
	Rule      string          `json:"rule"`  // key of the stage's rule
	Years     int             `json:"years"` // years required by the rule
	Next      Stage           `json:"next"`
	NextOn    evaluation.Date `json:"next_on"`
	Staying   *Staying        `json:"staying,omitempty"` // the decision that the person stays in it, nil if there is none
}

// Tenures lists everybody whom the reader may see, in the order of the office, on a
// day. Leaders of 处级 are not included: the district rotates them.
func (s *Service) Tenures(ctx context.Context, office string, day evaluation.Date, sees Sees) ([]Tenure, error) {
	book, err := s.Book(ctx, office)
	if err != nil {
		return nil, err
	}
	g, err := s.grounds(ctx, book, day)
	if err != nil {
		return nil, err
	}
	pack, err := s.Pack(ctx, office)
	if err != nil {
		return nil, err
	}
	snap, rules := book.On(day), pack.On(day)
	var out []Tenure
	for _, m := range snap.Members() {
		tenure, reasons := sees(&m)
		if roster.Leads(m.Level) || !tenure {
			continue
		}
		t, err := g.tenure(rules, &m, day)
		if err != nil {
			return nil, err
		}
		for i, one := range t.each() {
			post := &t.InPost
			if i > 0 {
				post = &t.Concurrent[i-1]
			}
			if post.Staying = staying(g.stays, &one, day); post.Staying != nil && !reasons {
				post.Staying.Ground, post.Staying.Words = "", ""
			}
		}
		out = append(out, t)
	}
	return out, nil
}

// Additional limits of D-2 for leading posts.
const (
	AlsoTerms = "terms" // as long in the post as two terms: not proposed for it again
	AlsoLevel = "level" // as long at one level as may be
)

// also checks a leading post of section level against D-2.
func also(rules rulepack.Numbers, m *roster.Member, since, day evaluation.Date) ([]string, error) {
	list := []string{}
	if !roster.SectionLevel(m.Level) {
		return list, nil
	}
	terms, err := rules.Int("rotation.terms")
	if err != nil {
		return list, err
	}
	term, err := rules.Int("rotation.term")
	if err != nil {
		return list, err
	}
	level, err := rules.Int("rotation.level.years")
	if err != nil {
		return list, err
	}
	if !since.AddMonths(int(12 * terms * term)).After(day) {
		list = append(list, AlsoTerms)
	}
	if !m.LevelSince.IsZero() && !m.LevelSince.AddMonths(int(12*level)).After(day) {
		list = append(list, AlsoLevel)
	}
	return list, nil
}

// staying returns the decision that includes a day. The first day of the post in it
// may differ from the present one if the roster was corrected since.
func staying(stays []desk.Of[Stay], t *Tenure, day evaluation.Date) *Staying {
	for _, r := range stays {
		p := r.Payload
		if r.Subject != t.Person || p.Beside != t.beside || p.Beside && p.Post != t.Post || p.Unit != t.Unit || p.Since.Before(t.Since) || day.Before(p.ApprovedOn) || day.After(p.last()) {
			continue
		}
		return &Staying{Record: r.ID, Until: p.Until, Ground: p.Ground, Words: p.Words}
	}
	return nil
}
