//go:build nightly

package main

import (
	"encoding/json"
	"reflect"
	"strings"

	"kaoji/evaluation"
)

// input is a plausible input of an act on a record: as the record has it where a
// field of the payload has the same name and type, otherwise by the field's
// description.
func (a *acting) input(act *evaluation.Act, r *evaluation.Record) any {
	if act.Run.Input == nil {
		return nil
	}
	in := act.Run.Input()
	a.fill(reflect.ValueOf(in).Elem(), r)
	_ = json.Unmarshal(r.Payload, in) // types that differ are left as they are filled
	a.mend(reflect.ValueOf(in).Elem(), r)
	return in
}

func (a *acting) fill(v reflect.Value, r *evaluation.Record) {
	for _, p := range evaluation.Places(v.Type()) {
		a.fillField(v.FieldByIndex(p.Index), p.Field, r)
	}
}

// mend fills what the record left empty.
func (a *acting) mend(v reflect.Value, r *evaluation.Record) {
	for _, p := range evaluation.Places(v.Type()) {
		f := v.FieldByIndex(p.Index)
		if !p.Optional && f.IsZero() {
			a.fillField(f, p.Field, r)
		}
		if f.Kind() == reflect.Slice && f.Type().Elem().Kind() == reflect.Struct {
			for i := range f.Len() {
				a.mend(f.Index(i), r)
			}
		}
	}
}

func (a *acting) fillField(f reflect.Value, d evaluation.Field, r *evaluation.Record) {
	if d.Optional {
		return
	}
	switch {
	case f.Type() == reflect.TypeFor[evaluation.Date]():
		f.Set(reflect.ValueOf(a.date(d.Name, r)))
	case f.Kind() == reflect.String:
		f.SetString(a.text(d, r))
	case f.CanInt():
		n := int64(1)
		if d.Min != nil {
			n = max(n, *d.Min)
		}
		f.SetInt(n)
	case f.Kind() == reflect.Slice && f.Type().Elem().Kind() == reflect.String:
		list := reflect.MakeSlice(f.Type(), 0, len(d.Choices))
		for _, c := range d.Choices {
			list = reflect.Append(list, reflect.ValueOf(c).Convert(f.Type().Elem()))
		}
		if len(d.Choices) == 0 {
			list = reflect.Append(list, reflect.ValueOf(a.text(d, r)).Convert(f.Type().Elem()))
		}
		f.Set(list)
	case f.Kind() == reflect.Slice && f.Type().Elem().Kind() == reflect.Struct:
		row := reflect.New(f.Type().Elem()).Elem()
		a.fill(row, r)
		f.Set(reflect.Append(reflect.MakeSlice(f.Type(), 0, 1), row))
	}
}

// date is a deadline in the future, or a day of today.
func (a *acting) date(name string, r *evaluation.Record) evaluation.Date {
	today := a.day.Day()
	if name == "born" { // of somebody who can join the office today
		return today.AddMonths(-30 * 12)
	}
	if strings.HasSuffix(name, "by") || name == "until" || name == "due" || name == "effective" {
		if r.Due.After(today) {
			return r.Due.AddDays(3)
		}
		return today.AddDays(20)
	}
	return today
}

func (a *acting) text(d evaluation.Field, r *evaluation.Record) string {
	switch d.Form {
	case evaluation.FormPerson, evaluation.FormPeople:
		for _, m := range a.day.Members() {
			if _, related := a.day.Related(m.ID, r.Subject); m.ID != r.Subject && !related {
				return m.ID
			}
		}
	case evaluation.FormUnit, evaluation.FormUnits:
		return a.day.Departments()[0].ID
	case evaluation.FormCommittee:
		return a.day.Committees()[0].ID
	case evaluation.FormDecimal:
		return "1"
	case evaluation.FormTime:
		return "09:30"
	}
	switch {
	case len(d.Choices) > 0:
		return d.Choices[0]
	case d.Example != "":
		return d.Example
	}
	return strings.Repeat("按规定办理。", 4)
}
