package page_test

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"kaoji/app/page/pagetest"
	"kaoji/app/xlsx"
	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/bonus"
	"kaoji/evaluation/roster"
)

// treasury is an office with an issued scheme and a period whose entries are open.
type treasury struct {
	*watch
	scheme, period string
	unit           string
}

func newTreasury(t *testing.T) *treasury {
	t.Helper()
	return treasuryOffice.begin(t)
}

var treasuryOffice = filled[*treasury]{fill: fillTreasury}

func (w *treasury) over(s *site) *treasury {
	c := *w
	c.watch = w.watch.over(s)
	return &c
}

func fillTreasury(t *testing.T) *treasury {
	t.Helper()
	w := &treasury{watch: newWatch(t)}
	w.unit = w.member.Department
	got := w.personnel.get("/bonus/editor")
	pagetest.Check(t, w.personnel.body)
	for _, want := range []string{"办结事项", "算例", "职级不同，金额相同", "模板甲", "不发奖金"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in the editor", want)
		}
	}
	form := planForm()
	form.Set("do", "save")
	if got := w.personnel.post("/bonus/editor", form); !strings.Contains(got, "分配办法已起草") {
		t.Fatalf("not saved: %d %s\n%s", w.personnel.status, w.personnel.at, got)
	}
	w.scheme = strings.TrimPrefix(w.personnel.at, "/bonus/schemes/")
	w.submit(w.principal, "/records/"+w.scheme, "issue", "已印发", url.Values{})
	today := evaluation.DateOf(time.Now())
	if got := w.personnel.get("/new/bonus.period/open"); !strings.Contains(got, "（第 1 版）") || !strings.Contains(got, "违纪") {
		t.Fatalf("no scheme or no warning to choose in:\n%s", got)
	}
	got = w.personnel.post("/new/bonus.period/open", url.Values{
		"title": {"上半年工作奖金"}, "from": {today.AddDays(-180).String()}, "to": {today.String()}, "scheme": {w.scheme}, "pool": {"100000.01"},
		"document": {"浦财〔2026〕118号"}, "document_on": {today.AddDays(-3).String()}, "entries_by": {today.AddDays(9).String()}, "approved": {"1"},
	})
	if !strings.Contains(got, "分配期已建立") {
		t.Fatalf("not opened: %s\n%s", w.personnel.at, got)
	}
	w.period = strings.TrimPrefix(w.personnel.at, "/bonus/")
	w.submit(w.personnel, "/records/"+w.period, "begin", "请各科室录入", url.Values{})
	return w
}

func planForm() url.Values {
	return url.Values{
		"name": {"按工作量和实绩分配办法"}, "workload.0.name": {"办结事项"}, "workload.0.unit": {"件"}, "workload.0.points": {"1"}, "workload.0.source": {"cases"},
		"results.0.name": {"重点任务"}, "results.0.unit": {"项"}, "results.0.points": {"100"}, "results.0.how": {"ratio"}, "results.0.most": {"100"},
		"floor": {"20"}, "work_share": {"40"}, "result_share": {"30"}, "quality_share": {"10"},
		"excellent": {"120"}, "competent": {"100"}, "basic": {"0"}, "ungraded": {"100"}, "least_days": {"0"}, "excluded": {"warning"},
		"outside.0.level": {"正处级"}, "outside.1.level": {"副处级"}, "classes.0.name": {"先进"}, "classes.0.share": {"60"},
	}
}

// lines are who takes part, by person.
func (w *treasury) lines() []bonus.Line {
	w.t.Helper()
	r, err := w.service.Load(w.t.Context(), office, w.period)
	if err != nil {
		w.t.Fatal(err)
	}
	p, err := evaluation.PayloadOf[bonus.Period](r)
	if err != nil {
		w.t.Fatal(err)
	}
	return p.Lines
}

// enterer is the head of somebody's department, of whom it is not the own entry,
// or the section where there is none.
func (w *treasury) enterer(l *bonus.Line) evaluation.Actor {
	w.t.Helper()
	book, err := w.roster.Book(w.t.Context(), office)
	if err != nil {
		w.t.Fatal(err)
	}
	day := book.On(evaluation.DateOf(time.Now()))
	for _, h := range day.Heads(l.Unit) {
		if h != l.Person {
			return evaluation.Actor{Office: office, Account: "head " + h, Person: h, Roles: []evaluation.Role{evaluation.RoleHead}}
		}
	}
	return w.section
}

// announced enters, verifies and accepts everybody and starts the notice.
func (w *treasury) announced() {
	w.t.Helper()
	other := w.section
	other.Account = "fuhe"
	for i, l := range w.lines() {
		if len(l.Out) > 0 {
			continue
		}
		w.act(w.enterer(&l), l.Entry, "enter", &bonus.EntryInput{
			Workload: []bonus.Quantity{{Item: 1, Quantity: strconv.Itoa(20 + i%7)}}, Results: []bonus.Reached{{Item: 1, Target: "10", Actual: strconv.Itoa(7 + i%4)}}, Quality: "90",
		})
		w.act(other, l.Entry, "verify", nil)
		w.act(evaluation.Actor{Office: office, Account: "own" + l.No, Person: l.Person, Name: l.Name, Roles: []evaluation.Role{evaluation.RoleCadre}}, l.Entry, "accept", nil)
	}
	w.act(w.section, w.period, "compute", nil)
	w.act(w.section, w.period, "announce", nil)
}

func TestTheExampleChangesAsOneEditsAndSaysWhatIsWrong(t *testing.T) {
	w := &treasury{watch: newWatch(t)}
	w.personnel.get("/bonus/editor?template=b")
	form := planForm()
	form.Set("do", "try")
	first := w.personnel.post("/bonus/editor", form)
	if !strings.Contains(first, "甲和乙做得一样多") || !strings.Contains(first, "工作量部分 40%") {
		t.Errorf("no example in:\n%s", first)
	}
	form.Set("floor", "60")
	form.Set("work_share", "0")
	if second := w.personnel.post("/bonus/editor", form); !strings.Contains(second, "基本部分 60%") || strings.Contains(second, "工作量部分 40%") {
		t.Error("the example stays")
	}
	form.Set("floor", "50")
	if got := w.personnel.post("/bonus/editor", form); !strings.Contains(got, "四部分之和须为 100，现为 90") {
		t.Error("a sum of 90 passes")
	}
	form = planForm()
	form.Set("ranks.0.level", "正科级")
	form.Set("ranks.0.factor", "150")
	if got := w.personnel.post("/bonus/editor", form); !strings.Contains(got, "本办法设有职级系数") {
		t.Error("a factor by level is not said")
	}
	if w.head.get("/bonus/editor"); w.head.status != 403 {
		t.Errorf("a head edits: %d", w.head.status)
	}
}

// figuresIn are the figures of the row of an entry, as the page sends them.
func figuresIn(values url.Values, entry string, figures ...string) {
	for i, name := range []string{"workload.0.quantity", "results.0.target", "results.0.actual", "quality"} {
		if i < len(figures) {
			values.Set(entry+"."+name, figures[i])
		}
	}
}

// own is the entry of the person who stands in the test for a cadre.
func (w *treasury) own() string {
	w.t.Helper()
	lines := w.lines()
	return lines[slices.IndexFunc(lines, func(l bonus.Line) bool { return l.Person == w.member.ID })].Entry
}

func TestAHeadEntersTheDepartmentOnOnePage(t *testing.T) {
	w := newTreasury(t)
	at := "/bonus/" + w.period + "/entries"
	got := w.head.get(at)
	pagetest.Check(t, w.head.body)
	entry := w.own()
	if !strings.Contains(got, `name="`+entry+`.workload.0.quantity"`) || !strings.Contains(got, "办结事项（件）") {
		t.Fatalf("no field in:\n%s", got)
	}
	values := rowsOf(got)
	figuresIn(values, entry, "12", "10", "很多", "95")
	got = w.head.post(at, values)
	if row := rowOf(got, entry); w.head.status != 422 || strings.Count(row, `aria-invalid="true"`) != 1 || !strings.Contains(row, `value="很多"`) {
		t.Errorf("%d\n%s", w.head.status, row)
	}
	values = rowsOf(got)
	figuresIn(values, entry, "12", "10", "9", "95")
	values.Set(entry+".note", "另有专项工作")
	if got := w.head.post(at, values); !strings.Contains(rowOf(got, entry), "已录入，待组织科审核") {
		t.Errorf("not entered:\n%s", got)
	}
	own := w.login("own", w.member.ID, evaluation.RoleCadre)
	if page := own.get("/records/" + entry); !strings.Contains(page, "办结事项") || !strings.Contains(page, "12") || !strings.Contains(page, "另有专项工作") {
		t.Errorf("the cadre does not see the own entry: %d %s\n%s", own.status, own.at, page)
	}
	if page := own.get(at); strings.Contains(page, entry+".quality") {
		t.Error("a cadre enters")
	}
	if page := w.head.get("/records/" + entry); !strings.Contains(page, "/entries?unit=") {
		t.Error("the record does not lead to the table in which it is typed")
	}
}

// Goals that were agreed with the head stand beside the figures; one with the name of a
// result, and one number each, fills in target and actual until somebody has entered.
func TestGoalsOfTheYearStandBesideTheResultsAndFillThemIn(t *testing.T) {
	w := newTreasury(t)
	at, entry := "/bonus/"+w.period+"/entries", w.own()
	if got := w.head.get(at); strings.Contains(got, `data-label="年度目标"`) {
		t.Errorf("a column of goals that nobody has:\n%s", got)
	}
	today := evaluation.DateOf(time.Now())
	own := w.login("aims", w.member.ID, evaluation.RoleCadre)
	own.get("/new/routine.goals/draft")
	own.post("/new/routine.goals/draft", url.Values{
		"year": {strconv.Itoa(today.Year())}, "items.0.what": {"重点 任务"}, "items.0.target": {"完成6项"}, "items.0.by": {today.String()},
		"items.1.what": {"走访"}, "items.1.target": {"每月2次，共24次"}, "items.1.by": {today.String()},
	})
	goals := "/records/" + strings.TrimPrefix(own.at, "/records/")
	w.submit(own, goals, "offer", "", url.Values{})
	w.submit(w.head, goals, "agree", "", url.Values{})
	w.submit(own, goals, "progress", "", url.Values{"word": {"进展顺利"}, "actual.0.goal": {"1"}, "actual.0.actual": {"已完成5项"}})
	got := w.head.get(at)
	pagetest.Check(t, w.head.body)
	row := rowOf(got, entry)
	for _, want := range []string{"重点 任务：目标完成6项", "实际已完成5项", "走访：目标每月2次，共24次", "2项", `name="` + entry + `.results.0.target"`, `value="6"`, `value="5"`} {
		if !strings.Contains(row, want) {
			t.Errorf("the row does not say %q:\n%s", want, row)
		}
	}
	w.head.get(at + "/table")
	if sheets, err := xlsx.Read(w.head.body); err != nil || !slices.ContainsFunc(sheets[0].Rows, func(cells []roster.Cell) bool {
		return slices.ContainsFunc(cells, func(c roster.Cell) bool { return c.Col == 5 && c.Number == 6 })
	}) {
		t.Errorf("the workbook does not begin with the target: %v %v", sheets, err)
	}
	values := rowsOf(w.head.get(at))
	figuresIn(values, entry, "12", "10", "9", "95")
	w.head.post(at, values)
	if row := rowOf(w.head.get(at), entry); strings.Contains(row, `value="6"`) || !strings.Contains(row, `value="9"`) {
		t.Errorf("the goal replaces what was entered:\n%s", row)
	}
	if section := w.personnel.get(at + "?unit=" + w.unit); !strings.Contains(section, "实际已完成5项") {
		t.Errorf("who verifies does not see the goals:\n%s", section)
	}
}

// Two heads of a department have its table open. What the one has saved is never
// overwritten by the other without a word.
func TestTwoPeopleInOneTableOfEntriesAreToldOfEachOthersCells(t *testing.T) {
	w := newTreasury(t)
	at, entry := "/bonus/"+w.period+"/entries", w.own()
	first, second := rowsOf(w.head.get(at)), rowsOf(w.head.get(at))
	figuresIn(first, entry, "12", "10", "9", "95")
	if got := w.head.post(at, first); !strings.Contains(rowOf(got, entry), "已录入，待组织科审核") {
		t.Fatalf("not entered:\n%s", got)
	}
	figuresIn(second, entry, "13", "10", "9", "") // the last was not touched: it is as it was shown
	got := w.head.post(at, second)
	row := rowOf(got, entry)
	if w.head.status != 409 || !strings.Contains(row, "他人改动了这一行") || !strings.Contains(row, "他人已改为“12”") || !strings.Contains(row, `value="13"`) {
		t.Errorf("%d\n%s", w.head.status, row)
	}
	if !strings.Contains(row, "他人已改为“95”，已按此更新") || !strings.Contains(row, `value="95"`) {
		t.Errorf("a cell that only the other changed:\n%s", row)
	}
	stored := func() *bonus.Entry {
		r, err := w.service.Load(t.Context(), office, entry)
		if err != nil {
			t.Fatal(err)
		}
		e, err := evaluation.PayloadOf[bonus.Entry](r)
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	if e := stored(); e.Work[0] != "12" || e.Quality != "95" {
		t.Errorf("overwritten: %+v", e)
	}
	values := rowsOf(got)
	figuresIn(values, entry, "13", "10", "9", "95")
	if got = w.head.post(at, values); !strings.Contains(rowOf(got, entry), "已录入，待组织科审核") || stored().Work[0] != "13" {
		t.Errorf("sent again: %d\n%s", w.head.status, rowOf(got, entry))
	}

	// A draft is older than what another has entered meanwhile.
	draft, typed := rowsOf(got), rowsOf(w.head.get(at))
	for name, list := range w.head.hidden() {
		typed[name] = list
	}
	figuresIn(typed, entry, "14", "10", "9", "95")
	w.head.post("/drafts", typed)
	kept := w.head.at
	figuresIn(values, entry, "13", "10", "8", "96")
	for _, name := range []string{"version", "was"} {
		values[entry+"."+name] = draft[entry+"."+name]
	}
	w.act(w.enterer(&bonus.Line{Unit: w.unit, Person: w.member.ID}), entry, "enter", &bonus.EntryInput{
		Workload: []bonus.Quantity{{Item: 1, Quantity: "13"}}, Results: []bonus.Reached{{Item: 1, Target: "10", Actual: "8"}}, Quality: "96",
	})
	row = rowOf(w.head.get(kept), entry)
	if !strings.Contains(row, `value="14"`) || !strings.Contains(row, "他人已改为“96”，已按此更新") || !strings.Contains(row, `value="8"`) {
		t.Errorf("the draft takes back what another entered:\n%s", row)
	}

	// Verifying is of the figures that were shown.
	shown := w.personnel.get(at + "?unit=" + w.unit)
	_, form, _ := strings.Cut(shown, `action="/bonus/`+w.period+`/verify"`)
	form, _, _ = strings.Cut(form, "</form>")
	verify := url.Values{"unit": {w.unit}}
	for _, m := range regexp.MustCompile(`name="row" value="([^"]+)"`).FindAllStringSubmatch(form, -1) {
		verify.Add("row", m[1])
	}
	if len(verify["row"]) == 0 {
		t.Fatalf("nothing to verify in:\n%s", form)
	}
	w.head.post(at, func() url.Values {
		values := rowsOf(w.head.get(at))
		figuresIn(values, entry, "99", "10", "9", "95")
		return values
	}())
	if got := w.personnel.post("/bonus/"+w.period+"/verify", verify); strings.Contains(rowOf(got, entry), "已审核，请本人确认") || !strings.Contains(rowOf(got, entry), "他人改动了这一行") {
		t.Errorf("verified what was not shown: %d\n%s", w.personnel.status, rowOf(got, entry))
	}
}

// Who has entered a line is not offered to verify it, and after entering is over
// nobody is offered anything in the rows.
func TestTheRowsOfEntriesOfferOnlyWhatCanBeDone(t *testing.T) {
	w := newTreasury(t)
	at := "/bonus/" + w.period + "/entries"
	list, _, err := w.auth.ListAccounts(t.Context(), auth.Operator(office), auth.Filter{}, "", 100)
	if err != nil {
		t.Fatal(err)
	}
	account := map[string]string{}
	for _, a := range list {
		account[a.Name] = a.ID
	}
	var line bonus.Line
	for _, l := range w.lines() {
		if len(l.Out) == 0 {
			line = l
		}
	}
	who := w.enterer(&line)
	who.Account = account["personnel"]
	w.act(who, line.Entry, "enter", &bonus.EntryInput{
		Workload: []bonus.Quantity{{Item: 1, Quantity: "20"}}, Results: []bonus.Reached{{Item: 1, Target: "10", Actual: "9"}}, Quality: "90",
	})
	if page := w.personnel.get(at + "?unit=" + line.Unit); !strings.Contains(page, line.Name) || strings.Contains(page, "审核本科室") {
		t.Errorf("who entered it is offered to verify it:\n%s", page)
	}
	w.announced()
	if page := w.head.get(at); strings.Contains(page, "（全部已填）") {
		t.Error("entering is offered after it is over")
	}
}

func TestAWorkbookIsFilledInAndEachLineEnteredAsItWasDownloaded(t *testing.T) {
	w := newTreasury(t)
	at := "/bonus/" + w.period + "/entries"
	sheets, err := xlsx.Read([]byte(w.head.get(at + "/table")))
	if err != nil || len(sheets[0].Rows) < 2 {
		t.Fatal(len(sheets), err)
	}
	rows := sheets[0].Rows
	fill := func(row []roster.Cell, n int, figures ...string) []roster.Cell {
		check := row[len(row)-1]
		row = row[:3:3]
		for i, f := range figures {
			row = append(row, roster.Cell{Text: f, Row: n, Col: 4 + i})
		}
		return append(row, check)
	}
	for i := 1; i < len(rows); i++ {
		rows[i] = fill(rows[i], i+1, strconv.Itoa(20+i), "10", "9", "90")
	}
	upload := func(rows [][]roster.Cell) string {
		t.Helper()
		file, err := xlsx.Bytes([]roster.Sheet{{Name: "录入", Rows: rows}})
		if err != nil {
			t.Fatal(err)
		}
		w.head.get(at)
		got := w.head.upload(at+"/table", "file", "录入.xlsx", file)
		pagetest.Check(t, w.head.body)
		return got
	}
	stray := append([][]roster.Cell{}, rows...)
	stray = append(stray, []roster.Cell{{Text: "别科", Row: 99, Col: 1}, {Text: "NOBODY", Row: 99, Col: 2}, {Text: "谁", Row: 99, Col: 3}, {Text: "5", Row: 99, Col: 4}})
	if got := upload(footed(stray)); !strings.Contains(got, "已录入，待组织科审核") || !strings.Contains(got, "NOBODY") || !strings.Contains(got, footNamed) {
		t.Errorf("%d\n%s", w.head.status, got)
	}
	// The same workbook again, with another figure: the lines have moved on.
	for i := 1; i < len(rows); i++ {
		rows[i] = fill(rows[i], i+1, strconv.Itoa(40+i), "10", "9", "90")
	}
	if got := upload(rows); w.head.status != 409 || strings.Contains(got, "已录入，待组织科审核") || !strings.Contains(got, "现为“21”，与您的不同") || !strings.Contains(got, `value="41"`) {
		t.Errorf("an old workbook: %d\n%s", w.head.status, got)
	}
	if w.head.upload(at+"/table", "file", "坏.xlsx", []byte("no workbook")); w.head.status != 422 {
		t.Errorf("a broken file: %d", w.head.status)
	}
}

func TestEverybodyReadsWhyAndTheOfficeReadsHowFarApart(t *testing.T) {
	w := newTreasury(t)
	w.announced()
	own := w.login("own", w.member.ID, evaluation.RoleCadre)
	page := own.get("/bonus")
	if !strings.Contains(page, "我的奖金") || !strings.Contains(page, "/bonus/"+w.period+"/why") {
		t.Errorf("no own amount in:\n%s", page)
	}
	why := own.get("/bonus/" + w.period + "/why")
	pagetest.Check(t, own.body)
	for _, want := range []string{"工作量部分", "本人占全体的比例", "舍去分以下", "应发金额", "职级不参与计算", "先进至多", "等次不涉及金额"} {
		if !strings.Contains(why, want) {
			t.Errorf("no %s in:\n%s", want, why)
		}
	}
	other := w.lines()[0].Person
	if other == w.member.ID {
		other = w.lines()[1].Person
	}
	for _, path := range []string{"/why?person=" + other, "/sheet", "/payroll"} {
		if own.get("/bonus/" + w.period + path); own.status != 404 && own.status != 403 {
			t.Errorf("a cadre sees %s: %d", path, own.status)
		}
	}
	sheet := w.personnel.get("/bonus/" + w.period + "/sheet")
	pagetest.Check(t, w.personnel.body)
	for _, want := range []string{"一分不差", "基尼系数", "能由职级解释", "考核等次系数", "三个数字怎么算出来", "第 1 位", "√(", "<svg", "平均分配", "只按职级", "先进</td>", "等次不涉及金额"} {
		if !strings.Contains(sheet, want) {
			t.Errorf("no %s on the sheet", want)
		}
	}
	w.personnel.get("/bonus/" + w.period)
	pagetest.Check(t, w.personnel.body)
	posted := w.personnel.get("/records/" + w.period + "/print/bonus_notice")
	if !strings.Contains(posted, "浦财〔2026〕118号") || strings.Contains(posted, w.member.Name) || strings.Count(posted, "先进") != 1 || strings.Contains(posted, "watermark") { // the class is one of the scheme
		t.Errorf("the notice:\n%s", posted)
	}
	entry := ""
	for _, l := range w.lines() {
		if l.Person == w.member.ID {
			entry = l.Entry
		}
	}
	if slip := own.get("/records/" + entry + "/print/bonus_slip"); !strings.Contains(slip, "我的分配说明") || !strings.Contains(slip, w.member.Name) || !strings.Contains(slip, "应发金额") {
		t.Errorf("the slip: %d\n%s", own.status, slip)
	}
	if !strings.Contains(own.get("/records/"+entry), "/print/bonus_slip") {
		t.Error("the own slip is not offered")
	}
	for _, l := range w.lines() {
		offered := strings.Contains(w.head.get("/records/"+l.Entry), "/print/bonus_slip")
		if w.head.get("/records/" + l.Entry + "/print/bonus_slip"); offered != (w.head.status == http.StatusOK) {
			t.Errorf("the head is offered the slip of %s: %t, and gets %d", l.Name, offered, w.head.status)
		}
	}
}

// cellAt is the cell of a row in a column, from 1; an empty cell if there is none.
func cellAt(row []roster.Cell, col int) roster.Cell {
	for _, c := range row {
		if c.Col == col {
			return c
		}
	}
	return roster.Cell{}
}

func TestThePayrollTableComesWithTheLockAndIsNoted(t *testing.T) {
	w := newTreasury(t)
	w.announced()
	if w.personnel.get("/bonus/" + w.period + "/payroll"); w.personnel.status != 404 {
		t.Errorf("before the lock: %d", w.personnel.status)
	}
	r, err := w.service.Load(t.Context(), office, w.period)
	if err != nil {
		t.Fatal(err)
	}
	r.State = bonus.PeriodExported // the notice takes days that a test does not have
	if _, err := w.store.Put(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	sheets, err := xlsx.Read([]byte(w.personnel.get("/bonus/" + w.period + "/payroll")))
	if err != nil || len(sheets) != 2 {
		t.Fatal(len(sheets), err)
	}
	last := sheets[0].Rows[len(sheets[0].Rows)-1]
	if sum := last[len(last)-1]; !sum.IsNumber || sum.Number != 100000.01 {
		t.Errorf("the last row is %v", last)
	}
	for _, row := range sheets[0].Rows[1:] {
		if amount, no := cellAt(row, 4), cellAt(row, 1); !amount.IsNumber || no.IsNumber {
			t.Errorf("an amount is no number, or a staff number is one: %v", row)
		}
	}
	if heads := sheets[0].Rows[0]; heads[len(heads)-1].Text != "奖励等次" || !slices.ContainsFunc(sheets[0].Rows, func(row []roster.Cell) bool { return row[len(row)-1].Text == "先进" }) {
		t.Errorf("no class in the table for payroll: %v", heads)
	}
	log, err := w.store.FindTrail(t.Context(), office, evaluation.TrailFilter{Action: "export"}, 0, true, 5)
	if err != nil || len(log) == 0 || !strings.Contains(log[0].Detail, "payroll") {
		t.Errorf("%v %v", log, err)
	}
	w.adjusted()
	sheets, err = xlsx.Read([]byte(w.personnel.get("/bonus/" + w.period + "/payroll")))
	if err != nil || len(sheets) != 3 || len(sheets[2].Rows) != 4 || cellAt(sheets[2].Rows[2], 5) != (roster.Cell{Text: "12", Number: 12, IsNumber: true, Row: 3, Col: 5}) || !slices.ContainsFunc(sheets[2].Rows[3], func(c roster.Cell) bool { return c.IsNumber && c.Number == 0 }) {
		t.Errorf("the adjustment does not follow: %+v, %v", sheets, err)
	}
	if got := w.personnel.get("/bonus/" + w.period + "/sheet"); !strings.Contains(got, "-12.00") || !strings.Contains(got, "误计一件") {
		t.Errorf("nor does it stand on the sheet:\n%s", got)
	}
	if w.principal.get("/bonus/" + w.period + "/payroll"); w.principal.status != 404 {
		t.Errorf("a leader takes the payroll table: %d", w.principal.status)
	}
}

func TestTheFileSaysTheAmountToThoseAloneWhoMaySeeIt(t *testing.T) {
	w := newTreasury(t)
	w.announced()
	r, err := w.service.Load(t.Context(), office, w.period)
	if err != nil {
		t.Fatal(err)
	}
	r.State = bonus.PeriodApproved // the notice takes days that a test does not have
	if _, err := w.store.Put(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	amount := ""
	for _, l := range w.lines() {
		if l.Person == w.member.ID {
			amount = "上半年工作奖金：" + bonus.Yuan(l.Amount) + " 元"
		}
	}
	book, err := w.roster.Book(t.Context(), office)
	if err != nil {
		t.Fatal(err)
	}
	today := evaluation.DateOf(time.Now())
	above := ""
	for _, m := range book.On(today).Members() {
		if m.Department != w.unit {
			above = m.ID
		}
	}
	w.act(w.section, w.unit, "charge", &roster.TakeCharge{Person: above, From: today})
	leader := w.login("leader", above, evaluation.RoleLeader)
	file := "/roster/people/" + w.member.ID
	own := w.login("own", w.member.ID, evaluation.RoleCadre)
	if got := own.get("/me"); !strings.Contains(got, amount) {
		t.Errorf("the own file lacks %s:\n%s", amount, got)
	}
	for name, c := range map[string]struct {
		who  *visitor
		told bool
	}{"personnel": {w.personnel, true}, "a principal leader": {w.principal, true}, "the head": {w.head, false}, "the leader in charge": {leader, false}} {
		got := c.who.get(file)
		if c.who.status != 200 || !strings.Contains(got, "工作量和实绩") {
			t.Errorf("%s does not read the file: %d", name, c.who.status)
		}
		if strings.Contains(got, amount) != c.told || !c.told && strings.Contains(got, "上半年工作奖金：") {
			t.Errorf("%s is told: %v", name, !c.told)
		}
	}
	log, err := w.store.FindTrail(t.Context(), office, evaluation.TrailFilter{Action: "read"}, 0, true, 20)
	if n := len(slices.DeleteFunc(log, func(e evaluation.TrailEntry) bool { return e.Kind != bonus.KindEntry || e.Detail != w.member.ID })); err != nil || n != 2 {
		t.Errorf("%d looks are noted, not those of personnel and the principal leader: %v", n, err)
	}
}

// adjusted moves twelve yuan from one to another after payroll.
func (w *treasury) adjusted() {
	w.t.Helper()
	var two []string
	for _, l := range w.lines() {
		if l.Amount > 0 {
			two = append(two, l.Person)
		}
	}
	id := w.make(bonus.KindAdjustment, "propose", &bonus.AdjustInput{Period: w.period, Grounds: "误计一件", Rows: []bonus.AdjustRow{
		{Person: two[0], Yuan: "-12"}, {Person: two[1], Yuan: "12"},
	}})
	w.act(evaluation.Actor{Office: office, Account: "above", Name: "书记", Roles: []evaluation.Role{evaluation.RolePrincipal}}, id, "approve", nil)
}
