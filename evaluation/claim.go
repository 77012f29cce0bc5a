package evaluation

import (
	"context"
	"errors"
	"reflect"
)

// claim gives the files that an input attaches to the record. Only who sent a
// file may attach it, and a file belongs to one record: an id read elsewhere
// opens nothing. It happens before the act is written, so that no record ever
// names a file that the sweep takes away.
func (s *Service) claim(ctx context.Context, actor Actor, record string, input any) error {
	if input == nil || s.Blobs == nil {
		return nil
	}
	v := reflect.Indirect(reflect.ValueOf(input))
	for _, p := range Places(v.Type()) {
		ids, ok := v.FieldByIndex(p.Index).Interface().([]string)
		if !ok || p.Form != FormFiles {
			continue
		}
		for _, id := range ids {
			if err := s.claimOne(ctx, actor, record, id); err != nil {
				return ofFile(p.Name, err)
			}
		}
	}
	return nil
}

// ofFile says of a field why its file is refused. Somebody else's file and one
// that does not exist answer alike.
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

func (s *Service) claimOne(ctx context.Context, actor Actor, record, id string) error {
	b, err := s.Blobs.BlobInfo(ctx, actor.Office, id)
	switch {
	case err != nil:
		return err
	case b.Record == record:
		return nil
	case b.Owner != actor.Account && !actor.Has(RoleSystem):
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
	return s.Blobs.ClaimBlob(ctx, actor.Office, id, record)
}
