package page_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/xlsx"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/commendation"
)

// A list is filtered by person by those of the office who read more than their own: what is
// about them alone, and what they did with others.
func TestAListIsFilteredByPerson(t *testing.T) {
	p := newPraise(t)
	p.filedDeeds(1)
	book, err := p.roster.Book(t.Context(), office)
	if err != nil {
		t.Fatal(err)
	}
	mates := book.On(evaluation.DateOf(time.Now())).In(p.member.Department)
	other := mates[len(mates)-1]
	p.supervisor.get(reportForm)
	p.supervisor.post(reportForm, url.Values{
		"people": {p.member.ID, other.ID}, "ground": {"rescue"}, "title": {"一同救火"}, "on": {evaluation.DateOf(time.Now()).String()}, "text": {"两人一同扑灭楼道火情，受到称赞。"}, "anyway": {"1"},
	})
	at := p.supervisor.at
	p.submit(p.personnel, at, "verify", "核实情况已记录", url.Values{
		"facts": {"属实"}, "how": {"走访"}, "ground": {"rescue"}, "title": {"一同救火"}, "wording": {"两人一同扑灭楼道火情。"}, "anyway": {"1"},
	})
	p.submit(p.personnel, at, "file", "已备案并编号", url.Values{})
	v := p.personnel
	for person, says := range map[string]string{"": "共 2 条", p.member.ID: "共 2 条", other.ID: "共 1 条", mates[1].ID + "x": "没有"} {
		v.get(deeds + "?person=" + person)
		v.has(t, says, `<select class="form-select" name="person" id="f-person"`, "picker")
	}
	v.get(deeds + "?export=xlsx&person=" + other.ID)
	if sheets, err := xlsx.Read(v.body); err != nil || !strings.Contains(fmt.Sprint(sheets), "一同救火") || strings.Contains(fmt.Sprint(sheets), "护送老人") {
		t.Errorf("exported %v, %v", sheets, err)
	}
	p.supervisor.get(deeds + "?person=" + other.ID) // sees what they reported, and does not ask by person
	p.supervisor.has(t, "共 2 条", `!id="f-person"`)

	p.pages.Listed = 5
	v.get(deeds)
	v.has(t, `data-pick="/search/people?list=commendation.deed"`, `name="person.typed"`, "!"+other.Name+" "+other.Post)
	v.get(deeds + "?person.typed=" + url.QueryEscape(other.Name))
	v.has(t, "共 1 条", `<option value="`+other.ID+`"`)
	v.get(deeds + "?person.typed=" + url.QueryEscape("查无此人"))
	v.has(t, "没有找到“查无此人”")
	ask := "/search/people?q=" + url.QueryEscape(other.Name) + "&list="
	if got := v.get(ask + commendation.KindDeed); !strings.Contains(got, other.ID) {
		t.Errorf("found %s", got)
	}
	for name, c := range map[string]struct {
		who  *visitor
		kind string
	}{"from outside": {p.supervisor, commendation.KindDeed}, "about nobody": {v, assessment.KindCycle}, "not readable": {p.head, "concern.opening"}, "no kind": {v, "x.y"}} {
		if got := c.who.get(ask + c.kind); c.who.status != fiber.StatusNotFound || strings.Contains(got, other.ID) {
			t.Errorf("%s: %d %s", name, c.who.status, got)
		}
	}
}
