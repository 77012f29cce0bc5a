package cli_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kaoji/app/cli"
	"kaoji/evaluation"
)

// A back-up is made by a process of its own, which stops at a moment and is
// killed there (SIGKILL).
const (
	killedData   = "KAOJI_KILLED_BACKUP_DATA" // set: the test is that process
	killedFile   = "KAOJI_KILLED_BACKUP_FILE"
	killedMoment = "KAOJI_KILLED_BACKUP_MOMENT"

	onceCopied  = "the data is copied"
	halfWritten = "half of the archive is written"
)

const aName = "欧阳若曦" // stands in the data and nowhere else

// halting says that the moment has come and waits for the end.
func halting() {
	fmt.Println("now")
	select {}
}

// haltingContent stops in the middle of its second reading: the first makes
// the checksum, the second goes into the archive.
type haltingContent struct {
	cli.Content
	half int64
}

func (c haltingContent) ReadAt(p []byte, off int64) (int, error) {
	if off >= c.half {
		halting()
	}
	return c.Content.ReadAt(p, off)
}

func haltingAt(moment string, copyData cli.Copy) cli.Copy {
	return func(ctx context.Context, path string) (cli.Opener, error) {
		open, err := copyData(ctx, path)
		if err != nil || moment == onceCopied {
			halting()
		}
		opened := 0
		return func() (cli.Content, error) {
			c, err := open()
			if opened++; err != nil || opened < 2 {
				return c, err
			}
			size, err := c.Size()
			return haltingContent{Content: c, half: size / 2}, err
		}, err
	}
}

func TestABackUpToBeKilled(t *testing.T) {
	data := os.Getenv(killedData)
	if data == "" {
		return // the process below sets it
	}
	p := newPlace(t)
	p.Data, p.Database, p.Passphrase = data, filepath.Join(data, "kaoji.db"), "correct horse"
	p.at(func(d *cli.Desk) error {
		d.Copy = haltingAt(os.Getenv(killedMoment), d.Copy)
		return cli.Backup{File: os.Getenv(killedFile)}.Run(t.Context(), func(_ context.Context, use func(*cli.Desk) error) error { return use(d) })
	})
}

func TestABackUpThatIsKilledLeavesNothingThatCanBeRead(t *testing.T) {
	p := newPlace(t)
	p.must(cli.AccountCreate{Name: "ouyang", Display: aName, Role: []string{"personnel"}})
	p.at(func(d *cli.Desk) error {
		for i := range 400 { // more than fits into the buffers of the archive
			_, err := d.Store.PutCell(t.Context(), evaluation.Cell{
				Class: "note", Office: office, ID: fmt.Sprint(i), Unique: fmt.Sprint(i), Body: fmt.Appendf(nil, `{"name":%q}`, strings.Repeat(aName, 400)+newID()),
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if at := holding(t, p.Data, aName); len(at) == 0 {
		t.Fatal("the name cannot be found in the data itself, so not finding it proves nothing")
	}
	for _, moment := range []string{onceCopied, halfWritten} {
		t.Run(moment, func(t *testing.T) {
			target := t.TempDir()
			killBackup(t, p.Data, filepath.Join(target, "kaoji.backup"), moment)
			left := holding(t, target, "")
			if len(left) == 0 {
				t.Error("nothing was left, so this proves nothing")
			}
			for _, readable := range []string{aName, "SQLite format", "ouyang"} {
				if at := holding(t, target, readable); len(at) > 0 {
					t.Errorf("%q can be read in %v", readable, at)
				}
			}
			if err := cli.RemoveLeftovers(p.Data); err != nil {
				t.Fatal(err)
			}
			if left := holding(t, target, ""); len(left) > 0 {
				t.Errorf("the next start left %v", left)
			}
			if notes, err := filepath.Glob(filepath.Join(p.Data, ".work-*")); err != nil || len(notes) > 0 {
				t.Errorf("notes %v, %v", notes, err)
			}
		})
	}
}

func killBackup(t *testing.T, data, file, moment string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	child := exec.CommandContext(ctx, os.Args[0], "-test.run=^TestABackUpToBeKilled$") //nolint:gosec // this test itself
	child.Env = append(os.Environ(), killedData+"="+data, killedFile+"="+file, killedMoment+"="+moment)
	out, err := child.StdoutPipe()
	if err = errors.Join(err, child.Start()); err != nil {
		t.Fatal(err)
	}
	said := make([]byte, 4)
	if _, err := out.Read(said); err != nil || !strings.HasPrefix(string(said), "now") {
		t.Errorf("the back-up said %q, %v", said, err)
	}
	if err := child.Process.Kill(); err != nil {
		t.Error(err)
	}
	_ = child.Wait() // it was killed
}

// holding are the files of a folder in which a text stands.
func holding(t *testing.T, folder, readable string) (list []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path) //nolint:gosec // in the test's own folder
		if bytes.Contains(raw, []byte(readable)) {
			list = append(list, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}
