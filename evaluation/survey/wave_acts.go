package survey

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"kaoji/evaluation"
	"kaoji/evaluation/ballot"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/hurdle"
)

// PlanInput begins a wave with a questionnaire of the library, or an empty one.
type PlanInput struct {
	From string `json:"from" enum:"work_style,units,tangqiao_1998,blank" doc:"Questionnaire to begin with" example:"work_style"`
	SettingsInput
}

// RepeatInput begins a wave with the questionnaire of an earlier one, with which it is
// compared.
type RepeatInput struct {
	Wave     string          `json:"wave" maxLength:"64" doc:"Earlier wave" example:"0198c2f0-0000-7000-8000-000000000002"`
	Title    string          `json:"title" maxLength:"60" doc:"Title" example:"2027年干部作风百人问卷"`
	AnswerBy evaluation.Date `json:"answer_by" begin:"+14" doc:"Last day for answers" example:"2027-06-15"`
}

// SettingsInput are the title and the groups.
type SettingsInput struct {
	Title    string          `json:"title" maxLength:"60" doc:"Title" example:"2026年干部作风百人问卷"`
	TitleEn  string          `json:"title_en,omitempty" maxLength:"120" doc:"Title in English"`
	Intro    string          `json:"intro,omitempty" form:"long" maxLength:"300" doc:"What stands above the questions" example:"本问卷不记名。"`
	IntroEn  string          `json:"intro_en,omitempty" form:"long" maxLength:"600" doc:"The same in English"`
	AnswerBy evaluation.Date `json:"answer_by" begin:"+14" doc:"Last day for answers" example:"2026-12-15"`
	Groups   []GroupInput    `json:"groups,omitempty" maxLength:"12" rules:"rating.floor" doc:"Groups of respondents; none: those of the questionnaire one begins with"`
}

// GroupInput is a group of respondents with the ways in which it answers.
type GroupInput struct {
	Name    string `json:"name" maxLength:"30" doc:"Group" example:"居民"`
	Issued  int    `json:"issued" minimum:"1" maximum:"1000000" doc:"Questionnaires issued" example:"100"`
	Account string `json:"account,omitempty" enum:"cadres,committees" doc:"Whose accounts answer in this group" example:"cadres"`
	Code    bool   `json:"code,omitempty" doc:"By slips with one-time codes"`
	Public  bool   `json:"public,omitempty" doc:"By a public link"`
	Paper   bool   `json:"paper,omitempty" doc:"On paper, typed in by two"`
}

// ExtendInput moves the last day.
type ExtendInput struct {
	AnswerBy evaluation.Date `json:"answer_by" begin:"+14" doc:"Last day for answers" example:"2026-12-20"`
}

// RemindInput reminds a group.
type RemindInput struct {
	Group string `json:"group" maxLength:"20" doc:"Group that answers by account" example:"g1"`
}

// CountInput opens the answers.
type CountInput struct {
	Passphrase string `json:"passphrase,omitempty" form:"password" maxLength:"200" doc:"Of one of the keepers" example:"茶杯 铁路 七月 银杏 海盐"`
}

// ReadingInput is what the picture of a question shows, in words.
type ReadingInput struct {
	Question string `json:"question" maxLength:"20" doc:"Question" example:"q1"`
	Text     string `json:"text,omitempty" form:"long" maxLength:"300" doc:"What the picture shows; empty: the program's sentence"`
	TextEn   string `json:"text_en,omitempty" form:"long" maxLength:"600" doc:"The same in English"`
}

func waveKeys() []string {
	return append([]string{"rating.floor", "rating.floor.least", "rating.complement", "survey.return", "survey.margin", "survey.change", "statistics.fdr"}, hurdle.Keys...)
}

func (s *Service) plan(step *evaluation.Step, w *Wave, in *PlanInput) (evaluation.State, error) {
	w.Questionnaire = Questionnaire{Groups: []Group{}, Sections: []Section{{}}}
	if in.From != "blank" {
		q, err := Shipped(in.From)
		if err != nil {
			return "", err
		}
		w.Questionnaire = *q
	}
	if in.From == Units {
		if err := s.nameUnits(step, w); err != nil {
			return "", err
		}
	}
	return s.begin(step, w, &in.SettingsInput)
}

// nameUnits makes the departments of today rows of the matrices; stationed agencies, which the
// roster does not know, are added by hand.
func (s *Service) nameUnits(step *evaluation.Step, w *Wave) error {
	day, err := s.Today(step)
	if err != nil {
		return err
	}
	for _, q := range w.Questions() {
		if q.Kind != Matrix {
			continue
		}
		for i, d := range day.Departments() {
			if day.Works(d.ID) {
				q.Rows = append(q.Rows, Option{Code: fmt.Sprint("u", i+1), Text: Text{Zh: d.Name}})
			}
		}
		if len(q.Rows) > MostRows {
			return desk.Mistake("from", "survey.rows", "most", MostRows)
		}
	}
	return nil
}

// repeat copies the questionnaire of an earlier wave, with the same ids of questions.
func (s *Service) repeat(step *evaluation.Step, w *Wave, in *RepeatInput) (evaluation.State, error) {
	r, err := step.Read.Get(step.Ctx, step.Record.Office, in.Wave)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound || err == nil && r.Kind != KindWave {
		return "", desk.Mistake("wave", "error.not_found")
	}
	if err != nil {
		return "", err
	}
	earlier, err := evaluation.PayloadOf[Wave](r)
	if err != nil {
		return "", err
	}
	w.Questionnaire, w.Before = earlier.Questionnaire, in.Wave
	return s.begin(step, w, &SettingsInput{Title: in.Title, Intro: w.Intro.Zh, IntroEn: w.Intro.En, AnswerBy: in.AnswerBy})
}

func (s *Service) begin(step *evaluation.Step, w *Wave, in *SettingsInput) (evaluation.State, error) {
	w.Slips, w.Readings = []Slips{}, []Reading{}
	step.Record.On, step.Record.Period = step.Today, strconv.Itoa(step.Today.Year())
	return s.amend(step, w, in)
}

// amend changes title, groups and last day. A group keeps its code by its name, because
// waves are compared by it.
func (s *Service) amend(step *evaluation.Step, w *Wave, in *SettingsInput) (evaluation.State, error) {
	var err error
	if w.Rules, err = s.Freeze(step, waveKeys()...); err != nil {
		return "", err
	}
	if in.AnswerBy.Before(step.Today) {
		return "", desk.Mistake("answer_by", "error.day.from", "from", step.Today)
	}
	w.Title, w.Intro, w.AnswerBy = Text{Zh: in.Title, En: in.TitleEn}, Text{Zh: in.Intro, En: in.IntroEn}, in.AnswerBy
	if len(in.Groups) > 0 {
		w.regroup(in.Groups)
	}
	step.Record.Sort = in.Title
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePersonnel))
	return WaveDraft, nil
}

// regroup replaces the groups; sections no longer name those that are gone.
func (q *Questionnaire) regroup(in []GroupInput) {
	was := q.Groups
	q.Groups = make([]Group, 0, len(in))
	used := map[string]bool{}
	for _, g := range was {
		used[g.Code] = true
	}
	next := 1
	for _, g := range in {
		one := Group{Name: Text{Zh: g.Name}, Issued: g.Issued, Account: g.Account, ByCode: g.Code, Public: g.Public, Paper: g.Paper}
		for _, o := range was {
			if o.Name.Zh == g.Name {
				one.Code, one.Name.En = o.Code, o.Name.En
			}
		}
		for one.Code == "" {
			if c := fmt.Sprint("g", next); !used[c] {
				one.Code, used[c] = c, true
			}
			next++
		}
		q.Groups = append(q.Groups, one)
	}
	for i := range q.Sections {
		q.Sections[i].Groups = keep(q.Sections[i].Groups, func(of string) bool { return q.group(of) != nil })
	}
}

// keep makes a person who runs questionnaires a keeper of the key.
func (s *Service) keeper(step *evaluation.Step, w *Wave, in *ballot.KeepInput) (evaluation.State, error) {
	if err := in.Check(); err != nil {
		return "", err
	}
	return WaveDraft, s.Boxes.Keep(&w.Keeping, step.Actor, step.Today, in.Passphrase)
}

// open freezes the questionnaire and makes the key of the answers.
func (s *Service) open(step *evaluation.Step, w *Wave) (evaluation.State, error) {
	if err := w.Check().Err(); err != nil {
		return "", err
	}
	if w.AnswerBy.Before(step.Today) {
		return "", desk.WrongState("survey.day_over", "by", w.AnswerBy)
	}
	if err := s.Boxes.Begin(&w.Keeping); err != nil {
		return "", err
	}
	step.Record.On = step.Today
	desk.Wait(step.Record, w.AnswerBy, evaluation.WaitRole(evaluation.RolePersonnel))
	return WaveRunning, step.Effect("open_boxes", nil)
}

func extend(step *evaluation.Step, w *Wave, in *ExtendInput) (evaluation.State, error) {
	w.AnswerBy, step.Record.Due = in.AnswerBy, in.AnswerBy
	return WaveRunning, nil
}

// extendDays: the last day can be moved to a later one that is not in the past.
func extendDays(step *evaluation.Step, w *Wave) (map[string]evaluation.Days, error) {
	return map[string]evaluation.Days{"answer_by": {From: evaluation.Last(w.AnswerBy, step.Today)}}, nil
}

// remind tells all accounts of a group that the questionnaire is open, once a day at most.
func remind(step *evaluation.Step, w *Wave, in *RemindInput) (evaluation.State, error) {
	g := w.group(in.Group)
	if g == nil || !g.By(WayAccount) {
		return "", desk.Mistake("group", "survey.not_this_way")
	}
	if slices.ContainsFunc(w.Reminded, func(r Reminded) bool { return r.Group == g.Code && r.On == step.Today }) {
		return "", desk.Mistake("group", "survey.reminded")
	}
	w.Reminded = append(w.Reminded, Reminded{Group: g.Code, GroupName: g.Name.Zh, On: step.Today})
	role := evaluation.RoleCadre
	if g.Account == Committees {
		role = evaluation.RoleCommittee
	}
	step.Tell(evaluation.WaitRole(role))
	return WaveRunning, nil
}

// someAccounts is the Ready function of what needs a group that answers by account.
func someAccounts(_ *evaluation.Step, w *Wave) error {
	if !slices.ContainsFunc(w.Groups, func(g Group) bool { return g.By(WayAccount) }) {
		return desk.WrongState("survey.no_accounts")
	}
	return nil
}

// closeWave ends the answering by account, code and link. Papers that were handed in can
// still be entered.
func (s *Service) closeWave(step *evaluation.Step, _ *Wave) (evaluation.State, error) {
	step.Record.Due = step.Today
	return WaveClosed, nil
}

// count opens the answers with the passphrase of a keeper, counts them, and deletes the key.
func (s *Service) count(step *evaluation.Step, w *Wave, in *CountInput) (evaluation.State, error) {
	if err := s.papersDone(step); err != nil {
		return "", err
	}
	key, err := s.Boxes.Unlock(&w.Keeping, in.Passphrase)
	if err != nil {
		return "", err
	}
	office, wave := step.Record.Office, step.Record.ID
	step.Before(func(ctx context.Context) error {
		for _, g := range w.Groups {
			if err := s.Boxes.OpenAndClose(ctx, office, box(wave, g.Code), g.Issued, key); err != nil {
				return err
			}
		}
		return nil
	})
	w.ForgetKey()
	desk.Wait(step.Record, evaluation.Date{})
	return WaveCounted, step.Effect("tally", nil)
}

// papersDone refuses to count while papers that were entered are not in the box.
func (s *Service) papersDone(step *evaluation.Step) error {
	open, err := desk.All(step.Ctx, step.Read, evaluation.Query{
		Office: step.Record.Office, Kinds: []string{KindPaper}, Parents: []string{step.Record.ID}, States: evaluation.States(PaperEntered, PaperDiffering, PaperAgreed),
	})
	if err == nil && len(open) > 0 {
		err = desk.WrongState("survey.papers_open", "n", len(open))
	}
	return err
}

// putReading writes what the picture of a question shows, or leaves it to the program again.
func putReading(_ *evaluation.Step, w *Wave, in *ReadingInput) (evaluation.State, error) {
	if w.Question(in.Question) == nil {
		return "", desk.Mistake("question", "error.not_found")
	}
	w.Readings = keep(w.Readings, func(r Reading) bool { return r.Question != in.Question })
	if in.Text != "" {
		w.Readings = append(w.Readings, Reading{Question: in.Question, Text: Text{Zh: in.Text, En: in.TextEn}})
	}
	return WaveCounted, nil
}

func (s *Service) cancel(step *evaluation.Step, w *Wave) (evaluation.State, error) {
	desk.Wait(step.Record, evaluation.Date{})
	w.ForgetKey()
	return WaveCancelled, step.Effect("drop_boxes", nil)
}
