package bonus

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/form"
	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/bonus"
	"kaoji/evaluation/rulepack"
)

// examplePool is the pool of the example: a round sum.
const examplePool = 10_000_00

// schemePage is one version of a scheme.
type schemePage struct {
	Record  site.RecordPage
	Plan    []view.Table
	Example exampleView
	Edit    string
	Basis   []view.RuleNote
}

// exampleView is the worked example of a plan.
type exampleView struct {
	Error  string // why there is none
	Table  view.Table
	ByRank bool
	Same   bool // the two who did the same get the same
}

func (s *pages) bonusScheme(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, scheme *bonus.Scheme) error {
	content := schemePage{
		Record: s.Head(p, v), Plan: planTables(p, &scheme.Plan), Example: example(p, &scheme.Plan),
		Basis: site.FrozenNotes(p, scheme.Rules, "bonus.rounding", "bonus.incompetent", "bonus.automatic"),
	}
	for i := range content.Record.Acts {
		if content.Record.Acts[i].Href == p.To("/records", v.ID, "acts", "edit") {
			content.Record.Acts[i].Href = p.To("/bonus/editor") + "?id=" + v.ID
		}
	}
	if v.State == bonus.SchemeIssued && s.May(c, v.Kind, "draft") {
		content.Record.Acts = append(content.Record.Acts, view.Button{Label: p.T("bonus.page.next_version"), Href: p.To("/bonus/editor") + "?from=" + v.ID})
	}
	title := scheme.Plan.Name
	if scheme.Number > 0 {
		title = p.T("bonus.page.version", "name", title, "n", scheme.Number)
	}
	return s.Show(c, "bonus_scheme", title, content, s.Crumbs(c, v.Kind)...)
}

// example divides the example's pool by a plan, or says why it cannot.
func example(p *site.Speaker, plan *bonus.Plan) exampleView {
	out := exampleView{ByRank: plan.ByRank()}
	lines, outcome, err := bonus.Example(plan, examplePool)
	if err != nil {
		out.Error = p.T("bonus.page.example_none")
		return out
	}
	out.Table = p.Table("bonus.page.example_who", "bonus.page.example_work", site.Number("bonus.page.example_days"))
	out.Table.Caption = p.T("bonus.page.example_caption", "pool", bonus.Yuan(examplePool))
	var shown []int
	for k, part := range outcome.Parts {
		if part.Share > 0 {
			shown = append(shown, k)
			out.Table.Heads = append(out.Table.Heads, p.T("bonus.why."+part.Code)+" "+strconv.Itoa(part.Share)+"%")
			out.Table.Numbers = append(out.Table.Numbers, true)
		}
	}
	out.Table.Heads, out.Table.Numbers = append(out.Table.Heads, p.T("bonus.page.amount")), append(out.Table.Numbers, true)
	for i, l := range lines {
		row := []string{p.T("bonus.page.example_"+strconv.Itoa(i+1), "level", p.Coded("level", l.Level)), p.T("bonus.page.example_did_" + strconv.Itoa(i+1)), strconv.Itoa(l.Days)}
		for _, k := range shown {
			row = append(row, shareOf(&outcome, i, k))
		}
		out.Table.Rows = append(out.Table.Rows, append(row, bonus.Yuan(l.Amount)))
	}
	out.Same = lines[0].Amount-lines[1].Amount <= 1 && lines[1].Amount-lines[0].Amount <= 1
	return out
}

// shareOf writes somebody's share of a part's total in percent.
func shareOf(o *bonus.Outcome, i, k int) string {
	if o.Parts[k].Spread {
		return "—"
	}
	return strconv.FormatFloat(o.Ratio(i, k)*100, 'f', 2, 64) + "%"
}

// editorPage writes a scheme, with the example beside it.
type editorPage struct {
	Form      site.FormPage
	ID        string
	Version   int64
	Templates []view.Tab
	Example   exampleView
	Draft     *view.Draft
}

// editing returns what the editor edits: a new scheme from a template or a version,
// or a draft.
func (s *pages) editing(c *fiber.Ctx) (site.Asked, error) {
	kind, _ := s.Service.Kind(bonus.KindScheme)
	name, id := "draft", c.Query("id")
	if id == "" {
		id = c.FormValue("id")
	}
	a := site.Asked{Kind: kind}
	if id != "" {
		name = "edit"
		v, err := s.Service.Get(c.UserContext(), site.Actor(c), id)
		if err == nil && (v.Kind != bonus.KindScheme || !v.Offers(name)) {
			err = evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
		}
		if err != nil {
			return a, err
		}
		a.View = &v
	} else if !s.May(c, bonus.KindScheme, name) {
		return a, evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
	}
	a.Act, _ = kind.Act(name)
	return a, nil
}

func (s *pages) schemeEditor(c *fiber.Ctx, p *site.Speaker) error {
	a, err := s.editing(c)
	if err != nil {
		return err
	}
	plan, err := s.startingPlan(c, &a)
	if err != nil {
		return err
	}
	a.Values = form.Encode(&plan)
	_, restored, err := s.Unsent(c, p, a.Kind, a.Act, a.ID(), "")
	if err != nil {
		return err
	}
	if restored != nil {
		a.Values, plan = restored.Values, bonus.Plan{}
		a.Wrong = form.Decode(a.Values, &plan)
	}
	return s.editAgain(c, p, &a, &plan)
}

func (s *pages) startingPlan(c *fiber.Ctx, a *site.Asked) (bonus.Plan, error) {
	from := c.Query("from")
	if a.View != nil {
		from = a.View.ID
	}
	if from == "" {
		rules, err := s.rulesToday(c)
		if err != nil {
			return bonus.Plan{}, err
		}
		return bonus.Template(rules, c.Query("template", bonus.TemplateWork))
	}
	v, err := s.Service.Get(c.UserContext(), site.Actor(c), from)
	if err == nil && v.Kind != bonus.KindScheme {
		err = evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	if err != nil {
		return bonus.Plan{}, err
	}
	scheme, err := evaluation.PayloadOf[bonus.Scheme](v.Record)
	if err != nil {
		return bonus.Plan{}, err
	}
	return scheme.Plan, nil
}

func (s *pages) rulesToday(c *fiber.Ctx) (rulepack.Frozen, error) {
	pack, err := s.Rules.Pack(c.UserContext(), site.Actor(c).Office)
	if err != nil {
		return rulepack.Frozen{}, err
	}
	return pack.On(s.Today()), nil
}

// editAgain shows the editor with the typed values, mistakes and the resulting
// example.
func (s *pages) editAgain(c *fiber.Ctx, p *site.Speaker, a *site.Asked, plan *bonus.Plan) error {
	fields, err := s.Fields(c, p, a, evaluation.FieldsOf(plan))
	if err != nil {
		return err
	}
	content := editorPage{Form: site.FormPage{Fields: fields}, Example: example(p, plan)}
	if content.Draft, _, err = s.Unsent(c, p, a.Kind, a.Act, a.ID(), ""); err != nil {
		return err
	}
	title := p.T("bonus.scheme.draft")
	if a.View != nil {
		content.ID, content.Version, title = a.View.ID, a.View.Version, p.T("bonus.scheme.edit")
	} else {
		for _, t := range bonus.Templates() {
			content.Templates = append(content.Templates, view.Tab{
				Label: p.T("bonus.page.template_" + t), Href: p.To("/bonus/editor") + "?template=" + t, Active: c.Method() == fiber.MethodGet && c.Query("from") == "" && c.Query("template", bonus.TemplateWork) == t,
			})
		}
	}
	if a.Status != 0 {
		c.Status(a.Status)
	}
	said := ""
	if len(a.Wrong) > 0 {
		said = p.T("error.invalid")
	}
	return s.ShowPage(c, "bonus_editor", view.Page{Title: title, Crumbs: s.Crumbs(c, bonus.KindScheme), Problem: said, Content: content})
}

// schemeSave saves the scheme, or only recomputes the example with the typed
// values, on a button without script and on each change with script.
func (s *pages) schemeSave(c *fiber.Ctx, p *site.Speaker) error {
	a, err := s.editing(c)
	if err != nil {
		return err
	}
	in, err := s.Read(c, &a)
	if err != nil {
		return err
	}
	plan, _ := in.(*bonus.Plan)
	if c.FormValue("do") != "save" {
		levels, err := s.Levels(c)
		if err != nil {
			return err
		}
		if e := plan.Check(levels); e != nil && len(a.Wrong) == 0 {
			a.Wrong = mistakesOf(e)
		}
		return s.editAgain(c, p, &a, plan)
	}
	if len(a.Wrong) == 0 {
		id, err := s.savePlan(c, &a, plan)
		if err == nil {
			err = s.Sent(c)
		}
		if err == nil {
			return s.Done(c, s.To(c, "/bonus/schemes", id), bonus.KindScheme+"."+a.Act.Name+".done")
		}
		if a.Wrong = mistakesOf(err); a.Wrong == nil {
			return err
		}
	}
	a.Status = fiber.StatusUnprocessableEntity
	return s.editAgain(c, p, &a, plan)
}

func (s *pages) savePlan(c *fiber.Ctx, a *site.Asked, plan *bonus.Plan) (string, error) {
	if a.View == nil {
		r, err := s.Service.Create(c.UserContext(), site.Actor(c), bonus.KindScheme, "draft", evaluation.Creation{Input: plan})
		return r.ID, err
	}
	r, err := s.Submit(c, a.View.ID, "edit", plan)
	return r.ID, err
}

// mistakesOf are the mistakes in fields of an error, nil of any other error.
func mistakesOf(err error) map[string]evaluation.Problem {
	if e, ok := err.(*evaluation.Error); ok && e.Code == evaluation.CodeInvalid { //nolint:errorlint // the service returns it bare
		return e.Fields
	}
	return nil
}
