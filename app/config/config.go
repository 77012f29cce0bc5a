// Package config has the operator's settings. Every setting is an environment
// variable and a flag with the same meaning.
package config

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"
	"time"

	"kaoji/app/text"
	"kaoji/auth"
	"kaoji/evaluation"
)

// Secret is a text that is never printed.
type Secret string

// String hides the value.
func (Secret) String() string { return "[hidden]" }

// GoString hides it from %#v.
func (Secret) GoString() string { return "[hidden]" }

// MarshalText hides it in logs and JSON.
func (Secret) MarshalText() ([]byte, error) { return []byte("[hidden]"), nil }

// Config is the settings; kong fills it from flags and environment.
type Config struct {
	Listen          string        `env:"KAOJI_LISTEN" default:"127.0.0.1:8080" help:"Address to listen on."`
	URL             string        `env:"KAOJI_URL" help:"Address under which people reach this server, such as https://kaoji.example.cn: printed on posters, badges and slips."`
	Data            string        `env:"KAOJI_DATA" default:"./data" help:"Folder of the data file, the keys and the signed heads."`
	Store           string        `env:"KAOJI_STORE" default:"sqlite:" help:"sqlite: or a mongodb:// address."`
	Lang            string        `env:"KAOJI_LANG" default:"zh" help:"Language before a person chooses: zh or en."`
	TrustedProxies  []string      `env:"KAOJI_TRUSTED_PROXIES" help:"Addresses of proxies whose X-Forwarded-* headers are believed."`
	MetricsFor      []string      `env:"KAOJI_METRICS_FOR" help:"Addresses that may read /metrics besides this machine."`
	PasswordProfile string        `env:"KAOJI_PASSWORD_PROFILE" default:"mlps" help:"mlps (classes and age) or asvs (length and common list)."`
	TOTPRequired    []string      `env:"KAOJI_TOTP_REQUIRED" help:"Roles that must use a second factor: admin,auditor,personnel."`
	Grace           time.Duration `env:"KAOJI_GRACE" default:"20s" help:"Time for requests in flight when stopping."`
	LogLevel        string        `env:"KAOJI_LOG" default:"info" help:"debug, info, warn or error."`
	Office          string        `env:"KAOJI_OFFICE" help:"Code of the office that a command is about (accounts, import, export); the first office without it."`
	NewKeys         bool          `env:"KAOJI_NEW_KEYS" help:"Start although a key of the data was lost or replaced; what it protected stays lost."`
	BackupKey       Secret        `env:"KAOJI_BACKUP_KEY" help:"Passphrase that encrypts back-ups."`

	// StorePatience limits calls to MongoDB; zero means the documented 5 and 15
	// seconds. Only tests set it, because their server is slow.
	StorePatience time.Duration `kong:"-"`

	// Keeping is the cost of the passphrases that guard ballots; zero is the default.
	// Only the demo sets it, whose passphrase everybody knows.
	Keeping auth.Cost `kong:"-"`

	// Passwords is the cost of a password's hash; zero is the default. Only the demo sets
	// it while it is filled; a hash is made again at the next login.
	Passwords auth.Cost `kong:"-"`

	// Bulk opens a data file that is filled at once; see sqlite.Options.
	Bulk bool `kong:"-"`
}

// Check returns all wrong settings together.
func (c *Config) Check() error {
	var errs []error
	bad := func(name, value, want string) {
		errs = append(errs, fmt.Errorf("%s=%q: want %s", name, value, want))
	}
	if _, _, err := net.SplitHostPort(c.Listen); err != nil {
		bad("KAOJI_LISTEN", c.Listen, "host:port such as 127.0.0.1:8080")
	}
	if c.URL = strings.TrimSuffix(c.URL, "/"); !isOrigin(c.URL) {
		bad("KAOJI_URL", c.URL, "http:// or https:// and a host, without path, such as https://kaoji.example.cn")
	}
	if c.Data == "" {
		bad("KAOJI_DATA", c.Data, "a folder")
	}
	if !strings.HasPrefix(c.Store, "sqlite:") && !strings.HasPrefix(c.Store, "mongodb://") && !strings.HasPrefix(c.Store, "mongodb+srv://") {
		errs = append(errs, errors.New("KAOJI_STORE: want sqlite: or a mongodb:// address")) // it may hold a password
	}
	if !slices.Contains(text.Languages(), c.Lang) {
		bad("KAOJI_LANG", c.Lang, strings.Join(text.Languages(), " or "))
	}
	for _, p := range append(slices.Clone(c.TrustedProxies), c.MetricsFor...) {
		if _, _, err := net.ParseCIDR(p); err != nil && net.ParseIP(p) == nil {
			bad("KAOJI_TRUSTED_PROXIES, KAOJI_METRICS_FOR", p, "addresses")
		}
	}
	if c.PasswordProfile != auth.ProfileMLPS && c.PasswordProfile != auth.ProfileASVS {
		bad("KAOJI_PASSWORD_PROFILE", c.PasswordProfile, "mlps or asvs")
	}
	for _, r := range c.TOTPRequired {
		if !slices.Contains(evaluation.Roles(), evaluation.Role(r)) {
			bad("KAOJI_TOTP_REQUIRED", r, "names of roles")
		}
	}
	if !slices.Contains([]string{"debug", "info", "warn", "error"}, c.LogLevel) {
		bad("KAOJI_LOG", c.LogLevel, "debug, info, warn or error")
	}
	return errors.Join(errs...)
}

// isOrigin reports whether an address consists of scheme and host only. An empty
// address counts as one.
func isOrigin(address string) bool {
	if address == "" {
		return true
	}
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" && u.String() == u.Scheme+"://"+u.Host
}

// Roles returns the roles that need a second factor.
func (c *Config) Roles() []evaluation.Role {
	roles := make([]evaluation.Role, 0, len(c.TOTPRequired))
	for _, r := range c.TOTPRequired {
		roles = append(roles, evaluation.Role(r))
	}
	return roles
}
