package page_test

import (
	"strings"
	"testing"
	"time"

	"kaoji/app/lrmx"
	"kaoji/evaluation"
	"kaoji/evaluation/cadreform"
)

// taken are how the looks that somebody is told of were taken, the newest first, since the
// entry of the trail.
func (p *praise) taken(person string, since int64) string {
	p.t.Helper()
	list, err := p.service.Looks(p.t.Context(), p.store, evaluation.Actor{Office: office, Person: person}, 0, evaluation.MaxLimit)
	if err != nil {
		p.t.Fatal(err)
	}
	var ways []string
	for i := range list {
		if list[i].Seq > since {
			ways = append(ways, "<"+string(list[i].Look.Taken)+">")
		}
	}
	return strings.Join(ways, "")
}

// Whoever prints or exports what is said of a person, alone or of all, is told of as doing
// so, and not as one who opened a page.
func TestPrintingAndExportingIsToldAsSuch(t *testing.T) {
	p := newPraise(t)
	id := p.member.ID
	own := p.login("cadre", id, evaluation.RoleCadre)
	f := cadreform.Form{Name: p.member.Name, NativePlace: "浙江绍兴", Resume: "2009.07--         某街道科员"}
	p.takes("任免表.lrmx", lrmx.Write(&f))
	record := ""
	for _, link := range strings.Split(p.personnel.get("/roster/people/"+id), `href="`) {
		if before, _, _ := strings.Cut(link, `</a>`); strings.Contains(before, "任免表信息") {
			record, _, _ = strings.Cut(link, `"`)
		}
	}
	for _, c := range []struct{ at, want, said string }{
		{"/roster/people/" + id, "<>", "打开您的档案"},
		{record, "<>", "打开您的任免表信息"},
		{record + "/print/appointment_form", "<print>", "打印您的任免表信息"},
		{"/records/" + id + "/print/person_file", "<print>", "打印您的档案"},
		{record + "/print/appointment_form/docx", "<docx>", "导出您的任免表信息（Word）"},
		{record + "/print/appointment_form/xlsx", "<xlsx>", "导出您的任免表信息（Excel）"},
		{"/roster/people/" + id + "/form/lrmx", "<lrmx>", "导出您的任免表信息（.lrmx）"},
		{"/roster/people/" + id + "/form/lrm", "<lrm>", "导出您的任免表信息（.lrm）"},
		{"/roster/export/forms", "<lrmx>", "导出您的任免表信息（.lrmx）"},
		{"/roster/columns", "<>", "名单中有您"},
		{"/roster/columns/export?column=no&column=name&column=id_card", "<xlsx>", "导出的名单中有您（Excel）"},
		{"/roster/columns/export?column=name&column=native_place&column=family", "<xlsx>", "导出您的任免表信息（Excel）"},
		{"/roster/export", "<xlsx>", "导出的名单中有您（Excel）"},
		{"/lists/roster.person?export=xlsx", "<xlsx>", "导出的名单中有您（Excel）"},
	} {
		since := p.entries(t)
		if p.personnel.get(c.at); p.personnel.status != 200 {
			t.Errorf("%s: %d", c.at, p.personnel.status)
		}
		if got := p.taken(id, since); got != c.want {
			t.Errorf("%s is told as %s, want %s", c.at, got, c.want)
		}
		if page := own.get("/me/looks"); !strings.Contains(page, c.said) {
			t.Errorf("%s is not told as %q:\n%s", c.at, c.said, page)
		}
	}
	since := p.entries(t)
	own.get("/roster/people/" + id + "/form/lrmx")
	if got := p.taken(id, since); got != "" {
		t.Errorf("the own form is told as %s", got)
	}
}

// Equal looks of one day are one line, with how many there were; another way of taking, or
// another reader, is another line.
func TestEqualLooksOfADayAreOneLine(t *testing.T) {
	p := newPraise(t)
	id := p.member.ID
	own, other := p.login("cadre", id, evaluation.RoleCadre), p.login("second", "", evaluation.RolePersonnel)
	before := strings.Count(own.get("/me/looks"), "<tr>")
	for range 3 {
		p.personnel.get("/roster/people/" + id)
	}
	p.personnel.get("/records/" + id + "/print/person_file")
	other.get("/roster/people/" + id)
	page := own.get("/me/looks")
	if got := strings.Count(page, "<tr>") - max(before, 1); got != 3 || strings.Count(page, "共 3 次") != 1 || strings.Count(page, "共") != 1 {
		t.Errorf("%d lines more:\n%s", got, page)
	}
}

// Printing or exporting the forms of many is one look at each of them.
func TestFormsOfManyAreOneLookAtEach(t *testing.T) {
	p := newPraise(t)
	who := p.openedYear(evaluation.DateOf(time.Now()).AddDays(-3))
	cycle, _ := p.cycleOf(t, who)
	for _, format := range []string{"print", "docx", "pdf", "xlsx"} {
		since := p.entries(t)
		if p.personnel.get("/assessment/" + cycle + "/forms/" + format); p.personnel.status != 200 {
			t.Fatalf("%s: %d", format, p.personnel.status)
		}
		if got := p.taken(who.Person, since); got != "<"+format+">" {
			t.Errorf("%s is told as %s", format, got)
		}
	}
}
