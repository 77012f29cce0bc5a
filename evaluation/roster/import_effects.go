package roster

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"kaoji/evaluation"
)

// carryOut writes the items of an applied import: new records with the ids chosen
// in the plan, changed ones field by field, so that a field that somebody else
// changed at the same moment is kept.
func (k keeper) carryOut(ctx context.Context, do evaluation.Doer, r evaluation.Record, _ json.RawMessage) error {
	p, err := evaluation.Unlocked[Import](k.Vault, r)
	if err != nil {
		return err
	}
	items, err := p.items()
	if err != nil {
		return err
	}
	return do.Steps(ctx, &r, effectApply, len(items), func(i int) error {
		it := items[i]
		if err := it.write(ctx, do, r, nil); err != nil {
			return fmt.Errorf("item %s: %w", it.ID, err)
		}
		return nil
	})
}

func create(ctx context.Context, do evaluation.Doer, r evaluation.Record, it Item) error {
	in, err := imported(r.ID, it.Patch)
	if err == nil {
		_, err = do.Create(ctx, evaluation.System(r.Office), it.Kind, "imported", evaluation.Creation{ID: it.ID, Input: in})
	}
	return err
}

// change patches a record unless it already has all these values. reason is "" unless the
// change takes an import back.
func change(ctx context.Context, do evaluation.Doer, office, id string, fields map[string]json.RawMessage, by, reason string) error {
	now, err := do.Load(ctx, office, id)
	if err != nil {
		return err
	}
	same, err := says(now, fields, by)
	if err != nil || same {
		return err
	}
	in, err := imported(by, fields)
	if err == nil {
		_, err = do.Act(ctx, evaluation.System(office), id, evaluation.AnyVersion, writing(reason), evaluation.Change{Input: in, Reason: reason})
	}
	return err
}

// writing is the act that changes a record for an import, or takes its change back.
func writing(reason string) string {
	if reason == "" {
		return "reimported"
	}
	return actRestored
}

func imported(by string, fields map[string]json.RawMessage) (*Imported, error) {
	raw, err := json.Marshal(fields)
	if err != nil {
		return nil, fmt.Errorf("patch: %w", err)
	}
	return &Imported{Import: by, Patch: string(raw)}, nil
}

// says reports whether the payload has these values and was written by the import.
func says(r evaluation.Record, fields map[string]json.RawMessage, by string) (bool, error) {
	have := map[string]json.RawMessage{}
	if err := json.Unmarshal(r.Payload, &have); err != nil {
		return false, fmt.Errorf("payload of %s: %w", r.ID, err)
	}
	for name, v := range fields {
		a, err := evaluation.Canonical(v)
		if err != nil {
			return false, err
		}
		b := []byte("null")
		if len(have[name]) > 0 {
			if b, err = evaluation.Canonical(have[name]); err != nil {
				return false, err
			}
		}
		if !bytes.Equal(a, b) {
			return false, nil
		}
	}
	wrote, err := json.Marshal(by)
	return err == nil && bytes.Equal(wrote, have["import"]), err
}

// revert takes items of an import back, in reverse order.
func (k keeper) revert(ctx context.Context, do evaluation.Doer, r evaluation.Record, args json.RawMessage) error {
	p, err := evaluation.Unlocked[Import](k.Vault, r)
	if err != nil {
		return err
	}
	items, err := p.items()
	if err != nil {
		return err
	}
	return revertItems(ctx, do, r, args, items, p.File)
}

// revertItems takes those of the items back that the argument names, in reverse order.
func revertItems(ctx context.Context, do evaluation.Doer, r evaluation.Record, args json.RawMessage, items []Item, file string) error {
	taking, err := TakingOf(args)
	if err != nil {
		return err
	}
	items = slices.DeleteFunc(slices.Clone(items), func(it Item) bool { return !taking.Takes(it.ID) })
	reason := BackReason(&r, file)
	return do.Steps(ctx, &r, effectRevert, len(items), func(i int) error {
		it := items[len(items)-1-i]
		if err := it.undo(ctx, do, r.Office, reason); err != nil {
			return fmt.Errorf("item %s: %w", it.ID, err)
		}
		return nil
	})
}

func (it *Item) undo(ctx context.Context, do evaluation.Doer, office, reason string) error {
	switch {
	case it.New:
		return withdraw(ctx, do, office, it.ID, reason)
	case it.Kind != KindParticulars:
		return change(ctx, do, office, it.ID, it.Before, it.Was, reason)
	}
	patch, err := imported(it.Was, it.Before)
	if err == nil {
		_, err = do.Act(ctx, evaluation.System(office), it.ID, evaluation.AnyVersion, actRestored, evaluation.Change{Input: &ImportedForm{Person: it.Person, Imported: *patch}, Reason: reason})
	}
	return err
}

func withdraw(ctx context.Context, do evaluation.Doer, office, id, reason string) error {
	now, err := do.Load(ctx, office, id)
	if err != nil || now.State == StateWithdrawn {
		return err
	}
	_, err = do.Act(ctx, evaluation.System(office), id, evaluation.AnyVersion, "withdrawn", evaluation.Change{Reason: reason})
	return err
}
