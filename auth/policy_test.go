package auth_test

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/catalog"
)

var update = flag.Bool("update", false, "write the documentation of the policy table anew")

var relations = evaluation.Relations()

// table is the policy over all measures.
func table(t *testing.T) *auth.Policy {
	t.Helper()
	p, err := auth.NewPolicy(catalog.All(catalog.Deps{})...)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestAnAreaHasNeitherRelationNorState(t *testing.T) {
	for _, g := range table(t).Grants() {
		if !strings.Contains(g.Kind, ".") && (g.Relation != evaluation.Anyone || len(g.States) > 0) {
			t.Errorf("%s %s: as %s in %v", g.Kind, g.Act, g.Relation, g.States)
		}
	}
}

func TestTheThreeOfficersAreApartInThePolicy(t *testing.T) {
	admin := []string{auth.AreaAccounts, auth.AreaSettings, auth.AreaRules, auth.AreaCalendar, auth.AreaSystem,
		"roster.person", "rules.override", "workday.year", "office.settings"}
	auditor := []string{auth.AreaTrail, auth.AreaSettings, auth.AreaRules, auth.AreaCalendar, "rules.override", "workday.year", "office.settings"}
	for _, g := range table(t).Grants() {
		for _, r := range g.Roles {
			switch r {
			case evaluation.RoleAdmin:
				if !slices.Contains(admin, g.Kind) {
					t.Errorf("admin: %s %s", g.Kind, g.Act)
				}
				if g.Kind == "roster.person" && (g.Act != auth.Read || !slices.Equal(g.Fields, []string{"no", "name", "pinyin"})) {
					t.Errorf("admin: more of a person than whom to make an account for: %v", g)
				}
			case evaluation.RoleAuditor:
				if !slices.Contains(auditor, g.Kind) {
					t.Errorf("auditor: %s %s", g.Kind, g.Act)
				}
				if g.Act != auth.Read && g.Act != auth.ActVerify {
					t.Errorf("auditor: changes something: %s %s", g.Kind, g.Act)
				}
			default:
				if g.Kind == auth.AreaAccounts || g.Kind == auth.AreaTrail || g.Kind == auth.AreaSystem {
					t.Errorf("%s: does an officer's work: %s %s", r, g.Kind, g.Act)
				}
			}
		}
	}
}

func TestNobodyDoesWhatAnImportDoes(t *testing.T) {
	for _, g := range table(t).Grants() { // these acts are not held to the recusal rule
		if strings.HasPrefix(g.Kind, "roster.") && slices.Contains([]string{"imported", "reimported", "restored", "withdrawn"}, g.Act) {
			t.Errorf("%v", g)
		}
	}
}

func TestAHeadSeesNeitherTelephoneNorAbsencesOfTheDepartment(t *testing.T) {
	p := table(t)
	head := []evaluation.Role{evaluation.RoleHead}
	fields := p.Fields(head, "roster.person", "active", []evaluation.Relation{evaluation.Department, evaluation.Anyone})
	if !slices.Contains(fields, "name") || !slices.Contains(fields, "appointments") {
		t.Errorf("sees %v", fields)
	}
	for _, hidden := range []string{evaluation.All, "phone", "absences", "relatives", "id_card", evaluation.FieldHistory} {
		if slices.Contains(fields, hidden) {
			t.Errorf("sees %s", hidden)
		}
	}
	if got := p.Fields(head, "roster.person", "active", []evaluation.Relation{evaluation.Anyone}); len(got) != 0 {
		t.Errorf("sees %v of another department", got)
	}
	own := p.Fields(head, "roster.person", "active", []evaluation.Relation{evaluation.Anyone, evaluation.Own})
	for _, shown := range []string{"phone", "absences", "relatives", "id_card", evaluation.FieldHistory} {
		if !slices.Contains(own, shown) {
			t.Errorf("does not see %s of the own entry", shown)
		}
	}
	for _, hidden := range []string{evaluation.All, "id_mark"} {
		if slices.Contains(own, hidden) {
			t.Errorf("sees %s of the own entry", hidden)
		}
	}
}

// question draws something to ask the policy: mostly what some line speaks of.
func question(r *rapid.T, grants []auth.Grant) (kind, act string, state evaluation.State) {
	g := rapid.SampledFrom(grants).Draw(r, "line")
	kind = rapid.SampledFrom([]string{g.Kind, g.Kind, g.Kind, "bonus.scheme", ""}).Draw(r, "kind")
	act = rapid.SampledFrom([]string{g.Act, g.Act, auth.Read, "invented", ""}).Draw(r, "act")
	state = rapid.SampledFrom(append([]evaluation.State{"", "active"}, g.States...)).Draw(r, "state")
	return kind, act, state
}

func TestWithoutRolesOrAsNobodysRoleThereIsNothing(t *testing.T) {
	p := table(t)
	rapid.Check(t, func(r *rapid.T) {
		kind, act, state := question(r, p.Grants())
		for _, roles := range [][]evaluation.Role{nil, {}, {""}, {"boss"}, {evaluation.RoleSystem}} {
			if p.May(roles, kind, act, state, relations) || p.Can(roles, kind, act) ||
				len(p.Fields(roles, kind, state, relations)) > 0 || len(p.Reach(roles, kind)) > 0 {
				r.Fatalf("%q may %s %s", roles, act, kind)
			}
		}
		if p.May(evaluation.Roles(), kind, act, state, nil) {
			r.Fatalf("without a relation: %s %s", act, kind)
		}
	})
}

func TestThePolicyIsDocumentedAsItIs(t *testing.T) {
	var b strings.Builder
	b.WriteString("# Who may do what\n\nMade from the policy table (`go test ./auth -run Documented -update`). " +
		"What no line allows is forbidden. Acts marked \"many\" can be done with many records in one step; each record is checked as if it were the only one. Nobody acts on the own case or on a relative's, whatever stands here: that is a rule of the domain.\n")
	many := map[string]string{}
	for _, m := range catalog.All(catalog.Deps{}) {
		for _, k := range m.Kinds {
			for act := range k.Many {
				many[k.Name+" "+act] = " (many)"
			}
		}
	}
	kind := ""
	for _, g := range ordered(table(t).Grants()) {
		if g.Kind != kind {
			kind = g.Kind
			fmt.Fprintf(&b, "\n## %s\n\n| act | roles | relation | states | fields |\n|---|---|---|---|---|\n", kind)
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", g.Act+many[g.Kind+" "+g.Act],
			join(g.Roles), g.Relation, orAll(join(g.States)), strings.Replace(join(g.Fields), evaluation.All, "all", 1))
	}
	b.WriteString("\n## What a substitute is told\n\nSubstitutes of people who are away do nothing in their place, and see what they may see themselves. " +
		"Of records in these states they are told beside that they wait for the person, by when, and how many: not whom they are about, and of none about themselves, a relative or the person who is away.\n\n| kind | states |\n|---|---|\n")
	for _, m := range catalog.All(catalog.Deps{}) {
		for _, k := range m.Kinds {
			if len(k.Told) > 0 {
				fmt.Fprintf(&b, "| %s | %s |\n", k.Name, join(k.Told))
			}
		}
	}
	golden := filepath.Join("..", "app", "docs", "policy.md")
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != b.String() {
		t.Errorf("%s is not what the table says: run with -update and read the difference", golden)
	}
}

// ordered is the table as it is documented, whatever order it is written in:
// areas first, then the kinds as the catalog has them, of each kind its acts in
// their order and then what is read, and lines that differ in nothing but the
// roles as one.
func ordered(grants []auth.Grant) []auth.Grant {
	places := map[string]int{}
	for _, g := range grants {
		if !strings.Contains(g.Kind, ".") {
			places[g.Kind+" "+g.Act] = len(places) + 1
		}
	}
	for _, m := range catalog.All(catalog.Deps{}) {
		for _, k := range m.Kinds {
			for _, a := range k.Acts {
				places[k.Name+" "+a.Name] = len(places) + 1
			}
			places[k.Name+" "+auth.Read] = len(places) + 1
		}
	}
	var rows []auth.Grant
	for _, g := range grants {
		i := slices.IndexFunc(rows, func(r auth.Grant) bool {
			return r.Kind == g.Kind && r.Act == g.Act && r.Relation == g.Relation && slices.Equal(r.States, g.States) && slices.Equal(r.Fields, g.Fields)
		})
		if i < 0 {
			i, rows = len(rows), append(rows, g)
			rows[i].Roles = nil
		}
		rows[i].Roles = append(rows[i].Roles, g.Roles...)
	}
	for i := range rows {
		slices.SortFunc(rows[i].Roles, func(a, b evaluation.Role) int {
			return slices.Index(evaluation.Roles(), a) - slices.Index(evaluation.Roles(), b)
		})
	}
	slices.SortStableFunc(rows, func(a, b auth.Grant) int {
		return cmp.Or(
			cmp.Compare(places[a.Kind+" "+a.Act], places[b.Kind+" "+b.Act]),
			slices.Index(relations, b.Relation)-slices.Index(relations, a.Relation),
			slices.Index(evaluation.Roles(), a.Roles[0])-slices.Index(evaluation.Roles(), b.Roles[0]),
			len(b.Roles)-len(a.Roles),
			slices.Compare(a.States, b.States),
		)
	})
	return rows
}

func join[T ~string](list []T) string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return strings.Join(out, ", ")
}

func orAll(s string) string {
	if s == "" {
		return "all"
	}
	return s
}
