package assessment

import (
	"cmp"
	"context"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/rulepack"
)

// Seats are the numbers of excellent grades: in total, of each category and by department.
// All are 0 and empty in a first half-year, which has no grades.
type Seats struct {
	All        Seat   `json:"all"`
	Categories []Seat `json:"categories"`
	Units      []Seat `json:"units"`
}

// Seat has the number of excellent grades that are allowed, proposed and given. The
// quota binds each category as a whole. Allowed of a department is its share by size;
// it is a guide unless Binding says that a principal leader has made the shares
// binding. Left is computed only where Allowed is binding, otherwise it is 0.
type Seat struct {
	Category string `json:"category"` // "" for all
	Unit     string `json:"unit"`     // "" for all departments
	Name     string `json:"name"`
	Eligible int    `json:"eligible"`
	Weight   int    `json:"weight"` // of a department, in basis points of its share by size
	Allowed  int    `json:"allowed"`
	Binding  bool   `json:"binding"`
	Proposed int    `json:"proposed"`
	Decided  int    `json:"decided"`
	Left     int    `json:"left"`
}

// size is the number of people of a department in ten-thousandths, with its weight.
func (u *Seat) size() int { return u.Eligible * u.Weight }

// full is the error of a binding number of seats that does not suffice.
func (u *Seat) full() error {
	key := "assessment.quota_exceeded"
	if u.Unit != "" {
		key = "assessment.no_seat_unit"
	}
	return desk.WrongState(key, "unit", u.Name, "category", evaluation.Say("assessment.category."+u.Category), "have", u.Decided, "allowed", u.Allowed, "eligible", u.Eligible)
}

// Shares says that the departments' shares are binding in a cycle.
type Shares struct {
	Binding bool            `json:"binding"`
	Reason  string          `json:"reason"`
	By      string          `json:"by"`
	Name    string          `json:"name"`
	On      evaluation.Date `json:"on"`
	// Weights are the departments whose share is wider or narrower because of their review
	// in the year of the cycle, in basis points of the share by size; 10,000 for all others.
	Weights map[string]int `json:"weights,omitempty" show:"-"`
}

// bindShares makes the departments' shares binding, wider or narrower by their review where
// the office's rule says so.
func (s *Service) bindShares(step *evaluation.Step, c *Cycle) (evaluation.State, error) {
	if c.Shares.Binding {
		return "", desk.WrongState("assessment.shares_bound")
	}
	weights, err := s.unitWeights(step, c)
	if err != nil {
		return "", err
	}
	c.Shares = Shares{Binding: true, Reason: step.Reason, By: step.Actor.Person, Name: step.Actor.Name, On: step.Today, Weights: weights}
	return step.Record.State, nil
}

// unitWeights are the weights of the departments that were reviewed in the year of the
// cycle, nil if no rule gives a grade another weight than 100 %.
func (s *Service) unitWeights(step *evaluation.Step, c *Cycle) (map[string]int, error) {
	if s.Units == nil {
		return nil, nil
	}
	grades, err := s.Units(step.Ctx, step.Record.Office, c.Year)
	if err != nil {
		return nil, err
	}
	pack, err := s.Pack(step.Ctx, step.Record.Office)
	if err != nil {
		return nil, err
	}
	var weights map[string]int
	for unit, grade := range grades {
		key := ruleUnitSeats + grade
		rules, err := pack.Freeze(step.Today, key)
		if err != nil {
			return nil, err
		}
		share, err := rules.Share(key)
		if err != nil {
			return nil, err
		}
		if share.N != share.Of {
			if weights == nil {
				weights = map[string]int{}
			}
			weights[unit] = int(10_000 * share.N / share.Of)
		}
	}
	return weights, nil
}

// ruleUnitSeats begins the keys of the rules with the weight of each grade of a unit.
const ruleUnitSeats = "assessment.quota.unit."

// freeShares makes them a guide again.
func freeShares(step *evaluation.Step, c *Cycle) (evaluation.State, error) {
	if !c.Shares.Binding {
		return "", desk.WrongState("assessment.shares_free")
	}
	c.Shares = Shares{Reason: step.Reason, By: step.Actor.Person, Name: step.Actor.Name, On: step.Today}
	return step.Record.State, nil
}

// Quota returns how many of n people of a category may be excellent: the
// share of the category, or the higher one with the approval of the authority, rounded by
// the rule.
func (c *Cycle) Quota(n int, category string, rules rulepack.Numbers) (int, error) {
	share, _, err := c.Share(category, rules)
	if err != nil {
		return 0, err
	}
	how, err := rules.Text("assessment.quota.rounding")
	if err != nil {
		return 0, err
	}
	return int(share.Round(int64(n), how)), nil
}

// pool is the category from whose quota a sheet takes a seat.
func (sh *Sheet) pool() string { return cmp.Or(sh.Category, Civil) }

// seatsOf counts the sheets of a cycle.
func seatsOf(list []sheetOf, c *Cycle) (Seats, error) {
	out := Seats{Categories: []Seat{}, Units: []Seat{}}
	if c.Judges() {
		return out, nil
	}
	for _, sh := range list {
		if sh.outside() {
			continue
		}
		for _, seat := range []*Seat{&out.All, seatFor(&out.Categories, sh.pool(), "", ""), seatFor(&out.Units, sh.pool(), sh.Unit, sh.Person.DepartmentName)} {
			seat.Eligible++
			if sh.takesSeat() {
				seat.Decided++
			}
			if sh.Proposal.Grade == Excellent && (sh.State == SheetProposed || sh.Grade != "") {
				seat.Proposed++
			}
		}
	}
	for i := range out.Categories {
		of := &out.Categories[i]
		allowed, err := c.Quota(of.Eligible, of.Category, c.Rules)
		if err != nil {
			return Seats{}, err
		}
		of.Allowed, of.Binding, of.Left = allowed, true, allowed-of.Decided
		out.All.Allowed, out.All.Left = out.All.Allowed+of.Allowed, out.All.Left+of.Left
		units := slices.DeleteFunc(slices.Clone(out.Units), func(u Seat) bool { return u.Category != of.Category })
		apportion(units, allowed, c.Shares.Weights)
		for _, u := range units {
			*seatFor(&out.Units, u.Category, u.Unit, u.Name) = u
		}
	}
	out.All.Binding = true
	for i := range out.Units {
		if u := &out.Units[i]; c.Shares.Binding {
			u.Binding, u.Left = true, u.Allowed-u.Decided
		}
	}
	slices.SortStableFunc(out.Categories, func(a, b Seat) int {
		order := []string{Civil, Institution, Contract}
		return cmp.Compare(slices.Index(order, a.Category), slices.Index(order, b.Category))
	})
	return out, nil
}

// seatFor returns the line of a category and department, a new one if there is none.
func seatFor(list *[]Seat, category, unit, name string) *Seat {
	i := slices.IndexFunc(*list, func(s Seat) bool { return s.Category == category && s.Unit == unit })
	if i < 0 {
		i, *list = len(*list), append(*list, Seat{Category: category, Unit: unit, Name: name})
	}
	return &(*list)[i]
}

// apportion divides the seats of a category among the departments by size, each with its
// weight, 10,000 where there is none or where no department has one left. A department gets
// no more seats than it has people; what is left over goes to the others. The shares add up
// to the seats.
func apportion(units []Seat, seats int, weights map[string]int) {
	for i := range units {
		units[i].Weight = 10_000
		if w, ok := weights[units[i].Unit]; ok {
			units[i].Weight = w
		}
	}
	open := make([]*Seat, len(units))
	for i := range units {
		open[i] = &units[i]
	}
	for len(open) > 0 {
		divide(open, seats)
		full := func(u *Seat) bool { return u.Allowed >= u.Eligible }
		over := slices.ContainsFunc(open, func(u *Seat) bool { return u.Allowed > u.Eligible })
		if !over {
			return
		}
		for _, u := range open {
			if full(u) {
				u.Allowed = u.Eligible
				seats -= u.Allowed
			}
		}
		open = slices.DeleteFunc(open, full)
	}
}

// divide gives each department the integer part of seats * its size / all sizes. The
// remaining seats go to the largest remainders; for equal ones first to the larger
// department, then in the order of ids. If all sizes are 0, weights count for nothing.
func divide(units []*Seat, seats int) {
	size, people := (*Seat).size, 0
	for _, u := range units {
		people += size(u)
	}
	if people == 0 {
		size = func(u *Seat) int { return u.Eligible }
		for _, u := range units {
			people += size(u)
		}
	}
	if people == 0 {
		return
	}
	left := seats
	for _, u := range units {
		u.Allowed = seats * size(u) / people
		left -= u.Allowed
	}
	order := slices.Clone(units)
	slices.SortFunc(order, func(a, b *Seat) int {
		return cmp.Or(cmp.Compare(seats*size(b)%people, seats*size(a)%people), cmp.Compare(b.Eligible, a.Eligible), cmp.Compare(a.Unit, b.Unit))
	})
	for _, u := range order[:left] {
		u.Allowed++
	}
}

// seatLeft refuses an excellent grade above the quota.
func seatLeft(step *evaluation.Step, c *Cycle) error {
	return seatIn(step.Ctx, step.Read, step.Record.Office, step.Record.Parent, step.Record.ID, c)
}

// allowedForCase checks a new grade of a case's sheet against the current special
// cases and, if it is excellent, against the quota.
func (s *Service) allowedForCase(step *evaluation.Step, p *Case, grade string) error {
	sheet, err := step.Read.Get(step.Ctx, step.Record.Office, p.Sheet)
	if err != nil {
		return err
	}
	cycle, err := step.Read.Get(step.Ctx, step.Record.Office, sheet.Parent)
	if err != nil {
		return err
	}
	c, err := evaluation.PayloadOf[Cycle](cycle)
	if err != nil {
		return err
	}
	findings, err := s.today(step, sheet.Subject, c)
	if err != nil {
		return err
	}
	sh, err := evaluation.PayloadOf[Sheet](sheet)
	if err != nil {
		return err
	}
	if why, no := sh.barred(findings, grade); no {
		return evaluation.Mistake("grade", why)
	}
	if grade != Excellent {
		return nil
	}
	return seatIn(step.Ctx, step.Read, step.Record.Office, cycle.ID, sheet.ID, c)
}

func seatIn(ctx context.Context, from desk.Finder, office, cycle, sheet string, c *Cycle) error {
	list, err := sheetsOf(ctx, from, office, cycle)
	if err != nil {
		return err
	}
	seats, err := seatsOf(list, c)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(sh sheetOf) bool { return sh.ID == sheet })
	if i < 0 {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	for _, seat := range slices.Concat(seats.Categories, seats.Units) {
		if !seat.Binding || seat.Category != list[i].pool() || seat.Unit != "" && seat.Unit != list[i].Unit {
			continue
		}
		have := seat.Decided
		if list[i].takesSeat() {
			have--
		}
		if have >= seat.Allowed {
			key := "assessment.no_seat"
			if seat.Unit != "" {
				key = "assessment.no_seat_unit"
			}
			return desk.WrongState(key, "unit", seat.Name, "category", evaluation.Say("assessment.category."+seat.Category), "have", have, "allowed", seat.Allowed, "eligible", seat.Eligible)
		}
	}
	return nil
}

// Seats returns the current numbers. The view must include the participants.
func (s *Service) Seats(ctx context.Context, cycle evaluation.View) (Seats, error) {
	c, list, err := s.inside(ctx, cycle)
	if err != nil {
		return Seats{}, err
	}
	return seatsOf(list, c)
}

// SeatsBeside returns the seats of the sheet's category and department, for a person who
// proposes or decides. The view must include the proposal and must not be the
// reader's own sheet.
func (s *Service) SeatsBeside(ctx context.Context, sheet evaluation.View) ([]Seat, error) {
	if err := sheet.Needs(KindSheet, "proposal"); err != nil {
		return nil, err
	}
	if sheet.Own {
		return nil, evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
	}
	r, err := s.Ledger.Get(ctx, sheet.Office, sheet.Parent)
	if err != nil {
		return nil, err
	}
	c, err := evaluation.PayloadOf[Cycle](r)
	if err != nil {
		return nil, err
	}
	list, err := sheetsOf(ctx, s.Ledger, sheet.Office, sheet.Parent)
	if err != nil {
		return nil, err
	}
	sh, err := evaluation.PartOf[Sheet](sheet.Record, "category")
	if err != nil {
		return nil, err
	}
	seats, err := seatsOf(list, c)
	out := []Seat{}
	for _, seat := range slices.Concat(seats.Categories, seats.Units) {
		if seat.Category == sh.pool() && (seat.Unit == "" || seat.Unit == sheet.Unit) {
			out = append(out, seat)
		}
	}
	return out, err
}
