package main

import (
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"kaoji/app/cli"
	"kaoji/app/config"
)

// readOnlyData is set in the process that sees the data folder as a read-only
// mount.
const readOnlyData = "KAOJI_READ_ONLY_DATA"

// noMount is said where this machine gives a test no mounts of its own.
const noMount = "this machine allows no read-only mount: only looked whether anything was written"

func TestVerifyOnAReadOnlyMount(t *testing.T) {
	if data := os.Getenv(readOnlyData); data != "" {
		verifyReadOnly(t, data)
		return
	}
	base := signedPlace(t)
	for name, prepare := range map[string]func(t *testing.T, cfg config.Config){
		"stopped":         func(*testing.T, config.Config) {},
		"left by a crash": leftByACrash,
		"tampered with": func(t *testing.T, cfg config.Config) {
			t.Helper()
			err := edit(t, cfg, func(db *sql.Conn) error { return run(`DELETE FROM cells WHERE class = 'box'`)(t.Context(), db) })
			if err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := copied(t, base)
			prepare(t, cfg)
			before := files(t, cfg.Data)
			child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestVerifyOnAReadOnlyMount$", "-test.v") //nolint:gosec // this test itself
			temporary := t.TempDir()
			child.Env = append(os.Environ(), readOnlyData+"="+cfg.Data, "TMPDIR="+temporary)
			child.SysProcAttr = &syscall.SysProcAttr{ // mounts of its own, which end with it
				Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
				UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
				GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
			}
			out, err := child.CombinedOutput()
			if errors.Is(err, os.ErrPermission) || errors.Is(err, syscall.ENOSPC) { // no namespaces here: without the mount
				child = exec.CommandContext(t.Context(), child.Path, child.Args[1:]...) //nolint:gosec // as above
				child.Env = append(os.Environ(), readOnlyData+"="+cfg.Data, "TMPDIR="+temporary)
				out, err = child.CombinedOutput()
			}
			if err != nil {
				t.Errorf("%v\n%s", err, out)
			}
			if strings.Contains(string(out), noMount) {
				t.Log(noMount)
			}
			want := "VERDICT Everything is whole"
			if name == "tampered with" {
				want = "cells box: 2 were written and 0 are there"
			}
			if !strings.Contains(string(out), want) {
				t.Errorf("%s\nwant %s", out, want)
			}
			if after := files(t, cfg.Data); !maps.Equal(before, after) {
				t.Error("the place was changed")
			}
			if left, err := filepath.Glob(filepath.Join(temporary, "kaoji-*")); err != nil || len(left) > 0 {
				t.Errorf("left behind: %v, %v", left, err)
			}
		})
	}
}

// verifyReadOnly mounts the folder read-only over itself and verifies it.
func verifyReadOnly(t *testing.T, data string) {
	t.Helper()
	mounted := true
	for _, flags := range []uintptr{syscall.MS_BIND, syscall.MS_BIND | syscall.MS_REMOUNT | syscall.MS_RDONLY} {
		if err := syscall.Mount(data, data, "", flags, ""); err != nil {
			t.Logf("no mount: %v", err)
			mounted = false
		}
	}
	if err := os.WriteFile(filepath.Join(data, "written"), nil, 0o600); mounted && !errors.Is(err, syscall.EROFS) {
		t.Errorf("the mount is not read-only: %v", err)
	} else if err == nil {
		fmt.Println(noMount)
		if err := os.Remove(filepath.Join(data, "written")); err != nil {
			t.Error(err)
		}
	}
	cfg := settings(t)
	cfg.Data = data
	out, err := command(t, cfg, cli.Verify{})
	fmt.Println("VERDICT", strings.TrimSpace(out[strings.LastIndex(strings.TrimSpace(out), "\n")+1:]), err)
	fmt.Println(out)
}

// leftByACrash leaves a log beside the data file that was not folded into it.
func leftByACrash(t *testing.T, cfg config.Config) {
	t.Helper()
	running := copied(t, cfg)
	k := opened(t, running)
	if err := k.keepHead(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"kaoji.db", "kaoji.db-wal"} {
		raw, err := os.ReadFile(filepath.Join(running.Data, name))
		if err == nil {
			err = os.WriteFile(filepath.Join(cfg.Data, name), raw, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := os.CopyFS(filepath.Join(cfg.Data, "newer"), os.DirFS(filepath.Join(running.Data, "heads"))); err != nil {
		t.Fatal(err)
	}
	heads := filepath.Join(cfg.Data, "heads")
	if err := errors.Join(os.RemoveAll(heads), os.Rename(filepath.Join(cfg.Data, "newer"), heads)); err != nil {
		t.Fatal(err)
	}
}
