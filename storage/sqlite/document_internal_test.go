package sqlite

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"kaoji/evaluation"
	"kaoji/storage"
)

// anyRecord draws records as Put gives them to encode.
func anyRecord(t *rapid.T) evaluation.Record {
	text := rapid.OneOf(rapid.SampledFrom([]string{"", "plain", "名字", `a"b\c`, "<&>\u2028", "\t\n", "}],{\"seq\":"}), rapid.String())
	texts := rapid.SliceOfN(text, 0, 3)
	instant := rapid.Custom(func(t *rapid.T) time.Time {
		return time.UnixMilli(rapid.Int64Range(-1e12, 4e12).Draw(t, "ms")).UTC()
	})
	day := rapid.Custom(func(t *rapid.T) evaluation.Date {
		if rapid.Bool().Draw(t, "none") {
			return evaluation.Date{}
		}
		return evaluation.NewDate(2026, 1, rapid.IntRange(-9000, 9000).Draw(t, "day"))
	})
	object := func(name string) json.RawMessage {
		b, err := json.Marshal(rapid.MapOfN(text, rapid.SliceOfN(text, 0, 2), 0, 3).Draw(t, name))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	required := func(name string) string { return "x" + text.Draw(t, name) }
	r := evaluation.Record{
		Office: required("office"), ID: required("id"), Kind: required("kind"), Unique: required("unique"), Parent: text.Draw(t, "parent"),
		Subject: text.Draw(t, "subject"), Unit: text.Draw(t, "unit"), Period: text.Draw(t, "period"), State: evaluation.State(text.Draw(t, "state")),
		On: day.Draw(t, "on"), Due: day.Draw(t, "due"), Waiting: texts.Draw(t, "waiting"), Parties: texts.Draw(t, "parties"),
		HiddenFrom: texts.Draw(t, "hidden"), Sort: text.Draw(t, "sort"), Confidential: rapid.Bool().Draw(t, "confidential"),
		Pending: rapid.Bool().Draw(t, "pending"), Created: instant.Draw(t, "created"), Changed: instant.Draw(t, "changed"),
		Rules: text.Draw(t, "rules"), Version: rapid.Int64Range(0, 1<<40).Draw(t, "version"), Payload: object("payload"), Actors: texts.Draw(t, "actors"),
	}
	for i := range rapid.IntRange(0, 2).Draw(t, "effects") {
		r.Effects = append(r.Effects, evaluation.Effect{ID: text.Draw(t, "effect"), Name: "n", Done: i > 0, Args: object("args")})
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "entries") {
		r.History = append(r.History, evaluation.Entry{
			Seq: i + 1, At: instant.Draw(t, "at"), Account: text.Draw(t, "account"), Person: text.Draw(t, "person"), Name: text.Draw(t, "name"),
			Act: text.Draw(t, "act"), From: "a", To: "b", Reason: text.Draw(t, "reason"), Content: "c", Prev: "p", Hash: "h",
		})
	}
	return r
}

// What is read in one pass is what encoding/json reads.
func TestADocumentIsReadAsEncodingJSONReadsIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, err := storage.Record(anyRecord(t))
		if err != nil {
			t.Skip(err) // no text that is stored
		}
		j, err := encode(r)
		if err != nil {
			t.Fatal(err)
		}
		var want evaluation.Record
		if err := json.Unmarshal(j.doc, &want); err != nil {
			t.Fatal(err)
		}
		d := document{json: j.doc}
		var got evaluation.Record
		if d.record(&got); !d.done() || !reflect.DeepEqual(got, want) {
			t.Fatalf("in one pass to the end: %v\n%+v\n%+v\nof %s", d.done(), got, want, j.doc)
		}
		d = document{json: j.history}
		if got := d.entries(); !d.done() || !reflect.DeepEqual(got, r.History) {
			t.Fatalf("in one pass to the end: %v\n%+v\nof %s", d.done(), got, j.history)
		}
		got = evaluation.Record{}
		if err := j.decode(&got); err != nil || !reflect.DeepEqual(got, r) {
			t.Fatalf("%v\n%+v\n%+v", err, got, r)
		}
	})
}

// A document of another form is read by encoding/json, and one that is none is an
// error: nothing is made of a part of it.
func TestADocumentOfAnotherFormIsReadToo(t *testing.T) {
	r := evaluation.Record{Office: "o", ID: "i", Kind: "k.k", Unique: "u", Payload: json.RawMessage(`{"a":{"b":[1,"}"]}}`), History: []evaluation.Entry{{Seq: 1}}}
	j, err := encode(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, doc := range []string{
		strings.ReplaceAll(string(j.doc), `","`, `" , "`),
		strings.Replace(string(j.doc), `{"office":"o","id":"i"`, `{"id":"i","office":"o"`, 1),
		strings.Replace(string(j.doc), `"waiting":null`, `"waiting":[]`, 1),
		string(j.doc) + " ",
	} {
		var got evaluation.Record
		err := jsonRecord{[]byte(doc), j.history}.decode(&got)
		got.Waiting = nil
		if err != nil || !reflect.DeepEqual(got, r) {
			t.Errorf("%s: %v %+v", doc, err, got)
		}
	}
	for at := range j.doc {
		if err := (jsonRecord{doc: j.doc[:at]}).decode(new(evaluation.Record)); err == nil {
			t.Fatalf("%s was read", j.doc[:at])
		}
	}
	for at := range j.history[1:] {
		if err := (jsonRecord{j.doc, j.history[:at+1]}).decode(new(evaluation.Record)); err == nil {
			t.Fatalf("%s was read", j.history[:at+1])
		}
	}
}
