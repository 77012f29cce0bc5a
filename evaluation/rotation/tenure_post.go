package rotation

import (
	"slices"
	"strings"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// Post is the payload of rotation.post records: a post, or every post of a
// department, that is sensitive from a day on (rule D-5).
type Post struct {
	Unit     string          `json:"unit"`
	UnitName string          `json:"unit_name"`
	Title    string          `json:"title"` // "" for every post of the department
	Powers   []string        `json:"powers"`
	Why      string          `json:"why"`
	From     evaluation.Date `json:"from"`
	To       evaluation.Date `json:"to"` // last day
}

// The states of a sensitive post.
const (
	PostMarked state = "marked"
	PostLifted state = "lifted"
)

// MarkInput marks a post as sensitive.
type MarkInput struct {
	Unit  string          `json:"unit" form:"unit" doc:"Department"`
	Title string          `json:"title,omitempty" maxLength:"100" doc:"Post; empty: every post of the department" example:"出纳"`
	From  evaluation.Date `json:"from" begin:"today" doc:"First day" example:"2026-01-01"`
	PowersInput
}

// PowersInput lists the powers that make a post sensitive.
type PowersInput struct {
	Powers []string `json:"powers" enum:"money,approval,personnel,enforcement,audit" rules:"rotation.years.sensitive,rotation.sensitive.longest" doc:"Power that the post has" example:"money"`
	Why    string   `json:"why,omitempty" form:"long" maxLength:"1000" doc:"In words"`
}

// LiftInput ends it.
type LiftInput struct {
	To evaluation.Date `json:"to" begin:"today" doc:"Last day" example:"2026-06-30"`
}

func (s *Service) postKind() evaluation.Kind {
	marked := evaluation.States(PostMarked)
	return evaluation.Kind{
		Name: KindPost, Drafts: evaluation.KeepDrafts(), Sight: postSight, Payload: evaluation.New[Post], Found: []string{evaluation.FoundSort}, States: evaluation.States(PostMarked, PostLifted), Final: evaluation.States(PostLifted),
		Grave:   []string{"lift"},
		Columns: []evaluation.Column{{Name: "from"}, {Name: "to"}},
		Acts: []evaluation.Act{
			evaluation.NewAct("mark", evaluation.Personnel, nil, marked, evaluation.Run(s.mark)),
			evaluation.Staying("amend", evaluation.Personnel, marked, evaluation.Run(amendPost)).WithReason(),
			evaluation.NewAct("lift", evaluation.Personnel, marked, evaluation.States(PostLifted), evaluation.Run(liftPost)).WithReason().Dated(evaluation.DaysOf(liftDays)),
		},
		Effects: map[string]evaluation.EffectHandler{"watch": s.watchAfter},
	}
}

func (s *Service) mark(step *evaluation.Step, p *Post, in *MarkInput) (state, error) {
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	d, ok := day.Department(in.Unit)
	title := day.Book().BarePost(in.Unit, in.Title)
	switch {
	case !ok:
		return "", desk.Mistake("unit", "rotation.no_unit")
	case in.Title != "" && !held(day.Book(), in.Unit, title):
		return "", desk.Mistake("title", "rotation.no_post")
	case in.From.After(step.Today):
		return "", desk.Mistake("from", "rotation.future")
	}
	*p = Post{Unit: d.ID, UnitName: d.Name, Title: title, Powers: in.Powers, Why: in.Why, From: in.From}
	env := step.Record
	env.Unit, env.On, env.Unique, env.Sort = d.ID, in.From, d.ID+"/"+title, strings.TrimSpace(d.Name+" "+title)
	if taken, err := desk.Find(step.Ctx, step.Read, env.Office, KindPost, env.Unique); err != nil || taken != nil {
		return "", either(err, desk.Mistake("title", "rotation.marked"))
	}
	return PostMarked, step.Effect("watch", nil)
}

// either returns the first error that is not nil.
func either(errs ...error) error {
	i := slices.IndexFunc(errs, func(err error) bool { return err != nil })
	return errs[max(i, 0)]
}

// held reports whether anybody ever had this post in the department; otherwise it
// is probably misspelt.
func held(book *roster.Book, unit, title string) bool {
	return slices.ContainsFunc(book.People(), func(id string) bool {
		p, _ := book.Person(id)
		return slices.ContainsFunc(slices.Concat(p.Appointments, p.Concurrent), func(a roster.Appointment) bool {
			return a.Department == unit && book.BarePost(unit, a.Post) == title
		})
	})
}

func amendPost(_ *evaluation.Step, p *Post, in *PowersInput) (state, error) {
	p.Powers, p.Why = in.Powers, in.Why
	return PostMarked, nil
}

func liftPost(step *evaluation.Step, p *Post, in *LiftInput) (state, error) {
	p.To, step.Record.Unique = in.To, step.Record.ID
	return PostLifted, step.Effect("watch", nil)
}

// liftDays: the last day of a mark is within its period.
func liftDays(step *evaluation.Step, p *Post) (map[string]evaluation.Days, error) {
	return map[string]evaluation.Days{"to": {From: p.From, To: step.Today}}, nil
}

// powers returns the powers of a department's post on a day.
func powers(posts []Post, book *roster.Book, unit, title string, day evaluation.Date) []string {
	var all []string
	bare := book.BarePost(unit, title)
	for i := range posts {
		p := &posts[i]
		if p.Unit == unit && (p.Title == "" || p.Title == bare) && !day.Before(p.From) && (p.To.IsZero() || !day.After(p.To)) {
			all = append(all, p.Powers...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
