//go:build nightly

package main

import (
	"os"
	"strings"
	"testing"
	"time"

	"kaoji/app/demo"
	"kaoji/app/page/pagetest"
)

// TestNothingIsOfferedThatDoesNotOpen logs in as somebody of every role and
// opens everything that pages offer of the filled demo: no link is refused or
// leads nowhere, nothing answers 5xx, and no text of a user becomes script.
func TestNothingIsOfferedThatDoesNotOpen(t *testing.T) {
	cfg := settings(t)
	if kept := os.Getenv("KAOJI_TEST_DEMO"); kept != "" { // a folder that is filled at the first run
		cfg.Data = kept
	}
	clock := demo.At(time.Now())
	if err := fillDemo(t.Context(), cfg, &clock, demo.Size{Years: 1, States: true}); err != nil {
		t.Fatal(err)
	}
	k := opened(t, cfg)
	app, err := k.app()
	if err != nil {
		t.Fatal(err)
	}
	// Heads, cadres and committees differ in what they are parties to.
	for _, name := range []string{
		"admin", "shenji", "zuzhi", "jigong", "jiandu1", "ld01", "ld03", "tq0001", "tq0010", "tq0002", "xj03", "jw0101",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := pagetest.Crawler{Get: loggedIn(t, app, name).get, Alike: alike, Most: 10_000}
			// The control of scripts/attack.sh starts at an address that is none, too.
			if err := c.Run(append([]string{"/"}, strings.Fields(os.Getenv("KAOJI_CONTROL"))...)...); err != nil {
				t.Error(err)
			}
			t.Logf("%d addresses", c.Opened)
			for _, found := range c.Found {
				t.Error(found)
			}
		})
	}
}

// alike is how many addresses that differ in ids alone are opened by one reader:
// the records of a kind in their states, not each of ten thousand.
const alike = 25
