package page_test

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"kaoji/app/xlsx"
	"kaoji/evaluation"
	"kaoji/evaluation/results"
	"kaoji/evaluation/roster"
)

// A list with all columns, in either language, comes back as an import of which every
// column is read and nothing is new, with the grades that are known.
func TestAListWithAllColumnsComesBackAsNothingNew(t *testing.T) {
	p := newPraise(t)
	last := time.Now().Year() - 1
	p.personnel.post("/new/results.grade/enter", url.Values{"person": {p.member.ID}, "year": {strconv.Itoa(last)}, "grade": {results.Excellent}, "source": {"登记表"}})
	p.personnel.post("/new/roster.particulars/enter", url.Values{"person": {p.member.ID}, "native_place": {"浙江绍兴"}})
	found, err := p.service.Find(t.Context(), evaluation.Query{Office: office, Kinds: []string{roster.KindParticulars}})
	if err != nil || len(found.Records) != 1 {
		t.Fatal(len(found.Records), err)
	}
	p.submit(p.personnel, "/records/"+found.Records[0].ID, "results", "", url.Values{"honours": {"2016年被评为区优秀公务员\n2018年获区先进个人"}, "grades": {fmt.Sprintf("%d年度称职", last-1)}})
	p.submit(p.personnel, "/records/"+p.member.ID, "add_post", "", url.Values{"department": {p.member.Department}, "post": {"纪检监察员"}, "post_since": {"2026-01-05"}})
	query := url.Values{"column": roster.ListColumns()}.Encode()
	for _, lang := range []string{"zh", "en"} {
		p.personnel.cookies["kaoji_lang"] = lang
		file := p.personnel.get("/roster/columns/export?" + query)
		sheets, err := xlsx.Read([]byte(file))
		if err != nil {
			t.Fatalf("%d %v", p.personnel.status, err)
		}
		want, row := fmt.Sprintf("%d年度称职；%d年度优秀", last-1, last), ""
		for _, cells := range sheets[0].Rows {
			for _, c := range cells {
				row += c.Text + "|"
			}
		}
		if !strings.Contains(row, want) || !strings.Contains(row, "纪检监察员") {
			t.Errorf("%s: the list does not say %s: %s", lang, want, row)
		}
		p.personnel.get("/roster/import")
		p.personnel.upload("/roster/import", "file", "花名册.xlsx", []byte(file))
		imports, err := p.service.Find(t.Context(), evaluation.Query{Office: office, Kinds: []string{roster.KindImport}, Sort: evaluation.SortChanged, Desc: true, Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		in, err := evaluation.PartOf[roster.Import](imports.Records[0], "verdicts", "plan", "counts")
		if err != nil || in.Counts.Created+in.Counts.Changed+in.Counts.Errors != 0 {
			t.Errorf("%s: %+v %+v, %v", lang, in.Counts, in.Plan.Items, err)
		}
		for _, v := range in.Verdicts {
			if v.Key != "roster.import.probation" { // of the value, not of the column
				t.Errorf("%s: %s %s %s", lang, v.Column, v.Value, v.Key)
			}
		}
	}
}
