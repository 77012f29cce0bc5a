package main

import (
	"strings"
	"testing"

	"kaoji/app/cli"
	"kaoji/app/text"
)

// TestDataOfANewerProgramIsRefusedInWordsThatHelp: an operator who starts the
// version before reads what to do, in the server as in every command.
func TestDataOfANewerProgramIsRefusedInWordsThatHelp(t *testing.T) {
	cfg := settings(t)
	k := opened(t, cfg)
	if err := k.Store.Close(); err != nil {
		t.Fatal(err)
	}
	executed(t, cfg.Data+"/kaoji.db", `INSERT INTO migrations VALUES (9999, 'later', '')`)
	p, _ := desks(t, cfg)
	for name, c := range map[string]any{"verify": cli.Verify{}, "account": cli.AccountList{}} {
		_, err := command(t, cfg, c)
		if err == nil {
			t.Errorf("%s: opened", name)
			continue
		}
		for lang, words := range map[string][]string{
			text.Chinese: {"启动更新的版本", "备份", "*.before-", "schema 9999"},
			text.English: {"Start the newer version", "back-up", "*.before-", "schema 9999"},
		} {
			p.Lang = lang
			for _, want := range words {
				if said := p.Fault(err).Error(); !strings.Contains(said, want) {
					t.Errorf("%s: %q is not in %q", name, want, said)
				}
			}
		}
	}
}
