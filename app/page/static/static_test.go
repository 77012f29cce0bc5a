package static_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"kaoji/app/page/static"
)

func TestVendoredFilesAreTheOnesThatWereRecordedAndHaveTheirLicence(t *testing.T) {
	raw, err := fs.ReadFile(static.Files, "vendor/VENDOR.json")
	if err != nil {
		t.Fatal(err)
	}
	var recorded struct {
		Versions map[string]string `json:"versions"`
		SHA256   map[string]string `json:"sha256"`
	}
	if err := json.Unmarshal(raw, &recorded); err != nil {
		t.Fatal(err)
	}
	if v := recorded.Versions["htmx.org"]; v != "2.0.11" {
		t.Errorf("htmx.org is %s; pages are written for 2.0.11", v)
	}
	entries, err := fs.ReadDir(static.Files, "vendor")
	if err != nil {
		t.Fatal(err)
	}
	licences := map[string]bool{}
	found := map[string]string{}
	for _, e := range entries {
		switch name := e.Name(); {
		case strings.HasSuffix(name, ".LICENSE"):
			licences[strings.TrimSuffix(name, ".LICENSE")] = true
		case name != "VENDOR.json":
			content, err := fs.ReadFile(static.Files, "vendor/"+name)
			if err != nil {
				t.Fatal(err)
			}
			sum := sha256.Sum256(content)
			found[name] = hex.EncodeToString(sum[:])
		}
	}
	if !maps.Equal(found, recorded.SHA256) {
		t.Errorf("files are\n%v\nrecorded are\n%v", found, recorded.SHA256)
	}
	for _, of := range []string{"htmx", "tabler-icons", "swagger-ui"} {
		if !licences[of] {
			t.Errorf("the licence of %s is missing", of)
		}
	}
}

// source is the text of every template and, for names that Go gives to
// templates, of every Go file of the pages.
func source(t *testing.T, pattern string) string {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil || len(names) == 0 {
		t.Fatalf("%s: %v, %v", pattern, names, err)
	}
	var b strings.Builder
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(raw)
	}
	return b.String()
}

func read(t *testing.T, name string) string {
	t.Helper()
	raw, err := fs.ReadFile(static.Files, name)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestEveryIconThatIsUsedStandsInTheSprite(t *testing.T) {
	sprite := read(t, "vendor/icons.svg")
	uses := regexp.MustCompile(`(?:icon|Icon:) +"([a-z0-9-]+)"`).FindAllStringSubmatch(
		source(t, "../*/*.html")+source(t, "../*/*.go"), -1)
	if len(uses) < 10 {
		t.Fatalf("only %d icons found: the search is broken", len(uses))
	}
	for _, m := range uses {
		if !strings.Contains(sprite, `id="`+m[1]+`"`) {
			t.Errorf("icon %q is not in the sprite: run scripts/fetch-assets.sh", m[1])
		}
	}
	if regexp.MustCompile(`<symbol[^>]*></symbol>`).MatchString(sprite) {
		t.Error("an icon of the sprite is empty: there is none of that name")
	}
}

// hooks are classes that only mark a place, for scripts and tests.
var hooks = []string{"table-vcenter", "form-check-label", "avatar-sm", "history-head", "who-name", "shell", "meter-label", "rows", "copy", "entry"}

func TestEveryClassThatIsUsedHasAStyle(t *testing.T) {
	css := read(t, "base.css") + read(t, "kaoji.css") + read(t, "sheet.css")
	styled := map[string]bool{}
	for _, m := range regexp.MustCompile(`\.(-?[a-zA-Z_][\w-]*)`).FindAllStringSubmatch(css, -1) {
		styled[m[1]] = true
	}
	action := regexp.MustCompile(`[\w-]*\{\{[^}]*\}\}[\w-]*`)
	quoted := regexp.MustCompile(`\{\{[^}]*\}\}`)
	for _, m := range regexp.MustCompile(`class="((?:\{\{[^}]*\}\}|[^"])*)"`).FindAllStringSubmatch(source(t, "../*/*.html"), -1) {
		fixed := quoted.ReplaceAllStringFunc(m[1], func(a string) string {
			if strings.HasPrefix(a, "{{.") || strings.HasPrefix(a, "{{$") || strings.HasPrefix(a, "{{index ") {
				return a // part of a name
			}
			return " "
		})
		for _, class := range strings.Fields(action.ReplaceAllString(fixed, " ")) {
			if !styled[class] && !strings.HasSuffix(class, "-") && !slices.Contains(hooks, class) {
				t.Errorf("class %q has no style", class)
			}
		}
	}
}

// A part takes its colours and sizes of type from base.css, so that it has a dark form.
// Paper, which is light, and the code on a wall have their own.
func TestPartsHaveNoColourAndNoSizeOfTheirOwn(t *testing.T) {
	for at, line := range strings.Split(read(t, "kaoji.css"), "\n") {
		if strings.HasPrefix(line, ".paper") || strings.HasPrefix(line, ".on-wall") || strings.HasPrefix(line, ".screen") || strings.HasSuffix(line, "pt; }") ||
			strings.HasPrefix(line, "  .watermark") {
			continue
		}
		for _, m := range regexp.MustCompile(`#[0-9a-fA-F]{3,8}\b|font(?:-size)?: *[^v0 ;][^;}]*`).FindAllString(line, -1) {
			if m != "font: 13px var(--sans)" { // in the coordinates of a chart
				t.Errorf("kaoji.css line %d: %s", at+1, m)
			}
		}
	}
}
