package pagetest

import (
	"strings"

	"golang.org/x/net/html"
)

func attr(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

// describe names an element so that it can be found in the template.
func describe(n *html.Node) string {
	s := n.Data
	for _, key := range []string{"id", "name", "class", "href", "action"} {
		if v, ok := attr(n, key); ok && v != "" {
			return s + "[" + key + "=" + v + "]"
		}
	}
	return s + " in " + n.Parent.Data
}

func words(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return strings.TrimSpace(b.String())
}

// name is what a screen reader says of a link or button.
func name(n *html.Node) string {
	if v, ok := attr(n, "aria-label"); ok {
		return v
	}
	if s := words(n); s != "" {
		return s
	}
	found := ""
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if v, ok := attr(n, "alt"); ok {
			found += v
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return found
}

func closest(n *html.Node, tag string) *html.Node {
	for ; n != nil; n = n.Parent {
		if n.Type == html.ElementNode && n.Data == tag {
			return n
		}
	}
	return nil
}

func firstElement(n *html.Node) *html.Node {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode {
			return c
		}
	}
	return nil
}
