package site

import (
	"archive/zip"
	"context"
	"io"
	"slices"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/paper"
	"kaoji/app/pdf"
	"kaoji/app/server"
	"kaoji/evaluation"
)

// Packing lets the forms that belong to records of a kind be taken as PDF documents, from a
// choice in their list. It is offered to who may do an act on some of them.
type Packing struct {
	Act  string
	Send func(c *fiber.Ctx, p *Speaker, ids []string) error
}

// packing is the value of the button that does.
const packing = "packs"

// packAct offers the forms of chosen records.
func (s *Site) packAct(p *Speaker, kind *evaluation.Kind) []BulkAct {
	of := s.kinds[kind.Name].Packs
	if of == nil || !s.Service.May(p.actor, kind.Name, of.Act) {
		return nil
	}
	return []BulkAct{{Value: packing, Label: p.T(kind.Name + "." + packing), Saves: true}}
}

// Pack is a document with the forms of some records.
type Pack struct {
	Name    string
	Records []string
}

// SendPacks sends packs as PDF documents: one alone, several in a zip with a name. Records
// that the reader may not see, or that have no form, are left out. Each form is recorded in
// the trail; they are made while they are sent.
func (s *Site) SendPacks(c *fiber.Ctx, p *Speaker, name string, packs []Pack) error {
	if err := s.MayExport(c); err != nil {
		return err
	}
	n := 0
	for i := range packs {
		n += len(packs[i].Records)
	}
	if n > mostForms {
		return evaluation.Fail(evaluation.CodeTooLarge, "many.print_most", "max", mostForms)
	}
	evaluation.TakenAs(c.UserContext(), evaluation.AsPDF)
	packs, err := s.packed(c, packs)
	if err != nil {
		return err
	}
	if len(packs) == 0 {
		return evaluation.Fail(evaluation.CodeInvalid, "many.print_none")
	}
	office, err := s.OfficeSettings(c)
	if err != nil {
		return err
	}
	first, err := s.forms(c.UserContext(), p, office.Name, packs[0].Records)
	if err != nil {
		return err
	}
	if len(packs) == 1 {
		name = packs[0].Name
		return server.DownloadStream(c, name+".pdf", pdf.Media, func(ctx context.Context, w io.Writer) error {
			return paper.PDF(w, name, first(ctx))
		})
	}
	today := s.Today().Time()
	return server.DownloadStream(c, name+".zip", "application/zip", func(ctx context.Context, w io.Writer) error {
		z, forms := zip.NewWriter(w), first
		for i := range packs {
			if i > 0 {
				if forms, err = s.forms(ctx, p, office.Name, packs[i].Records); err != nil {
					return err
				}
			}
			file, err := z.CreateHeader(&zip.FileHeader{Name: packs[i].Name + ".pdf", Method: zip.Deflate, Modified: today})
			if err != nil {
				return err
			}
			if err := paper.PDF(file, packs[i].Name, forms(ctx)); err != nil {
				return err
			}
		}
		return z.Close()
	})
}

// packed are packs with those of their records that have a form, and are in the trail.
func (s *Site) packed(c *fiber.Ctx, packs []Pack) (list []Pack, err error) {
	kinds := map[string]string{} // by record
	var ids []string
	for _, one := range packs {
		ids = append(ids, one.Records...)
	}
	if err := s.eachOf(evaluation.Looking(c.UserContext()), Actor(c), evaluation.Query{}, ids, func(v *evaluation.View) {
		if kind := s.kindOf(v.Kind); s.kinds[v.Kind].Paper != nil && len(kind.Print) > 0 && s.prints(v, kind.Print[0]) {
			kinds[v.ID] = v.Kind
		}
	}); err != nil {
		return nil, err
	}
	for _, one := range packs {
		one.Records = slices.DeleteFunc(slices.Clone(one.Records), func(id string) bool { return kinds[id] == "" })
		for _, id := range one.Records {
			if err := s.noteForms(c, "export", kinds[id], s.kindOf(kinds[id]).Print[0]+".pdf", []string{id}); err != nil {
				return nil, err
			}
		}
		if len(one.Records) > 0 {
			list = append(list, one)
		}
	}
	return list, nil
}
