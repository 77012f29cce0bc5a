package assessment

import (
	"context"
	"encoding/json"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/rulepack"
)

// Task is one person whom the actor may rate now.
type Task struct {
	Cycle  string          `json:"cycle"`
	Period string          `json:"period"`
	Sheet  string          `json:"sheet"`
	Person Identity        `json:"person"`
	Group  string          `json:"group"` // in which the ballot counts
	Scale  string          `json:"scale"` // of the sheet; a ballot of ScaleInstitution has the grade of the same rank
	Due    evaluation.Date `json:"due"`
	Voted  bool            `json:"voted"`
}

// rated is one person who is rated now, and who rates.
type rated struct {
	Task   // without group and whether one has voted
	raters []Raters
}

// Changed forgets who is rated when a cycle or one of its sheets was written.
func (s *Service) Changed(r evaluation.Record) {
	if r.Kind == KindCycle || r.Kind == KindSheet {
		s.rated.Drop(r.Office)
	}
}

// rating lists all who are rated in running ratings, by cycle and name. It is kept in
// memory, because every page counts what the reader has to do.
func (s *Service) rating(ctx context.Context, office string) ([]rated, error) {
	return s.rated.Read(office, s.Now(), func() ([]rated, error) {
		cycles, err := desk.All(ctx, s.Ledger, evaluation.Query{Office: office, Kinds: []string{KindCycle}, States: evaluation.States(CycleRating)})
		if err != nil {
			return nil, err
		}
		var list []rated
		for _, c := range cycles {
			sheets := evaluation.Query{Office: office, Kinds: []string{KindSheet}, Parents: []string{c.ID}, Sort: evaluation.SortName, NoHistory: true}
			for r, err := range evaluation.AllRecords(ctx, s.Ledger, sheets) {
				if err != nil {
					return nil, err
				}
				if r.State == SheetExempt {
					continue
				}
				sh, err := evaluation.PartOf[Sheet](r, "person", "raters", "scale")
				if err != nil {
					return nil, err
				}
				if len(sh.Raters) == 0 {
					continue
				}
				list = append(list, rated{Task{Scale: sh.Scale, Cycle: c.ID, Period: c.Period, Sheet: r.ID, Person: sh.Person.identity(), Due: c.Due}, sh.Raters})
			}
		}
		return list, nil
	})
}

// Tasks lists the people whom the actor may rate in running ratings, by name. Only
// the actor learns whether they have voted.
func (s *Service) Tasks(ctx context.Context, actor evaluation.Actor) ([]Task, error) {
	tasks := []Task{}
	if actor.Person == "" {
		return tasks, nil
	}
	all, err := s.rating(ctx, actor.Office)
	if err != nil {
		return nil, err
	}
	var boxes []string
	for i := range all {
		t := all[i].Task
		var may bool
		if t.Group, may = groupFor(all[i].raters, actor.Person); may {
			boxes, tasks = append(boxes, box(t.Sheet, t.Group)), append(tasks, t)
		}
	}
	voted, err := s.Boxes.VotedIn(ctx, actor.Office, actor.Person, boxes...)
	if err != nil {
		return nil, err
	}
	opened := tasks[:0]
	for _, t := range tasks {
		has, open := voted[box(t.Sheet, t.Group)]
		if t.Voted = has; open {
			opened = append(opened, t)
		}
	}
	return opened, nil
}

// ratedIn says who is rated by a sheet, and by whom; without the cycle if nobody rates now.
func (s *Service) ratedIn(ctx context.Context, office, sheet string) (rated, error) {
	all, err := s.rating(ctx, office)
	if err != nil {
		return rated{}, err
	}
	if i := slices.IndexFunc(all, func(r rated) bool { return r.Sheet == sheet }); i >= 0 {
		return all[i], nil
	}
	r, err := s.Ledger.Get(ctx, office, sheet)
	if err != nil {
		return rated{}, err
	}
	if r.Kind != KindSheet {
		return rated{}, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	sh, err := evaluation.PartOf[Sheet](r, "raters")
	if err != nil {
		return rated{}, err
	}
	return rated{Task{Person: Identity{ID: r.Subject}}, sh.Raters}, nil
}

// Cast stores the actor's ballot for a sheet. An actor who is not one of its raters
// gets CodeNotFound, the person of the sheet and relatives CodeRecused, a second
// ballot is CodeConflict. The ballot is recorded only in the box.
func (s *Service) Cast(ctx context.Context, actor evaluation.Actor, sheet string, b Ballot) error {
	if actor.Person == "" {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	of, err := s.ratedIn(ctx, actor.Office, sheet)
	if err != nil {
		return err
	}
	book, err := s.Book(ctx, actor.Office)
	if err != nil {
		return err
	}
	if _, related := book.Related(actor.Person, of.Person.ID); related || actor.Person == of.Person.ID {
		return evaluation.Fail(evaluation.CodeRecused, "error.recused")
	}
	group, may := groupFor(of.raters, actor.Person)
	if !may {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	if of.Cycle == "" {
		return desk.WrongState("assessment.not_rating")
	}
	if err := b.check(); err != nil {
		return err
	}
	if b.Abstain {
		b = Ballot{Abstain: true}
	}
	return s.Boxes.Cast(ctx, actor.Office, box(sheet, group), actor.Person, b)
}

// ballotSize is the size in bytes to which ballots are padded; it is larger than
// any Ballot as JSON.
const ballotSize = 160

// check requires all five contents and the grade, or an abstention.
func (b Ballot) check() error {
	if b.Abstain {
		return nil
	}
	m := evaluation.Mistakes{}
	for i, mark := range b.marks() {
		if mark < 0 || mark > 100 {
			m.Add(Contents()[i], "error.field.range", "min", 0, "max", 100)
		}
	}
	switch {
	case b.Grade == "":
		m.Add("grade", "error.field.required")
	case !slices.Contains(Grades(), b.Grade):
		m.Add("grade", "error.field.choice")
	}
	return m.Err()
}

// ballots reads the closed boxes of a sheet.
func (s *Service) ballots(ctx context.Context, office, sheet string, groups []Group) ([]Cast, error) {
	out := make([]Cast, 0, len(groups))
	for _, g := range groups {
		raw, err := s.Boxes.Ballots(ctx, office, box(sheet, g.Code))
		if err != nil {
			return nil, err
		}
		c := Cast{Group: g, Ballots: make([]Ballot, len(raw))}
		for i := range raw {
			if err := json.Unmarshal(raw[i], &c.Ballots[i]); err != nil {
				return nil, err
			}
		}
		out = append(out, c)
	}
	return out, nil
}

// lowTurnout lists the people with fewer ballots than rule G-1 requires.
func (s *Service) lowTurnout(ctx context.Context, list []sheetOf, rules rulepack.Numbers) ([]string, error) {
	need, err := rules.Share("rating.attendance")
	if err != nil {
		return nil, err
	}
	progress, err := s.progress(ctx, list)
	if err != nil {
		return nil, err
	}
	var low []string
	for _, p := range progress.People {
		if !need.Reached(int64(p.Returned), int64(p.Issued)) {
			low = append(low, p.Name)
		}
	}
	return low, nil
}

// Turnout is the number of ballots that a group could give and has given, without
// names (G-9).
type Turnout struct {
	Group    string `json:"group"`
	Issued   int    `json:"issued"`
	Returned int    `json:"returned"`
}

// Progress is the turnout of a cycle, by group and by participant.
type Progress struct {
	Groups []Turnout       `json:"groups"`
	People []PersonTurnout `json:"people"`
}

// PersonTurnout is the turn-out for one participant, all groups together.
type PersonTurnout struct {
	Sheet    string `json:"sheet"`
	Name     string `json:"name"`
	Issued   int    `json:"issued"`
	Returned int    `json:"returned"`
}

// Progress counts the ballots. The view must include the participants.
func (s *Service) Progress(ctx context.Context, cycle evaluation.View) (Progress, error) {
	_, list, err := s.inside(ctx, cycle)
	if err != nil {
		return Progress{}, err
	}
	return s.progress(ctx, list)
}

func (s *Service) progress(ctx context.Context, list []sheetOf) (Progress, error) {
	list = ratedOf(list)
	var boxes []string
	for _, sh := range list {
		for _, g := range sh.Groups {
			boxes = append(boxes, box(sh.ID, g.Code))
		}
	}
	out := Progress{Groups: []Turnout{}, People: []PersonTurnout{}}
	if len(list) == 0 {
		return out, nil
	}
	counts, err := s.Boxes.Counts(ctx, list[0].Office, boxes...)
	if err != nil {
		return Progress{}, err
	}
	for _, sh := range list {
		p := PersonTurnout{Sheet: sh.ID, Name: sh.Person.Name}
		for _, g := range sh.Groups {
			cast := counts[box(sh.ID, g.Code)].Cast
			p.Issued, p.Returned = p.Issued+g.Eligible, p.Returned+cast
			out.group(g.Code).add(g.Eligible, cast)
		}
		out.People = append(out.People, p)
	}
	return out, nil
}

// group returns the line of a group.
func (p *Progress) group(code string) *Turnout {
	i := slices.IndexFunc(p.Groups, func(g Turnout) bool { return g.Group == code })
	if i < 0 {
		i, p.Groups = len(p.Groups), append(p.Groups, Turnout{Group: code})
	}
	return &p.Groups[i]
}

func (t *Turnout) add(issued, returned int) {
	t.Issued, t.Returned = t.Issued+issued, t.Returned+returned
}

// ReportFor returns the self-report of a person whom the actor may rate now: the
// reports are given before the rating, for those who rate. For everybody else there is
// no such sheet (CodeNotFound). Attachments are not included.
func (s *Service) ReportFor(ctx context.Context, actor evaluation.Actor, sheet string) (Identity, Report, error) {
	missing := evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	r, err := s.Ledger.Get(ctx, actor.Office, sheet)
	if err != nil {
		return Identity{}, Report{}, err
	}
	if r.Kind != KindSheet || r.State == SheetExempt || actor.Person == "" {
		return Identity{}, Report{}, missing
	}
	sh, err := evaluation.PartOf[Sheet](r, "person", "raters", "report")
	if err != nil {
		return Identity{}, Report{}, err
	}
	cycle, err := s.Ledger.Get(ctx, actor.Office, r.Parent)
	if err != nil {
		return Identity{}, Report{}, err
	}
	if _, may := groupFor(sh.Raters, actor.Person); !may || cycle.State != CycleRating {
		return Identity{}, Report{}, missing
	}
	sh.Report.Files = nil
	return sh.Person.identity(), sh.Report, nil
}
