package pagetest_test

import (
	"strings"
	"testing"

	"kaoji/app/page/pagetest"
)

const good = `<!doctype html><html lang="zh-CN"><head><title>页</title><link rel="stylesheet" href="/static/a.css"><script src="/static/a.js"></script></head>
<body><main><h1>一</h1><h2>二</h2><form method="post" action="/x"><input type="hidden" name="csrf" value="t"><label for="a">甲</label><input id="a"><button>提交</button></form>BODY</main></body></html>`

func TestAGoodPageHasNoProblems(t *testing.T) {
	pagetest.Check(t, []byte(strings.Replace(good, "BODY", "", 1)))
}

func TestEachMistakeIsFound(t *testing.T) {
	for body, want := range map[string]string{
		`<input id="b">`:                                "has no label",
		`<select name="b"></select>`:                    "has no label",
		`<form method="post"><button>x</button></form>`: "csrf",
		`<form method="post"><input type="hidden" name="csrf" value=""></form>`:                                           "csrf",
		`<form method="post"><button type="submit" formaction="/draft">a</button><button type="submit">b</button></form>`: "Enter key",
		`<script>alert(1)</script>`:                          "inline script",
		`<style>p{}</style>`:                                 "inline style",
		`<p style="color:red">x</p>`:                         "style attribute",
		`<p onclick="x()">x</p>`:                             "inline handler",
		`<a href="javascript:x()">x</a>`:                     "script in href",
		`<img src="https://elsewhere.example/x.png" alt="">`: "elsewhere",
		`<img src="/x.png">`:                                 "no alt",
		`<p id="a">x</p>`:                                    `id "a" stands 2 times`,
		`<p aria-describedby="gone">x</p>`:                   `"gone"`,
		`<label for="gone">x</label>`:                        `"gone"`,
		`<h4>x</h4>`:                                         "heading of level 4 follows",
		`<h1>x</h1>`:                                         "2 headings of level 1",
		`<a href="/x"></a>`:                                  "says nothing",
		`<a>x</a>`:                                           "leads nowhere",
		`<fieldset><p>x</p></fieldset>`:                      "no legend",
		`<table><tr><th>x</th></tr></table>`:                 "no scope",
		`<p>form.required</p>`:                               "says the key",
		`<p>%!s(int=3)</p>`:                                  "says",
		`<svg><path d=""/></svg>`:                            "neither hidden nor named",
		`<main></main>`:                                      "2 main elements",
		`<input type="submit" value="x">`:                    "use a button",
	} {
		found := strings.Join(pagetest.Problems([]byte(strings.Replace(good, "BODY", body, 1))), "\n")
		if !strings.Contains(found, want) {
			t.Errorf("%s: %q not found in %q", body, want, found)
		}
	}
}
