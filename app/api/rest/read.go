package rest

import (
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/server"
	"kaoji/evaluation"
)

// read reads the inputs of the route: version, body, reason.
func (c *Call) read() error {
	if c.route.Versioned {
		n, ok := versionOf(c.Get(fiber.HeaderIfMatch))
		if !ok {
			return evaluation.Fail(evaluation.CodePrecondition, "api.if_match")
		}
		c.Version = n
	}
	switch {
	case c.route.File:
		return nil
	case c.route.Record:
		return c.readAct()
	case c.route.Input == nil:
		if server.HasBody(c.Ctx) {
			return badBody("api.body.none")
		}
		return nil
	}
	given, err := c.parsed()
	if err != nil {
		return err
	}
	c.in = c.route.Input()
	m := evaluation.Mistakes{}
	fillStruct(m, "", reflect.ValueOf(c.in).Elem(), given)
	if err := m.Err(); err != nil {
		return err
	}
	return evaluation.CheckInput(c.in)
}

// readAct reads {"input": …, "reason": …}. The service checks both by the rules of
// the act, so API and pages follow the same rules.
func (c *Call) readAct() error {
	given := any(map[string]any{})
	if len(c.Request().Body()) > 0 {
		var err error
		if given, err = c.parsed(); err != nil {
			return err
		}
	}
	members, ok := given.(map[string]any)
	if !ok {
		return badBody("api.body.object")
	}
	m := evaluation.Mistakes{}
	for name := range members {
		known := map[string]bool{"input": c.route.Input != nil, "reason": c.route.Reason, "items": c.route.Many}
		if !known[name] {
			m.Add(clip(name), "api.body.unknown")
		}
	}
	if reason, ok := members["reason"].(string); ok {
		c.reason = strings.TrimSpace(reason)
	} else if members["reason"] != nil {
		m.Add("reason", "api.body.text")
	}
	if c.route.Many {
		fill(m, "items", reflect.ValueOf(&c.chosen.Items).Elem(), members["items"])
		if e, ok := errors.AsType[*evaluation.Error](evaluation.CheckInput(&c.chosen)); ok && len(m) == 0 {
			return e
		}
	}
	if c.route.Input != nil {
		c.in = c.route.Input()
		if given, ok := members["input"].(map[string]any); ok {
			fillStruct(m, "", reflect.ValueOf(c.in).Elem(), given)
		} else if members["input"] != nil {
			m.Add("input", "api.body.object")
		}
	}
	return m.Err()
}

func (c *Call) parsed() (any, error) {
	media, _, _ := strings.Cut(c.Get(fiber.HeaderContentType), ";")
	if !strings.EqualFold(strings.TrimSpace(media), fiber.MIMEApplicationJSON) {
		return nil, evaluation.Fail(evaluation.CodeMediaType, "api.body.media")
	}
	if len(c.Request().Body()) > maxJSON {
		return nil, evaluation.Fail(evaluation.CodeTooLarge, "error.too_large")
	}
	return parse(c.Request().Body())
}

// etag returns the version of a record as a strong validator (RFC 9110 8.8.3).
func etag(version int64) string { return `"` + strconv.FormatInt(version, 10) + `"` }

func versionOf(match string) (int64, bool) {
	inner, ok := strings.CutPrefix(strings.TrimSpace(match), `"`)
	inner, closed := strings.CutSuffix(inner, `"`)
	n, err := strconv.ParseInt(inner, 10, 64)
	return n, ok && closed && err == nil && n > 0
}

// checkQuery refuses unknown parameters, because a misspelt filter would return
// more records than requested.
func (c *Call) checkQuery() error {
	m := evaluation.Mistakes{}
	seen := map[string]int{}
	for key, value := range c.Context().QueryArgs().All() {
		name := string(key)
		seen[name]++
		i := slices.IndexFunc(c.route.Query, func(p Param) bool { return p.Name == name })
		switch {
		case name == "lang": // understood everywhere
		case i < 0:
			m.Add(clip(name), "api.query.unknown")
		case seen[name] > 1 && !c.route.Query[i].Many:
			m.Add(name, "api.query.twice")
		default:
			c.route.Query[i].check(m, string(value))
		}
	}
	return m.Err()
}

const longestParam = 2000 // bytes; cursors are the longest

func (p *Param) check(m evaluation.Mistakes, value string) {
	switch {
	case len(value) > longestParam:
		m.Add(p.Name, "error.field.too_long", "max", longestParam, "have", len(value))
	case len(p.Choices) > 0 && !slices.Contains(p.Choices, value):
		m.Add(p.Name, "error.field.choice")
	case p.Max > 0:
		if n, err := strconv.Atoi(value); err != nil || n < 1 || n > p.Max {
			m.Add(p.Name, "error.field.range", "min", 1, "max", p.Max)
		}
	case p.Date:
		if day, err := evaluation.ParseDate(value); err != nil || day.IsZero() {
			m.Add(p.Name, "error.date", "value", clip(value))
		}
	}
}

// Readers of parameters that have passed checkQuery.

func (c *Call) Many(name string) []string {
	var list []string
	for _, v := range c.Context().QueryArgs().PeekMulti(name) {
		list = append(list, string(v))
	}
	return list
}

func (c *Call) limit() int {
	n, _ := strconv.Atoi(c.Query("limit")) // checked, or absent
	return n
}

func (c *Call) day(name string) evaluation.Date {
	day, _ := evaluation.ParseDate(c.Query(name)) // checked, or absent
	return day
}
