package roster

import (
	"slices"
	"strconv"
	"strings"

	"kaoji/evaluation"
)

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
			{Name: "undo", May: evaluation.Personnel, From: evaluation.States(StateApplied), To: evaluation.States(StateApplied, StateUndone), Reason: true, Ready: evaluation.Always, Foresees: evaluation.ForeseenOf(k.undoing), Run: evaluation.Plain(k.undo)},
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
