package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
)

// Who may see and do what stands in Sight, May and Bars, and of a page in its
// Route. These are the only places that decide by a role themselves, ask the policy
// table, or read records without regard to who asks, with the reason.
var decidingThemselves = map[string]string{
	"app/page/education/code.go openSession":      "a scan is open to anybody and shows nothing",
	"app/api/rest/once.go finish":                 "the record that the same request has made a moment ago",
	"app/page/site/opens.go Can":                  "asks the table about an area",
	"app/page/site/opens.go lets":                 "holds somebody against what the address says",
	"app/api/rest/route.go admit":                 "the same for the API",
	"app/api/rest/route.go allows":                "holds somebody against Route.For",
	"app/page/site/glance.go Oversees":            "the overview is of no one kind of record",
	"app/page/site/glance.go glances":             "the overview is of no one kind of record",
	"app/page/site/home.go outside":               "another layout of the start page for people from outside",
	"app/page/site/list_person.go byPerson":       "names are suggested to people of the office alone; the list goes through Sight",
	"app/page/site/slips.go candidates":           "proposes roles for new accounts",
	"app/page/site/slips.go a variable":           "the roles of leaders that an administrator chooses from",
	"app/page/site/slips.go bulkCreate":           "the role that an administrator chose for a new account",
	"app/page/site/slips.go bulkAgain":            "the roles of leaders that an administrator chooses from",
	"app/page/site/slips.go chosenOf":             "the role that an administrator chose for a new account",
	"app/page/site/menu.go menuEntries":           "whoever finds nothing on a page does not see it in the menu",
	"app/page/site/setup.go guided":               "the guide is of no kind of record",
	"app/page/site/setup.go guideActs":            "what names people is not shown to administrators",
	"app/page/site/setup.go lead":                 "the role of the account that is to be made",
	"app/page/site/year.go ahead":                 "the calendar of the year is of no one kind; its records come through Sight",
	"evaluation/setup/setup.go Guide":             "says whose step it is",
	"evaluation/setup/setup.go calendar":          "says whose step it is",
	"evaluation/setup/setup.go committees":        "says whose step it is",
	"evaluation/setup/setup.go leaders":           "says whose step it is",
	"evaluation/setup/setup.go logins":            "says whose step it is",
	"evaluation/setup/setup.go people":            "says whose step it is",
	"app/page/site/labels.go History":             "says which entries Kaoji made by itself",
	"app/page/appraisal/appraise.go appraisals":   "ballots are no records: no line can speak of them",
	"evaluation/appraisal/vote.go Cast":           "ballots are no records: no line can speak of them",
	"evaluation/survey/answering.go groupOf":      "answers are no records: no line can speak of them",
	"evaluation/survey/wave_acts.go remind":       "whom a reminder reaches, not who asks",
	"app/page/routine/pages.go together":          "where a to-do leads whoever may propose; the acts decide",
	"evaluation/desk/fact.go Told":                "the fact says for whom it is",
	"evaluation/desk/holders.go WithAccount":      "whether somebody has an account, not who asks",
	"evaluation/signoff/signoff.go May":           "a role is a party that signs",
	"evaluation/concern/service.go a variable":    "to whom a concern can be given, not who asks",
	"evaluation/rotation/plan.go clear":           "Kaoji itself is nobody's relative",
	"evaluation/reminder/talk.go talkActs":        "a letter is personnel's to reply to, whomever its record names",
	"evaluation/assessment/revise.go keepable":    "which changes personnel may settle depends on what changed",
	"evaluation/reminder/exposure.go figures":     "what personnel enter needs no confirmation by personnel",
	"evaluation/commendation/deed_acts.go report": "what is recorded of the source depends on who reports",
	"evaluation/commendation/deed_acts.go source": "what is recorded of the source depends on who reports",
	"evaluation/commendation/compare.go title":    "of a deed that may be the same, others are told the day alone",
}

// deciding lists the functions of a file that decide by a role, ask the policy
// table or read past it. Lines of grants, parties that sign and whom a record waits for name roles
// too: they are data.
func deciding(f *ast.File) []string {
	var list []string
	for _, d := range f.Decls {
		name := "a variable"
		if fn, ok := d.(*ast.FuncDecl); ok {
			name = fn.Name.Name
		}
		data := map[ast.Node]bool{}
		ast.Inspect(d, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				called := nameOf(n.Fun)
				for _, arg := range n.Args {
					data[arg] = called == "By" || called == "WaitRole" || called == "Holders"
					if called == "Has" && strings.HasPrefix(nameOf(arg), "Role") {
						list = append(list, name)
					}
				}
			case *ast.KeyValueExpr:
				data[n.Value] = nameOf(n.Key) == "Role"
			case *ast.SelectorExpr:
				role := nameOf(n.X) == "evaluation" && strings.HasPrefix(n.Sel.Name, "Role") && n.Sel.Name != "Role" && n.Sel.Name != "Roles" && !data[n]
				bypass := nameOf(n.X) == "Service" && (n.Sel.Name == "Find" || n.Sel.Name == "Load")
				if role || bypass || nameOf(n.X) == "Policy" || n.Sel.Name == "Include" {
					list = append(list, name)
				}
			}
			return true
		})
	}
	return slices.Compact(list)
}

// nameOf is the last part of an expression such as site.Policy.
func nameOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

func TestWhoMayIsDecidedInOneWayButForWhatIsListed(t *testing.T) {
	found := map[string]bool{}
	root := os.DirFS("..")
	for _, folder := range []string{"app/page", "app/api", "evaluation"} {
		err := fs.WalkDir(root, folder, func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || path.Ext(p) != ".go" || strings.HasSuffix(p, "_test.go") || path.Dir(p) == "evaluation" {
				return err
			}
			text, err := fs.ReadFile(root, p)
			if err != nil {
				return err
			}
			f, err := parser.ParseFile(token.NewFileSet(), p, text, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			for _, fn := range deciding(f) {
				found[p+" "+fn] = true
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for place := range found {
		if decidingThemselves[place] == "" {
			t.Errorf("%s decides who may: say it in Sight, May, Bars or the Route", place)
		}
	}
	for place := range maps.Keys(decidingThemselves) {
		if !found[place] {
			t.Errorf("%s no longer decides who may", place)
		}
	}
}

// TestADecisionByHandIsFound is the control of the test above.
func TestADecisionByHandIsFound(t *testing.T) {
	for code, want := range map[string]bool{
		"func f(a evaluation.Actor) bool { return a.Has(evaluation.RoleHead) }":                             true,
		"func f(a evaluation.Actor) bool { return slices.Contains(a.Roles, evaluation.RoleHead) }":          true,
		"func (p Party) f(a evaluation.Actor) bool { return a.Has(p.Role) }":                                true,
		"func f(a evaluation.Actor) bool { return evaluation.Reviewers.Include(a) }":                        true,
		"func f(s *pages) bool { return len(s.Policy.Reach(roles, kind)) > 0 }":                             true,
		"var leading = []evaluation.Role{evaluation.RoleHead}":                                              true,
		"var readers = evaluation.By(evaluation.RoleHead, evaluation.RoleCadre).See(evaluation.All)":        false,
		"func f(r *evaluation.Record) { desk.Wait(r, day, evaluation.WaitRole(evaluation.RolePersonnel)) }": false,
		"var party = signoff.Party{Role: evaluation.RoleDiscipline}":                                        false,
		"func f(s *pages) { s.Service.Find(ctx, q) }":                                                       true,
		"func f(s *pages) bool { return s.Service.Reads(a, kind) }":                                         false,
		"func f(r evaluation.Role) []evaluation.Role { return evaluation.Roles() }":                         false,
	} {
		f, err := parser.ParseFile(token.NewFileSet(), "p.go", "package p\n"+code, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(deciding(f)) > 0; got != want {
			t.Errorf("%s: found %t", code, got)
		}
	}
}
