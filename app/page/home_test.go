package page_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"html"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"kaoji/app/page/pagetest"
	"kaoji/evaluation"
	"kaoji/evaluation/bonus"
)

// Many entries that wait to be verified are one line of the start page, which leads
// to a list of exactly them; one alone is a line of its own, whose button does it.
func TestAlikeTasksLeadToTheirListAndOneTaskToItsAct(t *testing.T) {
	w := newTreasury(t)
	entered := 0
	for _, l := range w.lines() {
		if len(l.Out) > 0 {
			continue
		}
		if entered++; entered > 4 {
			break
		}
		w.act(w.enterer(&l), l.Entry, "enter", &bonus.EntryInput{
			Workload: []bonus.Quantity{{Item: 1, Quantity: "20"}}, Results: []bonus.Reached{{Item: 1, Target: "10", Actual: "8"}}, Quality: "90",
		})
	}
	page := w.personnel.get("/")
	pagetest.Check(t, w.personnel.body)
	says(t, page, "审核 4 人的工作量和实绩", "一起看")
	list := regexp.MustCompile(`/lists/bonus\.entry\?[^"]*state=entered[^"]*`).FindString(page)
	shown := w.personnel.get(strings.ReplaceAll(list, "&amp;", "&"))
	if n := strings.Count(shown, `class="lead"`); n != 4 {
		t.Errorf("%q shows %d entries, want the 4 that wait to be verified", list, n)
	}
	other := strings.Replace(strings.ReplaceAll(list, "&amp;", "&"), "due=undated", "due=today", 1)
	if n := strings.Count(w.personnel.get(other), `class="lead"`); n != 0 || !strings.Contains(list, "due=undated") {
		t.Errorf("%q of what has no deadline; with due=today it shows %d", list, n)
	}
	for _, only := range []evaluation.Urgency{evaluation.Overdue, evaluation.DueToday} {
		if strings.Contains(w.personnel.get("/?only="+string(only)), "审核 4 人") {
			t.Errorf("what has no deadline is shown among %s", only)
		}
	}
	if !strings.Contains(w.personnel.get("/?only=rubbish"), "审核 4 人") {
		t.Error("an address with a filter that does not exist hides what there is to do")
	}
}

// What takes back or ends something stands in red behind 更多, and is never the blue
// button.
func TestGraveActsStandBehindMore(t *testing.T) {
	w := newTreasury(t)
	page := w.personnel.get("/bonus/" + w.period)
	cancel := fmt.Sprintf(`<a href="/records/%s/acts/cancel" class="more-danger">`, w.period)
	if !strings.Contains(page, cancel) {
		t.Errorf("no %s in\n%s", cancel, page)
	}
	if blue := regexp.MustCompile(`btn btn-primary"[^>]*acts/cancel`).FindString(page); blue != "" {
		t.Errorf("blue: %s", blue)
	}
}

// The most that a slow line has to carry before the first page stands, in bytes:
// the page as it is, and compressed what it loads.
const firstLoad = 60_000

func TestTheFirstLoadIsSmall(t *testing.T) {
	w := newTreasury(t)
	stranger := &visitor{site: w.personnel.site, cookies: map[string]string{}}
	for path, reader := range map[string]*visitor{"/": w.personnel, "/login": stranger} {
		page := reader.get(path)
		total := len(page)
		loaded := regexp.MustCompile(`(?:href|src)="(/static/[^"#]+)`).FindAllStringSubmatch(page, -1)
		seen := map[string]bool{}
		for _, m := range loaded {
			if seen[m[1]] {
				continue
			}
			seen[m[1]] = true
			var small bytes.Buffer
			z := gzip.NewWriter(&small)
			_, err := z.Write([]byte(stranger.get(m[1])))
			if err = errors.Join(err, z.Close()); err != nil {
				t.Fatal(err)
			}
			total += small.Len()
		}
		if total > firstLoad || len(seen) < 5 {
			t.Errorf("%s takes %d bytes with %d files", path, total, len(seen))
		}
		t.Logf("%s: %d bytes, of these the page %d", path, total, len(page))
	}
}

// Whoever answers for more than themselves learns how the measures stand: figures lead
// to their pages, and each of these to the list of exactly what it counts.
func TestAFigureOfTheStartPageLeadsToItsList(t *testing.T) {
	w := newTreasury(t)
	lines := w.lines()
	entered, all := 0, 0
	for i := range lines {
		if len(lines[i].Out) > 0 {
			continue
		}
		if all++; entered < 2 {
			entered++
			w.act(w.enterer(&lines[i]), lines[i].Entry, "enter", &bonus.EntryInput{
				Workload: []bonus.Quantity{{Item: 1, Quantity: "20"}}, Results: []bonus.Reached{{Item: 1, Target: "10", Actual: "8"}}, Quality: "90",
			})
		}
	}
	share := fmt.Sprintf("<b>%d/%d</b>", entered, all)
	for name, v := range map[string]*visitor{"personnel": w.personnel, "a principal leader": w.principal} {
		if home := v.get("/"); !strings.Contains(home, `href="/overview/bonus"`) || !strings.Contains(home, share) {
			t.Errorf("%s sees no %s on the start page", name, share)
		}
	}
	page := w.personnel.get("/overview/bonus")
	pagetest.Check(t, w.personnel.body)
	says(t, page, share, "工作量已录入", "截止", "各科室")
	list := regexp.MustCompile(`/lists/bonus\.entry\?[^"]*period=[^"]*state=entered[^"]*`).FindString(page)
	shown := w.personnel.get(strings.ReplaceAll(list, "&amp;", "&"))
	if n := strings.Count(shown, `class="lead"`); n != entered {
		t.Errorf("%q shows %d entries, want %d", list, n, entered)
	}
	if got := w.personnel.get("/lists/bonus.entry"); strings.Count(got, `>未录入</td>`)+entered != strings.Count(got, `class="lead"`) || strings.Contains(got, `>0</td>`) {
		t.Errorf("the list does not say which entries are not entered:\n%s", got)
	}
	if w.personnel.get("/overview/none"); w.personnel.status != 404 {
		t.Errorf("a measure that does not exist: %d", w.personnel.status)
	}
	cadre := w.login("cadre-without-department", w.member.ID, evaluation.RoleCadre)
	if strings.Contains(cadre.get("/"), "/overview") {
		t.Error("a cadre is led to the overview")
	}
	if cadre.get("/overview/bonus"); cadre.status != 403 {
		t.Errorf("a cadre opens the overview: %d", cadre.status)
	}
}

// What others have to do that the section has started stands on its start page, and
// leads to a list of exactly these records.
func TestWhatWaitsForOthersLeadsToItsList(t *testing.T) {
	w := newTreasury(t)
	page := w.personnel.get("/")
	line := regexp.MustCompile(`href="(/lists/bonus\.entry\?[^"]*waiting=others[^"]*)">[^<]*录入 (\d+) 人`).FindStringSubmatch(page)
	if line == nil {
		t.Fatalf("nothing waits for others\n%s", page)
	}
	n := 0
	for next := []string{"", line[1]}; next != nil; {
		shown := w.personnel.get(strings.ReplaceAll(next[1], "&amp;", "&"))
		n += strings.Count(shown, `class="lead"`)
		next = regexp.MustCompile(`rel="next" href="([^"]+)"`).FindStringSubmatch(shown)
	}
	if fmt.Sprint(n) != line[2] {
		t.Errorf("%q shows %d entries, want %s", line[1], n, line[2])
	}
}

var urgeRows = regexp.MustCompile(`name="row" value="([^"]+)"`)

// Those for whom records wait are reminded of all of them in two steps, once a day. It
// changes no record, is told as long as the record waits, and only by who minds it.
func TestThoseForWhomRecordsWaitAreRemindedOnceADay(t *testing.T) {
	w := newTreasury(t)
	before, entry := bell(w.head.get("/")), w.own()
	r, err := w.service.Load(t.Context(), office, entry)
	if err != nil {
		t.Fatal(err)
	}
	asked := w.personnel.post("/urge", url.Values{"kind": {bonus.KindEntry}, "state": {string(bonus.EntryOpen)}})
	pagetest.Check(t, w.personnel.body)
	send := url.Values{"kind": {bonus.KindEntry}}
	for _, m := range urgeRows.FindAllStringSubmatch(asked, -1) {
		send.Add("row", m[1])
	}
	if !slices.Contains(send["row"], entry) || !strings.Contains(asked, "等谁办理") {
		t.Fatalf("not to be reminded of:\n%s", asked)
	}
	if got := w.supervisor.post("/urge/send", maps.Clone(send)); strings.Contains(got, w.member.Name) || strings.Contains(got, "tone-green") {
		t.Errorf("who minds nothing reminds: %d\n%s", w.supervisor.status, got)
	}
	own := w.login("own", w.member.ID, evaluation.RoleCadre)
	if got := own.post("/urge/send", maps.Clone(send)); strings.Contains(got, "tone-green") {
		t.Errorf("the cadre reminds the head:\n%s", got)
	}
	if got := w.personnel.post("/urge/send", maps.Clone(send)); !strings.Contains(got, fmt.Sprintf("已催办 %d 件", len(send["row"]))) {
		t.Fatalf("%d\n%s", w.personnel.status, got)
	}
	pagetest.Check(t, w.personnel.body)
	if now, err := w.service.Load(t.Context(), office, entry); err != nil || now.Version != r.Version {
		t.Errorf("a reminder changes the record: %d, %d, %v", r.Version, now.Version, err)
	}
	log, err := w.store.FindTrail(t.Context(), office, evaluation.TrailFilter{Action: evaluation.ActUrge}, 0, true, 100)
	if err != nil || len(log) != len(send["row"]) {
		t.Errorf("%d in the trail, want %d (%v)", len(log), len(send["row"]), err)
	}
	for i := range 2 * evaluation.MaxUnread { // of what was dealt with since
		if _, err := w.store.PutCell(t.Context(), evaluation.Cell{
			Class: evaluation.ClassUrge, Office: office, ID: fmt.Sprintf("%016d/%s/done/x", i, entry), Ref: r.Waiting[0],
			Body: fmt.Appendf(nil, `{"record":%q,"act":"urge","state":"done"}`, entry),
		}); err != nil {
			t.Fatal(err)
		}
	}
	told := w.head.get("/notices")
	if bell(told) == before || !strings.Contains(told, "请尽快办理：录入"+w.member.Name) {
		t.Errorf("the head is not told, bell %q:\n%s", bell(told), told)
	}
	if got := own.get("/notices"); strings.Contains(got, "请尽快办理") {
		t.Error("somebody else is told")
	}
	for _, m := range noticeIDs.FindAllStringSubmatch(told, -1) {
		w.head.post("/notices/read", url.Values{"id": {html.UnescapeString(m[1])}})
	}
	if got := bell(w.head.get("/notices")); got != "" {
		t.Errorf("read, and the bell says %q", got)
	}
	if got := w.personnel.post("/urge/send", maps.Clone(send)); !strings.Contains(got, "已催办 0 件") || !strings.Contains(got, "今天已经催办过") {
		t.Errorf("reminded twice:\n%s", got)
	}
	w.act(w.enterer(&bonus.Line{Unit: w.unit, Person: w.member.ID}), entry, "enter", &bonus.EntryInput{
		Workload: []bonus.Quantity{{Item: 1, Quantity: "13"}}, Results: []bonus.Reached{{Item: 1, Target: "10", Actual: "8"}}, Quality: "96",
	})
	if got := w.head.get("/notices"); strings.Contains(got, "请尽快办理：录入"+w.member.Name) {
		t.Error("still told, and it is done")
	}
}
