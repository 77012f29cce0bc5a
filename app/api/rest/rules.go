package rest

import (
	"net/url"
	"strconv"

	"kaoji/evaluation"
	"kaoji/evaluation/rulepack"
	"kaoji/evaluation/workday"
)

type packReply struct {
	Version string          `json:"version" doc:"Records name it"`
	On      evaluation.Date `json:"on"`
	Rules   []ruleReply     `json:"rules"`
}

type ruleReply struct {
	rulepack.Entry
	Verified bool `json:"verified" doc:"It was compared with the official text"`
}

type yearReply struct {
	workday.Year
}

// Day returns the requested day, or today.
func (a *API) Day(c *Call) evaluation.Date {
	if day := c.day("on"); !day.IsZero() {
		return day
	}
	return evaluation.DateOf(a.Now())
}

func (a *API) rulepack(c *Call) error {
	pack, err := a.Rules.Pack(c.UserContext(), c.Actor().Office)
	if err != nil {
		return err
	}
	day := a.Day(c)
	values := pack.On(day).Values
	out := packReply{Version: pack.Version(), On: day, Rules: make([]ruleReply, 0, len(values))}
	for i := range values {
		out.Rules = append(out.Rules, ruleReply{values[i], values[i].Verified()})
	}
	return c.Answer(out)
}

func (a *API) rule(c *Call) error {
	pack, err := a.Rules.Pack(c.UserContext(), c.Actor().Office)
	if err != nil {
		return err
	}
	missing := evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	key, err := url.PathUnescape(c.Params("key"))
	if err != nil {
		return missing.Because(err)
	}
	e, err := pack.On(a.Day(c)).Entry(key)
	if err != nil {
		return missing.Because(err)
	}
	return c.Answer(ruleReply{e, e.Verified()})
}

func (a *API) calendar(c *Call) error {
	calendar, err := a.Calendar.Calendar(c.UserContext(), c.Actor().Office)
	if err != nil {
		return err
	}
	for _, y := range calendar.Years() {
		if strconv.Itoa(y.Year) == c.Params("year") {
			return c.Answer(yearReply{y})
		}
	}
	return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
}
