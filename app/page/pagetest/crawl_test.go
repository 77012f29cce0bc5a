package pagetest_test

import (
	"slices"
	"strings"
	"testing"

	"kaoji/app/page/pagetest"
)

func TestACrawlFindsDeadLinksScriptsAndLostSessions(t *testing.T) {
	pages := map[string]pagetest.Reply{
		"/": {Status: 200, Type: "text/html", Body: []byte(`<a href="/gone">x</a> <a href="list?page=2#end">y</a> <form action="/find"><input name="q" value="a b"><select name="s"><option value="1"><option value="2" selected></select></form>
			<div hx-get="/part"></div> <a href="https://elsewhere.example/">z</a> <form method="post" action="/never"></form>`)},
		"/list?page=2":    {Status: 200, Type: "text/html", Body: []byte(`<b onclick="x()">b</b><script>alert(1)</script><a href="/">home</a>`)},
		"/find?q=a+b&s=2": {Status: 303, Location: "/found"},
		"/found":          {Status: 303, Location: "/login?next=%2Ffound"},
		"/part":           {Status: 500},
		"/gone":           {Status: 404},
	}
	var asked []string
	c := pagetest.Crawler{Most: 20, Get: func(to string) (pagetest.Reply, error) {
		asked = append(asked, to)
		r, ok := pages[to]
		if !ok {
			t.Errorf("asks for %s", to)
		}
		return r, nil
	}}
	if err := c.Run("/"); err != nil {
		t.Fatal(err)
	}
	if c.Opened != len(pages) || len(asked) != len(pages) {
		t.Errorf("opened %d: %q", c.Opened, asked)
	}
	for _, want := range []string{
		"/gone offered by /: answers 404", "/part offered by /: answers 500", "/found offered by /find?q=a+b&s=2: asks for a login",
		"/list?page=2 offered by /: b in body: has an inline handler", "is an inline script",
	} {
		if !slices.ContainsFunc(c.Found, func(found string) bool { return strings.Contains(found, want) }) {
			t.Errorf("does not find %q in\n%s", want, strings.Join(c.Found, "\n"))
		}
	}
}

func TestACrawlIsBounded(t *testing.T) {
	next := 0
	c := pagetest.Crawler{Most: 30, Alike: 3, Get: func(string) (pagetest.Reply, error) {
		next++
		id := "0198c2f0-0000-7000-8000-0000000000" + string(rune('a'+next/26)) + string(rune('a'+next%26))
		return pagetest.Reply{Status: 200, Type: "text/html", Body: []byte(`<a href="/records/` + id + `">x</a>`)}, nil
	}}
	if err := c.Run("/"); err != nil || c.Opened != 4 || len(c.Found) > 0 {
		t.Errorf("%d opened, %q, %v", c.Opened, c.Found, err)
	}
}
