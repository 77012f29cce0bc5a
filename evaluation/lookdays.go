package evaluation

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// LookLine are the looks of one day at records about the reader that are alike: by the
// same account, at the same, and taken in the same way.
type LookLine struct {
	Name        string
	Action      string
	Opened      string // kind of the record that was opened, "" if none about the reader was
	Look        Look   // as Looks returns it
	Times       int
	First, Last time.Time
}

// How many entries LookLines reads at once, and at most.
const (
	looksAtOnce = 200
	mostLooks   = 4000
)

// LookLines returns the looks of which the actor is told by line, those of the newest day
// first: at least so many lines, if there are, and whole days. before is as in Looks, and
// next the value of it for the lines that follow, 0 if there are none. Of a day with more
// than 4000 entries the rest is returned then.
func (s *Service) LookLines(ctx context.Context, log TrailLog, actor Actor, before int64, least int) (lines []LookLine, next int64, err error) {
	at := map[string]int{} // of the lines of the day
	day, read := Date{}, 0
	for {
		list, err := s.lookedOn(ctx, log, actor, before, looksAtOnce)
		if err != nil {
			return nil, 0, err
		}
		for i := range list {
			e := &list[i]
			if on := DateOf(e.At); on != day {
				if len(lines) >= least {
					return lines, before, nil
				}
				day, at = on, map[string]int{}
			}
			before = e.Seq
			own := e.Look.of(actor.Person)
			opened := ""
			if slices.ContainsFunc(own.Shown, func(seen Seen) bool { return e.Action == ActRead && seen.Kind == e.Kind }) {
				opened = e.Kind
			}
			alike := own
			if opened != "" {
				alike.Shown = nil // beside what was opened, more or less is listed
			}
			key := fmt.Sprint(e.Account, "\n", e.Name, "\n", e.Action, "\n", opened, "\n", alike)
			n, there := at[key]
			if !there {
				n = len(lines)
				at[key] = n
				lines = append(lines, LookLine{Name: e.Name, Action: e.Action, Opened: opened, Look: own, Last: e.At})
			}
			lines[n].Times, lines[n].First = lines[n].Times+1, e.At
		}
		switch read += len(list); {
		case len(list) < looksAtOnce:
			return lines, 0, nil
		case read >= mostLooks:
			return lines, before, nil
		}
	}
}

// lookedOn are the entries of which the actor is told, newest first.
func (s *Service) lookedOn(ctx context.Context, log TrailLog, actor Actor, before int64, limit int) ([]TrailEntry, error) {
	if actor.Person == "" {
		return nil, Fail(CodeNotFound, "error.not_found").Because(errNobody)
	}
	return log.FindTrail(ctx, actor.Office, TrailFilter{Shown: actor.Person}, before, true, limit)
}
