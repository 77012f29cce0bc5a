package evaluation

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Payload fields with the tag encrypted:"yes" stand encrypted in the storage; those with
// encrypted:"late" do since a version before which they stood there as they are. Acts and
// readers who may see them get them plain: a reader of one record, and of lists the
// person whom a record is about; other lists and exports omit them. A field of type
// Sealed is encrypted by its acts, every other one by the Service.

// encryptedField is such a field of a payload.
type encryptedField struct {
	name string // in JSON
	own  bool   // of type Sealed: acts see it encrypted and change it themselves
	late bool   // earlier versions stored it as it is: such values are still read
}

// encryptedFields caches the encrypted fields of payload types.
var encryptedFields sync.Map // of reflect.Type to []encryptedField

func encryptedOf(payload reflect.Type) []encryptedField {
	if known, ok := encryptedFields.Load(payload); ok {
		return known.([]encryptedField) //nolint:errcheck // nothing else is stored
	}
	var list []encryptedField
	if payload.Kind() == reflect.Struct {
		for _, sf := range Members(payload) {
			if sf.Tag.Get("encrypted") == "" {
				continue
			}
			list = append(list, encryptedField{nameOf(sf), sf.Type == reflect.TypeFor[Sealed](), sf.Tag.Get("encrypted") == "late"})
		}
	}
	encryptedFields.Store(payload, list)
	return list
}

func nameOf(sf reflect.StructField) string {
	name, _, _ := strings.Cut(sf.Tag.Get("json"), ",")
	return name
}

func (k *Kind) encrypted() []encryptedField { return encryptedOf(reflect.TypeOf(k.Payload()).Elem()) }

// ownerOf is the owner of an encrypted field: a value that is moved to another record
// or field cannot be opened.
func (f encryptedField) ownerOf(record string) string {
	if f.own {
		return record
	}
	return record + " " + f.name
}

// eachEncrypted replaces the encrypted fields of a payload by what change makes of
// their values; nil removes a field.
func eachEncrypted(fields []encryptedField, raw json.RawMessage, change func(f encryptedField, value json.RawMessage) (json.RawMessage, error)) (json.RawMessage, error) {
	if !slices.ContainsFunc(fields, func(f encryptedField) bool { return bytes.Contains(raw, []byte(strconv.Quote(f.name)+":")) }) {
		return raw, nil
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(raw, &all); err != nil {
		return nil, fmt.Errorf("payload: %w", err)
	}
	for _, f := range fields {
		value, ok := all[f.name]
		if !ok || blank(value) {
			continue
		}
		now, err := change(f, value)
		if err != nil {
			return nil, fmt.Errorf("field %s: %w", f.name, err)
		}
		if all[f.name] = now; now == nil {
			delete(all, f.name)
		}
	}
	return json.Marshal(all)
}

// blank reports whether a value says nothing, so that it need not be encrypted.
func blank(value json.RawMessage) bool {
	switch string(value) {
	case "null", `""`, "[]", "{}":
		return true
	}
	return false
}

// errNoVault says that a Service has no Vault to encrypt with.
var errNoVault = errors.New("evaluation: there is no vault for encrypted fields")

// lock encrypts the fields of a payload that the acts of the kind do not encrypt.
func lock(vault Vault, k *Kind, record string, raw json.RawMessage) (json.RawMessage, error) {
	return eachEncrypted(k.encrypted(), raw, func(f encryptedField, value json.RawMessage) (json.RawMessage, error) {
		if f.own {
			return value, nil
		}
		if vault == nil {
			return nil, errNoVault
		}
		sealed, err := vault.Seal(string(value), f.ownerOf(record))
		if err != nil {
			return nil, err
		}
		return json.Marshal(sealed)
	})
}

// unlock is the payload of a record with what lock has encrypted.
func unlock(vault Vault, fields []encryptedField, record string, raw json.RawMessage) (json.RawMessage, error) {
	return eachEncrypted(fields, raw, func(f encryptedField, value json.RawMessage) (json.RawMessage, error) {
		if f.own {
			return value, nil
		}
		if vault == nil {
			return nil, errNoVault
		}
		return f.plain(vault, record, value)
	})
}

// plain decrypts a value.
func (f encryptedField) plain(vault Vault, record string, value json.RawMessage) (json.RawMessage, error) {
	if f.late && !isSealed(value) {
		return value, nil
	}
	var sealed Sealed
	if err := json.Unmarshal(value, &sealed); err != nil {
		return nil, err
	}
	text, err := vault.Open(sealed, f.ownerOf(record))
	if err != nil || !f.own {
		return json.RawMessage(text), err
	}
	return json.Marshal(text)
}

// Unlocked is PayloadOf for a payload with encrypted fields, which is read from the
// storage.
func Unlocked[P any](vault Vault, r Record) (*P, error) {
	raw, err := unlock(vault, encryptedOf(reflect.TypeFor[P]()), r.ID, r.Payload)
	if err != nil {
		return nil, fmt.Errorf("payload of %s %s: %w", r.Kind, r.ID, err)
	}
	r.Payload = raw
	return PayloadOf[P](r)
}

// payloadOf decodes the stored payload of a record for an act.
func (s *Service) payloadOf(k *Kind, r *Record) (any, error) {
	payload := k.Payload()
	raw, err := unlock(s.Vault, k.encrypted(), r.ID, r.Payload)
	if err == nil {
		err = json.Unmarshal(raw, payload)
	}
	if err != nil {
		return nil, fmt.Errorf("payload of %s %s: %w", r.Kind, r.ID, err)
	}
	return payload, nil
}

// uncover decrypts, in a view, the fields that the reader may see, or removes them in
// a list of records about others. What the key does not open is left out, so that the
// rest of the record can be read.
func (s *Service) uncover(k *Kind, v *View, alone bool) (err error) {
	v.Payload, err = eachEncrypted(k.encrypted(), v.Payload, func(f encryptedField, value json.RawMessage) (json.RawMessage, error) {
		if s.Vault == nil || !alone && !v.Own {
			return nil, nil
		}
		plain, err := f.plain(s.Vault, v.ID, value)
		if err != nil {
			s.Log.Warn("an encrypted field does not open with this key", "kind", v.Kind, "field", f.name)
			return nil, nil //nolint:nilerr // said in the log
		}
		return plain, nil
	})
	return err
}

// checkEncrypted refuses columns, words of search and briefs that would repeat encrypted
// fields.
func checkEncrypted(k *Kind) error {
	for _, f := range k.encrypted() {
		if slices.Contains(k.Brief, f.name) || slices.ContainsFunc(k.Columns, func(c Column) bool { return c.Name == f.name }) || slices.Contains(k.Found, f.name) {
			return fmt.Errorf("field %s of %s: it is encrypted", f.name, k.Name)
		}
	}
	return nil
}
