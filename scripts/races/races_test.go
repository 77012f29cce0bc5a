//go:build race

// Package races_test holds the race detector, as scripts/check.sh sets it up,
// against races that it has to find.
package races_test

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html/template"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

type part struct{ Text string }

// value is something of ours that a library reads while we change it.
type value struct {
	Text    string
	Number  int
	Yes     bool
	Decimal float64
	List    []string
	Bytes   []byte
	Further *part
	Part    part
	Any     any            `xml:"-"`
	Map     map[string]int `xml:"-"`
}

func newValue() *value {
	return &value{
		Text: "a", Number: 1, List: []string{"x", "y"}, Bytes: []byte("abc"), Further: &part{"p"}, Any: 3, Map: map[string]int{"a": 1},
	}
}

var page = template.Must(template.New("").Parse(
	`{{.Text}}{{.Number}}{{.Yes}}{{.Decimal}}{{range .List}}{{.}}{{end}}{{printf "%s" .Bytes}}{{.Further.Text}}{{.Part.Text}}{{.Any}}{{range .Map}}{{.}}{{end}}`))

var readers = map[string]struct {
	read  func(v *value) error
	blind []string // changes that it does not look at
}{
	"json":     {read: func(v *value) error { _, err := json.Marshal(v); return err }},
	"template": {read: func(v *value) error { return page.Execute(io.Discard, v) }},
	"fmt":      {func(v *value) error { _, err := fmt.Fprintf(io.Discard, "%+v", v); return err }, []string{"further text"}},
	"xml":      {func(v *value) error { _, err := xml.Marshal(v); return err }, []string{"any", "map"}},
	"decoding": {
		func(v *value) error {
			return json.Unmarshal([]byte(`{"Text":"c","Number":3,"Yes":true,"Decimal":3,"List":["q","r"],"Bytes":"YWE=","Further":{"Text":"z"},"Part":{"Text":"z"},"Any":5,"Map":{"a":2}}`), v)
		}, nil,
	},
}

var changes = map[string]func(v *value){
	"text": func(v *value) { v.Text = "b" }, "number": func(v *value) { v.Number = 2 }, "yes": func(v *value) { v.Yes = true },
	"decimal": func(v *value) { v.Decimal = 2 }, "list": func(v *value) { v.List = []string{"s", "t"} }, "element": func(v *value) { v.List[1] = "z" },
	"bytes": func(v *value) { v.Bytes = []byte("def") }, "byte": func(v *value) { v.Bytes[1] = 'z' }, "further": func(v *value) { v.Further = &part{} },
	"further text": func(v *value) { v.Further.Text = "q" }, "part": func(v *value) { v.Part.Text = "q" },
	"any": func(v *value) { v.Any = 4 }, "map": func(v *value) { v.Map["a"] = 2 },
}

// racing is set in the process that does what must not be done.
const racing = "KAOJI_RACING"

// TestRace is that process: a library reads a value while it is changed.
func TestRace(t *testing.T) {
	which := os.Getenv(racing)
	if which == "" {
		return // started by the test below
	}
	reader, change, _ := strings.Cut(which, "/")
	v := newValue()
	done := make(chan error)
	go func() { done <- readers[reader].read(v) }()
	go func() { changes[change](v); done <- nil }()
	for range 2 {
		if err := <-done; err != nil {
			t.Log(err)
		}
	}
}

// TestTheRaceDetectorSeesWhatLibrariesDoWithOurValues: libraries that are not
// instrumented reach values through package reflect, which is.
func TestTheRaceDetectorSeesWhatLibrariesDoWithOurValues(t *testing.T) {
	for name, r := range readers {
		for change := range changes {
			which := name + "/" + change
			child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestRace$") //nolint:gosec // this test itself
			child.Env = append(os.Environ(), racing+"="+which)
			out, err := child.CombinedOutput()
			seen := err != nil && (strings.Contains(string(out), "DATA RACE") || strings.Contains(string(out), "fatal error: concurrent map"))
			if want := !slices.Contains(r.blind, change); seen != want {
				t.Errorf("%s: a race is seen: %t\n%s", which, seen, out)
			}
		}
	}
}
