package reminder_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kaoji/evaluation/rulepack"
)

// Rule C-16: the letters of the first levels say that something was reported,
// and assert nothing. The control is the admonition, which does.
func TestLettersOfTheFirstLevelsAssertNoGuilt(t *testing.T) {
	pack, err := rulepack.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	phrases, err := pack.On(date("2026-12-01")).Items("reminder.asserting")
	if err != nil || len(phrases) == 0 {
		t.Fatal(err)
	}
	asserts := func(lang, text string) bool {
		for _, p := range phrases {
			if phrase := map[string]string{"zh": p.Zh, "en": p.En}[lang]; strings.Contains(strings.ToLower(text), phrase) {
				return true
			}
		}
		return false
	}
	for _, lang := range []string{"zh", "en"} {
		raw, err := os.ReadFile(filepath.Join("..", "..", "app", "text", lang, "reminder.json"))
		if err != nil {
			t.Fatal(err)
		}
		var texts map[string]string
		if err := json.Unmarshal(raw, &texts); err != nil {
			t.Fatal(err)
		}
		read := 0
		for key, text := range texts {
			letter := strings.HasPrefix(key, "reminder.letter.") || strings.HasPrefix(key, "print.reminder_")
			if !letter || strings.Contains(key, "admonition") {
				continue
			}
			read++
			if asserts(lang, text) {
				t.Errorf("%s %s asserts: %s", lang, key, text)
			}
		}
		if read < 10 || !asserts(lang, texts["reminder.letter.admonition"]) {
			t.Errorf("%s: %d texts read, or the control asserts nothing", lang, read)
		}
		for _, key := range []string{"reminder", "inquiry"} {
			said := map[string]string{"zh": "收到", "en": "report was received"}[lang]
			if !strings.Contains(texts["reminder.letter."+key], said) {
				t.Errorf("%s: the letter %s does not say that a report was received", lang, key)
			}
		}
	}
}
