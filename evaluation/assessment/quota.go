package assessment

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/rulepack"
)

// Seats are the places for excellent grades, in all and by unit.
type Seats struct {
	All   Seat   `json:"all"`
	Units []Seat `json:"units"`
}

// Seat is how many of those who should take part may be, are proposed and are
// graded excellent. For a unit Allowed is its share for orientation: the quota
// binds the office as a whole.
type Seat struct {
	Unit     string `json:"unit"` // "" for all
	Name     string `json:"name"`
	Eligible int    `json:"eligible"`
	Allowed  int    `json:"allowed"`
	Proposed int    `json:"proposed"`
	Decided  int    `json:"decided"`
	Left     int    `json:"left"`
}

// Quota is how many of n may be excellent: n times 20 %, or 25 %
// with the consent of the civil service authority, rounded by the rule.
func Quota(n int, ceiling bool, rules rulepack.Numbers) (int, error) {
	key := "assessment.quota.excellent"
	if ceiling {
		key = "assessment.quota.excellent.ceiling"
	}
	share, err := rules.Share(key)
	if err != nil {
		return 0, err
	}
	how, err := rules.Text("assessment.quota.rounding")
	if err != nil {
		return 0, err
	}
	return int(share.Round(int64(n), how)), nil
}

// seatsOf counts the sheets of a cycle.
func seatsOf(list []sheetOf, c *Cycle) (Seats, error) {
	out := Seats{Units: []Seat{}}
	at := map[string]int{}
	for _, sh := range assessed(list) {
		i, known := at[sh.Unit]
		if !known {
			i = len(out.Units)
			at[sh.Unit] = i
			out.Units = append(out.Units, Seat{Unit: sh.Unit, Name: sh.Person.DepartmentName})
		}
		for _, seat := range []*Seat{&out.All, &out.Units[i]} {
			seat.Eligible++
			if sh.takesSeat() {
				seat.Decided++
			}
			if sh.Proposal.Grade == Excellent && (sh.State == SheetProposed || sh.Grade != "") {
				seat.Proposed++
			}
		}
	}
	for i := range out.Units {
		if err := out.Units[i].fill(c); err != nil {
			return Seats{}, err
		}
	}
	return out, out.All.fill(c)
}

func (s *Seat) fill(c *Cycle) (err error) {
	s.Allowed, err = Quota(s.Eligible, c.CeilingDocument != "", c.Rules)
	s.Left = s.Allowed - s.Decided
	return err
}

// seatLeft refuses one more excellent grade than the quota has.
func seatLeft(st *evaluation.Step, c *Cycle) error {
	return seatIn(st.Ctx, st.Read, st.Record.Office, st.Record.Parent, st.Record.ID, c)
}

// allowedForCase holds a new grade of the sheet that a case is about against the
// special cases of today and, if it is excellent, against the seats.
func (s *Service) allowedForCase(st *evaluation.Step, p *Case, grade string) error {
	sheet, err := st.Read.Get(st.Ctx, st.Record.Office, p.Sheet)
	if err != nil {
		return err
	}
	cycle, err := st.Read.Get(st.Ctx, st.Record.Office, sheet.Parent)
	if err != nil {
		return err
	}
	c, err := evaluation.PayloadOf[Cycle](cycle)
	if err != nil {
		return err
	}
	findings, err := s.today(st, sheet.Subject, c)
	if err != nil {
		return err
	}
	if why, no := barred(findings, grade); no {
		return desk.Mistake("grade", why.Key, pairs(why)...)
	}
	if grade != Excellent {
		return nil
	}
	return seatIn(st.Ctx, st.Read, st.Record.Office, cycle.ID, sheet.ID, c)
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
	have := seats.All.Decided
	for _, sh := range list {
		if sh.ID == sheet && sh.takesSeat() {
			have--
		}
	}
	if have >= seats.All.Allowed {
		return desk.WrongState("assessment.no_seat", "have", have, "allowed", seats.All.Allowed, "eligible", seats.All.Eligible)
	}
	return nil
}

// Seats counts the places live. The view needs sight of the participants.
func (s *Service) Seats(ctx context.Context, cycle evaluation.View) (Seats, error) {
	c, list, err := s.inside(ctx, cycle)
	if err != nil {
		return Seats{}, err
	}
	return seatsOf(list, c)
}

// SeatsBeside are the places in all and those of the sheet's unit, for whoever
// proposes or decides. The view needs sight of the proposal and is not the own.
func (s *Service) SeatsBeside(ctx context.Context, sheet evaluation.View) ([]Seat, error) {
	if err := sees(sheet, KindSheet, "proposal"); err != nil {
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
	seats, err := seatsOf(list, c)
	out := []Seat{seats.All}
	for _, u := range seats.Units {
		if u.Unit == sheet.Unit {
			out = append(out, u)
		}
	}
	return out, err
}
