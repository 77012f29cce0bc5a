package routine

import (
	"net/url"
	"slices"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/routine"
)

// signSheet is the worksheet on which the section enters who signed for the printed result,
// or the answer to an objection.
func signSheet(v *evaluation.View) *site.ActSheet {
	return &site.ActSheet{
		Kind: routine.KindSheet, Act: "note_signature", Of: v.ID, Columns: []string{"signed", "refused", "words"}, Only: unsigned,
		Undated: true,
		Query: evaluation.Query{
			Kinds: []string{routine.KindSheet}, Parents: []string{v.ID}, Sort: evaluation.SortName,
			States: evaluation.States(routine.SheetFixed), Waiting: []string{evaluation.WaitRole(evaluation.RolePersonnel)},
		},
	}
}

// unsigned accepts the sheets of which nobody has entered a signature.
func unsigned(v *evaluation.View) bool {
	sh, err := evaluation.PartOf[routine.Sheet](v.Record, "receipt", "objection")
	if err != nil {
		return false
	}
	if sh.Objection != nil {
		return sh.Objection.Receipt == nil
	}
	return sh.Receipt == nil
}

func (s *pages) signForm(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, _ *routine.Round) error {
	return s.signAgain(c, p, v, nil, nil)
}

func (s *pages) signSend(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, _ *routine.Round) error {
	values, sent, err := s.SendRows(c, p, signSheet(v))
	if err != nil {
		return err
	}
	return s.signAgain(c, p, v, values, sent)
}

// signAgain shows everybody who has to sign on paper, with the form to print.
func (s *pages) signAgain(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, values url.Values, sent []site.Sent) error {
	if !s.May(c, routine.KindSheet, "note_signature") {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	content := site.SheetPage{Sub: p.Period(v.Period), Empty: view.Empty{Why: p.T("together.none"), Do: p.T("together.none_do")}}
	of := signSheet(v)
	of.Read = func(sheet *evaluation.View) ([]view.WorksheetCell, error) {
		sh, err := evaluation.PartOf[routine.Sheet](sheet.Record, "grade", "objection")
		if err != nil {
			return nil, err
		}
		form := "routine_result"
		if sh.Objection != nil {
			form = "objection_answer"
		}
		return []view.WorksheetCell{
			{Cell: view.Cell{Text: p.Name(sheet.Unit)}}, {Cell: view.Cell{Text: p.T("routine.grade." + sh.Grade)}},
			{Cell: view.Cell{Text: p.T("print." + form), Href: p.To("/records", sheet.ID, "print", form)}},
		}, nil
	}
	var err error
	columns := p.WorksheetColumns(c, "list.unit", "routine.sheet.field.grade", "routine.page.paper")
	if content.Sheet, err = s.Worksheet(c, p, of, columns, values, sent); err != nil {
		return err
	}
	content.Sheet.Label, content.Sheet.Back = p.T(of.Kind+"."+of.Act), p.To("/records", v.ID)
	if len(content.Sheet.Rows) > 1 {
		of := url.Values{"state": {string(routine.SheetFixed)}, "period": {v.Period}}
		content.Link = &view.Link{Label: p.T("routine.page.print_many"), Href: p.To("/lists/routine.sheet") + "?" + of.Encode()}
	}
	return s.ShowSheet(c, p, p.T("routine.page.sign"), s.Crumbs(c, v.Kind, view.Link{Label: p.Title(&v.Record), Href: p.Href(&v.Record)}), &content, sent)
}

// toSign leads from a round to the worksheet of signatures while some are missing.
func (s *pages) toSign(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, page *site.RecordPage) error {
	if v.State != routine.RoundFixed || !s.May(c, routine.KindSheet, "note_signature") {
		return nil
	}
	q := signSheet(v).Query
	q.Limit = site.PerPage
	found, err := s.Service.Index(c.UserContext(), site.Actor(c), q)
	if slices.ContainsFunc(found.Views, func(one evaluation.View) bool { return unsigned(&one) }) {
		page.Acts = append(page.Acts, view.Button{Label: p.T("routine.page.sign"), Href: p.To("/routine", v.ID, "sign")})
	}
	return err
}

// sheetPanels say to whoever answers an objection what the share of good would be.
func (s *pages) sheetPanels(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, page *site.RecordPage) error {
	if v.State != routine.SheetObjected || !v.Offers("answer") || !site.Has(v.Payload, "objection") {
		return nil
	}
	share, err := s.Routine.Raised(c.UserContext(), &v.Record)
	if err != nil {
		return err
	}
	key := "routine.page.raised"
	if share.Good > share.Most {
		key = "routine.page.raised_over"
	}
	page.Panels = append(page.Panels, site.Panel{Heading: p.T("routine.page.share"), Lines: []view.Line{{
		Label: shareName(p, share), Value: p.T(key, "n", share.Good, "of", share.Of, "most", share.Most), Long: true,
	}}})
	return nil
}
