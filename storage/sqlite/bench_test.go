package sqlite_test

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kaoji/evaluation"
	"kaoji/storage/sqlite"
)

// BenchmarkAt100000Records measures the store and, in the same run on the same
// file, the bare driver with the same statement and nothing around it: no
// cursor, no decoding, no check. Run it with
//
//	go test -run '^$' -bench 100000 -benchtime 2s ./storage/sqlite
//
// The decision record on the driver holds the numbers.
func BenchmarkAt100000Records(b *testing.B) {
	const n = 100_000
	path := filepath.Join(b.TempDir(), "kaoji.db")
	s, err := sqlite.Open(b.Context(), path)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	fill(b, s, n, benchRecord)
	db, err := sql.Open("sqlite3", "file:"+path+"?_pragma=busy_timeout(10000)&_pragma=synchronous(FULL)")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	db.SetMaxOpenConns(8)
	b.Run("get", func(b *testing.B) { benchGet(b, s, db, n) })
	b.Run("find", func(b *testing.B) { benchFind(b, s, db) })
	b.Run("group", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.Group(b.Context(), evaluation.Query{Office: "o1", Kinds: []string{"kind3"}}, "unit"); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("put", func(b *testing.B) { benchPut(b, s, db, path) })
}

// BenchmarkSearchAt200000Records searches an office in which every record has a
// number and a title, for terms that few, many, and all records have.
func BenchmarkSearchAt200000Records(b *testing.B) {
	const n = 200_000
	s, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "kaoji.db"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	deeds, places := []string{"慰问", "帮扶", "巡查", "接待", "志愿", "救助", "排险"}, []string{"老人", "军属", "学校", "市场", "小区", "工地", "医院", "河道", "车站", "公园", "广场"}
	fill(b, s, n, func(i int) evaluation.Record {
		r := benchRecord(i)
		r.Words = evaluation.Words(fmt.Sprintf("塘表备〔%d〕%d号 %s%s好人好事", 2017+i%10, i/10, deeds[i%7], places[i%11]))
		return r
	})
	all := []evaluation.Scope{{Kinds: []string{"kind1", "kind2", "kind3", "kind4", "kind5"}, NotSubjects: []string{"person1"}}, {Party: "person1"}}
	own := []evaluation.Scope{{Kinds: []string{"kind1", "kind2"}, Subject: "person7"}, {Kinds: []string{"kind3"}, Party: "person7"}}
	for name, within := range map[string][]evaluation.Scope{"office": all, "own": own} {
		for _, text := range []string{"2026 57", "2026", "慰问", "慰问军属", "好人好事", "河道 2019 帮扶", "慰问 帮扶", "无人 之事"} {
			b.Run(name+"/"+text, func(b *testing.B) {
				for b.Loop() {
					if _, err := s.Find(b.Context(), evaluation.Query{Office: "o1", Terms: evaluation.TermsOf(text), Within: within, Desc: true, Limit: 100, NoHistory: true}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func benchRecord(i int) evaluation.Record {
	id := fmt.Sprintf("019cc000-0000-7000-8000-%012d", i)
	at := time.Date(2026, 1, 1, 0, 0, i, 0, time.UTC)
	return evaluation.Record{
		Office: "o1", ID: id, Kind: fmt.Sprint("kind", i%10), Unique: id, Parent: fmt.Sprint("cycle", i%50),
		Subject: fmt.Sprint("person", i%1000), Unit: fmt.Sprint("unit", i%12), Period: "2026H1", State: evaluation.State(fmt.Sprint("state", i%6)),
		On: evaluation.NewDate(2026, 1, 1+i%300), Due: evaluation.NewDate(2026, 2, 1+i%300), Sort: fmt.Sprint("name", i%1000),
		Keys: []string{fmt.Sprint("B", i%90), fmt.Sprint("2026-01-", i%28)}, Waiting: []string{fmt.Sprint("person:person", i%1000)}, Parties: []string{fmt.Sprint("person", i%500)},
		Created: at, Changed: at, Confidential: true, Rules: "2026-1",
		Payload: json.RawMessage(`{"text":"` + strings.Repeat("谈话内容", 100) + `"}`),
		History: []evaluation.Entry{{
			Seq: 1, At: at, Account: "account", Person: "person", Name: "张三", Act: "begin", To: "state1",
			Content: strings.Repeat("a", 64), Hash: strings.Repeat("b", 64),
		}},
	}
}

func fill(b *testing.B, s *sqlite.Store, n int, of func(i int) evaluation.Record) {
	b.Helper()
	var next atomic.Int64
	var wg sync.WaitGroup
	for range 256 {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				if _, err := s.Put(b.Context(), of(int(i))); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
}

// both runs the two and reports how much of the bare driver's pace is left.
func both(b *testing.B, bare, ours func(pb *testing.PB) error) {
	b.Helper()
	pace := func(run func(pb *testing.PB) error) func(b *testing.B) {
		return func(b *testing.B) {
			b.SetParallelism(8) // times the cores: 32 on four
			b.ReportAllocs()
			b.RunParallel(func(pb *testing.PB) {
				if err := run(pb); err != nil {
					b.Error(err)
				}
			})
		}
	}
	var limit, per float64
	b.Run("bare", func(b *testing.B) { pace(bare)(b); limit = float64(b.Elapsed()) / float64(b.N) })
	b.Run("store", func(b *testing.B) {
		pace(ours)(b)
		per = float64(b.Elapsed()) / float64(b.N)
		b.ReportMetric(limit/per, "of-bare")
	})
}

func benchGet(b *testing.B, s *sqlite.Store, db *sql.DB, n int) {
	st, err := db.PrepareContext(b.Context(), `SELECT doc FROM records WHERE office = ? AND id = ?`)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = st.Close() })
	key := func() string { return benchRecord(rand.IntN(n)).ID } //nolint:gosec // any record will do
	both(b, func(pb *testing.PB) error {
		for pb.Next() {
			var doc []byte
			if err := st.QueryRow("o1", key()).Scan(&doc); err != nil {
				return err
			}
		}
		return nil
	}, func(pb *testing.PB) error {
		for pb.Next() {
			if _, err := s.Get(b.Context(), "o1", key()); err != nil {
				return err
			}
		}
		return nil
	})
}

// benchFind lists a person's own records as a cadre does: 40 kinds, own ones
// and those with a part in them, newest first, one page.
func benchFind(b *testing.B, s *sqlite.Store, db *sql.DB) {
	st, err := db.PrepareContext(b.Context(), `SELECT doc FROM records WHERE n IN (
		SELECT n FROM records WHERE office = ?1 AND subject = ?2 UNION SELECT n FROM parties WHERE office = ?1 AND token = ?2)
		ORDER BY id DESC LIMIT 50`)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = st.Close() })
	who := func() string { return fmt.Sprint("person", rand.IntN(500)) } //nolint:gosec // anybody will do
	both(b, func(pb *testing.PB) error {
		for pb.Next() {
			rows, err := st.Query("o1", who())
			if err != nil {
				return err
			}
			for rows.Next() {
				var doc []byte
				if err := rows.Scan(&doc); err != nil {
					return err
				}
			}
			if err := errors.Join(rows.Err(), rows.Close()); err != nil { //nolint:sqlclosecheck // the loop is the benchmark
				return err
			}
		}
		return nil
	}, func(pb *testing.PB) error {
		for pb.Next() {
			q, p := evaluation.Query{Office: "o1", Desc: true}, who()
			for k := range 40 {
				kind := fmt.Sprint("kind", k)
				q.Within = append(q.Within, evaluation.Scope{Kinds: []string{kind}, Subject: p}, evaluation.Scope{Kinds: []string{kind}, Party: p})
			}
			if found, err := s.Find(b.Context(), q); err != nil || len(found.Records) != 50 {
				return fmt.Errorf("%d records: %w", len(found.Records), err)
			}
		}
		return nil
	})
}

// benchPut creates records: the bare driver with a commit for each, because
// that is what it does by itself.
func benchPut(b *testing.B, s *sqlite.Store, _ *sql.DB, path string) {
	one, err := sql.Open("sqlite3", "file:"+path+"?_txlock=immediate&_pragma=busy_timeout(10000)&_pragma=synchronous(FULL)")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = one.Close() })
	one.SetMaxOpenConns(1)
	var next atomic.Int64
	next.Store(1_000_000)
	both(b, func(pb *testing.PB) error {
		for pb.Next() {
			r := benchRecord(int(next.Add(1)))
			doc, err := json.Marshal(r)
			if err != nil {
				return err
			}
			if _, err := one.Exec(`INSERT INTO records (office, id, kind, uniq, parent, subject, unit, period, state, day, due, sort, changed, pending, version, doc)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 1, ?)`, r.Office, r.ID, r.Kind, r.Unique, r.Parent, r.Subject, r.Unit, r.Period,
				string(r.State), r.On.String(), r.Due.String(), r.Sort, r.Changed.UnixMilli(), string(doc)); err != nil {
				return err
			}
		}
		return nil
	}, func(pb *testing.PB) error {
		for pb.Next() {
			if _, err := s.Put(b.Context(), benchRecord(int(next.Add(1)))); err != nil {
				return err
			}
		}
		return nil
	})
}
