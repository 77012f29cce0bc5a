package storagetest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"kaoji/evaluation"
)

// rare are characters that a storage could lose: outside the basic plane, joined,
// composed, in private use, at the limits of UTF-8, and characters with a meaning
// in other languages' syntax.
var rare = []string{
	"𠮷野家", "\U0002A6D6", "龘䶮㛃", "👩‍👩‍👧‍👦🇨🇳", "e\u0301", "\uE000", "\uFFFD", "\uFEFF", "\U0010FFFF", "\u0001\u007f",
	"a'b\"c\\d", "$where", "a.b", "%_", "'; DROP TABLE records; --", "<script>&amp;\u2028", " padded ", "\t\n\r",
}

var values = []testcase{
	{"times come back in UTC and in whole milliseconds", func(t *testing.T, open Opener) {
		s := open(t)
		r := record(1)
		fine := time.Date(2026, 3, 1, 23, 59, 59, 123_999_999, time.FixedZone("UTC+14", 14*60*60))
		cut := time.Date(2026, 3, 1, 9, 59, 59, 123e6, time.UTC)
		r.Created, r.Changed, r.History[0].At = fine, fine, fine
		got := put(t, s, r)
		for _, at := range []time.Time{got.Created, got.Changed, got.History[0].At} {
			equal(t, at, cut)
		}
		equal(t, get(t, s, r), got)
		equal(t, r.History[0].At, fine) // the caller's own is left alone
	}},
	{"instants before 1970 and far ahead come back", func(t *testing.T, open Opener) {
		s := open(t)
		for i, at := range []time.Time{
			{}, time.Date(1949, 10, 1, 7, 0, 0, 1e6, time.UTC), time.Date(1969, 12, 31, 23, 59, 59, 999e6, time.UTC),
			time.Date(2199, 12, 31, 0, 0, 0, 0, time.UTC),
		} {
			r := record(i)
			r.Created, r.Changed = at, at
			put(t, s, r)
			equal(t, get(t, s, r).Changed, at)
			equal(t, get(t, s, r).Created, at)
		}
	}},
	{"rare characters come back in every text", func(t *testing.T, open Opener) {
		s := open(t)
		for i, text := range rare {
			r := record(i)
			for _, f := range []*string{
				&r.Unique, &r.Parent, &r.Subject, &r.Unit, &r.Period, &r.Sort, &r.Rules, (*string)(&r.State), &r.Kind,
				&r.History[0].Name, &r.History[0].Reason, &r.Waiting[0], &r.Parties[1], &r.HiddenFrom[0], &r.Effects[0].Name,
			} {
				*f = text
			}
			value, err := json.Marshal(text)
			if err != nil {
				t.Fatal(err)
			}
			r.Payload = fmt.Appendf(nil, `{%s:[%s,{%s:null}]}`, value, value, value)
			r = put(t, s, r)
			equal(t, get(t, s, r), r)
			var p map[string]any
			if err := json.Unmarshal(r.Payload, &p); err != nil || p[text] == nil {
				t.Errorf("%q is not in the payload %s", text, r.Payload)
			}
			for _, q := range []evaluation.Query{
				{Uniques: []string{text}}, {Subjects: []string{text, "x"}}, {Waiting: []string{text}}, {Parties: []string{text, "x"}},
			} {
				q.Office = office
				equal(t, ids(pages(t, s, q)), []string{r.ID})
			}
		}
	}},
	{"text that is not UTF-8 or holds U+0000 is refused", func(t *testing.T, open Opener) {
		s := open(t)
		for _, bad := range []string{"a\x00b", "a\xffb", "\xed\xa0\x80"} {
			for i := range 15 {
				r := record(1)
				fields := []*string{
					&r.Office, &r.ID, &r.Kind, &r.Unique, &r.Parent, &r.Subject, &r.Unit, &r.Period, (*string)(&r.State), &r.Sort, &r.Rules,
					&r.Waiting[0], &r.Parties[0], &r.HiddenFrom[0], &r.History[0].Reason, &r.Effects[0].Name,
				}
				*fields[i] = bad
				_, err := s.Put(t.Context(), r)
				fails(t, err, evaluation.CodeInvalid)
			}
			_, err := s.PutCell(t.Context(), evaluation.Cell{Class: "c", ID: bad, Body: json.RawMessage(`{}`)})
			fails(t, err, evaluation.CodeInvalid)
			fails(t, s.PutBlob(t.Context(), evaluation.Blob{Office: office, ID: "b", Name: bad}, nil), evaluation.CodeInvalid)
			e := entry(1)
			e.Detail = bad
			fails(t, s.AppendTrail(t.Context(), e), evaluation.CodeInvalid)
			_, err = s.Find(t.Context(), evaluation.Query{Office: office, Subjects: []string{bad}})
			fails(t, err, evaluation.CodeInvalid)
		}
		equal(t, pages(t, s, evaluation.Query{Office: office}), []evaluation.Record(nil))
	}},
	{"a document that is none, or not an object, or holds U+0000, or nests too deep is refused", func(t *testing.T, open Opener) {
		s := open(t)
		deep := strings.Repeat(`{"a":`, 64) + "1" + strings.Repeat("}", 64)
		for _, bad := range []string{
			``, `{`, `[]`, `1`, `null`, `"x"`, `{} {}`, `{"a":"\u0000"}`, `{"\u0000":1}`, "{\"a\":\"\xff\"}", `{"a":1e999}`, `{"a":` + deep + `}`,
		} {
			r := record(1)
			r.Payload = json.RawMessage(bad)
			_, err := s.Put(t.Context(), r)
			fails(t, err, evaluation.CodeInvalid)
			_, err = s.PutCell(t.Context(), evaluation.Cell{Class: "c", ID: "i", Body: json.RawMessage(bad)})
			fails(t, err, evaluation.CodeInvalid)
		}
		r := record(1)
		r.Payload = json.RawMessage(deep)
		r = put(t, s, r)
		equal(t, get(t, s, r), r)
	}},
	{"a backslash before u0000 is text and is kept", func(t *testing.T, open Opener) {
		s := open(t)
		r := record(1)
		r.Payload = json.RawMessage(`{"a":"\\u0000"}`)
		r = put(t, s, r)
		equal(t, get(t, s, r), r)
	}},
	{"a record without office, id, kind or natural key is refused", func(t *testing.T, open Opener) {
		s := open(t)
		for i := range 4 {
			r := record(1)
			*[]*string{&r.Office, &r.ID, &r.Kind, &r.Unique}[i] = ""
			_, err := s.Put(t.Context(), r)
			fails(t, err, evaluation.CodeInvalid)
		}
		r := record(1)
		r.Version = -1
		_, err := s.Put(t.Context(), r)
		fails(t, err, evaluation.CodeInvalid)
	}},
	{"a day outside 1900 to 2200 is refused", func(t *testing.T, open Opener) {
		s := open(t)
		r := record(1)
		r.On = evaluation.NewDate(1899, 12, 31)
		_, err := s.Put(t.Context(), r)
		fails(t, err, evaluation.CodeInvalid)
		r = record(1)
		r.Due = evaluation.NewDate(2201, 1, 1)
		_, err = s.Put(t.Context(), r)
		fails(t, err, evaluation.CodeInvalid)
		r.On, r.Due = evaluation.NewDate(1900, 1, 1), evaluation.NewDate(2200, 12, 31)
		r = put(t, s, r)
		equal(t, get(t, s, r), r)
	}},
	{"an empty list comes back as nil like a missing one", func(t *testing.T, open Opener) {
		s := open(t)
		empty, missing := record(1), record(2)
		empty.HiddenFrom, missing.HiddenFrom = []string{}, nil
		empty.Waiting, empty.Parties, empty.Effects, empty.History = []string{}, []string{}, []evaluation.Effect{}, []evaluation.Entry{}
		empty.Effects = append(empty.Effects, evaluation.Effect{ID: "e", Name: "n", Args: json.RawMessage{}})
		missing.Waiting, missing.Parties, missing.Effects, missing.History = nil, nil, nil, nil
		for _, r := range []evaluation.Record{put(t, s, empty), get(t, s, empty), put(t, s, missing), get(t, s, missing)} {
			if r.Waiting != nil || r.Parties != nil || r.HiddenFrom != nil || r.History != nil || len(r.Effects) > 0 && r.Effects[0].Args != nil || len(r.Effects) == 0 && r.Effects != nil {
				t.Errorf("not nil: %+v", r)
			}
		}
	}},
	{"empty text and no day are values like others", func(t *testing.T, open Opener) {
		s := open(t)
		r := evaluation.Record{Office: office, ID: id(1), Kind: "k", Unique: "u", Payload: json.RawMessage(`{}`)}
		r = put(t, s, r)
		equal(t, get(t, s, r), r)
		equal(t, ids(pages(t, s, evaluation.Query{Office: office, Subjects: []string{""}})), []string{r.ID})
		equal(t, ids(pages(t, s, evaluation.Query{Office: office, Waiting: []string{""}})), []string(nil))
	}},
	{"empty, null and missing in a payload stay what they are", func(t *testing.T, open Opener) {
		s := open(t)
		r := record(1)
		r.Payload = json.RawMessage(`{"a":null,"b":"","c":[],"d":{},"e":false,"f":0,"":"no name","g":[null,[],{}]}`)
		r = put(t, s, r)
		equal(t, get(t, s, r), r)
	}},
	{"a payload comes back in canonical bytes", func(t *testing.T, open Opener) {
		s := open(t)
		for i, text := range []string{
			` { "b" : 1 , "a" : { "d" : 2 , "c" : [ 3 , 1.0 , 1e2 , -0 , 0.1 , 1E-7 ] } } `,
			`{"max":9223372036854775807,"min":-9223372036854775808,"safe":9007199254740993,"big":1e300,"small":5e-324}`,
			`{"half":0.5,"third":0.3333333333333333,"long":12345678901234567890,"whole":1e18,"more":1e21}`,
			`{"z":"<>&","同":"\u4e2d\ud842\udfb7","$a":{"$b":1},"a.b":{".":2,"..":3},"_id":4,"$":5,"a":1,"A":2,"10":1,"9":2}`,
			`{"date":"2026-03-01T00:00:00Z","oid":"507f1f77bcf86cd799439011","$date":1,"$oid":"x","$numberLong":"1"}`,
		} {
			r := record(i)
			r.Payload = json.RawMessage(text)
			want, err := evaluation.Canonical(r.Payload)
			if err != nil {
				t.Fatal(err)
			}
			put(t, s, r)
			if got := get(t, s, r).Payload; !bytes.Equal(got, want) {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		}
	}},
	{"arguments of effects come back in canonical bytes, null and plain values too", func(t *testing.T, open Opener) {
		s := open(t)
		r := record(1)
		r.Effects = nil
		for i, a := range []string{`null`, `1`, `1.5`, `"x"`, `true`, `[]`, `[1,"a"]`, `{}`, `{"b":1,"a":[{}]}`} {
			r.Effects = append(r.Effects, evaluation.Effect{ID: fmt.Sprint(i), Name: "n", Args: json.RawMessage(a)})
		}
		got := put(t, s, r)
		equal(t, get(t, s, r), got)
		for i, e := range got.Effects {
			want, err := evaluation.Canonical(r.Effects[i].Args)
			if err != nil || !bytes.Equal(e.Args, want) {
				t.Errorf("got %s, want %s (%v)", e.Args, want, err)
			}
		}
	}},
	{"large documents and long histories are kept", func(t *testing.T, open Opener) {
		s := open(t)
		r := record(1)
		r.Payload = json.RawMessage(`{"text":"` + strings.Repeat("考绩", 1<<20/6) + `"}`)
		for i := 2; i <= 500; i++ {
			e := r.History[0]
			e.Seq = i
			r.History = append(r.History, e)
		}
		r = put(t, s, r)
		equal(t, get(t, s, r), r)
	}},
	{"a document beyond the bound is too large", func(t *testing.T, open Opener) {
		s := open(t)
		r := record(1)
		r.Payload = json.RawMessage(`{"text":"` + strings.Repeat("x", evaluation.MaxDocument) + `"}`)
		_, err := s.Put(t.Context(), r)
		fails(t, err, evaluation.CodeTooLarge)
		_, err = s.PutCell(t.Context(), evaluation.Cell{Class: "c", ID: "i", Body: r.Payload})
		fails(t, err, evaluation.CodeTooLarge)
	}},
	{"a document of more values than the bound is too large", func(t *testing.T, open Opener) {
		s := open(t)
		r := record(1)
		r.Payload = json.RawMessage(`{"marks":[` + strings.Repeat("1,", 1_900_000) + `1]}`)
		_, err := s.Put(t.Context(), r)
		fails(t, err, evaluation.CodeTooLarge)
		_, err = s.PutCell(t.Context(), evaluation.Cell{Class: "c", ID: "i", Body: r.Payload})
		fails(t, err, evaluation.CodeTooLarge)
		r.Payload = json.RawMessage(`{"marks":[` + strings.Repeat("1,", evaluation.MaxValues-3) + `1]}`)
		put(t, s, r)
	}},
	{"nothing of a driver comes out with an error", func(t *testing.T, open Opener) {
		s := open(t)
		put(t, s, record(1))
		_, err := s.Put(t.Context(), record(1))
		e, ok := errors.AsType[*evaluation.Error](err)
		if !ok || e.Message.Key == "" || len(e.Message.Args)+len(e.Fields) > 0 {
			t.Errorf("%T %+v", err, err)
		}
	}},
}
