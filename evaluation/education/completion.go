package education

import (
	"cmp"
	"context"
	"slices"

	"kaoji/evaluation"
)

// UnitCompletion is the progress of a department in a campaign.
type UnitCompletion struct {
	Unit       string `json:"unit"`
	All        int    `json:"all"`
	Complete   int    `json:"complete"`
	Excused    int    `json:"excused"`
	Open       int    `json:"open"`
	Unfinished int    `json:"unfinished"` // also those of a cancelled one
}

// Grouper counts what a reader may see.
type Grouper interface {
	Group(ctx context.Context, actor evaluation.Actor, q evaluation.Query, fields ...string) ([]evaluation.Count, error)
}

// Completion counts the parts of a campaign by department, as far as the reader may
// see them.
func Completion(ctx context.Context, from Grouper, actor evaluation.Actor, campaign string) ([]UnitCompletion, error) {
	units := map[string]*UnitCompletion{}
	counts, err := from.Group(ctx, actor, evaluation.Query{Kinds: []string{KindPart}, Parents: []string{campaign}}, "unit", "state")
	if err != nil {
		return nil, err
	}
	for _, c := range counts {
		unit, state := c.Keys[0], evaluation.State(c.Keys[1])
		if units[unit] == nil {
			units[unit] = &UnitCompletion{Unit: unit}
		}
		units[unit].add(state, int(c.N))
	}
	list := make([]UnitCompletion, 0, len(units))
	for _, u := range units {
		list = append(list, *u)
	}
	slices.SortFunc(list, func(x, y UnitCompletion) int { return cmp.Compare(x.Unit, y.Unit) })
	return list, nil
}

func (u *UnitCompletion) add(state evaluation.State, n int) {
	u.All += n
	switch state {
	case PartComplete:
		u.Complete += n
	case PartExcused:
		u.Excused += n
	case PartOpen:
		u.Open += n
	default:
		u.Unfinished += n
	}
}

// Whole adds up the departments.
func Whole(list []UnitCompletion) UnitCompletion {
	var all UnitCompletion
	for _, u := range list {
		all.All += u.All
		all.Complete += u.Complete
		all.Excused += u.Excused
		all.Open += u.Open
		all.Unfinished += u.Unfinished
	}
	return all
}
