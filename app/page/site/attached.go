package site

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/app/server"
	"kaoji/evaluation"
)

// Attached replaces the ids of attachments by links.
func (s *Site) Attached(c *fiber.Ctx, content *RecordPage, v *evaluation.View) error {
	ids := unique(attachments(v.Payload))
	if len(ids) == 0 {
		return nil
	}
	line := view.Line{Label: s.T(c, "record.files")}
	for _, id := range ids {
		b, err := s.Blobs.BlobInfo(c.UserContext(), v.Office, id)
		if err != nil {
			return err
		}
		line.Files = append(line.Files, view.File{ID: id, Name: b.Name, Size: b.Size, Old: server.Cautioned(b.Type), Href: s.To(c, "/records", v.ID, "files", id)})
	}
	content.Sections[0].Lines = append(content.Sections[0].Lines, line)
	return nil
}

// unique leaves out what stands before.
func unique(list []string) []string {
	var out []string
	for _, one := range list {
		if !slices.Contains(out, one) {
			out = append(out, one)
		}
	}
	return out
}

// fileFields are the payload fields with ids of attachments.
var fileFields = []string{"files", "blob"}

// attachments returns the ids of attachments in a payload, also in groups and rows,
// such as those of a self-report.
func attachments(payload json.RawMessage) []string {
	var all map[string]json.RawMessage
	var ids []string
	if json.Unmarshal(payload, &all) != nil {
		var rows []json.RawMessage // such as the answers to a letter
		if json.Unmarshal(payload, &rows) == nil {
			for _, row := range rows {
				ids = append(ids, attachments(row)...)
			}
		}
		return ids
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		var one string
		var many []string
		switch raw := all[name]; {
		case !slices.Contains(fileFields, name):
			ids = append(ids, attachments(raw)...)
		case json.Unmarshal(raw, &one) == nil && one != "":
			ids = append(ids, one)
		case json.Unmarshal(raw, &many) == nil:
			ids = append(ids, many...)
		}
	}
	return ids
}

// file sends an attachment of a record that the reader may see.
func (s *Site) file(c *fiber.Ctx) error {
	v, err := s.Service.Get(c.UserContext(), Actor(c), c.Params("id"))
	if err != nil {
		return err
	}
	id := c.Params("blob")
	if slices.Contains(attachments(v.Payload), id) {
		return s.sendBlob(c, v.Office, id)
	}
	return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
}

func (s *Site) sendBlob(c *fiber.Ctx, office, id string) error {
	b, err := s.Blobs.BlobInfo(c.UserContext(), office, id)
	if err != nil {
		return err
	}
	return server.SendBlob(c, s.Blobs, &b)
}
