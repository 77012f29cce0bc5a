package page_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"kaoji/app/page/pagetest"
)

// A form that comes back begins with what is wrong, each with a link to its field, and has as
// many empty rows as before.
func TestAFormThatComesBackBeginsWithItsMistakes(t *testing.T) {
	p := newPraise(t)
	sent := url.Values{
		"period": {"2026"}, "agencies.0.name": {"塘桥派出所"}, "agencies.1.head": {"郭建新"},
		"agencies.2.name": {""}, "agencies.3.name": {""}, "agencies.4.head": {" "},
	}
	page := p.personnel.post("/new/unitreview.round/open", sent)
	pagetest.Check(t, []byte(page))
	if p.personnel.status != http.StatusUnprocessableEntity && p.personnel.status != http.StatusBadRequest {
		t.Errorf("%d", p.personnel.status)
	}
	list := regexp.MustCompile(`(?s)<ul class="mistakes">(.*?)</ul>`).FindStringSubmatch(page)
	if list == nil {
		t.Fatalf("no list of mistakes:\n%s", page)
	}
	links := regexp.MustCompile(`<a href="#([^"]+)">([^<]+)</a>`).FindAllStringSubmatch(list[1], -1)
	for _, link := range links {
		if !strings.Contains(page, ` id="`+link[1]+`"`) {
			t.Errorf("%s leads nowhere: %s", link[1], link[2])
		}
	}
	for _, says := range []string{"#f-report_by", "#f-decide_by", "#f-agencies-1-name"} {
		if !strings.Contains(list[1], says) {
			t.Errorf("the list lacks %s: %s", says, list[1])
		}
	}
	if rows := regexp.MustCompile(`name="agencies\.\d+\.name"`).FindAllString(page, -1); len(rows) != 4 { // two that are filled in, two to fill in
		t.Errorf("%d rows of agencies", len(rows))
	}
}
