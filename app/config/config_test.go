package config_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kaoji/app/config"
)

func good() config.Config {
	return config.Config{
		Listen: "127.0.0.1:8080", Data: "./data", Store: "sqlite:", Lang: "zh",
		PasswordProfile: "mlps", LogLevel: "info", TrustedProxies: []string{"10.0.0.1", "192.0.2.0/24"}, TOTPRequired: []string{"admin"},
	}
}

func TestEveryMistakeIsReportedAtOnce(t *testing.T) {
	c := good()
	if err := c.Check(); err != nil {
		t.Fatalf("a good one: %v", err)
	}
	for _, listen := range []string{"[::1]:0", ":8080", "kaoji.example:443"} {
		if c.Listen = listen; c.Check() != nil {
			t.Errorf("%s: %v", listen, c.Check())
		}
	}
	for address, want := range map[string]string{
		"": "", "https://kaoji.example.cn": "https://kaoji.example.cn", "http://10.1.2.3:8080/": "http://10.1.2.3:8080",
	} {
		if c.URL = address; c.Check() != nil || c.URL != want {
			t.Errorf("%q: %v, %q", address, c.Check(), c.URL)
		}
	}
	for _, address := range []string{
		"kaoji.example.cn", "ftp://kaoji.example.cn", "https://", "https://:8080", "https://kaoji.example.cn/app",
		"https://kaoji.example.cn?x=1", "https://kaoji.example.cn#x", "https://u:p@kaoji.example.cn", "https://a b",
	} {
		if c.URL = address; c.Check() == nil {
			t.Errorf("%q passes", address)
		}
	}
	bad := config.Config{
		Listen: "8080", Store: "postgres://u:geheim@db", Lang: "fr", PasswordProfile: "none", LogLevel: "loud",
		TrustedProxies: []string{"proxy.local"}, MetricsFor: []string{"10.0.0.0/99"}, TOTPRequired: []string{"root"},
	}
	err := bad.Check()
	if err == nil {
		t.Fatal("nothing was wrong with it")
	}
	for _, name := range []string{
		"KAOJI_LISTEN", "KAOJI_DATA", "KAOJI_STORE", "KAOJI_LANG", "KAOJI_PASSWORD_PROFILE", "KAOJI_LOG",
		`"proxy.local"`, `"10.0.0.0/99"`, `"root"`,
	} {
		if !strings.Contains(err.Error(), name) {
			t.Errorf("%s is not named in %v", name, err)
		}
	}
	if strings.Contains(err.Error(), "geheim") {
		t.Errorf("the password of the storage is printed: %v", err)
	}
}

func TestASecretNeverPrints(t *testing.T) {
	c := good()
	c.BackupKey = "geheim"
	var out bytes.Buffer
	slog.New(slog.NewJSONHandler(&out, nil)).Info("settings", "config", c, "key", c.BackupKey)
	raw, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(&out, "%s %v %+v %#v %s %q", raw, c, c, c, c.BackupKey, c.BackupKey)
	if strings.Contains(out.String(), "geheim") || strings.Contains(out.String(), fmt.Sprintf("%x", "geheim")) {
		t.Errorf("printed: %s", &out)
	}
}

func TestKeysAreMadeOnceAndForTheOwnerAlone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "keys")
	first, err := config.LoadKeys(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	again, err := config.LoadKeys(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]bool{}
	for i, k := range [][]byte{first.Token, first.Secret, first.Trail, first.Ballot, first.Form} {
		if len(k) != 32 || all[string(k)] {
			t.Errorf("key %d has %d bytes, or is another's", i, len(k))
		}
		all[string(k)] = true
	}
	if !bytes.Equal(first.Token, again.Token) || !bytes.Equal(first.Trail, again.Trail) || !bytes.Equal(first.Ballot, again.Ballot) {
		t.Error("made anew at the second start")
	}
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("folder: %v %v", info.Mode(), err)
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 6 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, f := range files {
		if info, err := f.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", f.Name(), info.Mode(), err)
		}
	}
	if got := fmt.Sprintf("%v %+v %#v", first, first, first); strings.Contains(got, strings.Trim(fmt.Sprintf("%d", []byte(first.Token[:8])), "[]")) || !strings.Contains(got, "[hidden]") {
		t.Errorf("keys print: %s", got)
	}
}

func TestAKeyThatOthersCanReadOrThatIsNoneStopsTheStart(t *testing.T) {
	for name, spoil := range map[string]func(path string) error{
		"readable by others": func(path string) error { return os.Chmod(path, 0o640) }, //nolint:gosec // that is the point
		"cut short":          func(path string) error { return os.WriteFile(path, []byte("abcd\n"), 0o600) },
		"no key at all":      func(path string) error { return os.WriteFile(path, []byte("not hexadecimal"), 0o600) },
		"empty":              func(path string) error { return os.WriteFile(path, nil, 0o600) },
	} {
		dir := filepath.Join(t.TempDir(), "keys")
		if _, err := config.LoadKeys(dir, nil); err != nil {
			t.Fatal(err)
		}
		if err := spoil(filepath.Join(dir, "trail.key")); err != nil {
			t.Fatal(err)
		}
		if _, err := config.LoadKeys(dir, nil); err == nil || !strings.Contains(err.Error(), "trail.key") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestALostOrReplacedKeyBesideDataStopsTheStartAndIsNotMadeAnew(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "keys")
	k, err := config.LoadKeys(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	had := config.HadOf(k.Marks())
	path := filepath.Join(dir, "ballot.key")
	was, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	for name, had := range map[string]config.Had{"signed": had, "written before anything was signed": config.HadOf(nil)} {
		if _, err := config.LoadKeys(dir, had); err == nil || !strings.Contains(err.Error(), "ballot.key is missing") {
			t.Errorf("%s, lost: %v", name, err)
		}
	}
	if _, err := os.Stat(path); err == nil {
		t.Fatal("it was made anew")
	}
	if err := os.WriteFile(path, []byte(strings.Repeat("ab", 32)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := config.LoadKeys(dir, had); err == nil || !strings.Contains(err.Error(), "ballot.key is not the one") {
		t.Errorf("replaced: %v", err)
	}
	if err := os.WriteFile(path, was, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := config.LoadKeys(dir, had); err != nil {
		t.Errorf("put back: %v", err)
	}
}

func TestAFolderOfKeysThatIsOpenToOthersStopsTheStart(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "keys")
	if _, err := config.LoadKeys(dir, nil); err != nil {
		t.Fatal(err)
	}
	for _, mode := range []os.FileMode{0o750, 0o701, 0o777} {
		if err := os.Chmod(dir, mode); err != nil {
			t.Fatal(err)
		}
		if _, err := config.LoadKeys(dir, nil); err == nil || !strings.Contains(err.Error(), "chmod 700") {
			t.Errorf("%v: %v", mode, err)
		}
	}
}
