package chart_test

import (
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kaoji/app/page/chart"
	"kaoji/app/page/pagetest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// The weight that an office's data may have in a page.
const heaviest = 2048

func TestEveryKindOfChartIsDrawnAsReviewedAndWeighsLittle(t *testing.T) {
	for _, f := range pagetest.Charts() {
		path := filepath.Join("testdata", f.ID+".svg")
		if *update {
			if err := os.WriteFile(path, []byte(f.SVG), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if string(f.SVG) != string(want) {
			t.Errorf("%s differs from what was reviewed; look at it and run the test with -update", path)
		}
		if len(f.SVG) > heaviest {
			t.Errorf("%s weighs %d bytes", f.ID, len(f.SVG))
		}
		if problem := wellFormed(string(f.SVG)); problem != "" {
			t.Errorf("%s: %s", f.ID, problem)
		}
	}
}

// wellFormed says what is wrong with a picture: not XML, a style attribute, a
// coordinate that is no number.
func wellFormed(svg string) string {
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return ""
		}
		if err != nil {
			return err.Error()
		}
		element, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		for _, a := range element.Attr {
			switch {
			case a.Name.Local == "style":
				return "a style attribute"
			case strings.Contains(a.Value, "NaN"), strings.Contains(a.Value, "Inf"):
				return a.Name.Local + " is " + a.Value
			case (a.Name.Local == "width" || a.Name.Local == "height") && strings.HasPrefix(a.Value, "-"):
				return "a length of " + a.Value
			}
		}
	}
}

func TestTheControlFindsABrokenPicture(t *testing.T) {
	for _, svg := range []string{`<svg><path d="M1 NaN"/></svg>`, `<svg style="x"/>`, `<svg><rect width="-1"/></svg>`, `<svg><b></svg>`} {
		if wellFormed(svg) == "" {
			t.Errorf("%s passes", svg)
		}
	}
}

func TestATableBesideSaysEveryValue(t *testing.T) {
	for _, f := range pagetest.Charts() {
		if len(f.Rows) == 0 {
			t.Errorf("%s has no rows", f.ID)
		}
		for _, row := range f.Rows {
			if len(row) != len(f.Heads) {
				t.Errorf("%s: %d cells under %d heads", f.ID, len(row), len(f.Heads))
			}
		}
	}
	f := chart.Lines(chart.Text{ID: "x"}, []string{"a", "b"}, []chart.Series{{Name: "s", Values: []float64{1.005, math.NaN()}}})
	if f.Rows[0][1] != "1" || f.Rows[1][1] != "—" {
		t.Errorf("got %v", f.Rows)
	}
}

func TestWhatAPersonTypedStaysText(t *testing.T) {
	evil := `</text><script>alert(1)</script>`
	text := chart.Text{ID: "x", Title: evil, Note: evil, Label: evil, Value: evil}
	for _, f := range []chart.Figure{
		chart.Bars(text, []chart.Item{{Label: evil, Value: 1}}),
		chart.Stacked(text, []string{evil}, []chart.Series{{Name: evil, Values: []float64{1}}}, false),
		chart.Lines(text, []string{evil}, []chart.Series{{Name: evil, Values: []float64{1}}}),
		chart.Funnel(text, evil, evil, evil, []chart.Point{{Label: evil, X: 1, Y: 2, Marked: true}}, nil),
	} {
		if strings.Contains(string(f.SVG), "<script") {
			t.Errorf("a script stands in %s", f.SVG)
		}
	}
}

func TestAnyNumbersGiveAPicture(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.OneOf(rapid.Float64Range(0, 1e9), rapid.Just(0.0), rapid.Just(math.NaN()))
		n := rapid.IntRange(0, 8).Draw(t, "n")
		values := rapid.SliceOfN(value, n, n).Draw(t, "values")
		labels := make([]string, n)
		items := make([]chart.Item, n)
		counts := make([]int, n)
		for i := range n {
			labels[i] = strings.Repeat("科", i) + strconv.Itoa(i)
			items[i] = chart.Item{Label: labels[i], Value: values[i]}
			counts[i] = i * i
		}
		text := chart.Text{ID: "x", Title: "题", Note: "注"}
		series := []chart.Series{{Name: "甲", Values: values}, {Name: "乙", Values: values}}
		for _, f := range []chart.Figure{
			chart.Bars(text, items), chart.Stacked(text, labels, series, true), chart.Stacked(text, labels, series, false),
			chart.Lines(text, labels, series), chart.Pie(text, items), chart.Histogram(text, -5, 2.5, counts),
		} {
			if problem := wellFormed(string(f.SVG)); problem != "" {
				t.Fatalf("%s: %s", problem, f.SVG)
			}
			if len(f.Rows) != n {
				t.Fatalf("%d rows for %d values", len(f.Rows), n)
			}
		}
	})
}
