package roster

import (
	"cmp"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// importTables shows the verdicts of an import row by row, and its changes field by
// field, before anything is written.
func (s *pages) importTables(_ *fiber.Ctx, p *site.Speaker, v *evaluation.View, page *site.RecordPage) error {
	in, err := evaluation.PayloadOf[roster.Import](v.Record)
	if err != nil {
		return err
	}
	if g := p.Standing(in.Standing); g != nil {
		page.Panels = append(page.Panels, site.Panel{Grid: g})
	}
	if len(in.Verdicts) > 0 {
		t := p.Captioned("roster.import.field.verdicts", "import.level", "import.sheet", "import.row", "import.column", "import.value", "import.what")
		for _, v := range in.Verdicts {
			t.Rows = append(t.Rows, []string{
				p.T("roster.import.level." + string(v.Level)), v.Sheet, cmp.Or(v.Rows, number(v.Row)), v.Column, v.Value, p.Text.Say(p.Lang, v.Problem()),
			})
		}
		page.Panels = append(page.Panels, site.Panel{Table: &t})
	}
	if len(in.Plan.Items) > 0 {
		t := p.Captioned("roster.import.field.plan", "list.kind", "roster.no", "roster.name", "import.what")
		for _, it := range in.Plan.Items {
			t.Rows = append(t.Rows, []string{p.T(it.Kind), it.No, it.Name, changes(p, &it, in.Shown(&it))})
		}
		if more := in.Counts.Created + in.Counts.Changed - len(in.Plan.Items); in.Plan.Packed != "" && more > 0 {
			t.Rows = append(t.Rows, []string{"", "", "", p.T("roster.import.packed", "n", more)})
		}
		page.Panels = append(page.Panels, site.Panel{Table: &t})
	}
	return nil
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// changes describes the change of a record: that it is new, or each field's old and
// new value; of particulars both, because nothing else shows them.
func changes(p *site.Speaker, it *roster.Item, list []roster.FieldChange) string {
	said := ""
	if it.New {
		if said = p.T("import.new"); it.Kind != roster.KindParticulars {
			return said
		}
	}
	for _, c := range list {
		if said != "" {
			said += "；"
		}
		said += p.T("import.change", "field", p.Or(it.Kind+".field."+c.Field, c.Field), "old", empty(p, p.Coded(c.Field, c.Old)), "new", empty(p, p.Coded(c.Field, c.New)))
	}
	return said
}

func empty(p *site.Speaker, s string) string {
	if s == "" {
		return p.T("import.nothing")
	}
	return s
}
