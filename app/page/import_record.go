package page

import (
	"cmp"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// importTables are what an import found, row by row, and what it changes,
// field by field, before anything is written.
func (s *Site) importTables(_ *fiber.Ctx, p *speaker, v *evaluation.View, page *recordPage) error {
	in, err := evaluation.PayloadOf[roster.Import](v.Record)
	if err != nil {
		return err
	}
	if len(in.Verdicts) > 0 {
		t := view.Table{Caption: p.t("roster.import.field.verdicts"), Heads: []string{
			p.t("import.level"), p.t("import.sheet"), p.t("import.row"), p.t("import.column"), p.t("import.value"), p.t("import.what"),
		}}
		for _, v := range in.Verdicts {
			t.Rows = append(t.Rows, []string{
				p.t("roster.import.level." + string(v.Level)), v.Sheet, cmp.Or(v.Rows, number(v.Row)), v.Column, v.Value, p.text.Say(p.lang, v.Problem()),
			})
		}
		page.Panels = append(page.Panels, panel{Table: &t})
	}
	if len(in.Plan.Items) > 0 {
		t := view.Table{Caption: p.t("roster.import.field.plan"), Heads: []string{
			p.t("list.kind"), p.t("roster.no"), p.t("roster.name"), p.t("import.what"),
		}}
		for _, it := range in.Plan.Items {
			t.Rows = append(t.Rows, []string{p.t(it.Kind), it.No, it.Name, changes(p, &it)})
		}
		if more := in.Counts.Created + in.Counts.Changed - len(in.Plan.Items); in.Plan.Packed != "" && more > 0 {
			t.Rows = append(t.Rows, []string{"", "", "", p.t("roster.import.packed", "n", more)})
		}
		page.Panels = append(page.Panels, panel{Table: &t})
	}
	return nil
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// changes says what becomes of a record: that it is new, or each field's old
// and new value.
func changes(p *speaker, it *roster.Item) string {
	if it.New {
		return p.t("import.new")
	}
	said := ""
	for i, c := range it.Changes {
		if i > 0 {
			said += "；"
		}
		said += p.t("import.change", "field", p.or(it.Kind+".field."+c.Field, c.Field), "old", empty(p, c.Old), "new", empty(p, c.New))
	}
	return said
}

func empty(p *speaker, s string) string {
	if s == "" {
		return p.t("import.nothing")
	}
	return s
}
