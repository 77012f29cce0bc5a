package mongo

import (
	"strings"
	"testing"

	"go.mongodb.org/mongo-driver/bson"

	"kaoji/evaluation"
	"kaoji/storage"
)

// TestWhatTheBoundsAllowFitsIntoADocument fills a payload up to both bounds, of
// text and of values, in each shape, beside the longest history that a document
// keeps, and measures the document.
func TestWhatTheBoundsAllowFitsIntoADocument(t *testing.T) {
	var history []evaluation.Entry
	for i := range 200 {
		history = append(history, evaluation.Entry{Seq: i + 1, Account: "0198c2f0-0000-7000-8000-000000000001", Name: "张三", Act: "amend", Reason: strings.Repeat("由", 1700)})
	}
	for name, one := range map[string]string{
		"small numbers":          `0,`,
		"large numbers":          `-9223372036854775808,`,
		"no text":                `"",`,
		"short texts":            `"abcd",`,
		"long texts":             `"` + strings.Repeat("考", 1000) + `",`,
		"empty lists":            `[],`,
		"lists of one":           `[0],`,
		"empty objects":          `{},`,
		"objects of one":         `{"a":0},`,
		"objects of three":       `{"p":"abcdef","q":true,"r":12},`,
		"objects in lists":       `[{"a":[1]}],`,
		"names that are escaped": `{"a.b$c":"x"},`,
	} {
		values := strings.Count(one, ",") + strings.Count(one, "[") + strings.Count(one, "{")
		n := min((evaluation.MaxValues-2)/values, (evaluation.MaxDocument-20)/len(one))
		body := `{"l":[` + strings.TrimSuffix(strings.Repeat(one, n), ",") + `]}`
		r, err := storage.Record(evaluation.Record{Office: "o", ID: "r", Kind: "note.sheet", Unique: "r", History: history, Payload: []byte(body)})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		doc, err := document(&r)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := bson.Marshal(doc)
		if err != nil || len(raw) > maxStored {
			t.Errorf("%s: %d of them in %d bytes of text make %d of %d bytes, %v", name, n, len(body), len(raw), maxStored, err)
		}
		t.Logf("%-24s %7d, %.1f MB of text: %.1f MB", name, n, float64(len(body))/(1<<20), float64(len(raw))/(1<<20))
	}
}
