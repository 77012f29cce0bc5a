package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
	"time"

	"kaoji/app/demo"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// pageSort is a sort of page with the form of its addresses and its goals: the median
// time for one reader, and the 95th percentile while pageReaders read at once.
type pageSort struct {
	name       string
	address    *regexp.Regexp
	alone, all time.Duration
}

const (
	pageReaders = 16
	pagesOpened = 80 // at most, to find addresses of every sort
)

var pageSorts = []pageSort{
	{"工作台", regexp.MustCompile(`^/$`), 60 * time.Millisecond, 200 * time.Millisecond},
	{"总览", regexp.MustCompile(`^/overview$`), 150 * time.Millisecond, 400 * time.Millisecond},
	listOf("待办", `^/todo$`),
	listOf("名册", `^/roster$`),
	listOf("考核名单", `^/lists/assessment\.sheet(\?|$)`),
	listOf("其他名单", `^/lists/`),
	listOf("制度首页", `^/(assessment|education|commendation|reminder|reserve|rotation|appraisal|bonus)$`),
	listOf("记录", `^/records/[^/?]+$`),
	listOf("表单", `^/(records/[^/]+/acts|new)/`),
	{"干部档案", regexp.MustCompile(`^/(me$|roster/people/)`), 100 * time.Millisecond, 300 * time.Millisecond},
	{"考核墙", regexp.MustCompile(`^/assessment/[^/]+/wall$`), 100 * time.Millisecond, 300 * time.Millisecond},
	{"绩效总表", regexp.MustCompile(`^/bonus/[^/]+/sheet$`), 100 * time.Millisecond, 300 * time.Millisecond},
}

func listOf(name, address string) pageSort {
	return pageSort{name, regexp.MustCompile(address), 30 * time.Millisecond, 150 * time.Millisecond}
}

// BenchmarkPages opens a page of every sort as every role of the demo, whose
// records were multiplied, and prints how long it took beside the goals.
// scripts/bench.sh pages runs it.
func BenchmarkPages(b *testing.B) {
	folder := os.Getenv("KAOJI_BENCH_DATA")
	if folder == "" {
		folder = filepath.Join(b.TempDir(), "data")
	}
	records := multiplied(b, folder, setting(b, "KAOJI_BENCH_RECORDS", 200_000))
	times := setting(b, "KAOJI_BENCH_TIMES", 9)
	server := start(b, "KAOJI_BENCH_ROLE=serve", "KAOJI_BENCH_FOLDER="+folder)
	b.Logf("%d records in one office; alone: p50 of %d; %d at once: p95 of %d each; processor: of the server, for one request alone",
		records, times, pageReaders, times)
	for _, name := range []string{"zuzhi", "ld01", "ld03", "tq0001", "tq0002", "xj03", "jw0101", "jigong", "jiandu1", "shenji", "admin"} {
		if only := os.Getenv("KAOJI_BENCH_READERS"); only != "" && !slices.Contains(strings.Fields(only), name) {
			continue
		}
		b.Run(name, func(b *testing.B) {
			r := logIn(b, server.address, name)
			var out strings.Builder
			table := tabwriter.NewWriter(&out, 0, 0, 2, ' ', tabwriter.AlignRight)
			_, _ = fmt.Fprintln(table, "page\talone\tgoal\t16 at once\tgoal\tprocessor\tkB\t\taddress")
			for i, address := range r.addresses() {
				if only := os.Getenv("KAOJI_BENCH_PAGES"); address != "" && (only == "" || slices.Contains(strings.Fields(only), pageSorts[i].name)) {
					r.measure(table, server, &pageSorts[i], address, times)
				}
			}
			if err := table.Flush(); err != nil {
				b.Fatal(err)
			}
			fmt.Printf("\n%s\n%s\n", name, out.String()) // the log of a benchmark is cut after ten lines
		})
	}
}

// measure opens an address again and again and writes a line of the table. While one
// reads alone somebody acts before each page, so that nothing was read before; while many
// read somebody acts every second.
func (r *pageReader) measure(table io.Writer, server *process, s *pageSort, address string, n int) {
	_, size := r.open(address)
	before := server.work()
	alone := r.times(address, n, func() { server.acted(r.B) })
	spent := (server.work() - before) / time.Duration(n)
	var mu sync.Mutex
	var wg, acts sync.WaitGroup
	var all []time.Duration
	done := make(chan bool)
	acts.Go(func() {
		for acting := time.NewTicker(time.Second); ; {
			select {
			case <-acting.C:
				server.acted(r.B)
			case <-done:
				return
			}
		}
	})
	for range pageReaders {
		wg.Go(func() {
			times := r.times(address, n, func() {})
			mu.Lock()
			defer mu.Unlock()
			all = append(all, times...)
		})
	}
	wg.Wait()
	close(done)
	acts.Wait()
	slices.Sort(alone)
	slices.Sort(all)
	p50, p95 := alone[len(alone)/2], all[len(all)*95/100]
	verdict := ""
	if p50 > s.alone || p95 > s.all {
		verdict = "MISSED"
	}
	ms := func(d time.Duration) string { return strconv.FormatFloat(float64(d.Microseconds())/1000, 'f', 1, 64) }
	_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%d\t%s\t%.60s\n",
		s.name, ms(p50), ms(s.alone), ms(p95), ms(s.all), ms(spent), size>>10, verdict, address)
}

// pageReader is a browser of one account.
type pageReader struct {
	*testing.B
	*http.Client
	server string
}

func logIn(b *testing.B, address, name string) *pageReader {
	b.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		b.Fatal(err)
	}
	r := &pageReader{b, &http.Client{Jar: jar, Transport: &http.Transport{MaxIdleConnsPerHost: pageReaders}}, "http://" + address}
	page, _ := r.open("/login")
	resp, err := r.PostForm(r.server+"/login", url.Values{
		"csrf": {string(formToken.FindSubmatch(page)[1])}, "name": {name}, "password": {demo.Password}, "next": {"/"},
	})
	if err != nil {
		b.Fatal(err)
	}
	if err := resp.Body.Close(); err != nil || resp.StatusCode != http.StatusOK || resp.Request.URL.Path != "/" {
		b.Fatalf("%s is not logged in: %d at %s %v", name, resp.StatusCode, resp.Request.URL, err)
	}
	return r
}

// open reads a page; it returns nil if this reader may not see it.
func (r *pageReader) open(address string) (page []byte, size int) {
	resp, err := r.Get(r.server + address)
	if err == nil {
		page, err = io.ReadAll(resp.Body)
		err = errors.Join(err, resp.Body.Close())
	}
	switch {
	case err != nil:
		r.Error(err)
	case resp.StatusCode >= http.StatusInternalServerError:
		r.Errorf("%s: %d", address, resp.StatusCode)
	case resp.StatusCode == http.StatusOK && strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html"):
		return page, len(page)
	}
	return nil, 0
}

// times opens an address n times, each time after before.
func (r *pageReader) times(address string, n int, before func()) []time.Duration {
	times := make([]time.Duration, n)
	for i := range times {
		before()
		began := time.Now()
		r.open(address)
		times[i] = time.Since(began)
	}
	return times
}

var (
	pageLink  = regexp.MustCompile(`href="(/[^"#]*)"`)
	anyNumber = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}|\?.*`)
)

// addresses returns the first address of each sort to which pages link for this
// reader, "" if there is none. It opens addresses of missing sorts first, then pages
// unlike the opened ones, forms last.
func (r *pageReader) addresses() []string {
	found := make([]string, len(pageSorts))
	type link struct {
		address string
		alike   int // how many of its shape were offered before
	}
	todo, seen, alike := []link{{address: "/"}}, map[string]bool{"/": true}, map[string]int{}
	rank := func(l link) int {
		switch sort := sortOf(l.address); {
		case sort >= 0 && found[sort] == "":
			return -1
		case sort >= 0 && pageSorts[sort].name == "表单":
			return 100
		}
		return l.alike
	}
	for opened := 0; len(todo) > 0 && opened < pagesOpened && slices.Contains(found, ""); opened++ {
		i := 0
		for j := range todo {
			if rank(todo[j]) < rank(todo[i]) {
				i = j
			}
		}
		address := todo[i].address
		todo = slices.Delete(todo, i, i+1)
		page, _ := r.open(address)
		if page == nil {
			continue
		}
		if sort := sortOf(address); sort >= 0 && found[sort] == "" {
			found[sort] = address
		}
		for _, m := range pageLink.FindAllSubmatch(page, -1) {
			next := strings.ReplaceAll(string(m[1]), "&amp;", "&")
			shape := anyNumber.ReplaceAllString(next, "")
			if alike[shape]++; !seen[next] && alike[shape] <= 4 && !strings.HasPrefix(next, "/static") && !strings.HasPrefix(next, "/lang") {
				seen[next] = true
				todo = append(todo, link{next, alike[shape]})
			}
		}
	}
	return found
}

// sortOf returns the index of the first of pageSorts that an address is of, -1 for
// none.
func sortOf(address string) int {
	return slices.IndexFunc(pageSorts, func(s pageSort) bool { return s.address.MatchString(address) })
}

// multiplied fills the folder with the demo and with copies of its records, whose
// people and records have ids of their own, up to the given number. A folder that
// already has that many is not changed.
func multiplied(b *testing.B, folder string, records int) int {
	b.Helper()
	cfg := benchConfig(folder)
	clock := demo.At(time.Now())
	if err := fillDemo(b.Context(), cfg, &clock, demo.Size{Years: 4}); err != nil {
		b.Fatal(err)
	}
	k, err := build(b.Context(), cfg, slog.New(slog.DiscardHandler), time.Now)
	if err != nil {
		b.Fatal(err)
	}
	defer func() {
		if err := k.Store.Close(); err != nil {
			b.Error(err)
		}
	}()
	stored := 0
	counts, err := k.Store.Group(b.Context(), evaluation.Query{Office: k.Office}, "kind")
	for _, c := range counts {
		stored += int(c.N)
	}
	if err != nil {
		b.Fatal(err)
	}
	if stored >= records {
		return stored
	}
	all, err := evaluation.Gather(evaluation.AllRecords(b.Context(), k.Store, evaluation.Query{Office: k.Office}))
	if err != nil {
		b.Fatal(err)
	}
	copies := copies{}
	for _, r := range all {
		if manyOf(k, &r) {
			copies[r.ID] = r.Kind
		}
	}
	copied := slices.DeleteFunc(slices.Clone(all), func(r evaluation.Record) bool { // and what belongs to records of which there is one
		return copies[r.ID] == "" || r.Parent != "" && copies[r.Parent] == ""
	})
	made := make(chan evaluation.Record, 256)
	var wg sync.WaitGroup
	for range cap(made) { // share commits
		wg.Go(func() {
			for r := range made {
				if _, err := k.Store.Put(b.Context(), r); err != nil {
					b.Error(err)
				}
			}
		})
	}
	n := len(all)
	for nth := 1; n < records; nth++ {
		for i := 0; i < len(copied) && n < records; i++ {
			if copied[i].Kind == roster.KindPerson && nth >= benchStaff {
				continue
			}
			r, err := copies.of(&copied[i], nth)
			if err != nil {
				b.Fatal(err)
			}
			made <- r
			n++
		}
	}
	close(made)
	wg.Wait()
	return n
}

// manyOf reports whether an office accumulates such records: people, and records in
// a final state. Other records are not multiplied.
func manyOf(k *Kaoji, r *evaluation.Record) bool {
	kind, _ := k.Service.Kind(r.Kind)
	measure, _, _ := strings.Cut(r.Kind, ".")
	switch {
	case r.Kind == roster.KindPerson:
		return true
	case slices.Contains([]string{"roster", "rules", "workday", "office"}, measure):
		return false
	}
	return len(kind.Final) == 0 || slices.Contains(kind.Final, r.State)
}

// copies contains the kinds of the records that are copied, by id. A copy has an id
// of its own, a minute older each time, also where copies refer to each other. The
// office has benchStaff times as many people as the demo, and the copies of records
// about people are distributed among them.
type copies map[string]string

const benchStaff = 20

var recordID = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}`)

// of returns the nth copy of a record.
func (c copies) of(r *evaluation.Record, n int) (evaluation.Record, error) {
	raw, err := json.Marshal(r)
	if err != nil {
		return evaluation.Record{}, err
	}
	raw = recordID.ReplaceAllFunc(raw, func(id []byte) []byte {
		n := n
		switch kind, ok := c[string(id)]; {
		case !ok:
			return id
		case kind == roster.KindPerson:
			if n %= benchStaff; n == 0 {
				return id
			}
		}
		at, _ := strconv.ParseUint(string(id[:8]), 16, 32)
		return slices.Concat(fmt.Appendf(nil, "%08x", at-uint64(n)), id[8:]) //nolint:gosec // n is never negative
	})
	var made evaluation.Record
	err = json.Unmarshal(raw, &made)
	if made.Unique = made.ID; r.Unique != r.ID {
		made.Unique = fmt.Sprint(r.Unique, "#", n)
	}
	made.Version, made.Serial, made.Pending, made.Effects = 0, 0, false, nil
	return made, err
}
