package sqlite_test

import (
	"os"
	"path/filepath"
	"testing"

	"kaoji/evaluation"
	"kaoji/storage/sqlite"
)

// listing is what stands in a folder: names, sizes, times of change.
func listing(t *testing.T, folder string) map[string]string {
	t.Helper()
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	list := map[string]string{}
	for _, f := range files {
		info, err := f.Info()
		if err != nil {
			t.Fatal(err)
		}
		content, err := os.ReadFile(filepath.Join(folder, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		list[f.Name()] = info.ModTime().String() + string(content)
	}
	return list
}

func TestAFileThatIsLookedAtStaysAsItIs(t *testing.T) {
	for name, leave := range map[string]func(t *testing.T, s *sqlite.Store, folder string) string{
		"closed": func(t *testing.T, s *sqlite.Store, folder string) string {
			t.Helper()
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			return folder
		},
		"in use": func(_ *testing.T, _ *sqlite.Store, folder string) string { return folder },
		"left by a crash": func(t *testing.T, _ *sqlite.Store, folder string) string {
			t.Helper()
			crashed := filepath.Join(t.TempDir(), "crashed")
			if err := os.CopyFS(crashed, os.DirFS(folder)); err != nil {
				t.Fatal(err)
			}
			return crashed
		},
		"left by a crash, without the log's index": func(t *testing.T, _ *sqlite.Store, folder string) string {
			t.Helper()
			crashed := filepath.Join(t.TempDir(), "crashed")
			if err := os.CopyFS(crashed, os.DirFS(folder)); err != nil {
				t.Fatal(err)
			}
			if err := os.Remove(filepath.Join(crashed, "kaoji.db-shm")); err != nil {
				t.Fatal(err)
			}
			return crashed
		},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			s, err := sqlite.Open(t.Context(), filepath.Join(folder, "kaoji.db"))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = s.Close() })
			if _, err := s.Put(t.Context(), sheet("r1")); err != nil {
				t.Fatal(err)
			}
			folder = leave(t, s, folder)
			before := listing(t, folder)
			look, err := sqlite.OpenReadOnly(t.Context(), filepath.Join(folder, "kaoji.db"))
			if err != nil {
				t.Fatal(err)
			}
			n := 0
			err = look.Audit(t.Context(), evaluation.Audit{
				Found:  func(office, of, what string) error { t.Error(office, of, what); return nil },
				Record: func(*evaluation.Record) error { n++; return nil },
			})
			if err != nil || n != 1 {
				t.Errorf("%d records, %v", n, err)
			}
			if _, err := look.Put(t.Context(), sheet("r2")); evaluation.CodeOf(err) != evaluation.CodeState {
				t.Errorf("a write: %v", err)
			}
			if err := look.Close(); err != nil {
				t.Error(err)
			}
			after := listing(t, folder)
			for name, was := range before {
				if name != "kaoji.db-shm" && after[name] != was { // the index of a running server's log holds its locks
					t.Errorf("%s was changed", name)
				}
			}
			if len(after) != len(before) {
				t.Errorf("%d files of %d", len(after), len(before))
			}
		})
	}
}

func TestAFileThatIsNotThereOrEmptyIsNotMade(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kaoji.db")
	if _, err := sqlite.OpenReadOnly(t.Context(), path); evaluation.CodeOf(err) != evaluation.CodeNotFound {
		t.Errorf("missing: %v", err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("it was made")
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := sqlite.OpenReadOnly(t.Context(), path); evaluation.CodeOf(err) != evaluation.CodeNotFound {
		t.Errorf("empty: %v", err)
	}
}
