package site

import (
	"slices"
	"strings"
	"testing"

	"kaoji/app/page/static"
	"kaoji/app/page/templates"
	"kaoji/app/page/view"
	"kaoji/app/text"
	"kaoji/evaluation"
)

func TestNothingWaitsIsNeverSaidBesideOpenBallots(t *testing.T) {
	catalog, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	assets, err := view.NewAssets(static.Files)
	if err != nil {
		t.Fatal(err)
	}
	views, err := view.New(catalog, assets, templates.Files)
	if err != nil {
		t.Fatal(err)
	}
	nothing := catalog.T("zh", "home.nothing")
	ballots := taskList{N: 1, Groups: []TaskGroup{{Label: "以后", Tasks: []view.Task{{Href: "/assessment/rate", Text: "民主测评"}}}}}
	for _, c := range []struct {
		page    string
		content any
		says    bool
	}{
		{"home", homePage{Business: true, Empty: view.Empty{Why: nothing}}, true},
		{"home", homePage{Business: true, Empty: view.Empty{Why: nothing}, Tasks: ballots}, false},
		{"todo", todoPage{Empty: view.Empty{Why: nothing}}, true},
		{"todo", todoPage{Empty: view.Empty{Why: nothing}, Tasks: ballots}, false},
	} {
		html, err := views.Render(c.page, &view.Page{Lang: "zh", Content: c.content})
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(string(html), nothing); got != c.says {
			t.Errorf("%s with %+v says that nothing waits: %v", c.page, c.content, got)
		}
	}
}

// The start page shows all that is due within a week, and of the rest some with the way to
// all of it.
func TestTheStartPageLeavesOutOnlyWhatIsNotDueSoon(t *testing.T) {
	group := func(u evaluation.Urgency, n int) TaskGroup { return TaskGroup{Urgency: u, Tasks: make([]view.Task, n)} }
	list := taskList{Groups: []TaskGroup{group(evaluation.Overdue, 20), group(evaluation.DueSoon, 20), group(evaluation.DueLater, 20), group(evaluation.NoDue, laterAtOnce+1)}}
	catalog, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	p := &Speaker{Text: catalog, Lang: "zh"}
	list.shorten(p)
	var shown []int
	for _, g := range list.Groups {
		shown = append(shown, len(g.Tasks))
	}
	if !slices.Equal(shown, []int{20, 20, laterAtOnce, laterAtOnce + 1}) || list.Groups[2].All != "/todo?only=later" || list.Groups[1].All+list.Groups[3].All != "" {
		t.Errorf("%v lines, the rest at %q and %q", shown, list.Groups[2].All, list.Groups[3].All)
	}
	if list.Groups[0].Folded+list.Groups[1].Folded != "" || list.Groups[2].Folded == "" || list.Groups[3].Folded == "" {
		t.Error("what is not due soon is not folded below much that is, or something else is")
	}
	few := taskList{Groups: []TaskGroup{group(evaluation.DueToday, 3), group(evaluation.DueLater, 3), group(evaluation.NoDue, 10)}}
	alone := taskList{Groups: []TaskGroup{group(evaluation.DueLater, laterAtOnce), group(evaluation.NoDue, laterAtOnce)}}
	few.shorten(p)
	alone.shorten(p)
	for _, g := range append(few.Groups, alone.Groups...) {
		if g.Folded != "" {
			t.Errorf("%s is folded though there is little to do", g.Urgency)
		}
	}
}
