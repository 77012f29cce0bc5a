package page_test

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kaoji/app/xlsx"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// manyPeople is a workbook of n people in ten departments.
func manyPeople(t *testing.T, n int) []byte {
	t.Helper()
	sheet := roster.Sheet{Name: "花名册"}
	line := func(row int, texts ...string) {
		var cells []roster.Cell
		for i, text := range texts {
			cells = append(cells, roster.Cell{Text: text, Row: row, Col: i + 1})
		}
		sheet.Rows = append(sheet.Rows, cells)
	}
	line(1, "工号", "姓名", "性别", "出生年月", "部门", "职务", "进入本单位时间", "任现职时间")
	for i := range n {
		line(i+2, fmt.Sprintf("A%05d", i), "王建国", "男", "1980-05", fmt.Sprintf("第%d科", i%10+1), "科员", "2016-11", "2020-03")
	}
	file, err := xlsx.Bytes([]roster.Sheet{sheet})
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// beside runs tasks in goroutines, as the program does.
type beside struct {
	tasks sync.WaitGroup
	mu    sync.Mutex
	stop  context.CancelFunc
}

func (b *beside) run(task func(context.Context)) bool {
	ctx, stop := context.WithCancel(context.Background())
	b.mu.Lock()
	b.stop = stop
	b.mu.Unlock()
	b.tasks.Go(func() { defer stop(); task(ctx) })
	return true
}

func (b *beside) kill() {
	b.mu.Lock()
	b.stop()
	b.mu.Unlock()
	b.tasks.Wait()
}

// heap samples the memory in use until the returned function is called, which
// says the most that was seen, in bytes.
func heap() func() uint64 {
	var most atomic.Uint64
	end, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for tick := time.NewTicker(20 * time.Millisecond); ; {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most.Store(max(most.Load(), m.HeapSys-m.HeapReleased))
			select {
			case <-end:
				tick.Stop()
				return
			case <-tick.C:
			}
		}
	}()
	return func() uint64 { close(end); <-ended; return most.Load() }
}

var counted = regexp.MustCompile(`已写入 (\d+) 项，共 (\d+) 项`)

func TestFiveThousandPeopleAreImportedBesideTheRequestsAndFoundAgain(t *testing.T) {
	const people, items = 5000, 5010
	s := newSite(t)
	b := &beside{}
	s.service.Background = b.run
	t.Cleanup(func() { b.kill() })
	section := s.login("section", "", evaluation.RolePersonnel)
	used := heap()
	start := time.Now()
	section.get("/roster/import")
	page := section.upload("/roster/import", "file", "花名册.xlsx", manyPeople(t, people))
	at := section.at
	if section.status != 200 || !strings.Contains(page, "另有") {
		t.Fatalf("%d %s: %.2000s", section.status, at, page)
	}
	planned := time.Since(start)

	section.get(at + "/acts/apply")
	start = time.Now()
	page = section.post(at+"/acts/apply", url.Values{"version": {version(section.body)}})
	answered := time.Since(start)
	if section.status != 200 || !strings.Contains(page, `id="progress"`) || !strings.Contains(page, "可以离开本页") {
		t.Fatalf("%d after %v: %.3000s", section.status, answered, page)
	}
	if strings.Contains(page, "已写入名册") {
		t.Error("what has only begun is said to be done")
	}
	for !counted.MatchString(section.get(at+"/progress")) || counted.FindStringSubmatch(string(section.body))[1] == "0" {
		if section.at != at+"/progress" {
			t.Fatalf("finished before anybody saw it: %s", section.at)
		}
	}
	if m := counted.FindStringSubmatch(string(section.body)); m[2] != fmt.Sprint(items) {
		t.Errorf("said %v", m)
	}
	if page = section.get("/roster/new"); section.status == 500 {
		t.Errorf("%d %.500s", section.status, page)
	}

	b.kill() // in the middle
	id := strings.TrimPrefix(at, "/records/")
	r, err := s.service.Load(t.Context(), office, id)
	if err != nil || !r.Pending || r.Effects[0].At == 0 || r.Effects[0].At >= items {
		t.Fatalf("pending %v, %+v, %v", r.Pending, r.Effects, err)
	}
	if err := s.service.Resume(t.Context(), office, 0); err != nil {
		t.Fatal(err)
	}
	b.tasks.Wait()
	took := time.Since(start)
	if page = section.get(at); strings.Contains(page, `id="progress"`) {
		t.Errorf("still in progress")
	}
	if page = section.get(at + "/progress"); section.at != at || !strings.Contains(page, "已全部写完") {
		t.Errorf("progress of what is done leads to %s: %.500s", section.at, page)
	}
	book, err := s.roster.Book(t.Context(), office)
	if err != nil || len(book.People()) != people {
		t.Errorf("%d people, %v", len(book.People()), err)
	}
	most := used()
	t.Logf("planned in %v, answered in %v, all in %v, at most %d MB", planned, answered, took, most>>20)
	if most > 400<<20 {
		t.Errorf("%d MB used", most>>20)
	}
}
