package rest

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"

	"kaoji/evaluation"
)

func TestRecordsPutTogetherSayTheSameAsEncodingJSON(t *testing.T) {
	word := rapid.OneOf(rapid.Just(""), rapid.StringMatching(`[a-z.:-]{1,12}`), rapid.String())
	day := rapid.Custom(func(t *rapid.T) evaluation.Date {
		if rapid.Bool().Draw(t, "none") {
			return evaluation.Date{}
		}
		return evaluation.NewDate(2026, 1, 1).AddDays(rapid.IntRange(0, 700).Draw(t, "day"))
	})
	at := rapid.Custom(func(t *rapid.T) time.Time {
		return time.UnixMilli(rapid.Int64Range(0, 4e12).Draw(t, "ms")).UTC()
	})
	record := rapid.Custom(func(t *rapid.T) Record {
		w := func(name string) string { return word.Draw(t, name) }
		return Record{
			ID: w("id"), Kind: w("kind"), Parent: w("parent"), Subject: w("subject"), Unit: w("unit"), Period: w("period"),
			State: w("state"), On: day.Draw(t, "on"), Due: day.Draw(t, "due"), DueUnsettled: rapid.Bool().Draw(t, "due_unsettled"), Waiting: rapid.SliceOfN(word, 0, 3).Draw(t, "waiting"),
			Confidential: rapid.Bool().Draw(t, "confidential"), Created: at.Draw(t, "created"), Changed: at.Draw(t, "changed"),
			Rules: w("rules"), Version: rapid.Int64().Draw(t, "version"), Own: rapid.Bool().Draw(t, "own"),
			Usual:    word.Draw(t, "usual"),
			Acts:     rapid.SliceOfN(word, 0, 3).Draw(t, "acts"),
			Progress: rapid.SampledFrom([]*Progress{nil, {}, {Done: 7, Of: 5000}}).Draw(t, "progress"),
			Payload:  json.RawMessage(rapid.SampledFrom([]string{`{}`, `{"name":"苏芳嘉","list":[null,{}]}`}).Draw(t, "payload")),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		same(t, record.Draw(t, "record"))
		sameList(t, List[Record]{Items: append([]Record{}, rapid.SliceOfN(record, 0, 3).Draw(t, "records")...), Next: word.Draw(t, "next")})
	})
	same(t, List[Entry]{})
}

func sameList(t rapid.TB, list List[Record]) {
	t.Helper()
	w := newList(nil)
	for i := range list.Items {
		if err := w.add(&list.Items[i]); err != nil {
			t.Fatal(err)
		}
	}
	said(t, list, func() ([]byte, error) { return w.end(list.Next) })
}

func same(t rapid.TB, out any) {
	t.Helper()
	said(t, out, func() ([]byte, error) { return encode(nil, out) })
}

func said(t rapid.TB, out any, write func() ([]byte, error)) {
	t.Helper()
	want, err := json.Marshal(out)
	if err != nil {
		t.Fatal(err)
	}
	got, err := write()
	if err != nil || string(got) != string(want) {
		t.Errorf("%s\nwant %s\n%v", got, want, err)
	}
}
