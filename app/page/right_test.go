package page_test

import (
	"net/url"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"kaoji/evaluation"
)

// TestTheRightIsAskedBeforeAnythingSentIsReadOrKept sends files and broken
// fields to acts and uploads that are not the sender's: the answer is that of the
// policy, and no file is kept.
func TestTheRightIsAskedBeforeAnythingSentIsReadOrKept(t *testing.T) {
	w := newClass(t)
	cadre := w.login("outsider", outsider(w), evaluation.RoleCadre)
	own := w.login("own", w.people[1].ID, evaluation.RoleCadre)
	deed := w.report("护送老人回家", "雨天把迷路的老人送到家。")
	png := []byte("\x89PNG\r\n\x1a\n0000")
	for name, send := range map[string]struct {
		who    *visitor
		path   string
		field  string
		file   string
		status int
	}{
		"a new record":            {cadre, "/new/roster.import/prepare", "files.upload", "花名册.png", fiber.StatusForbidden},
		"an act":                  {own, "/records/" + w.session + "/acts/change", "files.upload", "照片.png", fiber.StatusForbidden},
		"somebody else's record":  {cadre, deed + "/acts/correct", "files.upload", "照片.exe", fiber.StatusNotFound},
		"a list of attendance":    {own, "/education/sessions/" + w.session + "/upload", "file", "签到表.xlsx", fiber.StatusForbidden},
		"a workbook of exposures": {cadre, "/reminder/exposure", "file", "接触.xlsx", fiber.StatusForbidden},
	} {
		t.Run(name, func(t *testing.T) {
			send.who.get("/account")
			send.who.uploadWith(send.path, send.field, send.file, png, url.Values{"year": {"不是年份"}})
			if send.who.status != send.status {
				t.Errorf("answered %d, want %d\n%s", send.who.status, send.status, send.who.body)
			}
			if n, err := w.store.SweepBlobs(t.Context(), time.Now().Add(time.Hour)); err != nil || n > 0 {
				t.Errorf("%d files are kept, %v", n, err)
			}
		})
	}
}
