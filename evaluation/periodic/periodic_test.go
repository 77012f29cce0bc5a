package periodic_test

import (
	"slices"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/concern"
	"kaoji/evaluation/periodic"
)

// report begins the report of the half-year after some concerns were received.
func report(w *officetest.World) evaluation.Record {
	w.T.Helper()
	for _, category := range []string{"attitude", "attitude", "style"} {
		w.Make(w.Personnel(), concern.KindMatter, "register", &concern.RegisterInput{
			Channel: "hotline", Received: officetest.Date("2026-11-20"), About: concern.About{Unit: w.Units["a"], Category: category, Topic: "办理拖延 " + category, Content: "跑了三趟。"},
		})
	}
	return w.Make(w.Personnel(), periodic.KindReport, "begin", &periodic.BeginInput{Period: "2026H2", Title: "下半年报告"})
}

func figure(w *officetest.World, id, key string) periodic.Figure {
	w.T.Helper()
	p := officetest.Payload[periodic.Report](w, id)
	i := slices.IndexFunc(p.Figures, func(f periodic.Figure) bool { return f.Key == key })
	if i < 0 {
		w.T.Fatalf("no figure %s", key)
	}
	return p.Figures[i]
}

func TestAReportCountsIsIssuedAndKeepsItsFigures(t *testing.T) {
	w := officetest.New(t)
	r := report(w)
	f := figure(w, r.ID, "concern.received")
	if f.N != 3 || f.Before == nil || *f.Before != 0 || !slices.Equal(f.Items, []evaluation.TalliedItem{{Code: "style", N: 1}, {Code: "attitude", N: 2}}) {
		t.Errorf("received: %+v", f)
	}
	if f := figure(w, r.ID, "concern.handled"); f.N != 0 || f.Of != 3 {
		t.Errorf("handled: %+v", f)
	}
	l1 := w.Who("l1", evaluation.RolePrincipal)
	w.Do(w.Personnel(), r.ID, "submit", nil)
	w.Do(l1, r.ID, "return", nil)
	w.Do(w.Personnel(), r.ID, "submit", nil)
	w.Do(l1, r.ID, "issue", nil)
	w.Make(w.Personnel(), concern.KindMatter, "register", &concern.RegisterInput{
		Channel: "visit", Received: officetest.Date("2026-11-20"), About: concern.About{Unit: w.Units["a"], Category: "other", Topic: "另一件", Content: "排队太久。"},
	})
	if f := figure(w, r.ID, "concern.received"); f.N != 3 {
		t.Errorf("the issued report changes: %+v", f)
	}
	w.Do(l1, r.ID, "take_back", nil)
	w.Do(w.Personnel(), r.ID, "count", nil)
	if f := figure(w, r.ID, "concern.received"); f.N != 4 {
		t.Errorf("counted anew: %+v", f)
	}
}

func TestADraftIsForThosewhoRunTheMeasuresAndAnIssuedReportForLeaders(t *testing.T) {
	w := officetest.New(t)
	r := report(w)
	leader, head := w.Who("l3", evaluation.RoleLeader), w.Who("a1", evaluation.RoleHead, evaluation.RoleCadre)
	see := func(who evaluation.Actor) bool {
		_, err := w.Get(t.Context(), who, r.ID)
		return err == nil
	}
	if see(leader) || see(head) {
		t.Error("a draft is read by others")
	}
	w.Do(w.Personnel(), r.ID, "submit", nil)
	w.Do(w.Who("l1", evaluation.RolePrincipal), r.ID, "issue", nil)
	if !see(leader) || see(head) {
		t.Errorf("issued: leader %t, head %t", see(leader), see(head))
	}
}

func TestOneReportOfAPeriodAndNoneToCome(t *testing.T) {
	w := officetest.New(t)
	r := report(w)
	begin := func(period string) evaluation.Code {
		_, err := w.Create(t.Context(), w.Personnel(), periodic.KindReport, "begin", evaluation.Creation{Input: &periodic.BeginInput{Period: period, Title: "报告"}})
		return evaluation.CodeOf(err)
	}
	for _, period := range []string{"2026H2", "2027", "2026Q1", "26H1"} {
		if code := begin(period); code != evaluation.CodeInvalid {
			t.Errorf("%s: %q", period, code)
		}
	}
	w.Do(w.Personnel(), r.ID, "discard", nil)
	if code := begin("2026H2"); code != "" {
		t.Errorf("after one was discarded: %q", code)
	}
}

func TestATextNamesFiguresThatThereAre(t *testing.T) {
	w := officetest.New(t)
	r := report(w)
	try := func(text string) error {
		return w.Try(w.Personnel(), r.ID, "edit", &periodic.TextInput{Title: "报告", Text: text})
	}
	for text, code := range map[string]evaluation.Code{
		"共{谈话人次}人次，上年{谈话人次：上年同期}。\n{群众反映:图}\n{群众反映：表}": "",
		"{concern.handled:share}，{单位}{年份}":             "",
		"只有文字，没有数据。":                                   "",
		"{谈话次数}":                                       evaluation.CodeInvalid,
		"{群众反映：平均}":                                    evaluation.CodeInvalid,
		"见下{群众反映：表}":                                   evaluation.CodeInvalid,
		"{单位：占比}":                                      evaluation.CodeInvalid,
		"{}":                                           evaluation.CodeInvalid,
	} {
		if err := try(text); evaluation.CodeOf(err) != code {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestAReportBeginsWithTheTemplateOfTheOffice(t *testing.T) {
	w := officetest.New(t)
	of := w.Make(w.Personnel(), periodic.KindTemplate, "write", &periodic.TemplateInput{Name: "年报", Text: "# 概况\n收到{群众反映}件。"})
	r := w.Make(w.Personnel(), periodic.KindReport, "begin", &periodic.BeginInput{Period: "2026", Title: "年报", Template: of.ID})
	if p := officetest.Payload[periodic.Report](w, r.ID); p.Text != "# 概况\n收到{群众反映}件。" {
		t.Errorf("%q", p.Text)
	}
	w.Do(w.Personnel(), of.ID, "retire", nil)
	_, err := w.Create(t.Context(), w.Personnel(), periodic.KindReport, "begin", evaluation.Creation{Input: &periodic.BeginInput{Period: "2026H1", Title: "报告", Template: of.ID}})
	if evaluation.CodeOf(err) != evaluation.CodeInvalid {
		t.Errorf("a retired template: %v", err)
	}
}

// The lines of a text, cut by hand.
func TestATextIsCutIntoLinesAndFields(t *testing.T) {
	blocks := periodic.Parse("# 一、情况\n\n收到{群众反映}件，{ 办结反映 ： 占比 }。\n{群众反映：图}")
	want := []periodic.Block{
		{Heading: true, Parts: []periodic.Part{{Text: "一、情况"}}},
		{Parts: []periodic.Part{{Text: "收到"}, {Field: "concern.received"}, {Text: "件，"}, {Field: "concern.handled", Show: periodic.ShowShare}, {Text: "。"}}},
		{Parts: []periodic.Part{{Field: "concern.received", Show: periodic.ShowChart}}},
	}
	if !slices.EqualFunc(blocks, want, func(x, y periodic.Block) bool {
		return x.Heading == y.Heading && slices.Equal(x.Parts, y.Parts)
	}) {
		t.Errorf("%+v", blocks)
	}
	if _, alone := blocks[2].Alone(); !alone {
		t.Error("a chart is not alone")
	}
}
