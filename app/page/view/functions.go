package view

import (
	"fmt"
	"html/template"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"
)

// pair is the argument of a partial: the page and a value.
type pair struct {
	P *Page
	V any
}

// functions are the template functions; none depends on the reader.
func functions(assets *Assets) template.FuncMap {
	return template.FuncMap{
		"asset":    assets.URL,
		"mistakes": Mistakes,
		"with2":    func(p *Page, v any) pair { return pair{p, v} },
		"icon": func(name string) (template.HTML, error) {
			sprite, err := assets.URL("vendor/icons.svg")
			if err != nil {
				return "", err
			}
			// The name is a constant of a template or of our menu.
			return template.HTML(`<svg class="icon" aria-hidden="true"><use href="` + sprite + "#" + template.HTMLEscapeString(name) + `"/></svg>`), nil //nolint:gosec // escaped
		},
		"lines": func(s string) []string { return strings.Split(s, "\n") },
		"query": query,
		"add":   func(a, b int) int { return a + b },
		"minus": func(a int) int { return -a },
		"share": func(part, whole int) int {
			if whole == 0 {
				return 0
			}
			return part * 100 / whole
		},
		"whole":      whole,
		"hundredths": Hundredths,
		"dict":       dict,
		"first": func(s string) string {
			for _, r := range s {
				return string(r)
			}
			return ""
		},
	}
}

// dated is a day or a month as pages write it.
var dated = regexp.MustCompile(`^(\d{4}年\d{1,2}月(\d{1,2}日)?|(\d{1,2} )?[A-Z][a-z]{2} \d{4})$`)

// whole reports whether a cell of a table is kept on one line: a date, or a word of at most
// six Chinese characters.
func whole(s string) bool {
	return dated.MatchString(s) || utf8.RuneCountInString(s) <= 6
}

// Hundredths formats a number stored in hundredths: 8750 is 87.50.
func Hundredths(n int64) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	return fmt.Sprintf("%s%d.%02d", sign, n/100, n%100)
}

// query sets parameters of an address: query "/x?a=1" "b" "2". An empty value
// removes the parameter.
func query(address string, pairs ...string) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", err
	}
	q := u.Query()
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			q.Del(pairs[i])
		} else {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	u.RawQuery = q.Encode()
	return u.String(), nil
}

func dict(pairs ...any) (map[string]any, error) {
	m := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("dict: %v is no name", pairs[i])
		}
		m[name] = pairs[i+1]
	}
	return m, nil
}
