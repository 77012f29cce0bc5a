package catalog_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/catalog"
	"kaoji/evaluation/commendation"
	"kaoji/evaluation/concern"
	"kaoji/evaluation/periodic"
	"kaoji/evaluation/reminder"
	"kaoji/evaluation/reserve"
	"kaoji/evaluation/rotation"
	"kaoji/evaluation/rulepack"
	"kaoji/evaluation/training"
)

func all() []evaluation.Measure {
	return catalog.All(catalog.Deps{
		Appraisal:    appraisal.New(appraisal.Deps{}),
		Commendation: commendation.New(commendation.Deps{}), Assessment: assessment.New(assessment.Deps{}), Concern: concern.New(concern.Deps{}),
		Reminder: reminder.New(reminder.Deps{}),
		Rotation: rotation.New(rotation.Deps{}),
		Reserve:  reserve.New(reserve.Deps{}), Training: training.New(training.Deps{}),
	})
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

func TestEveryRuleThatAFieldOrADeadlineNamesIsInThePack(t *testing.T) {
	pack, err := rulepack.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, r := range pack.Rules() {
		known[r.Key] = true
	}
	named := 0
	check := func(where string, keys []string) {
		for _, key := range keys {
			if named++; !known[key] {
				t.Errorf("%s: no rule %s", where, key)
			}
		}
	}
	for _, m := range all() {
		for _, k := range m.Kinds {
			for state, keys := range k.Clock {
				check(k.Name+" "+string(state), keys)
				if !slices.Contains(k.States, state) || slices.Contains(k.Final, state) {
					t.Errorf("%s has a deadline in %s", k.Name, state)
				}
			}
			for _, a := range k.Acts {
				if a.Run.Input != nil {
					for _, f := range evaluation.FieldsOf(a.Run.Input()) {
						check(k.Name+" "+a.Name+" "+f.Name, f.Rules)
					}
				}
			}
		}
	}
	if named < 20 {
		t.Errorf("only %d rules are named", named)
	}
}

func TestTheMeasuresStandInTheOrderOfTheirNumbers(t *testing.T) {
	next := 1
	for _, m := range all() {
		if m.Number == 0 {
			if next != 9 {
				t.Errorf("%s stands before measure %d", m.Name, next)
			}
			continue
		}
		if m.Number != next {
			t.Errorf("%s has number %d in place %d", m.Name, m.Number, next)
		}
		next++
	}
}

// The calendar of the year has something of each of the eight, and what the trail must
// not name is not named outside either.
func TestEachMeasureHasDaysInTheCalendarOfTheYear(t *testing.T) {
	for _, m := range all() {
		year := 0
		for i := range m.Kinds {
			k := &m.Kinds[i]
			if k.Sight.Unnamed && !k.Discreet {
				t.Errorf("%s is named in calendars that leave Kaoji", k.Name)
			}
			for _, day := range k.Milestones {
				if day.Year {
					year++
				}
			}
		}
		if m.Number > 0 && year == 0 {
			t.Errorf("%s has no day in the calendar of the year", m.Name)
		}
	}
}

// A leader learns of each of the eight, and of concerns, at least how it stands, what
// is late, and what has changed.
// A figure of a report leads to the list of what it counts, so its states are those of its
// kind, and its parts are the choices of a column.
func TestEveryTallyCountsWhatItsKindHas(t *testing.T) {
	names := map[string]string{}
	for _, d := range periodic.DeclaredOf(all()) {
		if name := periodic.NameOf(d.Key); name == "" || names[name] != "" {
			t.Errorf("%s is called %q as %q", d.Key, name, names[name])
		} else {
			names[name] = d.Key
		}
		i := slices.IndexFunc(all(), func(m evaluation.Measure) bool { return m.Name == d.Measure })
		k := slices.IndexFunc(all()[i].Kinds, func(k evaluation.Kind) bool { return k.Name == d.Kind })
		if k < 0 {
			t.Errorf("%s counts %s", d.Key, d.Kind)
			continue
		}
		kind := all()[i].Kinds[k]
		for _, state := range slices.Concat(d.States, d.Of) {
			if !slices.Contains(kind.States, state) {
				t.Errorf("%s counts records in %s", d.Key, state)
			}
		}
		if d.By != "" && !slices.ContainsFunc(kind.Columns, func(c evaluation.Column) bool { return c.Name == d.By && len(c.Choices) > 0 }) {
			t.Errorf("%s is counted by %s", d.Key, d.By)
		}
	}
	for _, m := range all() {
		if m.Number > 0 && len(m.Tally) == 0 {
			t.Errorf("%s says nothing in reports", m.Name)
		}
	}
}

func TestEachMeasureHasAGlance(t *testing.T) {
	units := textsOf(t, "zh", "page")
	for _, m := range all() {
		if m.Number == 0 && m.Name != "concern" {
			if len(m.Glance) > 0 {
				t.Errorf("%s is no measure and has a glance", m.Name)
			}
			continue
		}
		late, compared := false, false
		for _, l := range m.Glance {
			late, compared = late || l.Late, compared || l.Span != evaluation.Present
			if units["glance.unit."+l.Unit] == "" {
				t.Errorf("%s %s: no text for %q", m.Name, l.Key, l.Unit)
			}
		}
		if len(m.Glance) < 3 || !late || !compared {
			t.Errorf("%s: %d figures, what is late: %t, compared with before: %t", m.Name, len(m.Glance), late, compared)
		}
		if len(m.Glance) > 0 && m.Glance[0].Late {
			t.Errorf("%s begins with what is late", m.Name)
		}
	}
}

// Nothing is kept of a form unless its kind says so. Whoever adds a kind decides it and,
// if its forms are not kept, says why here.
func TestFormsThatNameAReporterOrAreBallotsAreNotKept(t *testing.T) {
	none := map[string]string{
		"concern.matter":     "what is typed may say who has reported it",
		"concern.opening":    "slips of the box, which may name who has written them",
		"appraisal.paper":    "ballots",
		"survey.paper":       "ballots",
		"declaration.report": "what is declared stands nowhere but in the declaration",
	}
	never := map[string]string{"sender": "who has written the letter"}
	for _, m := range all() {
		for _, k := range m.Kinds {
			kept := false
			for i := range k.Acts {
				a := &k.Acts[i]
				kept = kept || k.KeepsDraft(a)
				if a.Run.Input == nil || !k.KeepsDraft(a) {
					continue
				}
				for _, f := range evaluation.FieldsOf(a.Run.Input()) {
					if _, named := never[f.Name]; (named || f.Form == evaluation.FormFiles) && !slices.Contains(k.NotInDraft(a), f.Name) {
						t.Errorf("%s %s keeps %s", k.Name, a.Name, f.Name)
					}
					if f.Form == evaluation.FormPassword {
						t.Errorf("%s %s keeps a passphrase", k.Name, a.Name)
					}
				}
			}
			asks := slices.ContainsFunc(k.Acts, func(a evaluation.Act) bool { return len(a.May) > 0 && (a.Reason || a.Run.Input != nil) })
			if _, listed := none[k.Name]; asks && listed == kept {
				t.Errorf("%s: drafts are kept: %t, listed as not kept: %t", k.Name, kept, listed)
			}
		}
	}
}
