package survey

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/app/server"
	"kaoji/evaluation"
	"kaoji/evaluation/survey"
)

// wavePanels show the questions, the groups with how many have answered, and what leads
// further.
func (s *pages) wavePanels(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, page *site.RecordPage) error {
	if !v.Shows("sections") {
		return nil
	}
	w, err := evaluation.PayloadOf[survey.Wave](v.Record)
	if err != nil {
		return err
	}
	if v.State == survey.WaveCounted {
		page.Lead(view.Button{Label: p.T("survey.page.results"), Href: p.To("/survey", v.ID, "results")})
	}
	if len(w.Groups) > 0 {
		groups, err := s.groups(c, p, v)
		if err != nil {
			return err
		}
		page.Panels = append(page.Panels, site.Panel{Grid: &groups})
	}
	page.Panels = append(page.Panels, site.Panel{Grid: s.questions(p, v, w)})
	return nil
}

// groups is a row for each group: issued, returned, ways, and where it answers.
func (s *pages) groups(c *fiber.Ctx, p *site.Speaker, v *evaluation.View) (view.Grid, error) {
	g := p.Grid("survey.wave.field.groups.name", "#survey.wave.field.groups.issued", "#survey.page.returned", "#survey.page.rate", "survey.page.ways", "results.page.do")
	g.Caption = p.T("survey.wave.field.groups")
	list, all, err := s.Survey.Progress(c.UserContext(), v)
	if err != nil {
		return g, err
	}
	begun := v.State != survey.WaveDraft
	for i := range list {
		of := &list[i]
		var ways []string
		for _, way := range []string{survey.WayAccount, survey.WayCode, survey.WayPublic, survey.WayPaper} {
			if of.By(way) {
				ways = append(ways, p.T("survey.page.way."+way))
			}
		}
		g.Rows = append(g.Rows, []view.Cell{{Text: of.Name.In(p.Lang)}, {Text: site.Itoa(of.Group.Issued)}, {Text: returned(p, begun, of.Hidden, of.Returned)}, {Text: rate(p, begun && !of.Hidden, &of.Returns)}, {Text: strings.Join(ways, " · ")}, {Links: s.groupLinks(c, p, v, &of.Group)}})
	}
	if begun && len(list) > 1 {
		g.Rows = append(g.Rows, []view.Cell{{Text: p.T("survey.page.all")}, {Text: site.Itoa(all.Issued)}, {Text: site.Itoa(all.Returned)}, {Text: rate(p, true, &all)}, {}, {}})
	}
	return g, nil
}

// groupLinks lead to the questionnaire of a group: how it looks, its public address, the paper
// to copy, and where filled-in papers are typed in.
func (s *pages) groupLinks(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, g *survey.Group) []view.Link {
	list := []view.Link{{Label: p.T("survey.page.preview"), Href: p.To("/survey", v.ID, "preview", g.Code)}}
	running := v.State == survey.WaveRunning
	if g.By(survey.WayPublic) && running {
		list = append(list, view.Link{Label: p.T("survey.page.way.public"), Href: s.Public(c, "/s", v.ID, g.Code)})
	}
	if !g.By(survey.WayPaper) {
		return list
	}
	list = append(list, view.Link{Label: p.T("survey.page.blank"), Href: p.To("/survey", v.ID, "paper", g.Code)})
	if (running || v.State == survey.WaveClosed) && s.May(c, survey.KindPaper, "enter") {
		list = append(list, view.Link{Label: p.T("survey.paper.enter"), Href: p.To("/new", survey.KindPaper, "enter") + "?" + url.Values{"wave": {v.ID}, "group": {g.Code}}.Encode()})
	}
	return list
}

func returned(p *site.Speaker, begun, hidden bool, n int) string {
	switch {
	case !begun:
		return ""
	case hidden:
		return p.T("survey.page.hidden")
	}
	return site.Itoa(n)
}

// rate is the return rate with what it is called (G-6).
func rate(p *site.Speaker, shown bool, r *survey.Returns) string {
	if !shown {
		return ""
	}
	text := percent(r.Percent)
	if r.Word != "" {
		text += " " + p.T("survey.page.return."+r.Word)
	}
	return text
}

// percent writes 66.67 as 66.7%.
func percent(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) + "%" }

// questions is a row for each question, with what can be done with it while it is written.
func (s *pages) questions(p *site.Speaker, v *evaluation.View, w *survey.Wave) *view.Grid {
	g, edited := p.Grid("survey.page.number", "survey.wave.field.question", "survey.wave.field.options"), v.Offers("put_question")
	if edited {
		g.Columns = append(g.Columns, view.Column{Label: p.T("results.page.do")})
	}
	g.Caption = p.T("survey.page.questions")
	number := 0
	for i := range w.Sections {
		for j := range w.Sections[i].Questions {
			q := &w.Sections[i].Questions[j]
			number++
			cell := view.Cell{Text: q.Text.In(p.Lang), Note: p.T("survey.wave.field.kind." + q.Kind)}
			if title := w.Sections[i].Title.In(p.Lang); title != "" {
				cell.Note = title + " · " + cell.Note
			}
			var options []string
			for _, o := range append(append([]survey.Option{}, q.Rows...), q.Options...) {
				options = append(options, o.Text.In(p.Lang))
			}
			row := []view.Cell{{Text: site.Itoa(number)}, cell, {Text: strings.Join(options, " / ")}}
			if edited {
				do := view.Cell{}
				for _, act := range []string{"put_question", "move_question", "drop_question"} {
					do.Links = append(do.Links, view.Link{Label: p.T("survey.page." + act), Href: p.To("/records", v.ID, "acts", act) + "?question=" + url.QueryEscape(q.ID)})
				}
				row = append(row, do)
			}
			g.Rows = append(g.Rows, row)
		}
	}
	return &g
}

// formOf leads to the page that issues slips: their codes are shown once.
func (s *pages) formOf(p *site.Speaker, v *evaluation.View, act string) string {
	if act == "issue" {
		return p.To("/survey", v.ID, "issue")
	}
	return ""
}

// startWave fills in the question that is changed, and the settings.
func (s *pages) startWave(_ *fiber.Ctx, a *site.Asked, values url.Values) error {
	if a.View == nil {
		return nil
	}
	w, err := evaluation.PayloadOf[survey.Wave](a.View.Record)
	if err != nil {
		return err
	}
	switch a.Act.Name {
	case "amend":
		start := url.Values{"title": {w.Title.Zh}, "title_en": {w.Title.En}, "intro": {w.Intro.Zh}, "intro_en": {w.Intro.En}}
		for i, g := range w.Groups {
			at := "groups." + strconv.Itoa(i) + "."
			start.Set(at+"name", g.Name.Zh)
			start.Set(at+"issued", strconv.Itoa(g.Issued))
			start.Set(at+"account", g.Account)
			for name, on := range map[string]bool{"code": g.ByCode, "public": g.Public, "paper": g.Paper} {
				if on {
					start.Set(at+name, "true")
				}
			}
		}
		site.StartWith(values, start)
	case "put_question":
		q := w.Question(values.Get("question"))
		if q == nil {
			return nil
		}
		site.StartWith(values, questionValues(w, q))
	}
	return nil
}

// questionValues are the fields of a question that is changed.
func questionValues(w *survey.Wave, q *survey.Question) url.Values {
	start := url.Values{
		"kind": {q.Kind}, "text": {q.Text.Zh}, "text_en": {q.Text.En}, "options": {survey.OptionLines(q.Options)}, "rows": {survey.OptionLines(q.Rows)},
	}
	if q.Required {
		start.Set("required", "true")
	}
	if q.Offer {
		start.Set("offer", "true")
	}
	for name, n := range map[string]int64{"most": int64(q.Most), "least": q.Least, "greatest": q.Greatest} {
		if n != 0 {
			start.Set(name, strconv.FormatInt(n, 10))
		}
	}
	if c := q.ShownIf; c != nil {
		start.Set("only_if", c.Question)
		var lines []string
		for _, o := range w.Question(c.Question).Options {
			for _, code := range c.Options {
				if o.Code == code {
					lines = append(lines, o.Text.Zh)
				}
			}
		}
		start.Set("answers", strings.Join(lines, "\n"))
	}
	return start
}

// blankOf is the questionnaire of the group of the address, not filled in.
func (s *pages) blankOf(c *fiber.Ctx, v *evaluation.View, w *survey.Wave) (answerPage, error) {
	lang, group := server.Lang(c), c.Params("group")
	i := slices.IndexFunc(w.Groups, func(g survey.Group) bool { return g.Code == group })
	if i < 0 || !v.Shows("sections") {
		return answerPage{}, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	return answerPage{Intro: w.Intro.In(lang), Group: w.Groups[i].Name.In(lang), By: w.AnswerBy, Sections: s.sections(c, &w.Questionnaire, group, url.Values{}, nil)}, nil
}

// paper prints the questionnaire of a group, to be copied and filled in by hand.
func (s *pages) paper(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, w *survey.Wave) error {
	content, err := s.blankOf(c, v, w)
	if err != nil {
		return err
	}
	settings, err := s.OfficeSettings(c)
	if err != nil {
		return err
	}
	content.Office = settings.Name
	for i := range content.Sections {
		for j := range content.Sections[i].Questions {
			one := &content.Sections[i].Questions[j]
			one.Only = s.only(p, w, w.Question(one.ID))
		}
	}
	return s.Show(c, "print_survey_paper", w.Title.In(p.Lang), &content, s.Crumbs(c, v.Kind, view.Link{Label: p.Title(&v.Record), Href: p.Href(&v.Record)})...)
}

// only says on paper after which answers a question is asked.
func (s *pages) only(p *site.Speaker, w *survey.Wave, q *survey.Question) string {
	if q.ShownIf == nil {
		return ""
	}
	of := w.Question(q.ShownIf.Question)
	var options []string
	for _, o := range of.Options {
		if slices.Contains(q.ShownIf.Options, o.Code) {
			options = append(options, o.Text.In(p.Lang))
		}
	}
	return p.T("survey.page.only", "text", of.Text.In(p.Lang), "options", strings.Join(options, " / "))
}

// preview shows the form as a group will see it.
func (s *pages) preview(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, w *survey.Wave) error {
	content, err := s.blankOf(c, v, w)
	if err != nil {
		return err
	}
	content.Group, content.Back = content.Group+" · "+p.T("survey.page.preview"), p.To("/records", v.ID)
	if content.Box, err = s.boxFor(c, &w.Questionnaire); err != nil {
		return err
	}
	return s.Show(c, "answer", w.Title.In(p.Lang), &content, s.Crumbs(c, v.Kind, view.Link{Label: p.Title(&v.Record), Href: p.Href(&v.Record)})...)
}
