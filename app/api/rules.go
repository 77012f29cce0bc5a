package api

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

// day is the one asked for, or today.
func (a *API) day(c *call) evaluation.Date {
	if day := c.day("on"); !day.IsZero() {
		return day
	}
	return evaluation.DateOf(a.Now())
}

func (a *API) rulepack(c *call) error {
	pack, err := a.Rules.Pack(c.UserContext(), c.actor().Office)
	if err != nil {
		return err
	}
	day := a.day(c)
	values := pack.On(day).Values
	out := packReply{Version: pack.Version(), On: day, Rules: make([]ruleReply, 0, len(values))}
	for i := range values {
		out.Rules = append(out.Rules, ruleReply{values[i], values[i].Verified()})
	}
	return c.answer(out)
}

func (a *API) rule(c *call) error {
	pack, err := a.Rules.Pack(c.UserContext(), c.actor().Office)
	if err != nil {
		return err
	}
	missing := evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	key, err := url.PathUnescape(c.Params("key"))
	if err != nil {
		return missing.Because(err)
	}
	e, err := pack.On(a.day(c)).Entry(key)
	if err != nil {
		return missing.Because(err)
	}
	return c.answer(ruleReply{e, e.Verified()})
}

func (a *API) calendar(c *call) error {
	calendar, err := a.Calendar.Calendar(c.UserContext(), c.actor().Office)
	if err != nil {
		return err
	}
	for _, y := range calendar.Years() {
		if strconv.Itoa(y.Year) == c.Params("year") {
			return c.answer(yearReply{y})
		}
	}
	return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
}
