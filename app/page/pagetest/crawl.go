package pagetest

import (
	"bytes"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Reply is the answer to a request for an address.
type Reply struct {
	Status   int
	Location string // of a redirect
	Type     string // media type
	Body     []byte
}

// Crawler opens everything that the pages offer to one reader: links, GET forms,
// parts loaded by a page, pictures. Every address is requested once.
type Crawler struct {
	Get func(address string) (Reply, error)
	// Alike limits how many addresses are opened that differ only in ids and
	// values; 0 means no limit.
	Alike int
	// Most limits how many addresses are opened in total.
	Most int
	// Within is the prefix of every address on a page, including forms to post;
	// static files and the API have their own prefixes.
	Within string

	Opened int
	Found  []string // problems, with the page on which they were found

	seen    map[string]bool
	shapes  map[string]int
	waiting []offer
}

// offer is an address and the page that offers it.
type offer struct{ to, by string }

// Run crawls from the given addresses.
func (c *Crawler) Run(start ...string) error {
	c.seen, c.shapes = map[string]bool{}, map[string]int{}
	for _, at := range start {
		c.add(at, "the start")
	}
	for len(c.waiting) > 0 {
		if c.Opened == c.Most {
			c.Found = append(c.Found, fmt.Sprintf("more than %d addresses; %d wait, such as %s", c.Most, len(c.waiting), c.waiting[0].to))
			return nil
		}
		next := c.waiting[0]
		c.waiting = c.waiting[1:]
		c.Opened++
		reply, err := c.Get(next.to)
		if err != nil {
			return fmt.Errorf("%s: %w", next.to, err)
		}
		c.judge(next, reply)
	}
	return nil
}

func (c *Crawler) judge(o offer, r Reply) {
	bad := func(format string, args ...any) {
		c.Found = append(c.Found, o.to+" offered by "+o.by+": "+fmt.Sprintf(format, args...))
	}
	switch {
	case r.Status == 303 && strings.HasPrefix(r.Location, c.Within+"/login"):
		bad("asks for a login")
		return
	case r.Status == 303:
		c.add(resolve(o.to, r.Location), o.to)
		return
	case r.Status != 200:
		bad("answers %d", r.Status)
		return
	case !strings.HasPrefix(r.Type, "text/html"):
		return
	}
	root, err := html.Parse(bytes.NewReader(r.Body))
	if err != nil {
		bad("does not parse: %v", err)
		return
	}
	scripts := &checker{}
	scripts.visit(root, func(n *html.Node) {
		scripts.policy(n)
		for _, to := range c.outside(n) {
			bad("holds %s, which is not within %s", to, c.Within)
		}
		for _, to := range offers(n) {
			c.add(resolve(o.to, to), o.to)
		}
	})
	for _, found := range scripts.found {
		bad("%s", found)
	}
}

// outside returns the addresses of an element that do not have the site's prefix.
func (c *Crawler) outside(n *html.Node) []string {
	var list []string
	for _, name := range []string{"href", "src", "action", "formaction", "hx-get", "hx-post", "data-draft"} {
		to, _ := attr(n, name)
		if strings.HasPrefix(to, "/") && !strings.HasPrefix(to, c.Within+"/") && !strings.HasPrefix(to, "/static/") && !strings.HasPrefix(to, "/api/") {
			list = append(list, to)
		}
	}
	return list
}

// offers returns the addresses that an element leads to without changing anything.
func offers(n *html.Node) []string {
	var list []string
	add := func(names ...string) {
		for _, name := range names {
			if to, ok := attr(n, name); ok && to != "" {
				list = append(list, to)
			}
		}
	}
	add("hx-get")
	switch n.Data {
	case "a":
		add("href")
	case "img", "iframe":
		add("src")
	case "button":
		if method, _ := attr(n, "formmethod"); strings.EqualFold(method, "get") {
			add("formaction")
		}
	case "form":
		if method, _ := attr(n, "method"); strings.EqualFold(method, "post") {
			break
		}
		to, _ := attr(n, "action")
		to, _, _ = strings.Cut(to, "?")
		list = append(list, to+"?"+filled(n).Encode())
	}
	return list
}

// Form returns the values that the form with an action sends without changes; nil
// if the page has no such form.
func Form(page []byte, action string) url.Values {
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return nil
	}
	var values url.Values
	(&checker{}).visit(root, func(n *html.Node) {
		if to, _ := attr(n, "action"); n.Data == "form" && to == action {
			values = filled(n)
		}
	})
	return values
}

// filled returns the values that a form sends without changes.
func filled(form *html.Node) url.Values {
	values := url.Values{}
	(&checker{}).visit(form, func(n *html.Node) {
		name, _ := attr(n, "name")
		kind, _ := attr(n, "type")
		value, _ := attr(n, "value")
		_, checked := attr(n, "checked")
		switch {
		case name == "":
		case n.Data == "input" && (kind == "checkbox" || kind == "radio") && !checked:
		case n.Data == "input":
			values.Add(name, value)
		case n.Data == "select":
			values.Add(name, chosen(n))
		case n.Data == "textarea":
			values.Add(name, words(n))
		}
	})
	return values
}

// chosen is the value that a select sends.
func chosen(list *html.Node) string {
	first, selected := "", ""
	n := 0
	(&checker{}).visit(list, func(option *html.Node) {
		if option.Data != "option" {
			return
		}
		value, ok := attr(option, "value")
		if !ok {
			value = words(option)
		}
		if n == 0 {
			first = value
		}
		n++
		if _, ok := attr(option, "selected"); ok {
			selected = value
		}
	})
	if selected != "" {
		return selected
	}
	return first
}

// resolve is the address that a link on a page leads to; "" if it leaves the site.
func resolve(page, link string) string {
	base, err := url.Parse(page)
	if err != nil {
		return ""
	}
	to, err := base.Parse(link)
	if err != nil || to.Scheme != "" || to.Host != "" {
		return ""
	}
	to.Fragment = ""
	return to.String()
}

// add queues an address. Static files, the choice of the language and the API
// description are not followed. A record that several lists lead to is opened from one of
// them, and a list that is shown in another way only where it is asked for nothing else.
func (c *Crawler) add(to, by string) {
	path, _, _ := strings.Cut(to, "?")
	if to == "" || strings.HasPrefix(path, "/static/") || path == "/lang" || strings.HasPrefix(path, "/api") {
		return
	}
	page, otherwise := withoutList(to)
	if otherwise || c.seen[page] {
		return
	}
	c.seen[page] = true
	shape := shapeOf(page)
	c.shapes[shape]++
	if c.Alike > 0 && c.shapes[shape] > c.Alike {
		return
	}
	c.waiting = append(c.waiting, offer{to, by})
}

// withoutList returns an address without the list from which a record was opened.
// otherwise reports a list that is grouped, with chosen columns or without its view, and
// filtered or sorted as well.
func withoutList(to string) (page string, otherwise bool) {
	u, err := url.Parse(to)
	if err != nil {
		return to, false
	}
	q := u.Query()
	for _, way := range []string{"group", "col", "view"} {
		otherwise = otherwise || q.Has(way) && len(q) > 1
	}
	if q.Has("list") {
		q.Del("list")
		u.RawQuery = q.Encode()
	}
	return u.String(), otherwise
}

// shapeOf returns an address without its ids and values.
func shapeOf(to string) string {
	u, err := url.Parse(to)
	if err != nil {
		return to
	}
	parts := strings.Split(u.Path, "/")
	for i, part := range parts {
		if len(part) == len("0198c2f0-0000-7000-8000-00000000000f") && strings.Count(part, "-") == 4 {
			parts[i] = "*"
		}
	}
	var keys []string
	for key, values := range u.Query() {
		if len(values) > 0 && values[0] != "" {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return strings.Join(parts, "/") + "?" + strings.Join(keys, "&")
}
