package main

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The folders that may exist. A new one is a decision, so it is made here too.
var folders = map[string][]string{
	"": {".ci", "app", "auth", "evaluation", "scripts", "storage"},
	"evaluation": {
		"absence", "appraisal", "archive", "assessment", "assign", "ballot", "batch", "bonus", "cadreform", "catalog", "commendation", "concern", "correction", "countersign", "declaration", "desk", "draft", "education", "hurdle",
		"notice", "offices", "periodic", "reminder", "reserve", "results", "roster", "rotation", "routine", "rulepack", "sealed", "setup", "signoff", "stats", "supervision", "survey", "table", "training", "unitreview", "workday",
	},
	"auth":    {"testdata"},
	"storage": {"mongo", "sqlite", "storagetest"},
	"app/page": {
		"absence", "appraisal", "archive", "assessment", "bonus", "chart", "commendation", "concern", "correction", "countersign", "declaration", "education", "form", "pagetest", "periodic", "reminder", "reserve", "results", "roster", "rotation", "routine",
		"site", "static", "supervision", "survey", "templates", "testdata", "training", "unitreview", "view",
	},
	"app": {"api", "cli", "config", "demo", "docs", "docx", "e2e", "ical", "lrmx", "measures", "officetest", "page", "paper", "pdf", "server", "testdata", "text", "xlsx"},
}

var topFiles = []string{".gitignore", "LICENSE", "README.md", "go.mod", "go.sum"}

// helpers of the measures; every other folder of evaluation but catalog is a measure.
var helpers = []string{"assign", "ballot", "batch", "cadreform", "desk", "draft", "hurdle", "notice", "offices", "roster", "rulepack", "sealed", "setup", "signoff", "stats", "table", "workday"}

// outside lists the modules that only some folders may import, by prefix.
var outside = map[string][]string{
	"github.com/gofiber/":                 {"app"},
	"github.com/valyala/":                 {"app"},
	"github.com/danielgtaylor/huma":       {"app/api"},
	"go.mongodb.org/":                     {"storage/mongo"},
	"github.com/ncruces/go-sqlite3":       {"storage/sqlite"},
	"database/sql":                        {"storage/sqlite"},
	"github.com/xuri/excelize":            {"app/xlsx"},
	"github.com/golang-jwt/":              {"auth"},
	"github.com/molecule-man/":            {"app/pdf"},
	"net/http":                            {"app", "scripts"},
	"github.com/prometheus/client_golang": {"app/server"},
}

// wrong says what is wrong with an import, "" if nothing is. Paths are folders
// below the module's root.
func wrong(from, imported string) string {
	for prefix, allowed := range outside {
		if strings.HasPrefix(imported, prefix) && !slices.ContainsFunc(allowed, func(a string) bool { return within(from, a) }) {
			return "only " + strings.Join(allowed, ", ") + " may import it"
		}
	}
	to, ours := strings.CutPrefix(imported, "kaoji/")
	if !ours {
		if within(from, "evaluation") && strings.Contains(strings.SplitN(imported, "/", 2)[0], ".") && !strings.HasPrefix(imported, "gonum.org/") {
			return "the domain imports the standard library and pure computation only"
		}
		return ""
	}
	switch {
	case from == "evaluation":
		return "the root of the domain imports nothing of ours"
	case within(from, "evaluation"):
		return wrongInDomain(from, to)
	case within(from, "auth") && !within(to, "evaluation"):
		return "auth imports evaluation alone"
	case within(from, "storage") && within(to, "app"):
		return "storage does not know the app"
	case within(from, "storage/sqlite") && within(to, "storage/mongo"), within(from, "storage/mongo") && within(to, "storage/sqlite"):
		return "storages do not know each other"
	case (within(from, "app/api") || within(from, "app/page")) && within(to, "storage"):
		return "handlers go through services"
	case ofMeasure(from, to, "app/page/"), ofMeasure(from, to, "app/api/"):
		return "pages and operations of measures do not know each other, and what they share does not know them"
	}
	return ""
}

func wrongInDomain(from, to string) string {
	if !within(to, "evaluation") {
		return "the domain imports nothing of ours outside itself"
	}
	me, other := strings.TrimPrefix(from, "evaluation/"), strings.TrimPrefix(to, "evaluation/")
	switch {
	case to == "evaluation", me == "catalog", slices.Contains(helpers, other):
		return ""
	case slices.Contains(helpers, me):
		return "a helper does not know the measures"
	}
	return "measures do not know each other"
}

// shared are the folders below app/page and app/api that are no measure's.
var shared = []string{"chart", "form", "pagetest", "rest", "site", "static", "templates", "testdata", "view"}

// ofMeasure reports whether an import from below a folder leads to another folder
// below it that is a measure's.
func ofMeasure(from, to, folder string) bool {
	part, below := strings.CutPrefix(to, folder)
	return below && strings.HasPrefix(from, folder) && to != from && !slices.Contains(shared, part)
}

func within(p, folder string) bool { return p == folder || strings.HasPrefix(p, folder+"/") }

func TestEveryImportFollowsTheArrows(t *testing.T) {
	root := os.DirFS("..")
	err := fs.WalkDir(root, ".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == ".git" || d.Name() == "testdata" || d.Name() == "data" || p == "storage/mongo/testserver"):
			return fs.SkipDir // the test server is a module of its own
		case d.IsDir() || path.Ext(p) != ".go" || strings.HasSuffix(p, "_test.go"):
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", p), nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, i := range f.Imports {
			imported, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			if why := wrong(path.Dir(p), imported); why != "" {
				t.Errorf("%s imports %s: %s", p, imported, why)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestNoFolderIsUnknown(t *testing.T) {
	for folder, known := range folders {
		entries, err := os.ReadDir(filepath.Join("..", folder))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if why := unknown(folder, e.Name(), e.IsDir(), known); why != "" {
				t.Error(why)
			}
		}
	}
}

func unknown(folder, name string, dir bool, known []string) string {
	switch {
	case folder == "" && name == ".git": // a folder, or the file of a second working tree
		return ""
	case dir && (slices.Contains(known, name) || folder == "" && name == "data"): // data is what a run leaves, ignored by git
		return ""
	case !dir && (folder != "" || slices.Contains(topFiles, name)):
		return ""
	}
	return fmt.Sprintf("%s is not known in %q", name, folder)
}

// The control: each of these must be found.
func TestTheCheckFindsWhatItShould(t *testing.T) {
	for from, imported := range map[string]string{
		"evaluation":            "kaoji/evaluation/roster",
		"evaluation/reminder":   "kaoji/evaluation/bonus",
		"evaluation/roster":     "kaoji/evaluation/assessment",
		"evaluation/bonus":      "kaoji/auth",
		"evaluation/stats":      "github.com/xuri/excelize/v2",
		"evaluation/assessment": "net/http",
		"auth":                  "kaoji/storage",
		"storage":               "kaoji/app/server",
		"storage/sqlite":        "kaoji/storage/mongo",
		"storage/mongo":         "database/sql",
		"app/api":               "kaoji/storage/sqlite",
		"app/page":              "go.mongodb.org/mongo-driver/bson",
		"app/server":            "github.com/danielgtaylor/huma/v2",
		"storage/storagetest":   "github.com/gofiber/fiber/v2",
	} {
		if wrong(from, imported) == "" {
			t.Errorf("%s importing %s passes", from, imported)
		}
	}
	for from, imported := range map[string]string{
		"evaluation/assessment": "kaoji/evaluation/roster", "evaluation/catalog": "kaoji/evaluation/bonus",
		"app": "kaoji/storage/sqlite", "app/page": "kaoji/evaluation/assessment", "evaluation/stats": "gonum.org/v1/gonum/stat",
	} {
		if why := wrong(from, imported); why != "" {
			t.Errorf("%s importing %s: %s", from, imported, why)
		}
	}
	if unknown("evaluation", "misc", true, folders["evaluation"]) == "" || unknown("", "Makefile", false, folders[""]) == "" {
		t.Error("an unknown folder or file passes")
	}
}
