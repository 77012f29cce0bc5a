package site

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/form"
	"kaoji/app/page/view"
	"kaoji/evaluation"
)

// SendRows does the act with each row that was sent and filled in. What became of them
// is not nil, also if nothing was sent.
func (s *Site) SendRows(c *fiber.Ctx, p *Speaker, of *ActSheet) (url.Values, []Sent, error) {
	values, err := Posted(c)
	if err != nil {
		return nil, nil, err
	}
	sent, err := s.SendTyped(c, p, of, values)
	if err == nil {
		err = s.keepRest(c, rest(values, sent))
	}
	return values, sent, err
}

// rest is what was typed in rows that are not done.
func rest(values url.Values, sent []Sent) url.Values {
	out := url.Values{}
	for name, list := range changedRows(values) {
		row, _, inRow := strings.Cut(name, ".")
		if result := resultOf(sent, row); inRow && (result == nil || result.Failed()) {
			out[name] = list
		}
	}
	return out
}

// SendTyped is SendRows with values that were not typed in the table, such as those of a
// workbook.
func (s *Site) SendTyped(c *fiber.Ctx, p *Speaker, of *ActSheet, values url.Values) ([]Sent, error) {
	a, err := s.actRows(c, of)
	if err != nil {
		return nil, err
	}
	var ids []string
	for i := range a.views {
		ids = append(ids, a.views[i].ID)
	}
	sent := []Sent{}
	for _, id := range SentRows(values, ids) {
		typed := RowValues(values, id)
		if !a.filled(typed) {
			continue
		}
		v := &a.views[slices.Index(ids, id)]
		if slices.Contains(a.act.To, v.State) && a.unchanged(v, typed) {
			continue // done before
		}
		one, err := s.sendRow(c, p, a, v, typed)
		if err != nil {
			return nil, err
		}
		sent = append(sent, one)
	}
	return sent, nil
}

// filled reports whether something is filled in besides the days and times that were
// proposed.
func (a *actRows) filled(typed url.Values) bool {
	was, err := url.ParseQuery(typed.Get("was"))
	if err != nil {
		was = nil
	}
	return Filled(typed, slices.DeleteFunc(slices.Clone(a.fields), func(f evaluation.Field) bool {
		return isDay(f) && typed.Get(f.Name) == was.Get(f.Name)
	}))
}

// unchanged reports whether a row is as it was shown or, if it does not say how that
// was, as it is.
func (a *actRows) unchanged(v *evaluation.View, typed url.Values) bool {
	was, err := url.ParseQuery(typed.Get("was"))
	if len(was) == 0 {
		was = a.starting(v)
	}
	return err == nil && !slices.ContainsFunc(a.fields, func(f evaluation.Field) bool { return typed.Get(f.Name) != was.Get(f.Name) })
}

// sendRow does the act with one record.
func (s *Site) sendRow(c *fiber.Ctx, p *Speaker, a *actRows, v *evaluation.View, typed url.Values) (Sent, error) {
	out := Sent{Row: v.ID, Name: p.Title(&v.Record)}
	in := a.act.Run.Input()
	if a.Figures != nil {
		maps.Copy(typed, a.Figures.Fixed)
	}
	if out.Wrong = form.Decode(typed, in); len(out.Wrong) > 0 {
		return out, nil
	}
	_, err := s.Service.Act(c.UserContext(), Actor(c), v.ID, rowVersion(typed), a.Act, evaluation.Change{Input: in, Reason: strings.TrimSpace(typed.Get("reason"))})
	if err == nil {
		return out, nil
	}
	if out.Err, err = Refusal(err); err != nil {
		return out, err
	}
	if out.Err.Code == evaluation.CodeInvalid {
		out.Wrong = maps.Clone(out.Err.Fields)
	}
	if !v.Offers(a.Act) {
		out.Lost = lost(p, a, typed)
	}
	return out, nil
}

// lost lists what was typed in a row that nobody can send any more.
func lost(p *Speaker, a *actRows, typed url.Values) []view.Line {
	var lines []view.Line
	for _, f := range a.fields {
		if value := typed.Get(f.Name); value != "" && (f.Form == evaluation.FormLong || f.Form == evaluation.FormText) {
			lines = append(lines, view.Line{Label: p.T(a.Kind + ".field." + f.Name), Value: value, Long: true})
		}
	}
	return lines
}
