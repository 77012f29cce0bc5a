package roster

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"kaoji/evaluation"
)

// Import is the payload of a roster.import record: a workbook, the verdicts on it,
// and the plan of changes.
type Import struct {
	File     string          `json:"file"`
	SHA256   string          `json:"sha256"`
	Blob     string          `json:"blob"`  // the attached workbook
	AsOf     evaluation.Date `json:"as_of"` // the day that it describes
	Counts   Counts          `json:"counts"`
	Verdicts []Verdict       `json:"verdicts"`
	Plan     Plan            `json:"plan"`
	Choice   *Choice         `json:"choice,omitempty"` // the parts of the workbook that are read, if selected
	Levels   []LevelAnswer   `json:"levels"`           // words that are not published levels: questions and answers
	// Health is what the sheets say of the health of people, by the items of the plan.
	Health map[string]Withheld `json:"health" encrypted:"yes" show:"-"`
}

// LevelAnswer is the clerk's answer what a word in a level column means. Without a
// level, and if it is not the office's own level, the question is open.
type LevelAnswer struct {
	Word  string `json:"word" maxLength:"50" doc:"word of the sheets" example:"八级"`
	Level string `json:"level,omitempty" form:"level" maxLength:"20" doc:"the level that it means" example:"八级职员"`
	Own   bool   `json:"own,omitempty" doc:"it is a level of the office's own and is kept by this name"`
}

// maxAnswers limits the number of level questions and answers.
const maxAnswers = 100

// level returns the level for the word, "" while the question is open.
func (a LevelAnswer) level() string {
	if a.Own {
		return a.Word
	}
	return a.Level
}

// Counts summarises an import.
type Counts struct {
	People   int `json:"people"`  // rows read
	Created  int `json:"created"` // records of any kind
	Changed  int `json:"changed"`
	Same     int `json:"same"`
	Missing  int `json:"missing"`
	Errors   int `json:"errors"`
	Warnings int `json:"warnings"`
}

// The states of an import.
const (
	StatePrepared  evaluation.State = "prepared"  // dry run done, can be applied
	StateRejected  evaluation.State = "rejected"  // has mistakes
	StateNothing   evaluation.State = "nothing"   // there is nothing to import, so that nothing is left to do
	StateApplied   evaluation.State = "applied"   //
	StateUndone    evaluation.State = "undone"    //
	StateDiscarded evaluation.State = "discarded" //
)

// Prepare is the input of the act that reads a workbook without applying it.
type Prepare struct {
	Files []string        `json:"files" form:"files" minLength:"1" maxLength:"1" doc:"the workbook (.xlsx), attached before" example:"0198c2f0-0000-7000-8000-00000000000f"`
	AsOf  evaluation.Date `json:"as_of,omitzero" doc:"the day that the sheets describe; empty: today" example:"2025-12-31"`
}

// Apply is the input of the act that carries out a plan.
type Apply struct {
	Depart []string        `json:"depart,omitempty" form:"people" maxLength:"500" doc:"people missing from the workbook who have left the office; the others stay"`
	Left   evaluation.Date `json:"left,omitzero" doc:"their last day; empty: the day before the one that the sheets describe" example:"2025-12-30"`
}

// Choose is the input of the act that selects which parts of the workbook are read,
// and reads it again.
type Choose struct {
	Sheets string        `json:"sheets,omitempty" form:"long" maxLength:"2000" doc:"names of the sheets to read, one in a line; empty: those that are read by default" example:"花名册"`
	Hidden bool          `json:"hidden,omitempty" doc:"read hidden rows, too" example:"false"`
	Levels []LevelAnswer `json:"levels,omitempty" maxLength:"100" doc:"what words mean that stand for no published level"`
}

const effectApply, effectRevert = "apply", "revert"

func (k keeper) importKind() evaluation.Kind {
	open, read := evaluation.States(StatePrepared, StateNothing), evaluation.States(StatePrepared, StateRejected, StateNothing)
	return evaluation.Kind{
		Name: KindImport, Drafts: evaluation.KeepDrafts(), Sight: importSight, Payload: evaluation.New[Import], Found: []string{evaluation.FoundSort},
		States: evaluation.States(StatePrepared, StateRejected, StateNothing, StateApplied, StateUndone, StateDiscarded),
		Final:  evaluation.States(StateNothing, StateUndone, StateDiscarded),
		Usual:  evaluation.Usual{StatePrepared: {"apply", "choose"}, StateRejected: {"choose"}},
		Grave:  []string{"discard", "undo"},
		Acts: []evaluation.Act{
			{Name: "prepare", May: evaluation.Personnel, To: read, Run: evaluation.Run(k.prepare)},
			{Name: "choose", May: evaluation.Personnel, From: read, To: read, Begins: []string{"choice"}, Run: evaluation.Run(k.choose)},
			{Name: "apply", May: evaluation.Personnel, From: open, To: evaluation.States(StateApplied), Run: evaluation.Run(k.apply)},
			{Name: "undo", May: evaluation.Personnel, From: evaluation.States(StateApplied), To: evaluation.States(StateUndone), Reason: true, Run: evaluation.Plain(k.undo)},
			{Name: "discard", May: evaluation.Personnel, From: evaluation.States(StatePrepared, StateRejected), To: evaluation.States(StateDiscarded), Run: evaluation.Plain(discard)},
		},
		Effects: map[string]evaluation.EffectHandler{effectApply: k.carryOut, effectRevert: k.revert}, Background: true,
	}
}

func (k keeper) prepare(s *evaluation.Step, p *Import, in *Prepare) (evaluation.State, error) {
	day := in.AsOf
	if day.IsZero() {
		day = s.Today
	}
	if day.After(s.Today) {
		m := evaluation.Mistakes{}
		m.Add("as_of", "roster.date.future")
		return "", m.Err()
	}
	*p = Import{Blob: in.Files[0], AsOf: day}
	var err error
	if p.Levels, err = answered(s); err != nil {
		return "", err
	}
	return k.read(s, p)
}

// choose reads the workbook again with another selection.
func (k keeper) choose(s *evaluation.Step, p *Import, in *Choose) (evaluation.State, error) {
	m := evaluation.Mistakes{}
	c := Choice{Hidden: in.Hidden}
	for line := range strings.Lines(in.Sheets) {
		if line = strings.TrimSpace(line); line != "" {
			c.Sheets = append(c.Sheets, line)
		}
	}
	b, err := k.office(s)
	if err != nil {
		return "", err
	}
	known, err := k.levels(s, b)
	if err != nil {
		return "", err
	}
	answers := slices.Clone(in.Levels)
	for i := range answers {
		answers[i].check(m, "levels."+strconv.Itoa(i)+".", known)
	}
	if err := m.Err(); err != nil {
		return "", err
	}
	*p = Import{Blob: p.Blob, AsOf: p.AsOf, Choice: &c, Levels: answers}
	return k.read(s, p)
}

// check checks an answer against the levels that can be chosen.
func (a *LevelAnswer) check(m evaluation.Mistakes, at string, known []string) {
	const longest = 20 // characters of a level
	a.Word = strings.ReplaceAll(halfWidth(cleanText(a.Word)), " ", "")
	if full := levelOf(a.Level); full != "" {
		a.Level = full
	}
	switch {
	case a.Own && a.Level != "":
		m.Add(at+"own", "roster.import.level_both")
	case a.Own && utf8.RuneCountInString(a.Word) > longest:
		m.Add(at+"word", "roster.import.too_long", "max", longest)
	case a.Level != "" && !slices.Contains(known, a.Level):
		m.Add(at+"level", "roster.import.level")
	}
}

// answered returns the answers of the last import that was written, so that the
// same question is not asked again.
func answered(s *evaluation.Step) ([]LevelAnswer, error) {
	last, err := s.Read.Find(s.Ctx, evaluation.Query{
		Office: s.Record.Office, Kinds: []string{KindImport}, States: evaluation.States(StateApplied), Sort: evaluation.SortChanged, Desc: true, Limit: 1,
	})
	if err != nil || len(last.Records) == 0 {
		return nil, err
	}
	p, err := evaluation.PartOf[Import](last.Records[0], "levels")
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(p.Levels, func(a LevelAnswer) bool { return a.level() == "" }), nil
}

// read makes the dry run of the workbook.
func (k keeper) read(s *evaluation.Step, p *Import) (evaluation.State, error) {
	w, err := k.Open(s.Ctx, s.Record.Office, p.Blob)
	if err != nil {
		return "", err
	}
	b, err := k.office(s)
	if err != nil {
		return "", err
	}
	choice := Choice{}
	if p.Choice != nil {
		choice = *p.Choice
	}
	if choice.Known, err = k.levels(s, b); err != nil {
		return "", err
	}
	choice.Levels = map[string]string{}
	for _, a := range p.Levels {
		if to := a.level(); to != "" {
			choice.Levels[a.Word] = to
		}
	}
	m := evaluation.Mistakes{}
	for _, name := range choice.Sheets {
		if !slices.ContainsFunc(w.Sheets, func(x Sheet) bool { return x.Name == name }) {
			m.Add("sheets", "roster.import.no_sheet", "name", name)
		}
	}
	if err := m.Err(); err != nil {
		return "", err
	}
	draft, found := choice.Read(w.Sheets)
	means := Means{NewID: s.NewID, Pinyin: k.Pinyin, Vault: k.Vault}
	if means.Establishments, err = k.others(s); err != nil {
		return "", err
	}
	if err := k.knowForms(s, &draft, &means); err != nil {
		return "", err
	}
	plan, more := MakePlan(b, draft, p.AsOf, means)
	p.File, p.SHA256, p.Health, p.Plan, p.Verdicts = cleanText(w.Name), w.SHA256, plan.withhold(), plan, append(found, more...)
	sortVerdicts(p.Verdicts)
	p.ask(draft.Unknown)
	p.count(len(draft.People))
	s.Record.On, s.Record.Sort = p.AsOf, p.File
	if p.Counts.Errors > 0 {
		p.Plan.Items, p.Health = nil, nil // it will never be applied
		return StateRejected, nil
	}
	if len(p.Plan.Items) == 0 && len(draft.Unknown) == 0 {
		return StateNothing, nil // who is not in the sheets can still be marked as having left
	}
	return StatePrepared, p.Plan.pack()
}

// knowForms reads the particulars and grades with which the rows are compared, if these say
// anything of them.
func (k keeper) knowForms(s *evaluation.Step, draft *Draft, means *Means) (err error) {
	if !slices.ContainsFunc(draft.People, func(d DraftPerson) bool { return d.formed() }) {
		return nil
	}
	if means.kept, err = k.formsOf(s.Ctx, s.Read, s.Record.Office); err != nil || k.Grades == nil {
		return err
	}
	means.graded, err = k.Grades(s.Ctx, s.Record.Office, s.Today.Year())
	return err
}

// ask adds each word that is not a known level to the questions once.
func (p *Import) ask(words []string) {
	p.Levels = slices.DeleteFunc(p.Levels, func(a LevelAnswer) bool { return a.level() == "" })
	for _, w := range words {
		p.Levels = append(p.Levels, LevelAnswer{Word: w})
	}
}

// sortVerdicts sorts verdicts in the order of the workbook, mistakes before
// warnings of the same row.
func sortVerdicts(all []Verdict) {
	sheets := map[string]int{}
	for _, v := range all {
		if _, seen := sheets[v.Sheet]; !seen {
			sheets[v.Sheet] = len(sheets)
		}
	}
	slices.SortStableFunc(all, func(a, b Verdict) int {
		if a.Sheet != b.Sheet {
			return sheets[a.Sheet] - sheets[b.Sheet]
		}
		return a.Row - b.Row
	})
}

func (p *Import) count(rows int) {
	c := Counts{People: rows, Same: p.Plan.Same, Missing: len(p.Plan.Missing)}
	for _, it := range p.Plan.Items {
		if it.New {
			c.Created++
		} else {
			c.Changed++
		}
	}
	for _, v := range p.Verdicts {
		switch v.Level {
		case Wrong:
			c.Errors++
		case Doubtful:
			c.Warnings++
		}
	}
	p.Counts = c
}

// apply decides that the plan is carried out. This write is the decision; its
// effect writes the changes and continues after a crash.
func (k keeper) apply(s *evaluation.Step, p *Import, in *Apply) (evaluation.State, error) {
	b, err := k.office(s)
	if err != nil {
		return "", err
	}
	if b.Stamp() != p.Plan.Stamp {
		return "", evaluation.Fail(evaluation.CodeConflict, "roster.import.stale")
	}
	if err := p.departing(b, in, s.Today); err != nil {
		return "", err
	}
	return StateApplied, s.Effect(effectApply, struct{}{})
}

// departing adds the departure of the chosen missing people to the plan.
func (p *Import) departing(b *Book, in *Apply, today evaluation.Date) error {
	if err := p.Plan.unpack(); err != nil {
		return err
	}
	m := evaluation.Mistakes{}
	left := in.Left
	if left.IsZero() {
		left = p.AsOf.AddDays(-1)
	}
	if left.After(today) {
		m.Add("left", "roster.date.future")
	}
	for _, id := range in.Depart {
		if !slices.ContainsFunc(p.Plan.Missing, func(x Missing) bool { return x.ID == id }) {
			m.Add("depart", "roster.import.not_missing")
			continue
		}
		old := &b.people[id].Person
		if n := len(old.Appointments); left.Before(old.Joined) || n > 0 && left.Before(old.Appointments[n-1].From) {
			m.Add("left", "roster.date.left_early", "from", old.Appointments[max(n-1, 0)].From)
			continue
		}
		now := old.copy()
		now.Left = left
		it := Item{ID: id, Kind: KindPerson, No: old.No, Name: old.Name, Was: b.imports[id], Changes: changed(personFacts(b.Name, old, left), personFacts(b.Name, &now, left))}
		it.Patch, it.Before = difference(*old, now)
		if at := slices.IndexFunc(p.Plan.Items, func(x Item) bool { return x.ID == id }); at >= 0 {
			p.Plan.Items[at].join(it) // a relation changed as well
		} else {
			p.Plan.Items = append(p.Plan.Items, it)
			p.Counts.Changed++
		}
	}
	if err := p.Plan.pack(); err != nil {
		return err
	}
	return m.Err()
}

// join adds the changes of another item of the same record.
func (it *Item) join(other Item) {
	it.Changes = append(it.Changes, other.Changes...)
	for f, v := range other.Patch {
		it.Patch[f], it.Before[f] = v, other.Before[f]
	}
}

func discard(_ *evaluation.Step, _ *Import) (evaluation.State, error) { return StateDiscarded, nil }
