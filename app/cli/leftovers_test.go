package cli_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"kaoji/app/cli"
)

func TestWhatAKilledBackUpLeftIsRemovedAndNothingElse(t *testing.T) {
	dead := exec.CommandContext(t.Context(), "true")
	if err := dead.Run(); err != nil {
		t.Fatal(err)
	}
	data, target := t.TempDir(), t.TempDir()
	left := func(pid int, name string) string {
		work := filepath.Join(target, name)
		if err := os.MkdirAll(work, 0o700); err != nil {
			t.Fatal(err)
		}
		note := filepath.Join(data, fmt.Sprintf(".work-%d.path", pid))
		for path, content := range map[string]string{filepath.Join(work, "kaoji.db"): "SQLite", note: work + "\n"} {
			if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		return work
	}
	killed, running := left(dead.Process.Pid, ".kaoji-work-1"), left(os.Getppid(), ".kaoji-work-2")
	if err := cli.RemoveLeftovers(data); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(killed); err == nil {
		t.Error("the copy of the killed back-up is still there")
	}
	if _, err := os.Stat(running); err != nil {
		t.Errorf("the copy of the running back-up is gone: %v", err)
	}
	other := left(dead.Process.Pid, "not-ours")
	if err := cli.RemoveLeftovers(data); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(other); err != nil {
		t.Errorf("a folder that is not of a back-up is gone: %v", err)
	}
	if notes, err := filepath.Glob(filepath.Join(data, ".work-*")); err != nil || len(notes) != 1 {
		t.Errorf("notes %v, %v", notes, err)
	}
}

func TestABackUpLeavesNoNoteBehind(t *testing.T) {
	p, _ := filled(t, "correct horse")
	if notes, err := filepath.Glob(filepath.Join(p.Data, ".work-*")); err != nil || len(notes) > 0 {
		t.Errorf("notes %v, %v", notes, err)
	}
}
