package roster

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"kaoji/evaluation"
	"kaoji/evaluation/cadreform"
)

// carryOutForms writes the items of an applied import of forms.
func (k keeper) carryOutForms(ctx context.Context, do evaluation.Doer, r evaluation.Record, _ json.RawMessage) error {
	p, err := evaluation.Unlocked[FormImport](k.Vault, r)
	if err != nil {
		return err
	}
	files, err := k.Forms(ctx, r.Office, p.Blobs)
	if err != nil {
		return err
	}
	return do.Steps(ctx, &r, effectApply, len(p.Items), func(i int) error {
		it := p.Items[i]
		if err := it.write(ctx, do, r, files.Files); err != nil {
			return fmt.Errorf("item %s: %w", it.ID, err)
		}
		return nil
	})
}

// write creates or changes the record of an item.
func (it *Item) write(ctx context.Context, do evaluation.Doer, r evaluation.Record, files []FormFile) error {
	if it.Kind != KindParticulars {
		if it.New {
			return create(ctx, do, r, *it)
		}
		return change(ctx, do, r.Office, it.ID, it.Patch, r.ID, "")
	}
	if err := it.pictured(files); err != nil {
		return err
	}
	patch, err := imported(r.ID, it.Patch)
	if err != nil {
		return err
	}
	in := &ImportedForm{Person: it.Person, Imported: *patch}
	if it.New {
		_, err = do.Create(ctx, evaluation.System(r.Office), it.Kind, "imported", evaluation.Creation{ID: it.ID, Input: in})
		return err
	}
	_, err = do.Act(ctx, evaluation.System(r.Office), it.ID, evaluation.AnyVersion, "reimported", evaluation.Change{Input: in})
	return err
}

// pictured replaces the number of the file by its photo.
func (it *Item) pictured(files []FormFile) error {
	raw, ok := it.Patch["photo"]
	if !ok {
		return nil
	}
	i, err := strconv.Atoi(string(raw))
	if err != nil || i < 0 || i >= len(files) {
		return nil //nolint:nilerr // the photo itself
	}
	photo, err := cadreform.Photo(files[i].Form.Photo)
	if errors.Is(err, cadreform.ErrPhoto) { // its head was right, the rest is damaged
		delete(it.Patch, "photo")
		delete(it.Patch, "photo_on")
		return nil
	}
	if err != nil {
		return err
	}
	it.Patch["photo"], err = json.Marshal(PictureOf(photo))
	return err
}

// revertForms takes items of an import of forms back, in reverse order.
func (k keeper) revertForms(ctx context.Context, do evaluation.Doer, r evaluation.Record, args json.RawMessage) error {
	p, err := evaluation.Unlocked[FormImport](k.Vault, r)
	if err != nil {
		return err
	}
	return revertItems(ctx, do, r, args, p.Items, p.File)
}
