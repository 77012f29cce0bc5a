package main

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"kaoji/app/cli"
	"kaoji/app/config"
	"kaoji/evaluation"
)

// signedPlace is thinPlace after it was signed.
func signedPlace(t *testing.T) config.Config {
	t.Helper()
	return signedFolder.place(t, func() config.Config {
		cfg := thinPlace(t)
		signed(t, cfg)
		return cfg
	})
}

var signedFolder prepared

func signed(t *testing.T, cfg config.Config) {
	t.Helper()
	k := opened(t, cfg)
	if err := errors.Join(k.keepHead(t.Context()), k.Store.Close()); err != nil {
		t.Fatal(err)
	}
}

// prepared is the data folder of a stopped place from which several tests begin.
// It is made by the first of them, kept in memory and written anew for each.
type prepared struct {
	sync.Once
	files fstest.MapFS
}

func (p *prepared) place(t *testing.T, begin func() config.Config) config.Config {
	t.Helper()
	p.Do(func() {
		folder, files := os.DirFS(begin().Data), fstest.MapFS{}
		err := fs.WalkDir(folder, ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			raw, err := fs.ReadFile(folder, path)
			files[path] = &fstest.MapFile{Data: raw, Mode: 0o600}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		p.files = files
	})
	if p.files == nil {
		t.Fatal("the place could not be made: see the first test that needs it")
	}
	return placed(t, p.files)
}

// copied is a copy of a place, for the owner alone.
func copied(t *testing.T, cfg config.Config) config.Config {
	t.Helper()
	return placed(t, os.DirFS(cfg.Data))
}

// placed is a new place with the files of a data folder, for the owner alone.
func placed(t *testing.T, files fs.FS) config.Config {
	t.Helper()
	to := settings(t)
	if err := os.CopyFS(to.Data, files); err != nil {
		t.Fatal(err)
	}
	err := filepath.WalkDir(to.Data, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return errors.Join(err, os.Chmod(path, 0o700)) //nolint:gosec // a folder
		}
		return os.Chmod(path, 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
	return to
}

// edit changes a data file as whoever may write to it can: the triggers are
// dropped, and put back so that their absence is not what is found.
func edit(t *testing.T, cfg config.Config, change func(db *sql.Conn) error) error {
	t.Helper()
	if os.Getenv("KAOJI_CONTROL") != "" { // of scripts/attack.sh: what was not done is not found
		return nil
	}
	ctx := t.Context()
	pool, err := sql.Open("sqlite3", "file:"+filepath.Join(cfg.Data, "kaoji.db"))
	if err != nil {
		t.Fatal(err)
	}
	db, err := pool.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(ctx, "PRAGMA foreign_keys = 0"); err != nil {
		t.Fatal(err)
	}
	triggers := texts(t, db, `SELECT sql FROM sqlite_master WHERE type = 'trigger'`)
	for _, name := range texts(t, db, `SELECT name FROM sqlite_master WHERE type = 'trigger'`) {
		if _, err := db.ExecContext(ctx, "DROP TRIGGER "+name); err != nil {
			t.Fatal(err)
		}
	}
	changed := change(db)
	for _, text := range triggers {
		if _, err := db.ExecContext(ctx, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(db.Close(), pool.Close()); err != nil {
		t.Fatal(err)
	}
	return changed
}

func texts(t *testing.T, db *sql.Conn, query string, args ...any) []string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var list []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		list = append(list, s)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

func run(statements ...string) func(context.Context, *sql.Conn) error {
	return func(ctx context.Context, db *sql.Conn) error {
		for _, s := range statements {
			res, err := db.ExecContext(ctx, s)
			if err != nil {
				return fmt.Errorf("%s: %w", s, err)
			}
			if n, err := res.RowsAffected(); err == nil && n == 0 && !strings.HasPrefix(s, "CREATE") {
				return fmt.Errorf("%s: no row", s)
			}
		}
		return nil
	}
}

// one is the row of a record of a kind.
const aTalk, aSheet, aConcern = `n = (SELECT min(n) FROM records WHERE kind = 'reminder.talk')`,
	`n = (SELECT min(n) FROM records WHERE kind = 'assessment.sheet')`,
	`n = (SELECT min(n) FROM records WHERE kind = 'concern.matter')`

const longHistory = `n = (SELECT n FROM records ORDER BY json_array_length(history) DESC, n LIMIT 1)`

func TestVerifyFindsEveryEditBehindTheProgramsBack(t *testing.T) {
	base := signedPlace(t)
	swapDocs := func(column string) []string {
		const pair = `kind = 'roster.person' AND n IN (SELECT n FROM records WHERE kind = 'roster.person' ORDER BY n LIMIT 2)`
		return []string{
			`CREATE TEMP TABLE two AS SELECT n, doc FROM records WHERE ` + pair,
			`UPDATE records SET doc = ` + column + ` WHERE ` + pair,
		}
	}
	const otherDoc = `(SELECT doc FROM two WHERE two.n <> records.n)`
	for _, c := range []struct {
		name string
		edit func(context.Context, *sql.Conn) error
		want string
	}{
		{"2 payload field changed", run(`UPDATE records SET doc = json_set(doc, '$.payload.name', '李四') WHERE kind = 'roster.person'`), "content: not what the last act left"},
		{"3 state column only", run(`UPDATE records SET state = 'closed' WHERE ` + aTalk), "the column state is not what the document says"},
		{"4 unit column only", run(`UPDATE records SET unit = 'elsewhere' WHERE ` + aTalk), "the column unit is not"},
		{"5 subject column moved to another person", run(`UPDATE records SET subject = 'another' WHERE ` + aTalk), "the column subject is not"},
		{"6 waiting table emptied", run(`DELETE FROM waiting`), "the table waiting is not what the document says"},
		{"7 parties table emptied", run(`DELETE FROM parties`), "the table parties is not what the document says"},
		{"8 version column only", run(`UPDATE records SET version = version + 1 WHERE ` + aTalk), "the column version is not"},
		{"9 one record deleted", run(`DELETE FROM waiting WHERE `+aTalk, `DELETE FROM records WHERE `+aTalk), "records reminder.talk: 2 were written and 1 are there"},
		{"10 all concerns deleted", run(`DELETE FROM records WHERE kind = 'concern.matter'`), "records concern.matter: 2 were written and 0 are there"},
		{"11 middle history entry removed", run(`UPDATE records SET history = json_remove(history, '$[1]') WHERE ` + longHistory), "out of sequence"},
		{"12 last history entry removed", run(`UPDATE records SET history = json_remove(history, '$[#-1]') WHERE ` + longHistory), "content: not what the last act left"},
		{"13 reason text changed", run(`UPDATE records SET history = json_set(history, '$[0].reason', '另一个事由') WHERE ` + aTalk), "entry 1: changed"},
		{"14 history actor name changed", run(`UPDATE records SET history = json_set(history, '$[0].name', '别人') WHERE ` + aTalk), "entry 1: changed"},
		{"15 two record docs swapped", run(swapDocs(otherDoc)...), "the column id is not what the document says"},
		{"16 two payloads swapped", run(swapDocs(`json_set(doc, '$.payload', json(json_extract(` + otherDoc + `, '$.payload')))`)...), "content: not what the last act left"},
		{"17 payload changed and last entry hashed again", rehash(nil), ": changed\n"},
		{"17 with a key that is not ours", rehash([]byte("another key")), ": changed\n"},
		{"18 record duplicated under another id", run(`INSERT INTO records (office, id, kind, uniq, parent, subject, unit, period, state, day, due, sort, changed, pending, version, doc, history, mark)
			SELECT office, id || 'x', kind, uniq || 'x', parent, subject, unit, period, state, day, due, sort, changed, pending, version, doc, history, mark FROM records WHERE ` + aConcern), "the column id is not what the document says"},
		{"19 trail: middle row deleted", run(`DELETE FROM trail WHERE seq = 20`), "entries 20 to 20 are missing"},
		{"20 trail: last row deleted", run(`DELETE FROM trail WHERE seq = (SELECT max(seq) FROM trail)`), "trail: the end was cut off"},
		{"21 trail: detail changed", run(`UPDATE trail SET detail = 'nothing' WHERE seq = 20`), "entry 20 was changed or inserted"},
		{"22 trail: two rows swapped", run(`UPDATE trail SET seq = 100020 WHERE seq = 20`, `UPDATE trail SET seq = 20 WHERE seq = 21`, `UPDATE trail SET seq = 21 WHERE seq = 100020`), "entry 20 was changed or inserted"},
		{"23 trail: emptied", run(`DELETE FROM trail`), "the end was cut off"},
		{"24 trail: tail rewritten with own hashes", run(`UPDATE trail SET hash = lower(hex(zeroblob(32))), prev = lower(hex(zeroblob(32))), name = 'nobody' WHERE seq > 100`), "entry 101 was changed or inserted"},
		{"25 trail: timestamps shifted", run(`UPDATE trail SET at = at + 3600000`), "entry 1 was changed or inserted"},
		{"26 attachment content replaced", run(`UPDATE blob_contents SET content = x'00' WHERE n = (SELECT min(n) FROM blobs)`), "the content is not what its SHA-256 says"},
		{"27 attachment content, sha256 and size replaced", run(
			`UPDATE blob_contents SET content = x'00' WHERE n = (SELECT min(n) FROM blobs)`,
			`UPDATE blobs SET size = 1, sha256 = '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d' WHERE n = (SELECT min(n) FROM blobs)`), "it is not as it was written"},
		{"28 attachment deleted", run(`DELETE FROM blob_contents WHERE n = (SELECT min(n) FROM blobs)`, `DELETE FROM blobs WHERE n = (SELECT min(n) FROM blobs)`), "files: 50 were written and 49 are there"},
		{"29 account roles changed in cells", run(`UPDATE cells SET body = json_set(body, '$.roles', json('["admin"]')) WHERE class = 'account'`), "cells account"},
		{"30 reporter identities deleted", run(`DELETE FROM cells WHERE class = 'reporter'`), "cells reporter: 2 were written and 0 are there"},
		{"31 ballot box cells deleted", run(`DELETE FROM cells WHERE class = 'box'`), "cells box: 2 were written and 0 are there"},
		{"32 ballots doubled", run(`INSERT INTO cells SELECT class, office, id || 'x', uniq || 'x', ref, expires, version, body, mark FROM cells WHERE class = 'box'`), "cells box: 2 were written and 4 are there"},
	} {
		t.Run(c.name, func(t *testing.T) {
			cfg := copied(t, base)
			if err := edit(t, cfg, func(db *sql.Conn) error { return c.edit(t.Context(), db) }); err != nil {
				t.Fatal(err)
			}
			found(t, cfg, c.want)
		})
	}
	t.Run("1 control: nothing", func(t *testing.T) {
		cfg := copied(t, base)
		if err := edit(t, cfg, func(*sql.Conn) error { return nil }); err != nil {
			t.Fatal(err)
		}
		if out := must(t, cfg, cli.Verify{}); !strings.Contains(out, "Everything is whole") || !strings.Contains(out, "Last signed") {
			t.Error(out)
		}
	})
	t.Run("33 heads removed and trail tail cut", func(t *testing.T) {
		cfg := copied(t, base)
		if err := os.RemoveAll(filepath.Join(cfg.Data, "heads")); err != nil {
			t.Fatal(err)
		}
		if err := edit(t, cfg, func(db *sql.Conn) error { return run(`DELETE FROM trail WHERE seq > 100`)(t.Context(), db) }); err != nil {
			t.Fatal(err)
		}
		found(t, cfg, "trail: 145 were written and 100 are there")
		found(t, cfg, "the newest signed file is missing")
	})
}

// found verifies a place and wants the finding.
func found(t *testing.T, cfg config.Config, want string) {
	t.Helper()
	if out, err := command(t, cfg, cli.Verify{}); err == nil || !strings.Contains(out+err.Error(), want) {
		t.Errorf("%v\n%.2000s\nwant: %s", err, out, want)
	}
}

func TestVerifyFindsWhatWasDoneToThePlace(t *testing.T) {
	base := signedPlace(t)
	db := func(cfg config.Config) string { return filepath.Join(cfg.Data, "kaoji.db") }
	for name, c := range map[string]struct {
		do   func(t *testing.T, cfg config.Config) error
		want string
	}{
		"the database missing":     {func(_ *testing.T, cfg config.Config) error { return os.Remove(db(cfg)) }, "it was signed and is not there"},
		"the database is empty":    {func(_ *testing.T, cfg config.Config) error { return os.Truncate(db(cfg), 0) }, "there is no data"},
		"only the heads are left":  {onlyHeads, "it was signed and is not there"},
		"of another office":        {anotherOffice, "it was signed and is not there"},
		"the trail's key replaced": {replaced("trail"), "trail.key is not the one"},
		"another key replaced":     {replaced("ballot"), "ballot.key is not the one"},
		"a key lost": {func(_ *testing.T, cfg config.Config) error {
			return os.Remove(filepath.Join(cfg.Data, "keys", "report.key"))
		}, "report.key is missing"},
		"a head changed": {changedHead, "the signature is not ours"},
		"last week's data in the place of today's": {lastWeek, "is older than what was signed"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := copied(t, base)
			if err := c.do(t, cfg); err != nil {
				t.Fatal(err)
			}
			before := files(t, cfg.Data)
			found(t, cfg, c.want)
			if after := files(t, cfg.Data); !maps.Equal(before, after) {
				t.Errorf("verify changed the place: %v, was %v", slices.Sorted(maps.Keys(after)), slices.Sorted(maps.Keys(before)))
			}
		})
	}
	t.Run("control: a place that is only looked at stays as it is", func(t *testing.T) {
		cfg := copied(t, base)
		before := files(t, cfg.Data)
		must(t, cfg, cli.Verify{})
		if after := files(t, cfg.Data); !maps.Equal(before, after) {
			t.Error("verify changed the place")
		}
	})
	t.Run("an empty folder", func(t *testing.T) {
		cfg := settings(t)
		found(t, cfg, "there is no data")
		if _, err := os.Stat(cfg.Data); err == nil {
			t.Error("verify made the folder")
		}
	})
}

// files are the files of a folder with what is in them and when it was written.
func files(t *testing.T, folder string) map[string]string {
	t.Helper()
	list := map[string]string{}
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path) //nolint:gosec // in the test's own folder
		if err != nil {
			return err
		}
		info, err := d.Info()
		sum := sha256.Sum256(raw)
		list[path] = hex.EncodeToString(sum[:]) + info.ModTime().String()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func onlyHeads(_ *testing.T, cfg config.Config) error {
	return errors.Join(os.Remove(filepath.Join(cfg.Data, "kaoji.db")), os.Remove(filepath.Join(cfg.Data, "kaoji.db.before-0003")))
}

func replaced(key string) func(*testing.T, config.Config) error {
	return func(_ *testing.T, cfg config.Config) error {
		return os.WriteFile(filepath.Join(cfg.Data, "keys", key+".key"), []byte(strings.Repeat("5a", 32)), 0o600)
	}
}

func changedHead(t *testing.T, cfg config.Config) error {
	t.Helper()
	heads, err := filepath.Glob(filepath.Join(cfg.Data, "heads", "*.json"))
	if err != nil || len(heads) == 0 {
		return errors.Join(err, errors.New("no heads"))
	}
	newest := heads[len(heads)-1]
	raw, err := os.ReadFile(newest)
	if err != nil {
		return err
	}
	return os.WriteFile(newest, []byte(strings.Replace(string(raw), `"writes":`, `"writes":1`, 1)), 0o600)
}

func anotherOffice(t *testing.T, cfg config.Config) error {
	t.Helper()
	other := copied(t, cfg)
	if err := errors.Join(os.Remove(filepath.Join(other.Data, "kaoji.db")), os.RemoveAll(filepath.Join(other.Data, "heads"))); err != nil {
		return err
	}
	signed(t, other)
	return os.Rename(filepath.Join(other.Data, "kaoji.db"), filepath.Join(cfg.Data, "kaoji.db"))
}

// lastWeek keeps the data, goes on for a week and puts the kept data back.
func lastWeek(t *testing.T, cfg config.Config) error {
	t.Helper()
	old := copied(t, cfg)
	k := opened(t, cfg)
	k.Now = func() time.Time { return time.Now().AddDate(0, 0, 7) }
	if err := k.Trail.Note(t.Context(), evaluation.TrailEvent{Office: k.Office, Action: "read", Outcome: evaluation.OutcomeOK}); err != nil {
		return err
	}
	if err := errors.Join(k.keepHead(t.Context()), k.Store.Close()); err != nil {
		return err
	}
	return os.Rename(filepath.Join(old.Data, "kaoji.db"), filepath.Join(cfg.Data, "kaoji.db"))
}

// tables are those of the data file: what makes a copied row another one, and
// the rows whose row number means something.
var tables = map[string]struct{ columns, copy, of string }{
	"records":       {"n office id kind uniq parent subject unit period state day due key1 key2 sort changed pending version doc mark", "n=n+100000 id=id||'x' uniq=uniq||'x'", "n IN (SELECT n FROM waiting)"},
	"waiting":       {"office token n", "token=token||'x'", ""},
	"parties":       {"office token n", "token=token||'x'", ""},
	"hidden":        {"office token n", "token=token||'x'", ""},
	"acted":         {"office token n", "token=token||'x'", ""},
	"tallies":       {"office kind state unit period n", "unit=unit||'x'", ""},
	"cells":         {"class office id uniq ref expires version body mark", "id=id||'x' uniq=uniq||'x'", ""},
	"blobs":         {"n office id name type size sha256 owner record created mark", "n=n+100000 id=id||'x'", ""},
	"blob_contents": {"n content", "n=n+100000", ""},
	"trail":         {"office seq at account person name action outcome kind record detail address prev hash", "seq=seq+1000", ""},
	"seals":         {"office body tag", "office=office||'x'", ""},
	"migrations":    {"n name at", "n=n+100", ""},
}

// In each of these places a random row is changed in one column, changes one
// column with its neighbour, is removed or doubled. What no row allows, because
// the schema refuses it or neighbours hold the same, is said in the log.
func TestVerifyFindsARandomEditOfEveryColumnOfEveryTable(t *testing.T) {
	base := signedPlace(t)
	seed := uint64(time.Now().UnixNano()) //nolint:gosec // any seed will do
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // as above
	for _, table := range slices.Sorted(maps.Keys(tables)) {
		def := tables[table]
		columns := strings.Fields(def.columns)
		at := "rowid"
		switch table {
		case "waiting", "parties", "hidden", "acted":
			at = "office || token || n"
		case "tallies":
			at = "office || kind || state || unit || period"
		case "cells":
			at = "class || office || id"
		case "trail":
			at = "seq"
		case "seals":
			at = "office"
		}
		edits := map[string]string{
			"removed": `DELETE FROM ` + table + ` WHERE ` + at + ` = $row`,
			"doubled": `INSERT INTO ` + table + ` SELECT ` + doubled(columns, def.copy) + ` FROM ` + table + ` WHERE ` + at + ` = $row`,
		}
		for _, c := range columns {
			edits["changed "+c] = `UPDATE ` + table + ` SET ` + c + ` = CASE typeof(` + c + `) WHEN 'integer' THEN ` + c + ` + 100000 WHEN 'null' THEN 7
				WHEN 'blob' THEN CAST(` + c + ` || x'00' AS BLOB) ELSE CASE WHEN json_valid(` + c + `) AND ` + c + ` LIKE '{%' THEN json_set(` + c + `, '$.x', 1) ELSE ` + c + ` || 'x' END END WHERE ` + at + ` = $row`
		}
		for _, c := range columns {
			edits["swapped "+c] = `UPDATE ` + table + ` SET ` + c + ` = CASE ` + at + ` WHEN $row THEN (SELECT ` + c + ` FROM ` + table + ` WHERE ` + at + ` = $next)
				ELSE (SELECT ` + c + ` FROM ` + table + ` WHERE ` + at + ` = $row) END WHERE ` + at + ` IN ($row, $next)`
		}
		for _, name := range slices.Sorted(maps.Keys(edits)) {
			t.Run(table+" "+name, func(t *testing.T) {
				cfg := copied(t, base)
				if !tamper(t, cfg, random, table, at, def.of, edits[name], strings.HasPrefix(name, "swapped")) {
					return
				}
				if out, err := command(t, cfg, cli.Verify{}); err == nil {
					t.Errorf("not found\n%s", out)
				}
			})
		}
	}
}

// doubled are the columns of a copy of a row.
func doubled(columns []string, changes string) string {
	list := slices.Clone(columns)
	for _, c := range strings.Fields(changes) {
		name, value, _ := strings.Cut(c, "=")
		list[slices.Index(list, name)] = value
	}
	return strings.Join(list, ", ")
}

// tamper makes an edit of a random row. An edit that the schema refuses, or
// that swaps equal values, is tried on other rows. If none allows it, tamper
// logs why and answers false.
func tamper(t *testing.T, cfg config.Config, random *rand.Rand, table, at, of, statement string, swap bool) bool {
	t.Helper()
	if of == "" {
		of = "TRUE"
	}
	done, why := false, "every row that was tried stayed the same"
	err := edit(t, cfg, func(db *sql.Conn) error {
		rows := texts(t, db, `SELECT `+at+` FROM `+table+` WHERE `+of+` ORDER BY 1`)
		var before, after string
		sum := `SELECT coalesce(group_concat(quote(x), ';'), '') FROM (SELECT ` + strings.Join(strings.Fields(tables[table].columns), ` || '|' || `) + ` AS x FROM ` + table + ` ORDER BY ` + at + `)`
		sum = strings.ReplaceAll(sum, "expires", "coalesce(expires, '-')")
		if err := db.QueryRowContext(t.Context(), sum).Scan(&before); err != nil {
			return err
		}
		for range 12 {
			i := random.IntN(len(rows))
			args := []any{sql.Named("row", rows[i])}
			if swap {
				args = append(args, sql.Named("next", rows[(i+1)%len(rows)]))
			}
			if _, err := db.ExecContext(t.Context(), statement, args...); err != nil {
				why = "the schema refuses it: " + err.Error()
				continue
			}
			if err := db.QueryRowContext(t.Context(), sum).Scan(&after); err != nil {
				return err
			}
			if done = before != after; done {
				return nil
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if !done {
		t.Log("not edited: " + why)
	}
	return done
}
