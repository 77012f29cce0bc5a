package main

import (
	"bytes"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"kaoji/app/page/pagetest"
	"kaoji/app/xlsx"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/roster"
)

// closedYear is a cycle of the demo that closes a year, with its results out.
func (m *measured) closedYear(t *testing.T) evaluation.Record {
	t.Helper()
	found, err := m.store.Find(t.Context(), evaluation.Query{
		Office: m.Office, Kinds: []string{assessment.KindCycle}, States: evaluation.States(assessment.CycleFeedback, assessment.CycleClosed), Sort: evaluation.SortOn, Desc: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(found.Records, func(r evaluation.Record) bool { return strings.HasSuffix(r.Period, "H2") })
	if i < 0 {
		t.Fatal("no year is closed")
	}
	return found.Records[i]
}

// gradesOf are the names of the participants of a cycle by the list on which they must
// stand, as the stored sheets say.
func (m *measured) gradesOf(t *testing.T, cycle string) map[string][]string {
	t.Helper()
	lists := map[string][]string{}
	for r, err := range evaluation.AllRecords(t.Context(), m.store, evaluation.Query{Office: m.Office, Kinds: []string{assessment.KindSheet}, Parents: []string{cycle}}) {
		if err != nil {
			t.Fatal(err)
		}
		grade := regexp.MustCompile(`"grade":"([a-z]*)","groups"`).FindSubmatch(r.Payload)
		name := regexp.MustCompile(`"name":"([^"]*)","no"`).FindSubmatch(r.Payload)
		if grade == nil || name == nil {
			t.Fatalf("%s", r.Payload)
		}
		list := map[string]string{"excellent": "优秀", "competent": "其他等次", "basic": "其他等次", "incompetent": "其他等次"}[string(grade[1])]
		if list == "" || r.State == assessment.SheetExempt {
			list = "不确定等次和未参加"
		}
		lists[list] = append(lists[list], string(name[1]))
	}
	for _, names := range lists {
		slices.Sort(names)
	}
	return lists
}

// filedIn are the names on the lists of a sheet, by the heading of the list. Above them are
// two titles and the headings of the columns.
func filedIn(s roster.Sheet) (headings []string, names map[string][]string) {
	names = map[string][]string{}
	for _, row := range s.Rows[3:] {
		if row[0].Col == 1 && len(row) == 1 {
			headings = append(headings, row[0].Text)
			continue
		}
		if row[0].Col == 1 {
			of := headings[len(headings)-1]
			names[of] = append(names[of], row[1].Text)
		}
	}
	return headings, names
}

func TestFilingListsOnThePageOnPaperAndInFilesSayWhatTheSheetsSay(t *testing.T) {
	m := measure(t, oldPlace(t).Data, "zuzhi", "ld01", "ld03", "tq0001")
	for _, r := range m.readers {
		r.cookies["kaoji_lang"] = "zh"
	}
	cycle := m.closedYear(t)
	want := m.gradesOf(t, cycle.ID)
	at, section := "/assessment/"+cycle.ID+"/filing", m.readers["zuzhi"]
	if page := section.page(t, "/assessment/"+cycle.ID); !strings.Contains(page, at+`"`) {
		t.Error("the page of the cycle does not lead to its filing lists")
	}
	page := section.page(t, at)
	pagetest.Check(t, []byte(page))
	printed := section.page(t, "/records/"+cycle.ID+"/print/filing_list")
	pagetest.Check(t, []byte(printed))

	reply, err := section.get(at + "/xlsx")
	if err != nil || reply.Status != http.StatusOK {
		t.Fatalf("%d, %v", reply.Status, err)
	}
	sheets, err := xlsx.Read(reply.Body)
	if err != nil {
		t.Fatal(err)
	}
	all := 0
	if len(sheets) != 2 || sheets[1].Name != "公务员" {
		t.Fatalf("%d sheets", len(sheets))
	}
	headings, filed := filedIn(sheets[1])
	for i, list := range []string{"优秀", "其他等次", "不确定等次和未参加"} {
		heading := []string{"优秀等次人员名单", "其他等次人员名单", "不确定等次和未参加考核人员名单"}[i] + "（" + strconv.Itoa(len(want[list])) + "人）"
		names := filed[heading]
		if slices.Sort(names); len(headings) != 3 || headings[i] != heading || !slices.Equal(names, want[list]) {
			t.Errorf("%v, %s: %v, want %v", headings, heading, names, want[list])
		}
		for where, text := range map[string]string{"the page": page, "the print": printed} {
			if !strings.Contains(text, heading) {
				t.Errorf("%s does not say %s", where, heading)
			}
		}
		for _, name := range names {
			if !strings.Contains(page, name) || !strings.Contains(printed, name) {
				t.Errorf("%s is not on every list", name)
			}
		}
		all += len(names)
	}
	due, excellent := len(want["优秀"])+len(want["其他等次"])+len(want["不确定等次和未参加"]), len(want["优秀"])
	if all != due || excellent == 0 {
		t.Fatalf("%d of %d, %d excellent", all, due, excellent)
	}
	counts := sheets[0].Rows[3]
	if heads := sheets[0].Rows[2]; !strings.HasSuffix(sheets[0].Rows[0][0].Text, "年度考核备案表") || len(heads) != 6 || heads[5].Text != "编制数" || counts[1].Text != strconv.Itoa(due) || counts[3].Text != strconv.Itoa(excellent) {
		t.Errorf("counted %+v", counts)
	}
	reply, err = section.get(at + "/docx")
	if err != nil || reply.Status != http.StatusOK || !bytes.HasPrefix(reply.Body, []byte("PK")) {
		t.Errorf("Word: %d, %v", reply.Status, err)
	}
	events, err := m.store.FindTrail(t.Context(), m.Office, evaluation.TrailFilter{Record: cycle.ID}, 0, true, 20)
	if err != nil {
		t.Fatal(err)
	}
	for _, noted := range []string{"print filing_list", "export filing_list.xlsx", "export filing_list.docx"} {
		if !slices.ContainsFunc(events, func(e evaluation.TrailEntry) bool { return e.Action+" "+e.Detail == noted }) {
			t.Errorf("the trail lacks %s", noted)
		}
	}

	// A principal leader reads and prints; the files are the section's; others see nothing.
	if reply, err := m.readers["ld01"].get(at); err != nil || reply.Status != http.StatusOK || bytes.Contains(reply.Body, []byte(at+"/docx")) {
		t.Errorf("a principal leader: %d, %v", reply.Status, err)
	}
	for name, addresses := range map[string][]string{
		"ld01": {at + "/docx", at + "/xlsx"}, "ld03": {at, at + "/xlsx", "/records/" + cycle.ID + "/print/filing_list"}, "tq0001": {at, "/records/" + cycle.ID + "/print/filing_list"},
	} {
		for _, address := range addresses {
			if reply, err := m.readers[name].get(address); err != nil || reply.Status != http.StatusNotFound && reply.Status != http.StatusForbidden {
				t.Errorf("%s opens %s: %d, %v", name, address, reply.Status, err)
			}
		}
	}
}
