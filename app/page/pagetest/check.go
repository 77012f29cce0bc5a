// Package pagetest checks the rules for every page with one call: labels, headings,
// ids, forms, and nothing that the Content-Security-Policy would block.
package pagetest

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Check fails the test for every problem of a page.
func Check(t testing.TB, page []byte) {
	t.Helper()
	for _, p := range Problems(page) {
		t.Error(p)
	}
}

// Problems lists the problems of a page.
func Problems(page []byte) []string {
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return []string{"does not parse: " + err.Error()}
	}
	c := &checker{ids: map[string]int{}, labels: map[string]bool{}}
	c.visit(root, func(n *html.Node) { c.collect(n) })
	c.visit(root, func(n *html.Node) { c.element(n) })
	c.whole()
	return c.found
}

type checker struct {
	found    []string
	ids      map[string]int
	labels   map[string]bool // ids that a label is for
	refs     []string        // ids that something points to
	headings []int
	mains    int
	title    string
	lang     string
}

func (c *checker) bad(n *html.Node, format string, args ...any) {
	c.found = append(c.found, describe(n)+": "+fmt.Sprintf(format, args...))
}

func (c *checker) visit(n *html.Node, f func(*html.Node)) {
	if n.Type == html.ElementNode {
		f(n)
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		c.visit(child, f)
	}
}

func (c *checker) collect(n *html.Node) {
	if id, ok := attr(n, "id"); ok {
		c.ids[id]++
	}
	switch n.Data {
	case "label":
		if id, ok := attr(n, "for"); ok {
			c.labels[id] = true
			c.refs = append(c.refs, id)
		}
	case "main":
		c.mains++
	case "html":
		c.lang, _ = attr(n, "lang")
	case "title":
		if n.Parent != nil && n.Parent.Data == "head" {
			c.title = words(n)
		}
	case "h1", "h2", "h3", "h4", "h5", "h6":
		c.headings = append(c.headings, int(n.Data[1]-'0'))
	}
	for _, name := range []string{"aria-labelledby", "aria-describedby", "list"} {
		ids, _ := attr(n, name)
		c.refs = append(c.refs, strings.Fields(ids)...)
	}
}

// unsaid matches a text key without a translation.
var unsaid = regexp.MustCompile(`^[a-z]+(\.[a-z][a-z0-9_-]*)+$`)

func (c *checker) element(n *html.Node) {
	c.policy(n)
	c.words(n)
	switch n.Data {
	case "input", "select", "textarea":
		c.control(n)
	case "form":
		c.form(n)
	case "img":
		if _, ok := attr(n, "alt"); !ok {
			c.bad(n, "has no alt")
		}
	case "a", "button":
		if name(n) == "" {
			c.bad(n, "says nothing")
		}
		if href, ok := attr(n, "href"); n.Data == "a" && (!ok || href == "") {
			c.bad(n, "leads nowhere")
		}
	case "fieldset":
		if first := firstElement(n); first == nil || first.Data != "legend" {
			c.bad(n, "has no legend")
		}
	case "th":
		if _, ok := attr(n, "scope"); !ok {
			c.bad(n, "has no scope")
		}
	case "svg":
		c.picture(n)
	}
}

func (c *checker) words(n *html.Node) {
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		if child.Type != html.TextNode || n.Data == "script" || n.Data == "code" {
			continue
		}
		s := strings.TrimSpace(child.Data)
		if unsaid.MatchString(s) {
			c.bad(n, "says the key %q", s)
		}
		for _, wrong := range []string{"<no value>", "%!", "{{", "ZgotmplZ"} {
			if strings.Contains(s, wrong) {
				c.bad(n, "says %q", s)
			}
		}
	}
}

// policy finds what default-src 'self' would block.
func (c *checker) policy(n *html.Node) {
	if src, ok := attr(n, "src"); n.Data == "script" && (!ok || n.FirstChild != nil) {
		c.bad(n, "is an inline script (src %q)", src)
	}
	if n.Data == "style" {
		c.bad(n, "is an inline style")
	}
	for _, a := range n.Attr {
		switch {
		case a.Key == "style":
			c.bad(n, "has a style attribute")
		case strings.HasPrefix(a.Key, "on"), strings.HasPrefix(a.Key, "hx-on"):
			c.bad(n, "has an inline handler %s", a.Key)
		case strings.HasPrefix(a.Val, "javascript:"), strings.HasPrefix(a.Val, "js:"):
			c.bad(n, "has script in %s", a.Key)
		case strings.Contains(a.Val, "ZgotmplZ"):
			c.bad(n, "has an unsafe value in %s", a.Key)
		case foreign(n, a):
			c.bad(n, "loads from elsewhere: %s", a.Val)
		}
	}
}

func foreign(n *html.Node, a html.Attribute) bool {
	loads := a.Key == "src" || a.Key == "href" && (n.Data == "link" || n.Data == "use" || n.Data == "image")
	return loads && (strings.Contains(a.Val, "://") || strings.HasPrefix(a.Val, "//"))
}

func (c *checker) control(n *html.Node) {
	kind, _ := attr(n, "type")
	switch kind {
	case "hidden":
		return
	case "submit", "button", "image":
		c.bad(n, "use a button element")
		return
	}
	id, _ := attr(n, "id")
	_, aria := attr(n, "aria-label")
	_, by := attr(n, "aria-labelledby")
	if !aria && !by && !c.labels[id] && closest(n, "label") == nil {
		c.bad(n, "has no label")
	}
}

func (c *checker) form(n *html.Node) {
	if closest(n.Parent, "form") != nil {
		c.bad(n, "stands in another form")
	}
	method, _ := attr(n, "method")
	if !strings.EqualFold(method, "post") {
		return
	}
	token := false
	var submits []*html.Node
	c.visit(n, func(in *html.Node) {
		if kind, _ := attr(in, "type"); in.Data == "button" && kind == "submit" {
			submits = append(submits, in)
		}
		if called, _ := attr(in, "name"); in.Data == "input" && called == "csrf" {
			value, _ := attr(in, "value")
			token = value != ""
		}
	})
	if !token {
		c.bad(n, "posts without a csrf token")
	}
	elsewhere := func(b *html.Node) bool { _, ok := attr(b, "formaction"); return ok }
	if len(submits) > 0 && elsewhere(submits[0]) && slices.ContainsFunc(submits, func(b *html.Node) bool { return !elsewhere(b) }) {
		c.bad(submits[0], "is what the Enter key presses, and not what the form is for")
	}
}

// picture: an svg is either hidden from a screen reader or named.
func (c *checker) picture(n *html.Node) {
	hidden := false
	for p := n; p != nil; p = p.Parent {
		if v, _ := attr(p, "aria-hidden"); v == "true" {
			hidden = true
		}
	}
	role, _ := attr(n, "role")
	if _, by := attr(n, "aria-labelledby"); !hidden && (role != "img" || !by) {
		c.bad(n, "is neither hidden nor named")
	}
}

// whole checks properties of the whole page.
func (c *checker) whole() {
	for id, n := range c.ids {
		if n > 1 || id == "" {
			c.found = append(c.found, fmt.Sprintf("id %q stands %d times", id, n))
		}
	}
	for _, id := range c.refs {
		if c.ids[id] == 0 {
			c.found = append(c.found, fmt.Sprintf("something points to id %q, which is not there", id))
		}
	}
	if c.mains != 1 {
		c.found = append(c.found, fmt.Sprintf("%d main elements", c.mains))
	}
	if c.lang == "" || strings.TrimSpace(c.title) == "" {
		c.found = append(c.found, "no language or no title")
	}
	last := 0
	ones := 0
	for _, h := range c.headings {
		if h == 1 {
			ones++
		}
		if h > last+1 {
			c.found = append(c.found, fmt.Sprintf("a heading of level %d follows one of level %d", h, last))
		}
		last = h
	}
	if ones != 1 {
		c.found = append(c.found, fmt.Sprintf("%d headings of level 1", ones))
	}
}
