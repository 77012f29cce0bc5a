package rest

import (
	"kaoji/app/server"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

const mediaXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

type officeReply struct {
	On          evaluation.Date   `json:"on"`
	Departments []departmentReply `json:"departments"`
	People      []memberReply     `json:"people" doc:"Those whom the reader may see"`
	Committees  []committeeReply  `json:"committees"`
}

type departmentReply struct {
	ID      string   `json:"id"`
	Name    string   `json:"name" doc:"As on the day"`
	Heads   []string `json:"heads" doc:"Persons"`
	Charges []string `json:"charges" doc:"Leaders in charge"`
	Size    int      `json:"size" doc:"Members"`
}

type memberReply struct {
	ID         string          `json:"id"`
	No         string          `json:"no" doc:"Staff number"`
	Name       string          `json:"name"`
	Sex        string          `json:"sex,omitempty"`
	Department string          `json:"department,omitempty"`
	Post       string          `json:"post,omitempty"`
	Level      string          `json:"level,omitempty"`
	Since      evaluation.Date `json:"since,omitzero" doc:"In this post"`
	Heads      bool            `json:"heads,omitempty"`
}

type committeeReply struct {
	ID         string   `json:"id"`
	Name       string   `json:"name"`
	Secretary  string   `json:"secretary"`
	Director   string   `json:"director"`
	Households int      `json:"households"`
	Served     []string `json:"served" doc:"Persons with a liaison assignment"`
}

// roster returns the office on a day. Each person is shown with the fields of their
// record that the reader may see.
func (a *API) roster(c *Call) error {
	reads := func(kind string) bool { return a.Service.Reads(c.Actor(), kind) }
	if !reads(roster.KindPerson) && !reads(roster.KindDepartment) {
		return evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
	}
	book, err := a.Roster.Book(c.UserContext(), c.Actor().Office)
	if err != nil {
		return err
	}
	day := a.Day(c)
	office := book.On(day)
	out := officeReply{On: day, Departments: []departmentReply{}, Committees: []committeeReply{}}
	if out.People, err = a.members(c, office); err != nil {
		return err
	}
	if reads(roster.KindDepartment) {
		for _, d := range office.Departments() {
			out.Departments = append(out.Departments, departmentReply{ID: d.ID, Name: d.Name, Heads: d.Heads, Charges: d.Charges, Size: d.Size})
		}
	}
	if reads(roster.KindCommittee) {
		for _, k := range office.Committees() {
			out.Committees = append(out.Committees, committeeReply{
				ID: k.ID, Name: k.Name, Secretary: k.Secretary, Director: k.Director, Households: k.Households, Served: k.Served,
			})
		}
	}
	return c.Answer(out)
}

func (a *API) members(c *Call, office *roster.Snapshot) ([]memberReply, error) {
	fields, err := a.Service.Readable(c.UserContext(), c.Actor(), office.Book().Envelopes())
	if err != nil {
		return nil, err
	}
	out := []memberReply{}
	for _, m := range office.Members() {
		known, ok := fields[m.ID]
		if !ok {
			continue
		}
		r := memberReply{ID: m.ID, No: m.No, Name: m.Name}
		if evaluation.Shown(known, "sex") {
			r.Sex = m.Sex
		}
		if evaluation.Shown(known, "appointments") {
			r.Department, r.Post, r.Level, r.Since, r.Heads = m.Department, m.Post, m.Level, m.PostSince, m.Heads
		}
		out = append(out, r)
	}
	ids := make([]string, 0, len(out))
	for i := range out {
		ids = append(ids, out[i].ID)
	}
	return out, a.Service.LookedAt(c.UserContext(), c.Actor(), roster.KindPerson, ids...)
}

func (a *API) exportRoster(c *Call) error {
	book, err := a.Roster.Book(c.UserContext(), c.Actor().Office)
	if err != nil {
		return err
	}
	day := a.Day(c)
	if err := a.Service.LookedAt(c.UserContext(), c.Actor(), roster.KindPerson, book.People()...); err != nil {
		return err
	}
	file, err := a.Sheets.Roster(c.UserContext(), book, day, server.Lang(c.Ctx))
	if err != nil {
		return err
	}
	if err := a.Note(c, "export", evaluation.OutcomeOK, "", "", "roster"); err != nil {
		return err
	}
	return server.Download(c.Ctx, "roster-"+day.String()+".xlsx", mediaXLSX, file)
}

func (a *API) rosterTemplate(c *Call) error {
	file, err := a.Sheets.Template(server.Lang(c.Ctx))
	if err != nil {
		return err
	}
	return server.Download(c.Ctx, "roster-template.xlsx", mediaXLSX, file)
}
