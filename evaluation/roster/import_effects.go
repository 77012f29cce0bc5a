package roster

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

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

// change patches a record unless it already has all these values.
func change(ctx context.Context, do evaluation.Doer, r evaluation.Record, id string, fields map[string]json.RawMessage, by string) error {
	now, err := do.Load(ctx, r.Office, id)
	if err != nil {
		return err
	}
	same, err := says(now, fields, by)
	if err != nil || same {
		return err
	}
	in, err := imported(by, fields)
	if err == nil {
		_, err = do.Act(ctx, evaluation.System(r.Office), id, evaluation.AnyVersion, "reimported", evaluation.Change{Input: in})
	}
	return err
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

// revert undoes the items of an import in reverse order.
func (k keeper) revert(ctx context.Context, do evaluation.Doer, r evaluation.Record, _ json.RawMessage) error {
	p, err := evaluation.Unlocked[Import](k.Vault, r)
	if err != nil {
		return err
	}
	items, err := p.items()
	if err != nil {
		return err
	}
	return do.Steps(ctx, &r, effectRevert, len(items), func(i int) error {
		it := items[len(items)-1-i]
		if err := it.undo(ctx, do, r); err != nil {
			return fmt.Errorf("item %s: %w", it.ID, err)
		}
		return nil
	})
}

func withdraw(ctx context.Context, do evaluation.Doer, r evaluation.Record, id string) error {
	now, err := do.Load(ctx, r.Office, id)
	if err != nil || now.State == StateWithdrawn {
		return err
	}
	_, err = do.Act(ctx, evaluation.System(r.Office), id, evaluation.AnyVersion, "withdrawn", evaluation.Change{})
	return err
}
