package catalog_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/catalog"
)

func all() []evaluation.Measure {
	return catalog.All(catalog.Deps{Assessment: assessment.New(assessment.Deps{})})
}

// row is a line of the README's table: number, title, name in the code, what it does, state.
var row = regexp.MustCompile("(?m)^\\| ([1-8]) \\| [^|]+ \\| `([a-z]+)` \\| [^|]+ \\| ([a-z]+) \\|$")

func TestTheReadmeListsTheMeasuresAsTheCatalogDoes(t *testing.T) {
	working := map[string]int{}
	for _, m := range all() {
		if m.Number > 0 {
			working[m.Name] = m.Number
		}
	}
	raw, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := os.ReadFile(filepath.Join("..", "doc.go"))
	if err != nil {
		t.Fatal(err)
	}
	rows := row.FindAllStringSubmatch(string(raw), -1)
	if len(rows) != 8 {
		t.Fatalf("the table has %d rows", len(rows))
	}
	for i, r := range rows {
		number, name := i+1, r[2]
		if r[1] != string(rune('0'+number)) {
			t.Errorf("row %d has number %s", number, r[1])
		}
		if n, is := working[name]; is != (r[3] == "working") || is && n != number {
			t.Errorf("%s is said to be %s as number %d; the catalog has it as %d", name, r[3], number, n)
		}
		delete(working, name)
		if !strings.Contains(string(doc), "//\t"+r[1]+"  "+name+" ") {
			t.Errorf("evaluation/doc.go does not list %s %s", r[1], name)
		}
	}
	for name := range working {
		t.Errorf("the README does not list %s", name)
	}
}

func TestNoTwoMeasuresShareANameOrNumber(t *testing.T) {
	names, numbers := map[string]bool{}, map[int]bool{}
	for _, m := range all() {
		if names[m.Name] || m.Number > 0 && numbers[m.Number] {
			t.Errorf("%s stands twice", m.Name)
		}
		names[m.Name], numbers[m.Number] = true, true
		for _, k := range m.Kinds {
			if !strings.HasPrefix(k.Name, m.Name+".") {
				t.Errorf("kind %s of measure %s", k.Name, m.Name)
			}
		}
	}
}
