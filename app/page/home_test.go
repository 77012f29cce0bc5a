package page_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"regexp"
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
