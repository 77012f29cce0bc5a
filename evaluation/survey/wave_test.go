package survey_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/periodic"
	"kaoji/evaluation/survey"
)

// world is an office with questionnaires.
type world struct{ *officetest.World }

func newWorld(t *testing.T) *world {
	t.Parallel()
	return &world{officetest.New(t)}
}

func (w *world) wave(id string) *survey.Wave { return officetest.Payload[survey.Wave](w.World, id) }

// planned is an empty questionnaire for residents with slips and a link, cadres of the office
// with accounts and those of committees.
func (w *world) planned() string {
	w.T.Helper()
	return w.Make(w.Personnel(), survey.KindWave, "plan", &survey.PlanInput{From: "blank", SettingsInput: survey.SettingsInput{
		Title: "社区服务问卷", AnswerBy: officetest.Date("2026-12-15"), Groups: []survey.GroupInput{
			{Name: "居民", Issued: 20, Code: true}, {Name: "机关干部", Issued: 28, Account: survey.Cadres}, {Name: "过路人", Issued: 6, Public: true},
		},
	}}).ID
}

// asked has a scale, a question that follows on it, and a text.
func (w *world) asked(id string) {
	w.T.Helper()
	for _, in := range []survey.QuestionInput{
		{Kind: survey.Scale, Text: "服务态度", Required: true, Options: "满意 | 100 | Satisfied\n一般 | 60\n不满意 | 0"},
		{Kind: survey.Multiple, Text: "哪里不满意", Options: "等候久\n态度差\n说不清", Most: 2, OnlyIf: "q1", Answers: "一般\n不满意"},
		{Kind: survey.Written, Text: "建议"},
	} {
		w.Do(w.Personnel(), id, "put_question", &in)
	}
}

func (w *world) running() string {
	w.T.Helper()
	id := w.planned()
	w.asked(id)
	w.Keep(id)
	w.Do(w.Personnel(), id, "open", nil)
	return id
}

// have is a wave that is counted.
func (w *world) have(id string) *survey.Counted {
	w.T.Helper()
	c, err := w.Survey.Counted(w.T.Context(), officetest.Office, id)
	w.Must(err)
	return c
}

func (w *world) results(id string) (survey.Results, error) { return w.have(id).Results() }

// words are the written answers to question n, counted from 0.
func (w *world) words(id string, n int) []survey.Words {
	w.T.Helper()
	of := w.have(id)
	r, err := of.Results()
	w.Must(err)
	words, err := w.Survey.Written(w.T.Context(), of, &r.Questions[n])
	w.Must(err)
	return words
}

func (w *world) counted(id string) {
	w.T.Helper()
	w.Do(w.Personnel(), id, "close", nil)
	w.Do(w.Personnel(), id, "count", &survey.CountInput{Passphrase: officetest.Passphrase})
}

func TestAQuestionnaireIsAnsweredBySlipAccountAndLinkAndCounted(t *testing.T) {
	w := newWorld(t)
	id := w.running()
	if v := w.Stored(id); v.State != survey.WaveRunning || v.Due != officetest.Date("2026-12-15") {
		t.Errorf("%s, due %s", v.State, v.Due)
	}
	version := w.Stored(id).Version
	codes, err := w.Survey.Issue(t.Context(), w.Service, w.Personnel(), id, version, "g1", 12)
	w.Must(err)
	_, err = w.Survey.Issue(t.Context(), w.Service, w.Personnel(), id, w.Stored(id).Version, "g1", 9)
	w.Refused("survey.too_many_slips", err)
	_, err = w.Survey.BySlip(t.Context(), officetest.Office, "0000-0000-0000")
	w.Refused("survey.no_code", err)
	for i, code := range codes[:8] {
		f, err := w.Survey.BySlip(t.Context(), officetest.Office, strings.ToLower(code))
		w.Must(err)
		a := survey.Answers{"q1": chosen("o1"), "q3": {Text: fmt.Sprint("建议", i)}}
		if i < 3 {
			a["q1"], a["q2"] = chosen("o3"), chosen("o1", "o2")
		}
		w.Must(w.Survey.Answer(t.Context(), &f, a))
		w.Refused("ballot.twice", w.Survey.Answer(t.Context(), &f, a))
	}
	for _, no := range []string{"a2", "a3", "a4", "b2", "b3", "b4"} {
		f, err := w.Survey.ByAccount(t.Context(), w.Who(no), id)
		w.Must(err)
		w.Refused("error.field.required", w.Survey.Answer(t.Context(), &f, survey.Answers{}))
		w.Must(w.Survey.Answer(t.Context(), &f, survey.Answers{"q1": chosen("o2")}))
		if f, err = w.Survey.ByAccount(t.Context(), w.Who(no), id); err != nil || !f.Answered {
			t.Errorf("%s has answered: %v %v", no, f.Answered, err)
		}
	}
	_, err = w.Survey.ByAccount(t.Context(), w.Outside("jiandu", evaluation.RoleSupervisor), id)
	w.Refused("error.not_found", err)
	for range 6 {
		f, err := w.Survey.ByLink(t.Context(), officetest.Office, id, "g3")
		w.Must(err)
		w.Must(w.Survey.Answer(t.Context(), &f, survey.Answers{"q1": chosen("o1")}))
	}
	f, err := w.Survey.ByLink(t.Context(), officetest.Office, id, "g3")
	w.Must(err)
	w.Refused("survey.full", w.Survey.Answer(t.Context(), &f, survey.Answers{"q1": chosen("o1")}))
	_, err = w.Survey.ByLink(t.Context(), officetest.Office, id, "g1") // has slips alone
	w.Refused("error.not_found", err)
	w.Do(w.Personnel(), id, "spoil", &survey.SpoilInput{Code: codes[8]})
	w.Refused("ballot.used", w.Try(w.Personnel(), id, "spoil", &survey.SpoilInput{Code: codes[0]}))
	view, err := w.Get(t.Context(), w.Personnel(), id)
	w.Must(err)
	groups, all, err := w.Survey.Progress(t.Context(), &view)
	w.Must(err)
	if all.Returned != 20 || groups[0].Returned != 8 || groups[1].Returned != 6 {
		t.Errorf("returned %+v of %+v", all, groups)
	}
	w.counted(id)
	if _, err = w.Survey.BySlip(t.Context(), officetest.Office, codes[9]); evaluation.CodeOf(err) != evaluation.CodeNotFound {
		t.Errorf("a code opens a counted wave: %v", err)
	}
	r, err := w.results(id)
	w.Must(err)
	q1 := r.Questions[0]
	if r.All.Returned != 20 || q1.All.Answered != 20 || q1.Groups[0].Shares[2].N != 3 || q1.Groups[0].Means[0].Mean.Mean != 62.5 || q1.All.Means[0].Mean.Mean != (5*100+6*100+6*60.0)/20 {
		t.Errorf("%+v", q1)
	}
	report := w.Make(w.Personnel(), periodic.KindReport, "begin", &periodic.BeginInput{Period: "2026H2", Title: "下半年报告"})
	figures := map[string]periodic.Figure{}
	for _, f := range officetest.Payload[periodic.Report](w.World, report.ID).Figures {
		figures[f.Key] = f
	}
	issued, back := figures["survey.issued"], figures["survey.returned"]
	if issued.N != int64(r.All.Issued) || back.N != 20 || back.Of != issued.N || *back.Before != 0 || back.Items[0] != (evaluation.TalliedItem{Code: "居民", N: 8, Of: int64(r.Groups[0].Group.Issued)}) || issued.Items[0] != (evaluation.TalliedItem{Code: "居民", N: int64(r.Groups[0].Group.Issued)}) {
		t.Errorf("the report: %+v %+v", issued, back)
	}
	words := w.words(id, 2)
	if len(words) != 8 || words[0].Group.Zh != "居民" {
		t.Errorf("%+v", words)
	}
	w.Do(w.Personnel(), id, "put_reading", &survey.ReadingInput{Question: "q1", Text: "多数居民满意。"})
	if r, err = w.results(id); err != nil || r.Questions[0].Reading.Zh != "多数居民满意。" {
		t.Errorf("%+v %v", r.Questions[0].Reading, err)
	}
}

// Who answered a question that hardly anybody was asked is not to be recognised, and neither
// is it by subtraction.
func TestFewAnswersToAQuestionAreHidden(t *testing.T) {
	w := newWorld(t)
	id := w.running()
	codes, err := w.Survey.Issue(t.Context(), w.Service, w.Personnel(), id, w.Stored(id).Version, "g1", 12)
	w.Must(err)
	for i, code := range codes[:10] {
		f, err := w.Survey.BySlip(t.Context(), officetest.Office, code)
		w.Must(err)
		a := survey.Answers{"q1": chosen("o1")}
		if i == 0 { // the only one
			a = survey.Answers{"q1": chosen("o3"), "q2": chosen("o1"), "q3": {Text: "只有我写了"}}
		}
		w.Must(w.Survey.Answer(t.Context(), &f, a))
	}
	w.counted(id)
	r, err := w.results(id)
	w.Must(err)
	if q2 := r.Questions[1]; !q2.All.Hidden || !q2.Groups[0].Hidden || q2.All.Shares != nil {
		t.Errorf("%+v", q2)
	}
	if words := w.words(id, 2); len(words) != 0 {
		t.Errorf("%+v", words)
	}
}

func TestTheQuestionnaireIsEditedUntilItIsOpened(t *testing.T) {
	w := newWorld(t)
	id := w.planned()
	w.asked(id)
	order := func() (list []string) {
		for _, s := range w.wave(id).Sections {
			ids := make([]string, 0, len(s.Questions))
			for _, q := range s.Questions {
				ids = append(ids, q.ID)
			}
			list = append(list, strings.Join(ids, " "))
		}
		return list
	}
	w.Refused("survey.depends", w.Try(w.Personnel(), id, "drop_question", &survey.DropInput{Question: "q1"}))
	w.Refused("survey.depends", w.Try(w.Personnel(), id, "move_question", &survey.MoveInput{Question: "q1", To: 3}))
	w.Do(w.Personnel(), id, "move_question", &survey.MoveInput{Question: "q3", To: 1})
	w.Do(w.Personnel(), id, "put_section", &survey.SectionInput{Title: "只问居民", Groups: "居民"})
	w.Do(w.Personnel(), id, "put_question", &survey.QuestionInput{Kind: survey.Matrix, Text: "各科室", Rows: "民政科\n司法所", Options: "满意 | 100\n不满意 | 0"})
	if got := order(); !slices.Equal(got, []string{"q3 q1 q2", "q4"}) {
		t.Errorf("%q", got)
	}
	w.Do(w.Personnel(), id, "put_question", &survey.QuestionInput{Question: "q3", Section: 2, Kind: survey.Written, Text: "还有什么建议"})
	if got := order(); !slices.Equal(got, []string{"q1 q2", "q4 q3"}) {
		t.Errorf("%q", got)
	}
	// An option keeps its code by its text.
	w.Do(w.Personnel(), id, "put_question", &survey.QuestionInput{Question: "q1", Kind: survey.Scale, Text: "服务态度", Options: "不满意 | 0\n很满意 | 100\n一般 | 60"})
	var codes []string
	for _, o := range w.wave(id).Question("q1").Options {
		codes = append(codes, o.Code+" "+o.Text.Zh)
	}
	if want := []string{"o3 不满意", "o4 很满意", "o2 一般"}; !slices.Equal(codes, want) {
		t.Errorf("%q, want %q", codes, want)
	}
	w.Refused("survey.options", w.Try(w.Personnel(), id, "put_question", &survey.QuestionInput{Kind: survey.Single, Text: "一个选项", Options: "是"}))
	w.Refused("survey.line", w.Try(w.Personnel(), id, "put_question", &survey.QuestionInput{Kind: survey.Scale, Text: "分值", Options: "是 | 多\n否"}))
	w.Refused("ballot.keepers_missing", w.Try(w.Personnel(), id, "open", nil))
	w.Keep(id)
	w.Do(w.Personnel(), id, "open", nil)
	w.Refused("state", w.Try(w.Personnel(), id, "put_question", &survey.QuestionInput{Kind: survey.Written, Text: "太晚"}))
}

// A wave with the questions of an earlier one is compared with it.
func TestAWaveIsRepeatedAndCompared(t *testing.T) {
	w := newWorld(t)
	answers := func(id, option string) {
		for _, no := range []string{"a2", "a3", "a4", "b2", "b3", "b4", "c2", "c3", "c4", "d2", "d3", "d4"} {
			f, err := w.Survey.ByAccount(t.Context(), w.Who(no), id)
			w.Must(err)
			w.Must(w.Survey.Answer(t.Context(), &f, survey.Answers{"q1": chosen(option)}))
		}
		w.counted(id)
	}
	first := w.running()
	answers(first, "o1")
	second := w.Make(w.Personnel(), survey.KindWave, "repeat", &survey.RepeatInput{Wave: first, Title: "第二次", AnswerBy: officetest.Date("2026-12-20")}).ID
	w.Keep(second)
	w.Do(w.Personnel(), second, "open", nil)
	answers(second, "o3")
	list, err := w.have(second).Since(w.have(first))
	w.Must(err)
	if len(list) != 3 || list[0].Points != -100 || list[0].Noise() || list[1].Points != 0 || !list[1].Noise() {
		t.Errorf("%+v", list)
	}
}

// Papers are typed in by two people; what differs is named, and nothing is in the box before
// both agree.
func TestPapersAreTypedInByTwo(t *testing.T) {
	w := newWorld(t)
	id := w.Make(w.Personnel(), survey.KindWave, "plan", &survey.PlanInput{From: "blank", SettingsInput: survey.SettingsInput{
		Title: "纸质", AnswerBy: officetest.Date("2026-12-15"), Groups: []survey.GroupInput{{Name: "居民", Issued: 20, Paper: true}},
	}}).ID
	w.asked(id)
	w.Keep(id)
	w.Do(w.Personnel(), id, "open", nil)
	enter := func(lines string) (string, error) {
		r, err := w.Create(t.Context(), w.Personnel(), survey.KindPaper, "enter", evaluation.Creation{Input: &survey.PaperInput{Wave: id, Group: "g1", LinesInput: survey.LinesInput{Lines: lines}}})
		return r.ID, err
	}
	for lines, key := range map[string]string{"4\n": "survey.cell", "1|1|1|1": "survey.cells", "": "error.field.required", "3 | 1,1": "survey.paper_wrong"} {
		_, err := enter(lines)
		w.Refused(key, err)
	}
	papers := strings.Repeat("1 |  | 好\n3\t1,2\t太慢\n", 3)
	batch, err := enter(papers)
	w.Must(err)
	again := func(lines string) error {
		return w.Try(w.Outside("fuhe", evaluation.RolePersonnel), batch, "enter_again", &survey.LinesInput{Lines: lines})
	}
	w.Refused("survey.second_person", w.Try(w.Personnel(), batch, "enter_again", &survey.LinesInput{Lines: papers}))
	w.Must(again(strings.Replace(papers, "1,2", "2,1", 1) + "1\n"))
	if b := officetest.Payload[survey.Batch](w.World, batch); !slices.Equal(b.Differing, []string{"2.2", "7"}) || b.Papers != 6 {
		t.Errorf("%+v", b)
	}
	w.Must(again(papers))
	w.Refused("survey.too_many_papers", w.Try(w.Personnel(), batch, "cast", nil))
	w.Do(w.Personnel(), id, "issue_papers", &survey.PapersInput{Group: "g1", Count: 10})
	w.Do(w.Personnel(), id, "close", nil)
	w.Refused("survey.papers_open", w.Try(w.Personnel(), id, "count", &survey.CountInput{Passphrase: officetest.Passphrase}))
	w.Do(w.Personnel(), batch, "cast", nil)
	w.Do(w.Personnel(), id, "count", &survey.CountInput{Passphrase: officetest.Passphrase})
	r, err := w.have(id).Results()
	w.Must(err)
	if q := r.Questions; r.All.Returned != 6 || q[0].All.Shares[2].N != 3 || q[1].All.Hidden != true {
		t.Errorf("%+v", q)
	}
}
