package results

import (
	"slices"
	"strconv"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// Import is the payload of a results.import record: a sheet with grades of years, compared
// with what is known. Nothing is written before somebody has seen the comparison.
type Import struct {
	File   string       `json:"file"`
	SHA256 string       `json:"sha256"`
	Blob   string       `json:"blob"` // the attached workbook
	Counts ImportCounts `json:"counts"`
	Years  []int        `json:"years"`           // of the columns, in their order
	Rows   []ImportRow  `json:"rows" show:"-"`   // one for each person
	Unread []Unread     `json:"unread" show:"-"` // what of the workbook was not read
	Items  []ImportItem `json:"items" show:"-"`  // what is written, once that is decided
	// Standing are the grades that were left as they are when the import was undone.
	Standing []roster.Standing `json:"standing,omitempty" show:"-"`
}

// ImportCounts counts the grades of a sheet.
type ImportCounts struct {
	People  int `json:"people"`
	New     int `json:"new"`
	Differ  int `json:"differ"` // are entered otherwise; overwritten only if chosen
	Same    int `json:"same"`
	Refused int `json:"refused"`
}

// ImportRow is a row of the sheet.
type ImportRow struct {
	Row     int                `json:"row"`
	No      string             `json:"no"`
	Name    string             `json:"name"`
	Person  string             `json:"person"` // "" if the row is refused
	Source  string             `json:"source"`
	Refused evaluation.Problem `json:"refused"`
	Cells   []ImportCell       `json:"cells"` // those that are filled in
}

// ImportCell is the grade of a year in a row.
type ImportCell struct {
	Year    int                `json:"year"`
	Word    string             `json:"word"` // as written
	Grade   string             `json:"grade"`
	Was     string             `json:"was"`    // what is known, "" if nothing is
	From    string             `json:"from"`   // where that is from
	Record  string             `json:"record"` // the grade that was entered, if one was
	Refused evaluation.Problem `json:"refused"`
}

// Where a known grade is from.
const (
	FromHere    = "here"    // Kaoji fixed it
	FromEntered = "entered" // it was entered
	FromForm    = "form"    // the appointment form says so
)

// New reports whether a cell would be entered, Differs whether it would change what was
// entered, if chosen.
func (c *ImportCell) New() bool     { return c.Refused.Key == "" && c.Record == "" && c.From != FromHere }
func (c *ImportCell) Differs() bool { return c.Refused.Key == "" && c.Record != "" && c.Was != c.Grade }

// Unread is a part of the workbook that was not read: a column, a sheet, or rows.
type Unread struct {
	What string `json:"what"` // column, sheet, row
	Name string `json:"name"`
}

// ImportItem is one grade to write.
type ImportItem struct {
	Record string `json:"record"`
	New    bool   `json:"new"`
	Person string `json:"person"`
	Name   string `json:"name"`
	Year   int    `json:"year"`
	Grade  string `json:"grade"`
	Source string `json:"source"`
	Before *Grade `json:"before,omitempty"` // what it changes
}

// PrepareInput reads a workbook without writing.
type PrepareInput struct {
	Files []string `json:"files" form:"files" minLength:"1" maxLength:"1" doc:"A workbook (.xlsx, .csv), attached before: a row for each person, a column for each year" example:"0198c2f0-0000-7000-8000-00000000000f"`
}

// ApplyInput says what is written.
type ApplyInput struct {
	Leave     []string `json:"leave,omitempty" maxLength:"1000" doc:"Numbers of the rows that are left out" example:"3"`
	Overwrite []string `json:"overwrite,omitempty" maxLength:"10000" doc:"Entered grades that are overwritten where the sheet says otherwise: number of the row, a point, and the year" example:"3.2024"`
}

// prepare compares a workbook with what is known.
func (s *Service) prepare(step *evaluation.Step, p *Import, in *PrepareInput) (evaluation.State, error) {
	if err := s.compare(step, p, in.Files[0]); err != nil {
		return "", err
	}
	step.Record.On, step.Record.Sort = step.Today, p.File
	if p.Counts.New+p.Counts.Differ == 0 {
		return roster.StateNothing, nil
	}
	return roster.StatePrepared, nil
}

// compare reads the workbook and says of each grade what it would change.
func (s *Service) compare(step *evaluation.Step, p *Import, blob string) error {
	book, err := s.Open(step.Ctx, step.Record.Office, blob)
	if err != nil {
		return err
	}
	read, err := readSheet(book.Sheets, step.Today)
	if err != nil {
		return err
	}
	*p = Import{File: book.Name, SHA256: book.SHA256, Blob: blob, Years: read.years, Rows: read.rows, Unread: read.unread, Items: []ImportItem{}}
	day, err := s.Today(step)
	if err != nil {
		return err
	}
	known, err := s.Known(step.Ctx, step.Record.Office, step.Today.Year(), nil)
	if err != nil {
		return err
	}
	seen := map[string]int{} // person and year -> row
	for i := range p.Rows {
		row := &p.Rows[i]
		row.find(day, read.units[i])
		if row.Refused.Key != "" {
			continue
		}
		if row.Source == "" {
			row.Source = p.File
		}
		for j := range row.Cells {
			row.Cells[j].compare(known[row.Person], step.Today)
			if m, _ := day.Member(row.Person); m.Person.BeforeWork(row.Cells[j].Year) && row.Cells[j].Refused.Key == "" {
				row.Cells[j].Refused = evaluation.Say("results.before_work", "since", m.Person.WorkedSince)
			}
			key := row.Person + " " + strconv.Itoa(row.Cells[j].Year)
			if first := seen[key]; first != 0 && row.Cells[j].Refused.Key == "" {
				row.Cells[j].Refused = evaluation.Say("results.import.twice", "row", first)
			}
			seen[key] = row.Row
		}
	}
	p.count()
	return nil
}

// find says whom a row is about: by the staff number, which must go with the name, or by
// the name, and the department where several have it.
func (r *ImportRow) find(day *roster.Snapshot, unit string) {
	var ids []string
	if r.No != "" {
		id, known := day.Book().ByNo(r.No)
		switch {
		case !known:
			r.Refused = evaluation.Say("workbook.no_person", "no", r.No)
			return
		case r.Name != "" && day.Book().Name(id) != r.Name:
			r.Refused = evaluation.Say("workbook.name_differs", "no", r.No, "is", day.Book().Name(id), "name", r.Name)
			return
		}
		ids = []string{id}
	} else {
		ids = slices.DeleteFunc(day.Book().ByName(r.Name), func(id string) bool {
			m, here := day.Member(id)
			return !here || unit != "" && roster.CleanName(m.DepartmentName) != unit
		})
	}
	switch len(ids) {
	case 0:
		r.Refused = evaluation.Say("workbook.no_name", "name", r.Name)
		return
	case 1:
	default:
		r.Refused = evaluation.Say("workbook.which", "name", r.Name)
		return
	}
	m := evaluation.Mistakes{}
	who := desk.Managed(m, "person", day, ids[0], "error.no_person", "results.leads")
	if why, wrong := m["person"]; wrong {
		r.Refused = why
		return
	}
	r.Person, r.No, r.Name = who.ID, who.No, who.Name
}

// compare holds a grade against what is known of the person.
func (c *ImportCell) compare(h *History, today evaluation.Date) {
	var ok bool
	c.Grade, ok = GradeOf(c.Word)
	switch {
	case c.Refused.Key != "":
		return
	case !ok:
		c.Refused = evaluation.Say("results.import.word", "word", c.Word)
		return
	case c.Year >= today.Year():
		c.Refused = evaluation.Say("results.year_runs")
		return
	}
	if h == nil || h.Grades[c.Year] == "" {
		return
	}
	c.Was, c.Record = h.Grades[c.Year], h.Entered[c.Year]
	switch {
	case h.Formed[c.Year]:
		c.From = FromForm
	case c.Record != "":
		c.From = FromEntered
	default:
		c.From = FromHere
		if c.Was != c.Grade {
			c.Refused = evaluation.Say("results.assessed_here", "year", c.Year)
		}
	}
}

func (p *Import) count() {
	c := ImportCounts{People: len(p.Rows)}
	for i := range p.Rows {
		if p.Rows[i].Refused.Key != "" {
			c.Refused += len(p.Rows[i].Cells)
			continue
		}
		for j := range p.Rows[i].Cells {
			switch cell := &p.Rows[i].Cells[j]; {
			case cell.Refused.Key != "":
				c.Refused++
			case cell.New():
				c.New++
			case cell.Differs():
				c.Differ++
			default:
				c.Same++
			}
		}
	}
	p.Counts = c
}
