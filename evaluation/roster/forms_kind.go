package roster

import (
	"context"
	"slices"
	"strconv"

	"kaoji/evaluation"
	"kaoji/evaluation/cadreform"
)

// KindFormImport is the kind of an import of forms: .lrmx and .lrm files.
const KindFormImport = "roster.form_import"

// FormFiles are the forms of attached zips.
type FormFiles struct {
	Name   string
	SHA256 string
	Files  []FormFile
}

// FormFile is one form, or why it cannot be read.
type FormFile struct {
	Name, Folder string
	Form         cadreform.Form
	Problem      evaluation.Problem
}

// FormImport is the payload of a roster.form_import record.
type FormImport struct {
	File   string       `json:"file"`
	SHA256 string       `json:"sha256"`
	Blobs  []string     `json:"blobs"` // the attached zips
	Stamp  string       `json:"stamp" show:"-"`
	Counts FormCounts   `json:"counts"`
	People []FormPerson `json:"people" encrypted:"yes" show:"-"` // one for each file
	Items  []Item       `json:"items" encrypted:"yes" show:"-"`  // what is written, once that is decided
	// Standing is what was left as it is when the import was undone.
	Standing []Standing `json:"standing,omitempty" encrypted:"yes" show:"-"`
}

// FormCounts summarises an import of forms.
type FormCounts struct {
	Files   int `json:"files"`
	Created int `json:"created"` // people who are not in the roster
	Filled  int `json:"filled"`  // people of whom something is new
	Differ  int `json:"differ"`  // people of whom something differs
	Same    int `json:"same"`
	Doubts  int `json:"doubts"`
	Refused int `json:"refused"` // files that cannot be imported
	Left    int `json:"left"`    // files that were left out
}

// FormPerson is what a file says of a person, compared with the roster.
type FormPerson struct {
	File       string `json:"file"`
	Name       string `json:"name"`
	Post       string `json:"post"`
	Person     string `json:"person"`     // id in the roster, "" if the person is not there
	No         string `json:"no"`         //
	Department string `json:"department"` // of a person who is not there: the folder of the file
	// Establishment is what the roster says; see Asks.
	Establishment string               `json:"establishment"`
	New           []FieldChange        `json:"new"`     // what the roster does not say
	Differs       []FieldChange        `json:"differs"` // what it says otherwise; overwritten only if chosen
	Doubts        []evaluation.Problem `json:"doubts"`
	Own           bool                 `json:"own"`       // says what Kaoji's own form says, and no more
	Refused       evaluation.Problem   `json:"refused"`   // why it cannot be imported
	Left          bool                 `json:"left"`      // was left out when the others were imported
	Overwrote     []string             `json:"overwrote"` // the fields of Differs that were overwritten
}

// PrepareForms is the input of the act that reads files without importing them.
type PrepareForms struct {
	Files []string `json:"files" form:"files" accept:"zip" minLength:"1" maxLength:"10" doc:"zips of .lrmx and .lrm files (with .pic), attached before; several where they are too large for one" example:"0198c2f0-0000-7000-8000-00000000000f"`
}

// ApplyForms is the input of the act that imports them.
type ApplyForms struct {
	Leave     []string `json:"leave,omitempty" maxLength:"1000" doc:"numbers of the files that are left out, from 0" example:"3"`
	Overwrite []string `json:"overwrite,omitempty" maxLength:"20000" doc:"what is overwritten where it differs: number of the file, a point, and the field" example:"0.native_place"`
	// Departments are for people who are not in the roster.
	Departments []string `json:"departments,omitempty" maxLength:"1000" doc:"departments of new people, where it is another one than the folder of the file says: number of the file, a point, and the name" example:"4.党政办公室"`
	// Open are the departments that may be opened.
	Open []string `json:"open,omitempty" maxLength:"1000" doc:"names of departments that are opened because new people are in them; any other that is not in the roster is refused, unless the office has none yet" example:"司法所"`
	// Establishments are for people of whom the roster says none, because forms have no place for it.
	Establishments []string `json:"establishments,omitempty" maxLength:"1000" doc:"establishments of people of whom the roster says none, where it is another one than the form implies: number of the file, a point, and the establishment; without one, none is written" example:"4.事业编"`
}

// formImportSight: what is in the files is as confidential as what comes of them.
var formImportSight = evaluation.Sight{Noted: true, Readers: evaluation.Personnel.See(evaluation.All)}

func (k keeper) formImportKind() evaluation.Kind {
	open := evaluation.States(StatePrepared)
	return evaluation.Kind{
		Name: KindFormImport, Drafts: evaluation.KeepDrafts(), Sight: formImportSight, Payload: evaluation.New[FormImport],
		States: evaluation.States(StatePrepared, StateNothing, StateApplied, StateUndone, StateDiscarded),
		Final:  evaluation.States(StateNothing, StateUndone, StateDiscarded),
		Usual:  evaluation.Usual{StatePrepared: {"apply"}},
		Grave:  []string{"discard", "undo"},
		Acts: []evaluation.Act{
			{Name: "prepare", May: evaluation.Personnel, To: evaluation.States(StatePrepared, StateNothing), Run: evaluation.Run(k.prepareForms)},
			{Name: "apply", May: evaluation.Personnel, From: open, To: evaluation.States(StateApplied), Ready: evaluation.Always, Run: evaluation.Run(k.applyForms)},
			{Name: "undo", May: evaluation.Personnel, From: evaluation.States(StateApplied), To: evaluation.States(StateApplied, StateUndone), Reason: true, Ready: evaluation.Always, Foresees: evaluation.ForeseenOf(k.undoingForms), Run: evaluation.Plain(k.undoForms)},
			{Name: "discard", May: evaluation.Personnel, From: open, To: evaluation.States(StateDiscarded), Run: evaluation.Plain(func(*evaluation.Step, *FormImport) (evaluation.State, error) { return StateDiscarded, nil })},
		},
		Effects: map[string]evaluation.EffectHandler{effectApply: k.carryOutForms, effectRevert: k.revertForms}, Background: true,
	}
}

// prepareForms reads the files and compares them with the roster; nothing is written.
func (k keeper) prepareForms(s *evaluation.Step, p *FormImport, in *PrepareForms) (evaluation.State, error) {
	files, err := k.Forms(s.Ctx, s.Record.Office, in.Files)
	if err != nil {
		return "", err
	}
	if len(files.Files) == 0 {
		return "", evaluation.Mistake("files", evaluation.Say("roster.forms.none"))
	}
	c, err := k.comparison(s, files)
	if err != nil {
		return "", err
	}
	*p = FormImport{File: cleanText(files.Name), SHA256: files.SHA256, Blobs: in.Files, Stamp: c.book.Stamp(), People: c.people}
	p.count()
	s.Record.On, s.Record.Sort = s.Today, p.File
	if !slices.ContainsFunc(p.People, FormPerson.importable) {
		return StateNothing, nil
	}
	return StatePrepared, nil
}

// importable reports whether anything of a file can be written.
func (p FormPerson) importable() bool {
	_, asks := p.Asks()
	return p.Refused.Key == "" && (p.Person == "" || asks || len(p.New)+len(p.Differs) > 0)
}

func (p *FormImport) count() {
	c := FormCounts{Files: len(p.People)}
	for i := range p.People {
		o := &p.People[i]
		c.Doubts += len(o.Doubts)
		switch {
		case o.Refused.Key != "":
			c.Refused++
			continue
		case o.Left:
			c.Left++
			continue
		case o.Person == "":
			c.Created++
		case len(o.New)+len(o.Differs) == 0:
			c.Same++
		case len(o.New) > 0:
			c.Filled++
		}
		if len(o.Differs) > 0 {
			c.Differ++
		}
	}
	p.Counts = c
}

// applyForms decides what is written. Of what differs only what was chosen is
// overwritten, and only if the roster is still the one that was shown.
func (k keeper) applyForms(s *evaluation.Step, p *FormImport, in *ApplyForms) (evaluation.State, error) {
	files, err := k.Forms(s.Ctx, s.Record.Office, p.Blobs)
	if err != nil {
		return "", err
	}
	c, err := k.comparison(s, files)
	if err != nil {
		return "", err
	}
	if c.book.Stamp() != p.Stamp || !c.equals(p.People) {
		return "", evaluation.Fail(evaluation.CodeConflict, "roster.import.stale")
	}
	leave := map[int]bool{}
	for _, text := range in.Leave {
		if i, err := strconv.Atoi(text); err == nil {
			leave[i] = true
		}
	}
	if err := c.place(in.Departments); err != nil {
		return "", err
	}
	if err := c.housed(leave, in.Open); err != nil {
		return "", err
	}
	if err := c.establish(in.Establishments); err != nil {
		return "", err
	}
	p.People = c.people
	if p.Items, err = c.items(leave, in.Overwrite, Means{NewID: s.NewID, Pinyin: k.Pinyin, Vault: k.Vault}); err != nil {
		return "", err
	}
	p.decided(leave, in.Overwrite)
	if p.count(); len(p.Items) == 0 {
		if slices.ContainsFunc(p.People, func(one FormPerson) bool { return one.Refused.Key == departmentMissing }) {
			return "", evaluation.Fail(evaluation.CodeInvalid, departmentMissing)
		}
		return "", evaluation.Fail(evaluation.CodeInvalid, "roster.forms.nothing")
	}
	return StateApplied, s.Effect(effectApply, struct{}{})
}

// decided notes of each file what was decided: that it was left out, and what of the roster
// was overwritten.
func (p *FormImport) decided(leave map[int]bool, overwrite []string) {
	for i := range p.People {
		o := &p.People[i]
		if o.Left = leave[i] && o.Refused.Key == ""; o.Left {
			continue
		}
		for _, f := range o.Differs {
			if o.takes(i, f.Field, overwrite) {
				o.Overwrote = append(o.Overwrote, f.Field)
			}
		}
	}
}

// formsOf are the particulars of the office that are kept, by person.
func (k keeper) formsOf(ctx context.Context, from evaluation.RecordFinder, office string) (map[string]*kept, error) {
	out := map[string]*kept{}
	for r, err := range evaluation.AllRecords(ctx, from, evaluation.Query{Office: office, Kinds: []string{KindParticulars}, States: evaluation.States(StateKept)}) {
		if err != nil {
			return nil, err
		}
		of, err := Opened(k.Vault, r)
		if err != nil {
			return nil, err
		}
		out[r.Subject] = &kept{id: r.ID, Particulars: of}
	}
	return out, nil
}

// kept are the particulars of a person with the id of their record.
type kept struct {
	id string
	*Particulars
}
