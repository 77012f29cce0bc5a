package page

import (
	"cmp"
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/chart"
	"kaoji/app/page/view"
	"kaoji/app/server"
	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/bonus"
	"kaoji/evaluation/commendation"
	"kaoji/evaluation/concern"
	"kaoji/evaluation/education"
	"kaoji/evaluation/reminder"
	"kaoji/evaluation/reserve"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rotation"
)

type recordPage struct {
	Kind, Unit, Period string
	State              view.Badge
	Due                evaluation.Date
	Acts, Prints       []view.Button
	Waiting            string
	Progress           *progressPage // nil: nothing is being carried out
	Sections           []section
	Contact            string // address that opens who reported a concern, "" if it is not for these eyes
	Why                string // address of the page that explains the result, "" for none
	Tables             []view.Table
	Result             []view.Explained // of an appraisal, with how it came about
	Charts             []chart.Figure
	Opinions           []appraisal.Opinion // of the committees on the cadre
	Alike              []alikeRow          // concerns that may be the same one again
	Related            []related
	History            []view.Entry
}

// section is a part of a record under a heading.
type section struct {
	Heading string
	Lines   []view.Line
}

type related struct {
	Label string
	Links []view.Link
}

// hrefOf is the page of a record: its own where its kind has one.
func hrefOf(r *evaluation.Record) string {
	switch r.Kind {
	case bonus.KindPeriod:
		return "/bonus/" + r.ID
	case bonus.KindScheme:
		return "/bonus/schemes/" + r.ID
	case reminder.KindScan:
		return "/reminder/scans/" + r.ID
	case commendation.KindBulletin:
		return "/commendation/bulletins/" + r.ID
	case assessment.KindCycle:
		return "/assessment/" + r.ID
	case appraisal.KindRound:
		return "/appraisal/" + r.ID
	case rotation.KindPlan:
		return "/rotation/plans/" + r.ID
	case education.KindCampaign, education.KindSession, education.KindPart, education.KindStudy:
		return "/education/" + educationPages[r.Kind] + "/" + r.ID
	}
	return "/records/" + r.ID
}

// opened loads the record of the address as far as the reader may see it; one of
// another kind is not there.
func (s *Site) opened(c *fiber.Ctx, kind string) (evaluation.View, error) {
	v, err := s.Service.Get(c.UserContext(), actor(c), c.Params("id"))
	if err == nil && v.Kind != kind {
		err = evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	return v, err
}

// record is the page of any record.
func (s *Site) record(c *fiber.Ctx) error {
	v, err := s.Service.Get(c.UserContext(), actor(c), c.Params("id"))
	if err != nil {
		return err
	}
	if own := hrefOf(&v.Record); own != "/records/"+v.ID {
		return c.Redirect(own, fiber.StatusSeeOther)
	}
	p, err := s.speaker(c)
	if err != nil {
		return err
	}
	kind, _ := s.Service.Kind(v.Kind)
	p.deadline(&v.Record)
	content := recordPage{
		Kind: p.t(v.Kind), Unit: p.name(v.Unit), Period: p.period(v.Period), State: p.state(&v.Record), Due: v.Due,
		Waiting: p.waiting(v.Waiting), Progress: progressOf(&v), History: p.history(&v),
	}
	payload := v.Payload
	if v.Kind == assessment.KindSheet && has(payload, "result") {
		content.Why = "/assessment/why/" + v.ID // which says more than the figures alone
		if payload, err = without(payload, "result"); err != nil {
			return err
		}
	}
	if v.Kind == reserve.KindCandidate {
		for _, own := range []string{"findings", "nominator"} { // a table of their own; an account
			if payload, err = without(payload, own); err != nil {
				return err
			}
		}
	}
	if v.Kind == appraisal.KindSheet {
		form, err := s.Appraisal.FormOf(c.UserContext(), s.Service, actor(c), v)
		if err != nil {
			return err
		}
		content.Opinions = form.Opinions
	}
	if v.Kind == appraisal.KindSheet && has(payload, "result") {
		if err := s.appraised(c, p, &v, &content); err != nil {
			return err
		}
		if payload, err = without(payload, "result"); err != nil {
			return err
		}
	}
	content.Acts, content.Prints = s.buttons(p, kind, &v)
	if v.Kind == bonus.KindEntry {
		if payload, err = s.entryRecord(c, p, &v, &content); err != nil {
			return err
		}
	}
	if content.Sections, err = p.sections(kind, payload); err != nil {
		return err
	}
	if err := s.attached(c, &content, &v); err != nil {
		return err
	}
	if v.Kind == roster.KindImport {
		if content.Tables, err = importTables(p, v.Payload); err != nil {
			return err
		}
	}
	if v.Kind == rotation.KindMentoring {
		if content.Tables, err = p.mentoringSchedule(v.Payload); err != nil {
			return err
		}
	}
	if v.Kind == concern.KindMatter && s.Policy.Can(actor(c).Roles, auth.AreaReporters, auth.Read) {
		content.Contact = "/concern/" + v.ID + "/contact"
	}
	more, err := s.further(c, p, &v)
	if err != nil {
		return err
	}
	content.Acts = append(content.Acts, more...)
	prepared, err := s.prepared(c, p, &v)
	if err != nil {
		return err
	}
	content.Sections = append(content.Sections, prepared...)
	if content.Related, err = s.related(c, p, &v); err != nil {
		return err
	}
	if v.Kind == reserve.KindCandidate {
		if err := s.listed(c, p, &v, &content); err != nil {
			return err
		}
	}
	if content.Alike, err = s.alike(c, p, &v); err != nil {
		return err
	}
	frame, err := s.frame(c, p.title(&v.Record), s.crumbs(p, &v))
	if err != nil {
		return err
	}
	frame.Confidential, frame.Content = v.Confidential, content
	return s.send(c, "record", frame)
}

func (s *Site) buttons(p *speaker, kind *evaluation.Kind, v *evaluation.View) (acts, prints []view.Button) {
	names := slices.Clone(v.Acts)
	// What leads on comes first; what repeats the present step follows.
	slices.SortStableFunc(names, func(x, y string) int {
		return cmp.Compare(stays(kind, x, v.State), stays(kind, y, v.State))
	})
	for i, name := range names {
		a, _ := kind.Act(name)
		acts = append(acts, view.Button{
			Label: p.t(v.Kind + "." + name), Href: actHref(v, name), Primary: i == 0, Danger: a.Reason && i > 0,
		})
	}
	for _, b := range v.Blocked {
		acts = append(acts, view.Button{Label: p.t(v.Kind + "." + b.Act), Href: actHref(v, b.Act), Why: p.text.Say(p.lang, b.Why)})
	}
	for _, form := range kind.Print {
		if !printable(v, form) {
			continue
		}
		prints = append(prints, view.Button{Label: p.t("print." + form), Href: "/records/" + v.ID + "/print/" + form})
	}
	return acts, prints
}

// actHref is the form of an act: that of its kind where it has one of its own.
func actHref(v *evaluation.View, act string) string {
	if v.Kind == appraisal.KindPaper && act == "enter_again" {
		if b, err := evaluation.PayloadOf[appraisal.Batch](v.Record); err == nil {
			return "/appraisal/" + v.Parent + "/papers/" + b.Committee
		}
	}
	return "/records/" + v.ID + "/acts/" + act
}

// stays is 1 if the act leaves the record in its state, otherwise 0.
func stays(kind *evaluation.Kind, act string, state evaluation.State) int {
	if a, ok := kind.Act(act); ok && a.To[0] == state {
		return 1
	}
	return 0
}

// crumbs lead to the list of the kind, or to the record that this one belongs to.
func (s *Site) crumbs(p *speaker, v *evaluation.View) []view.Link {
	measure, _, _ := strings.Cut(v.Kind, ".")
	switch {
	case v.Kind == "assessment.cycle":
		return []view.Link{{Label: p.t("menu.assessment"), Href: "/assessment"}}
	case measure == "assessment":
		return []view.Link{{Label: p.t("menu.assessment"), Href: "/assessment"}}
	case measure == "reminder":
		return []view.Link{{Label: p.t("measure.reminder"), Href: "/reminder"}}
	case measure == "commendation":
		return []view.Link{{Label: p.t("measure.commendation"), Href: "/commendation"}}
	case measure == "roster":
		return []view.Link{{Label: p.t("menu.roster"), Href: "/roster"}}
	case measure == "rules":
		return []view.Link{{Label: p.t("menu.rules"), Href: "/rules"}}
	case measure == "bonus":
		return []view.Link{{Label: p.t("measure.bonus"), Href: "/bonus"}}
	case measure == "appraisal":
		return []view.Link{{Label: p.t("measure.appraisal"), Href: "/appraisal"}}
	case v.Kind == rotation.KindPlan, v.Kind == rotation.KindMove:
		return planCrumbs(p)
	case measure == "rotation":
		return []view.Link{{Label: p.t("measure.rotation"), Href: "/rotation"}}
	case measure == "reserve" || measure == "training":
		return []view.Link{{Label: p.t("measure." + measure), Href: "/" + measure}}
	case measure == "concern":
		return []view.Link{{Label: p.t("measure.concern"), Href: "/concern"}}
	case measure == "education":
		return educationCrumb(p)
	case measure == "workday":
		return []view.Link{{Label: p.t("menu.calendar"), Href: "/calendar"}}
	case measure == "office":
		return []view.Link{{Label: p.t("menu.settings"), Href: "/settings"}}
	}
	return []view.Link{{Label: p.t(v.Kind), Href: "/lists/" + v.Kind}}
}

// related links what the reader may see of the record above and those below.
func (s *Site) related(c *fiber.Ctx, p *speaker, v *evaluation.View) ([]related, error) {
	var out []related
	add := func(label string, q evaluation.Query) error {
		r, err := s.linked(c, p, label, q)
		r.Links = slices.DeleteFunc(r.Links, func(l view.Link) bool { return l.Href == "/records/"+v.ID })
		if len(r.Links) > 0 {
			out = append(out, r)
		}
		return err
	}
	if v.Parent != "" {
		if err := add(p.t("record.parent"), evaluation.Query{IDs: []string{v.Parent}}); err != nil {
			return nil, err
		}
	}
	if v.Kind != "assessment.cycle" {
		if err := add(p.t("record.children"), evaluation.Query{Parents: []string{v.ID}}); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// linked are links to the records of a query that the reader may see.
func (s *Site) linked(c *fiber.Ctx, p *speaker, label string, q evaluation.Query) (related, error) {
	q.Limit = 20
	r := related{Label: label}
	list, err := s.Service.Index(c.UserContext(), actor(c), q)
	for i := range list.Views {
		o := &list.Views[i]
		name := p.title(&o.Record)
		if kind := p.t(o.Kind); !strings.HasPrefix(name, kind) {
			name = kind + " · " + name
		}
		r.Links = append(r.Links, view.Link{Label: name + " · " + p.state(&o.Record).Label, Href: "/records/" + o.ID})
	}
	return r, err
}

// attached replaces the ids of attachments by links.
func (s *Site) attached(c *fiber.Ctx, content *recordPage, v *evaluation.View) error {
	ids := attachments(v.Payload)
	if len(ids) == 0 {
		return nil
	}
	line := view.Line{Label: s.t(c, "record.files")}
	for _, id := range ids {
		b, err := s.Blobs.BlobInfo(c.UserContext(), v.Office, id)
		if err != nil {
			return err
		}
		line.Files = append(line.Files, view.File{ID: id, Name: b.Name, Size: b.Size, Old: server.Cautioned(b.Type), Href: "/records/" + v.ID + "/files/" + url.PathEscape(id)})
	}
	content.Sections[0].Lines = append(content.Sections[0].Lines, line)
	return nil
}

// fileFields are the names under which payloads hold ids of attachments.
var fileFields = []string{"files", "blob"}

// attachments are the ids of attachments in a payload, as far as it may be
// read; they may stand in a group or in a row, such as those of a self-report.
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
	v, err := s.Service.Get(c.UserContext(), actor(c), c.Params("id"))
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
	content, err := s.Blobs.BlobContent(c.UserContext(), office, id)
	if err != nil {
		return err
	}
	return download(c, b.Name, b.Type, content)
}

// download sends a file that the browser saves and does not show.
func download(c *fiber.Ctx, name, mediaType string, content []byte) error {
	c.Set(fiber.HeaderContentType, mediaType)
	c.Set(fiber.HeaderContentDisposition, "attachment; filename*=UTF-8''"+url.PathEscape(name))
	return c.Send(content)
}
