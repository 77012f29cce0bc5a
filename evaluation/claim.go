package evaluation

import (
	"context"
	"errors"
	"reflect"
)

// attached are the files that an input attaches, by field.
type attached struct {
	field string
	id    string
}

func attachedBy(input any) []attached {
	if input == nil {
		return nil
	}
	var list []attached
	v := reflect.Indirect(reflect.ValueOf(input))
	for _, p := range Places(v.Type()) {
		ids, ok := v.FieldByIndex(p.Index).Interface().([]string)
		if !ok || p.Form != FormFiles {
			continue
		}
		for _, id := range ids {
			list = append(list, attached{p.Name, id})
		}
	}
	return list
}

// mayAttach refuses files that the actor may not attach to the record; it is called
// before the act runs. Only the account that uploaded a file may attach it, and a
// file belongs to one record. So a file id copied from elsewhere gives no access.
func (s *Service) mayAttach(ctx context.Context, actor Actor, record string, files []attached) error {
	if s.Blobs == nil {
		return nil
	}
	for _, f := range files {
		if err := s.mayAttachOne(ctx, actor, record, f.id); err != nil {
			return ofFile(f.field, err)
		}
	}
	return nil
}

func (s *Service) mayAttachOne(ctx context.Context, actor Actor, record, id string) error {
	b, err := s.Blobs.BlobInfo(ctx, actor.Office, id)
	switch {
	case err != nil:
		return err
	case b.Record == record:
		return nil
	case b.Record != "" || b.Owner != actor.Account && !actor.Has(RoleSystem):
		return Fail(CodeNotFound, "error.not_found")
	}
	if s.Largest != nil {
		most, err := s.Largest(ctx, actor.Office)
		if err != nil {
			return err
		}
		if b.Size > most {
			return Fail(CodeTooLarge, "error.file_too_large", "name", b.Name, "max", most>>10)
		}
	}
	return nil
}

// claim assigns the files to the record. It is called after the act has run, so
// that a refused form keeps its files for the next try, and before the record is
// written, so that the sweep never deletes a file that a record names.
func (s *Service) claim(ctx context.Context, record *Record, files []attached) error {
	if s.Blobs == nil {
		return nil
	}
	for i, f := range files {
		if err := s.Blobs.ClaimBlob(ctx, record.Office, f.id, record.ID); err != nil {
			s.release(ctx, record, files[:i], err)
			return ofFile(f.field, err)
		}
	}
	return nil
}

// release makes the files of a new record unclaimed again if the record was
// certainly not written. If the error leaves this open they stay claimed: an unused
// file costs less than a missing one.
func (s *Service) release(ctx context.Context, record *Record, files []attached, because error) {
	if s.Blobs == nil || record.Version != 0 || CodeOf(because) == CodeUnavailable || CodeOf(because) == CodeInternal {
		return
	}
	for _, f := range files {
		if err := s.Blobs.ReleaseBlob(ctx, record.Office, f.id, record.ID); err != nil {
			s.Log.ErrorContext(ctx, "a file stays claimed", "err", err)
		}
	}
}

// ofFile turns the error of a file into a mistake of its field. Somebody else's
// file and a file that does not exist give the same message.
func ofFile(field string, err error) error {
	m := Mistakes{}
	e, ok := errors.AsType[*Error](err)
	switch {
	case !ok || e.Code == CodeUnavailable:
		return err
	case e.Code == CodeTooLarge:
		m[field] = e.Message
	default:
		m.Add(field, "error.field.file")
	}
	return m.Err()
}
