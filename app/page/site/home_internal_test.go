package site

import (
	"strings"
	"testing"

	"kaoji/app/page/static"
	"kaoji/app/page/templates"
	"kaoji/app/page/view"
	"kaoji/app/text"
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
