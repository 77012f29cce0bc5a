package api

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
			Acts:    rapid.SliceOfN(word, 0, 3).Draw(t, "acts"),
			Payload: json.RawMessage(rapid.SampledFrom([]string{`{}`, `{"name":"苏芳嘉","list":[null,{}]}`}).Draw(t, "payload")),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		same(t, record.Draw(t, "record"))
		same(t, List[Record]{Items: append([]Record{}, rapid.SliceOfN(record, 0, 3).Draw(t, "records")...), Next: word.Draw(t, "next")})
	})
	same(t, List[Entry]{})
}

func same(t rapid.TB, out any) {
	t.Helper()
	want, err := json.Marshal(out)
	if err != nil {
		t.Fatal(err)
	}
	got, err := encode(nil, out)
	if err != nil || string(got) != string(want) {
		t.Errorf("%s\nwant %s\n%v", got, want, err)
	}
}
