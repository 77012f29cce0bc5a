package commendation

import (
	"cmp"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/commendation"
)

// verifySheet is the worksheet on which reported deeds are verified, each with facts of
// its own.
func verifySheet(p *site.Speaker) *site.ActSheet {
	return &site.ActSheet{
		Kind: commendation.KindDeed, Act: "verify", Columns: []string{"facts", "how", "wording"},
		Query: evaluation.Query{
			Kinds: []string{commendation.KindDeed}, States: evaluation.States(commendation.DeedReported), Sort: evaluation.SortOn,
		},
		Read: func(v *evaluation.View) ([]view.WorksheetCell, error) {
			d, err := evaluation.PartOf[commendation.Deed](v.Record, "people", "unit_name", "title", "text")
			if err != nil {
				return nil, err
			}
			told := d.Text
			if v.Subject == "" { // the row does not name them
				who := []string{}
				for _, one := range d.People {
					who = append(who, one.Name)
				}
				told = p.Named(cmp.Or(p.Join(who), d.UnitName), told)
			}
			return []view.WorksheetCell{{Cell: view.Cell{Text: d.Title, Note: told}}}, nil
		},
	}
}

func (s *pages) verifyForm(c *fiber.Ctx, p *site.Speaker) error { return s.verifyAgain(c, p, nil, nil) }

func (s *pages) verifySend(c *fiber.Ctx, p *site.Speaker) error {
	values, sent, err := s.SendRows(c, p, verifySheet(p))
	if err != nil {
		return err
	}
	return s.verifyAgain(c, p, values, sent)
}

func (s *pages) verifyAgain(c *fiber.Ctx, p *site.Speaker, values url.Values, sent []site.Sent) error {
	content := site.SheetPage{Sub: p.T("deeds.verify_sub"), Empty: view.Empty{Why: p.T("deeds.verify_none"), Do: p.T("deeds.verify_none_do")}}
	of := verifySheet(p)
	var err error
	if content.Sheet, err = s.Worksheet(c, p, of, p.WorksheetColumns(c, "commendation.deed.field.text"), values, sent); err != nil {
		return err
	}
	content.Sheet.Label, content.Sheet.Back = p.T(of.Kind+"."+of.Act), p.To("/commendation")
	return s.ShowSheet(c, p, p.T("deeds.verify"), s.Crumbs(c, of.Kind), &content, sent)
}

// togetherHref is where all reported deeds are verified at once.
func togetherHref(p *site.Speaker, v *evaluation.View) string {
	if v.State != commendation.DeedReported {
		return ""
	}
	return p.To("/commendation/verify")
}
