package main

import (
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Every link of a document leads to a file that is there.
func TestLinksOfTheDocumentsLeadSomewhere(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#\s]+)`)
	for _, doc := range documents(t) {
		text, err := os.ReadFile(doc) //nolint:gosec // a document of this repository
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range link.FindAllStringSubmatch(string(text), -1) {
			at, err := url.Parse(found[1])
			if err != nil || at.Scheme != "" {
				continue
			}
			if _, err := os.Stat(filepath.Join(filepath.Dir(doc), at.Path)); err != nil {
				t.Errorf("%s links to %s, which is not there", doc, found[1])
			}
		}
	}
}

// A decision is named by its number: no two have the same, and heading and file agree.
func TestDecisionsHaveNumbersOfTheirOwn(t *testing.T) {
	seen := map[string]string{}
	files, err := filepath.Glob("docs/decisions/*.md")
	if err != nil || len(files) == 0 {
		t.Fatalf("no decisions: %v", err)
	}
	for _, file := range files {
		number, _, _ := strings.Cut(filepath.Base(file), "-")
		if other := seen[number]; other != "" {
			t.Errorf("%s and %s have the same number", other, file)
		}
		seen[number] = file
		text, err := os.ReadFile(file) //nolint:gosec // a document of this repository
		if err != nil {
			t.Fatal(err)
		}
		if want := fmt.Sprintf("# %s. ", strings.TrimLeft(number, "0")); !strings.HasPrefix(string(text), want) {
			t.Errorf("the heading of %s does not begin with %q", file, want)
		}
	}
}

// documents are the README and all that stands in app/docs.
func documents(t *testing.T) []string {
	t.Helper()
	docs := []string{"../README.md"}
	err := filepath.WalkDir("docs", func(path string, _ fs.DirEntry, err error) error {
		if filepath.Ext(path) == ".md" {
			docs = append(docs, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return docs
}
