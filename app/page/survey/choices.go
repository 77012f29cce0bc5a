package survey

import (
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/survey"
)

// choices offers what a questionnaire has in the forms of its acts: questions by number,
// sections, groups that answer in the way of the act, and earlier waves.
func (s *pages) choices(c *fiber.Ctx, p *site.Speaker, a *site.Asked, f *evaluation.Field) ([]view.Choice, bool, error) {
	if f.Name == "wave" {
		list, err := s.waveChoices(c, a.Act.Name)
		return list, true, err
	}
	w, err := s.waveOf(c, a)
	if w == nil || err != nil {
		return nil, false, err
	}
	var list []view.Choice
	switch f.Name {
	case "group":
		for i := range w.Groups {
			if g := &w.Groups[i]; g.By(wayOf[a.Act.Name]) {
				list = append(list, view.Choice{Value: g.Code, Label: p.T("survey.page.issued", "name", g.Name.In(p.Lang), "issued", g.Issued)})
			}
		}
	case "section":
		for i := range w.Sections {
			n := site.Itoa(i + 1)
			list = append(list, view.Choice{Value: n, Label: strings.TrimSpace(n + " " + w.Sections[i].Title.In(p.Lang))})
		}
	case "question", "only_if":
		for i, q := range w.Questions() {
			conditional := q.Kind == survey.Single || q.Kind == survey.Multiple || q.Kind == survey.Scale
			if f.Name == "question" || conditional && q.ID != a.Values.Get("question") {
				list = append(list, view.Choice{Value: q.ID, Label: site.Itoa(i+1) + ". " + q.Text.In(p.Lang)})
			}
		}
	default:
		return nil, false, nil
	}
	return list, true, nil
}

// wayOf is the way of answering that an act is about.
var wayOf = map[string]string{"issue_papers": survey.WayPaper, "enter": survey.WayPaper, "remind": survey.WayAccount}

// waveOf is the wave of the record, or of the form of a batch of papers; nil if none is known.
func (s *pages) waveOf(c *fiber.Ctx, a *site.Asked) (*survey.Wave, error) {
	if w, ok := a.Memo.(*survey.Wave); ok {
		return w, nil
	}
	v, id := a.View, a.Values.Get("wave")
	if v != nil && v.Kind != survey.KindWave {
		v, id = nil, v.Parent
	}
	if v == nil {
		if a.Kind.Name == survey.KindWave || id == "" { // a new one has nothing to choose from
			return nil, nil
		}
		of, err := s.Service.Get(c.UserContext(), site.Actor(c), id)
		if evaluation.CodeOf(err) == evaluation.CodeNotFound || err == nil && of.Kind != survey.KindWave {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		v = &of
	}
	w, err := evaluation.PayloadOf[survey.Wave](v.Record)
	a.Memo = w
	return w, err
}

// waveChoices are the waves whose questionnaire can be repeated, or to which papers can be
// added.
func (s *pages) waveChoices(c *fiber.Ctx, act string) ([]view.Choice, error) {
	q := evaluation.Query{Kinds: []string{survey.KindWave}, Sort: evaluation.SortOn, Desc: true, Limit: site.PerPage}
	if act == "enter" {
		q.States = evaluation.States(survey.WaveRunning, survey.WaveClosed)
	}
	found, err := s.Service.Index(c.UserContext(), site.Actor(c), q)
	var list []view.Choice
	for i := range found.Views {
		v := &found.Views[i]
		list = append(list, view.Choice{Value: v.ID, Label: v.Sort + " " + v.On.String()})
	}
	return list, err
}

// besidePapers says what the numbers on a paper mean.
func (s *pages) besidePapers(c *fiber.Ctx, p *site.Speaker, a *site.Asked) ([]site.Section, error) {
	w, err := s.waveOf(c, a)
	if w == nil || err != nil {
		return nil, err
	}
	group := a.Values.Get("group")
	if a.View != nil {
		b, err := evaluation.PayloadOf[survey.Batch](a.View.Record)
		if err != nil {
			return nil, err
		}
		group = b.Group
	}
	of := site.Section{Heading: p.T("survey.page.questions")}
	for i, q := range w.For(group) {
		var options []string
		for j, o := range q.Options {
			options = append(options, strconv.Itoa(j+1)+" "+o.Text.In(p.Lang))
		}
		of.Lines = append(of.Lines, view.Line{Label: site.Itoa(i+1) + ". " + q.Text.In(p.Lang), Value: strings.Join(options, "  ")})
	}
	return []site.Section{of}, nil
}
