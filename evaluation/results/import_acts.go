package results

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

func (s *Service) importKind() evaluation.Kind {
	prepared, applied := evaluation.States(roster.StatePrepared), evaluation.States(roster.StateApplied)
	undone, discarded, nothing := evaluation.States(roster.StateUndone), evaluation.States(roster.StateDiscarded), evaluation.States(roster.StateNothing)
	return evaluation.Kind{
		Name: KindImport, Drafts: evaluation.KeepDrafts(), Payload: evaluation.New[Import],
		Sight:  evaluation.Sight{Noted: true, Readers: evaluation.Personnel.See(evaluation.All)},
		States: slices.Concat(prepared, nothing, applied, undone, discarded), Final: slices.Concat(nothing, undone, discarded),
		Usual: evaluation.Usual{roster.StatePrepared: {"apply"}}, Grave: []string{"discard", "undo"},
		Acts: []evaluation.Act{
			evaluation.NewAct("prepare", evaluation.Personnel, nil, slices.Concat(prepared, nothing), evaluation.Run(s.prepare)),
			evaluation.NewAct("apply", evaluation.Personnel, prepared, applied, evaluation.Run(s.apply)).When(evaluation.Always),
			evaluation.NewAct("undo", evaluation.Personnel, applied, slices.Concat(applied, undone), evaluation.Plain(undo)).WithReason().When(evaluation.Always).Foreseeing(evaluation.ForeseenOf(undoing)),
			evaluation.NewAct("discard", evaluation.Personnel, prepared, discarded, evaluation.Plain(func(*evaluation.Step, *Import) (evaluation.State, error) { return roster.StateDiscarded, nil })),
		},
		Effects: map[string]evaluation.EffectHandler{effectWrite: write, effectRevert: revert}, Background: true,
	}
}

const effectWrite, effectRevert = "write", "revert"

// apply decides what is written: what is new, and of what differs only what was chosen. The
// sheet is compared once more; if anything is no longer as it was shown, nothing is written.
func (s *Service) apply(step *evaluation.Step, p *Import, in *ApplyInput) (evaluation.State, error) {
	var now Import
	if err := s.compare(step, &now, p.Blob); err != nil {
		return "", err
	}
	same, err := now.shows(p)
	if err != nil {
		return "", err
	}
	if !same {
		return "", evaluation.Fail(evaluation.CodeConflict, "results.import.stale")
	}
	for i := range p.Rows {
		row := &p.Rows[i]
		if row.Refused.Key != "" || slices.Contains(in.Leave, strconv.Itoa(row.Row)) {
			continue
		}
		for j := range row.Cells {
			c := &row.Cells[j]
			it := ImportItem{Record: c.Record, Person: row.Person, Name: row.Name, Year: c.Year, Grade: c.Grade, Source: row.Source}
			switch {
			case c.New():
				it.New, it.Record = true, step.NewID()
			case !c.Differs() || !slices.Contains(in.Overwrite, strconv.Itoa(row.Row)+"."+strconv.Itoa(c.Year)):
				continue
			default:
				old, err := gradeOf(step, c.Record)
				if err != nil {
					return "", err
				}
				it.Before = old
			}
			p.Items = append(p.Items, it)
		}
	}
	if len(p.Items) == 0 {
		return "", evaluation.Fail(evaluation.CodeInvalid, "results.import.nothing")
	}
	return roster.StateApplied, step.Effect(effectWrite, nil)
}

// shows reports whether a comparison says the same as the one that was stored.
func (p *Import) shows(stored *Import) (bool, error) {
	a, err := json.Marshal(p.Rows)
	if err != nil {
		return false, err
	}
	b, err := json.Marshal(stored.Rows)
	return p.SHA256 == stored.SHA256 && bytes.Equal(a, b), err
}

func gradeOf(step *evaluation.Step, id string) (*Grade, error) {
	r, err := step.Read.Get(step.Ctx, step.Record.Office, id)
	if err != nil {
		return nil, err
	}
	return evaluation.PayloadOf[Grade](r)
}

// undo takes back what was written and nobody has changed since.
func undo(step *evaluation.Step, p *Import) (evaluation.State, error) {
	all, err := standing(step, p)
	if err != nil {
		return "", err
	}
	return roster.TakeBack(step, effectRevert, &p.Standing, all)
}

// undoing says what undo would take back.
func undoing(step *evaluation.Step, p *Import) ([]evaluation.Foreseen, error) {
	all, err := standing(step, p)
	return roster.Undoing(all), err
}

// standing says of each grade of an import, or of those that an earlier undoing left, why it
// stays; those without a reason are taken back.
func standing(step *evaluation.Step, p *Import) ([]roster.Standing, error) {
	if step.Record.Pending {
		return nil, evaluation.Fail(evaluation.CodeState, "roster.import.unfinished")
	}
	var all []roster.Standing
	for _, it := range p.Items {
		if before := p.Standing; len(before) > 0 && !slices.ContainsFunc(before, func(x roster.Standing) bool { return x.Record == it.Record }) {
			continue // it was taken back before
		}
		r, err := step.Read.Get(step.Ctx, step.Record.Office, it.Record)
		if evaluation.CodeOf(err) == evaluation.CodeNotFound {
			continue // somebody else had entered it at the same moment
		}
		if err != nil {
			return nil, err
		}
		of, err := evaluation.PayloadOf[Grade](r)
		if err != nil {
			return nil, err
		}
		x := roster.Standing{Record: it.Record, Kind: KindGrade, Name: it.Name + " " + strconv.Itoa(it.Year)}
		if of.Import != step.Record.ID || r.State != Entered || of.Grade != it.Grade {
			x.Why = roster.ChangedSince(&r)
		}
		all = append(all, x)
	}
	return all, nil
}

// ImportedInput is a grade that an import writes; only Kaoji does.
type ImportedInput struct {
	EnterInput
	Import string `json:"import,omitempty" doc:"id of the import, empty when its undoing restores what no import had written"`
}

// imported enters a grade that was compared before.
func (s *Service) imported(step *evaluation.Step, p *Grade, in *ImportedInput) (evaluation.State, error) {
	state, err := s.enter(step, p, &in.EnterInput)
	p.Import = in.Import
	return state, err
}

func reimported(_ *evaluation.Step, p *Grade, in *ImportedInput) (evaluation.State, error) {
	p.Grade, p.Source, p.Import = in.Grade, in.Source, in.Import
	return Entered, nil
}

// write writes the items of an import.
func write(ctx context.Context, do evaluation.Doer, r evaluation.Record, _ json.RawMessage) error {
	return eachItem(ctx, do, &r, effectWrite, func(it *ImportItem) error {
		in := &ImportedInput{Import: r.ID, EnterInput: EnterInput{Person: it.Person, Year: it.Year, GradeInput: GradeInput{Grade: it.Grade, Source: it.Source}}}
		if !it.New {
			return desk.ActIfStillInState(ctx, do, r.Office, it.Record, "reimported", in)
		}
		_, err := do.Create(ctx, evaluation.System(r.Office), KindGrade, "imported", evaluation.Creation{ID: it.Record, Input: in})
		if evaluation.CodeOf(err) == evaluation.CodeInvalid {
			return nil // somebody else has entered it since it was decided
		}
		return err
	})
}

// revert takes items of an import back.
func revert(ctx context.Context, do evaluation.Doer, r evaluation.Record, args json.RawMessage) error {
	taking, err := roster.TakingOf(args)
	if err != nil {
		return err
	}
	p, err := evaluation.PartOf[Import](r, "file")
	if err != nil {
		return err
	}
	reason := roster.BackReason(&r, p.File)
	return eachItem(ctx, do, &r, effectRevert, func(it *ImportItem) error {
		if !taking.Takes(it.Record) {
			return nil
		}
		if b := it.Before; !it.New {
			return desk.ChangeIfStillInState(ctx, do, r.Office, it.Record, "restored", evaluation.Change{Reason: reason, Input: &ImportedInput{
				Import: b.Import, EnterInput: EnterInput{Person: it.Person, Year: it.Year, GradeInput: GradeInput{Grade: b.Grade, Source: b.Source}},
			}})
		}
		err := desk.ChangeIfStillInState(ctx, do, r.Office, it.Record, "withdrawn", evaluation.Change{Reason: reason})
		if evaluation.CodeOf(err) == evaluation.CodeNotFound {
			return nil // it was not written: somebody else had entered the grade
		}
		return err
	})
}

func eachItem(ctx context.Context, do evaluation.Doer, r *evaluation.Record, effect string, step func(*ImportItem) error) error {
	p, err := evaluation.PayloadOf[Import](*r)
	if err != nil {
		return err
	}
	return do.Steps(ctx, r, effect, len(p.Items), func(i int) error {
		if err := step(&p.Items[i]); err != nil {
			return fmt.Errorf("grade of %s in %d: %w", p.Items[i].Person, p.Items[i].Year, err)
		}
		return nil
	})
}
