package main

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/golang-jwt/jwt/v5"
	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/driver"

	"kaoji/app/server"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
)

// TestMain runs the test binary as a server or as the load if a benchmark started it
// for that.
func TestMain(m *testing.M) {
	roles := map[string]func() error{"serve": serveOurs, "bare": serveBare, "load": serveLoad}
	role := os.Getenv("KAOJI_BENCH_ROLE")
	if role == "" {
		os.Exit(m.Run())
	}
	if err := roles[role](); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, role+":", err)
		os.Exit(1)
	}
}

// process is another process of the test binary, a server or the load. It ends when
// its standard input is closed.
type process struct {
	pid     int
	address string // of a server
	to      *gob.Encoder
	from    *gob.Decoder
}

func start(b *testing.B, env ...string) *process {
	b.Helper()
	self, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), env...)
	to, inErr := cmd.StdinPipe()
	from, outErr := cmd.StdoutPipe()
	if err := errors.Join(inErr, outErr, cmd.Start()); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = to.Close()
		if err := cmd.Wait(); err != nil {
			b.Errorf("%v: %v", env, err)
		}
	})
	p := &process{pid: cmd.Process.Pid}
	lines := bufio.NewReader(from)
	p.to, p.from = gob.NewEncoder(to), gob.NewDecoder(lines)
	if env[0] != "KAOJI_BENCH_ROLE=load" {
		if p.address, err = lines.ReadString('\n'); err != nil {
			b.Fatalf("%v: %v", env, err)
		}
		p.address = strings.TrimSpace(p.address)
	}
	return p
}

// memory returns a memory figure of the process from Linux, in bytes.
func (p *process) memory(field string) int64 {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(raw)) {
		if rest, ok := strings.CutPrefix(line, field+":"); ok {
			kb, _ := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			return kb << 10
		}
	}
	return 0
}

// work returns the processor time that the process has used.
func (p *process) work() time.Duration {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(raw[bytes.LastIndexByte(raw, ')')+1:])) // the name may hold spaces
	const user, system, tick = 11, 12, 10 * time.Millisecond
	u, _ := strconv.Atoi(fields[user])
	s, _ := strconv.Atoi(fields[system])
	return time.Duration(u+s) * tick
}

// peakFromHere resets the peak of the memory (VmHWM).
func (p *process) peakFromHere(b *testing.B) {
	b.Helper()
	if err := os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", p.pid), []byte("5"), 0); err != nil {
		b.Fatal(err)
	}
}

// serveUntilTold serves on a loopback address, which it prints, until the standard
// input ends. KAOJI_BENCH_PROFILE names a folder for a profile of the processor.
func serveUntilTold(app *fiber.App) error {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	ln, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	if folder := os.Getenv("KAOJI_BENCH_PROFILE"); folder != "" {
		f, err := os.Create(filepath.Join(folder, os.Getenv("KAOJI_BENCH_ROLE")+".pprof"))
		if err := errors.Join(err, pprof.StartCPUProfile(f)); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		stop()
	}()
	fmt.Println(ln.Addr())
	return server.Serve(ctx, app, ln, 5*time.Second)
}

// acted makes Kaoji read anew what it has read for its readers, as an act does.
func (p *process) acted(b *testing.B) {
	b.Helper()
	if err := syscall.Kill(p.pid, syscall.SIGUSR1); err != nil {
		b.Fatal(err)
	}
}

// serveOurs serves with the whole program except its background jobs. SIGUSR1 is as if
// somebody acted.
func serveOurs() error {
	boundMemory(goMemory, goGarbage)
	cfg := benchConfig(os.Getenv("KAOJI_BENCH_FOLDER"))
	k, err := build(context.Background(), cfg, logger(cfg), time.Now)
	if err != nil {
		return err
	}
	if err := repeatable(k); err != nil {
		return err
	}
	app, err := k.app()
	if err != nil {
		return err
	}
	acts := make(chan os.Signal, 1)
	signal.Notify(acts, syscall.SIGUSR1)
	go func() {
		for range acts {
			k.Service.Forget(k.Office)
		}
	}()
	return errors.Join(serveUntilTold(app), k.Store.Close())
}

// repeatable makes "plan" create a cycle even if the half-year has one, because the
// benchmark repeats it thousands of times. Route, input, checks, policy, history and
// storage are the real ones.
func repeatable(k *Kaoji) (err error) {
	k.Measures = slices.Clone(k.Measures)
	for i := range k.Measures {
		m := &k.Measures[i]
		m.Kinds = slices.Clone(m.Kinds)
		for j := range m.Kinds {
			kind := &m.Kinds[j]
			kind.Acts = slices.Clone(kind.Acts)
			for n := range kind.Acts {
				if kind.Name == assessment.KindCycle && kind.Acts[n].Name == "plan" {
					kind.Acts[n].Run = evaluation.Run(func(s *evaluation.Step, _ *assessment.Cycle, in *assessment.PlanInput) (evaluation.State, error) {
						s.Record.On, s.Record.Period = in.AsOf, "2026H2"
						return assessment.CycleDraft, nil
					})
				}
			}
		}
	}
	parts := k.Service.Parts
	parts.Measures = k.Measures
	k.Service, err = evaluation.NewService(parts)
	return err
}

func serveBare() error {
	app, closed, err := bareApp()
	if err != nil {
		return err
	}
	return errors.Join(serveUntilTold(app), closed())
}

// bareApp is the limit that Kaoji is compared with: a handler of the same server
// library that verifies the token and copies the stored JSON of the same rows from
// the same file with one prepared query over its own connections. It sends as many
// bytes for each row as Kaoji does. It inserts what it creates into its own file, with
// one commit for each row.
func bareApp() (_ *fiber.App, closed func() error, err error) {
	cfg := benchConfig(os.Getenv("KAOJI_BENCH_FOLDER"))
	keys, err := loadKeys(cfg, true)
	if err != nil {
		return nil, nil, err
	}
	path, _ := database(cfg)
	read, err := bareFile(path, "&_pragma=query_only(1)", 4)
	if err != nil {
		return nil, nil, err
	}
	list, err := read.Prepare(`SELECT doc FROM records WHERE office = ? AND subject = ? AND kind = ? ORDER BY id LIMIT ` + strconv.Itoa(benchPage))
	if err != nil {
		return nil, nil, err
	}
	get, err := read.Prepare(`SELECT doc FROM records WHERE office = ? AND id = ?`)
	if err != nil {
		return nil, nil, err
	}
	write, err := bareFile(path+"-bare", "", 1)
	if err != nil {
		return nil, nil, err
	}
	if _, err := write.Exec(`CREATE TABLE made (id INTEGER PRIMARY KEY, doc TEXT)`); err != nil {
		return nil, nil, err
	}
	office, person := os.Getenv("KAOJI_BENCH_OFFICE"), os.Getenv("KAOJI_BENCH_PERSON")
	item, _ := strconv.Atoi(os.Getenv("KAOJI_BENCH_ITEM"))
	one, _ := strconv.Atoi(os.Getenv("KAOJI_BENCH_ONE"))
	app := fiber.New(fiber.Config{Immutable: true, DisableStartupMessage: true})
	key := func(*jwt.Token) (any, error) { return []byte(keys.Token), nil }
	app.Use(func(c *fiber.Ctx) error {
		_, err := jwt.Parse(strings.TrimPrefix(c.Get(fiber.HeaderAuthorization), "Bearer "), key, jwt.WithValidMethods([]string{"HS256"}))
		if err != nil {
			return err
		}
		return c.Next()
	})
	app.Get("/list", func(c *fiber.Ctx) error { return copyRows(c, item, list, office, person, assessment.KindSheet) })
	app.Get("/get/:id", func(c *fiber.Ctx) error { return copyRows(c, one, get, office, c.Params("id")) })
	app.Post("/create", func(c *fiber.Ctx) error {
		if _, err := write.Exec(`INSERT INTO made (doc) VALUES (?)`, string(c.Body())); err != nil {
			return err
		}
		return c.SendStatus(fiber.StatusCreated)
	})
	return app, func() error { return errors.Join(read.Close(), write.Close()) }, nil
}

func bareFile(path, more string, connections int) (*sql.DB, error) {
	db, err := driver.Open("file:"+path+"?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=cache_size(-16000)"+more,
		func(c *sqlite3.Conn) error {
			_, err := c.Config(sqlite3.DBCONFIG_ENABLE_QPSG, true)
			return err
		})
	if err == nil {
		db.SetMaxOpenConns(connections)
		db.SetMaxIdleConns(connections)
	}
	return db, err
}

// copyRows copies the given number of bytes of each row into the reply.
func copyRows(c *fiber.Ctx, size int, query *sql.Stmt, args ...any) error {
	rows, err := query.QueryContext(context.Background(), args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	body := c.Response().SwapBody(nil)[:0]
	for rows.Next() {
		var doc sql.RawBytes
		if err := rows.Scan(&doc); err != nil {
			return err
		}
		for left := size; left > 0; left -= len(doc) {
			body = append(body, doc[:min(left, len(doc))]...)
		}
	}
	if len(body) == 0 {
		return errors.Join(rows.Err(), fiber.ErrNotFound)
	}
	c.Response().SwapBody(body)
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
	return rows.Err()
}
