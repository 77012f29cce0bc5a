package site

import (
	"net/url"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
)

// taskList is the to-do list (要办的事), grouped by urgency.
type taskList struct {
	Figures []view.Figure
	Groups  []TaskGroup
	N       int64
}

// TaskGroup are tasks that are as urgent.
type TaskGroup struct {
	Urgency evaluation.Urgency
	N       int64 // what there is to do: a line can stand for several
	Label   string
	Tasks   []view.Task
	All     string // address of all of them, where some are left out
	Folded  string // the label with their number, where they are shown on demand
}

// Ballots are ballots that the reader may cast now. No record lists them as waiting,
// because nobody knows who has voted.
type Ballots struct {
	Text, Note string // what there is to do, as a sentence, and how many are left
	Due        evaluation.Date
	Href       string
	N          int64 // how many
}

// ballots calls f with all ballots of the reader and the number of their measure.
func (s *Site) ballots(c *fiber.Ctx, p *Speaker, f func(measure int, b Ballots)) error {
	for i := range s.pages {
		m := &s.pages[i]
		if m.Ballots == nil {
			continue
		}
		list, err := m.Ballots(c, p)
		if err != nil {
			return err
		}
		for _, b := range list {
			f(s.numberOf(m.Measure), b)
		}
	}
	return nil
}

// todoLocal holds how much there is to do for the reader, on a page that lists it.
const todoLocal = "kaoji.todo"

// todoCount is how much there is to do for the reader: as many as tasks lists.
func (s *Site) todoCount(c *fiber.Ctx, a evaluation.Actor) (int, error) {
	if n, ok := c.Locals(todoLocal).(int); ok {
		return n, nil
	}
	n, err := s.Service.TodoCount(c.UserContext(), a)
	if err != nil || a.Person == "" { // nobody else has ballots
		return n, err
	}
	p, err := s.Speaker(c)
	if err != nil {
		return n, err
	}
	return n, s.ballots(c, p, func(_ int, b Ballots) { n += int(b.N) })
}

// tasks returns what there is to do for the reader. The address chooses an urgency
// (only=overdue and so on), or only what waits for approval.
func (s *Site) tasks(c *fiber.Ctx, p *Speaker) (taskList, error) {
	found, err := s.Service.Tasks(c.UserContext(), Actor(c))
	if err != nil {
		return taskList{}, err
	}
	only, n := c.Query("only"), map[string]int64{}
	if only != onlyApprovals && !isUrgency(only) {
		only = ""
	}
	groups := map[evaluation.Urgency][]view.Task{}
	add := func(u evaluation.Urgency, approval bool, many int64, lines ...view.Task) {
		n[string(u)] += many
		if approval {
			n[onlyApprovals] += many
		}
		if only == "" || only == string(u) || only == onlyApprovals && approval {
			groups[u] = append(groups[u], lines...)
		}
	}
	if err := s.ballots(c, p, func(measure int, b Ballots) {
		add(evaluation.UrgencyOf(b.Due, s.Today()), false, b.N, view.Task{
			Measure: measure, Text: b.Text, Note: b.Note, Due: b.Due, Href: b.Href, Act: view.Button{Label: p.T("task.fill_in"), Primary: true},
		})
	}); err != nil {
		return taskList{}, err
	}
	for i := range found {
		t := &found[i]
		k, _ := s.Service.Kind(t.Kind)
		add(t.Urgency, s.Service.AsksApproval(Actor(c), t.Kind, t.State), t.N, s.taskLines(p, k, t)...)
	}
	var out taskList
	for _, u := range evaluation.Urgencies() {
		out.N += n[string(u)]
		if len(groups[u]) > 0 {
			slices.SortStableFunc(groups[u], byDue)
			out.Groups = append(out.Groups, TaskGroup{Urgency: u, N: n[string(u)], Label: p.T("task." + string(u)), Tasks: groups[u]})
		}
	}
	c.Locals(todoLocal, int(out.N))
	figures := []string{string(evaluation.Overdue), string(evaluation.DueToday), string(evaluation.DueSoon)}
	if n[onlyApprovals] > 0 || s.Service.Approves(Actor(c)) {
		figures = append(figures, onlyApprovals)
	}
	for _, of := range figures {
		f := view.Figure{Label: p.T("task." + of), N: n[of], Href: WithQuery(c.Path(), "only", of), Late: of == string(evaluation.Overdue) && n[of] > 0}
		if f.Active = only == of; f.Active {
			f.Href = c.Path()
		}
		out.Figures = append(out.Figures, f)
	}
	return out, nil
}

// byDue orders tasks by their last day; those without one come last.
func byDue(a, b view.Task) int {
	switch {
	case a.Due == b.Due:
		return 0
	case a.Due.IsZero() || !b.Due.IsZero() && b.Due.Before(a.Due):
		return 1
	}
	return -1
}

// TasksOf returns what there is to do for the reader in one measure, for its page.
func (s *Site) TasksOf(c *fiber.Ctx, p *Speaker, measure string) ([]TaskGroup, error) {
	all, err := s.tasks(c, p)
	var out []TaskGroup
	for _, g := range all.Groups {
		g.Tasks = slices.DeleteFunc(g.Tasks, func(t view.Task) bool { return t.Measure != s.numberOf(measure) })
		for i := range g.Tasks {
			g.Tasks[i].Measure = 0 // the page says it
		}
		if len(g.Tasks) > 0 {
			out = append(out, g)
		}
	}
	return out, err
}

// onlyApprovals chooses the tasks that ask for the reader's approval.
const onlyApprovals = "approval"

// taskLines are the lines of one task: one for each record, or one for all that are
// alike.
func (s *Site) taskLines(p *Speaker, k *evaluation.Kind, t *evaluation.Task) []view.Task {
	measure, _, _ := strings.Cut(t.Kind, ".")
	number := s.numberOf(measure)
	if !t.Single() {
		p.Deadline(&t.Views[0].Record)
		line := view.Task{
			Measure: number, Text: p.toDoMany(t.Kind, t.State, t.N), Note: p.units(t.Units),
			Due: t.Views[0].Due, Href: p.mine(k.Name, t.State, t.Urgency), Act: view.Button{Label: p.T("task.see_all")},
		}
		if at := s.kinds[k.Name].Together; at != nil {
			if href := at(p, &t.Views[0]); href != "" {
				line.Href, line.Act = href, view.Button{Label: p.T("task.together"), Primary: true}
			}
		}
		return []view.Task{line}
	}
	var lines []view.Task
	for i := range t.Views {
		lines = append(lines, s.taskLine(p, number, &t.Views[i]))
	}
	return lines
}

// taskLine is the line of one record that waits for the reader.
func (s *Site) taskLine(p *Speaker, number int, v *evaluation.View) view.Task {
	p.Deadline(&v.Record)
	sentence := p.Sentence(v)
	line := view.Task{
		Measure: number, Text: sentence, Note: unsaid(sentence, p.beside(v.Period), p.Name(v.Unit), p.brief(v)), Due: v.Due,
		Href: p.Href(&v.Record), Act: view.Button{Label: p.T("task.see")},
	}
	if v.Usual != "" {
		line.Act = view.Button{Label: p.T(v.Kind + "." + v.Usual), Href: s.actHref(p, v, v.Usual), Primary: true}
	}
	return line
}

// units names the department of alike tasks, or says how many there are.
func (p *Speaker) units(ids []string) string {
	switch len(ids) {
	case 0:
		return ""
	case 1:
		return p.Name(ids[0])
	}
	return p.T("task.units", "n", len(ids))
}

// mine is the address of the list of what waits for the reader in a state and is as
// urgent.
func (p *Speaker) mine(kind string, state evaluation.State, u evaluation.Urgency) string {
	q := url.Values{"state": {string(state)}, "waiting": {waitingMe}, "due": {string(u)}}
	return p.To("/lists", kind) + "?" + q.Encode()
}

// Sentence says what there is to do with a record: to the person whom it is about in
// other words than to others, and where another act than usual comes first, such as
// answering an objection before a notice is closed, what that act does. Where the reader's act
// is barred, it says why, and who can do what.
func (p *Speaker) Sentence(v *evaluation.View) string {
	key := v.Kind + ".task." + string(v.State)
	if own := key + ".own"; v.Own && p.Text.Has(own) {
		return p.T(own)
	}
	if act := key + ".act." + v.Usual; v.Usual != "" && p.Text.Has(act) {
		return p.T(act, "name", p.Title(&v.Record))
	}
	for _, stuck := range []string{key + ".stuck." + v.StuckAct, key + ".stuck"} {
		if v.Stuck.Key != "" && p.Text.Has(stuck) {
			return p.Text.Say(p.Lang, evaluation.Say(stuck, "name", p.Title(&v.Record), "why", v.Stuck))
		}
	}
	return p.toDo(&v.Record)
}

// toDo says what there is to do with a record, whoever does it and whatever comes first.
func (p *Speaker) toDo(r *evaluation.Record) string {
	return p.T(r.Kind+".task."+string(r.State), "name", p.Title(r))
}

// toDoMany says what there is to do with several records of a kind in a state.
func (p *Speaker) toDoMany(kind string, state evaluation.State, n int64) string {
	return p.T(kind+".task."+string(state)+".many", "n", n)
}

// waitingFor is the address of the list of a kind in a state that waits for somebody.
func (p *Speaker) waitingFor(kind string, state evaluation.State, whom string) string {
	return p.To("/lists", kind) + "?" + url.Values{"state": {string(state)}, "waiting": {whom}}.Encode()
}
