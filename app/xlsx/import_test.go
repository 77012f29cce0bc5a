package xlsx_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"kaoji/app/xlsx"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

func TestTheImportOfTheSampleMakesExactlyWhatIsExpected(t *testing.T) {
	d, r := imported(t)
	if r.State != roster.StateApplied || r.Pending {
		t.Fatalf("state %s, pending %v", r.State, r.Pending)
	}
	compare(t, have(d.book(t).On(asOf)))
}

func TestADryRunWritesNothingIntoTheRoster(t *testing.T) {
	d := newDesk(t, nil)
	_, p := d.prepare(t, sample(t), asOf)
	if p.Counts.Created != 96+20+12 || p.Counts.Errors != 0 {
		t.Errorf("counts %+v", p.Counts)
	}
	if n := len(d.book(t).People()); n != 0 {
		t.Errorf("%d people in the roster", n)
	}
}

func TestTheSameFileAgainChangesNothing(t *testing.T) {
	d, _ := imported(t)
	r, p := d.prepare(t, sample(t), asOf)
	if len(p.Plan.Items) != 0 || p.Counts.Same != 96+20 || p.Counts.Missing != 0 {
		t.Errorf("counts %+v, first item %+v", p.Counts, p.Plan.Items[:min(1, len(p.Plan.Items))])
	}
	before := d.book(t).Stamp()
	d.apply(t, r, roster.Apply{})
	if d.book(t).Stamp() != before {
		t.Error("applying it changed the roster")
	}
}

func TestAnExportImportsAgainUnchanged(t *testing.T) {
	d, _ := imported(t)
	_, p := d.prepare(t, export(t, d.book(t).On(asOf)), asOf)
	for _, it := range p.Plan.Items {
		t.Errorf("%s %s: %+v", it.Kind, it.Name, it.Changes)
	}
	for _, v := range p.Verdicts {
		if v.Key != "roster.import.probation" { // the office has recorded no times of probation
			t.Errorf("verdict %+v", v)
		}
	}
	if p.Counts.People != 96 {
		t.Errorf("%d people", p.Counts.People)
	}
}

func TestAnExportMakesTheSameOfficeElsewhere(t *testing.T) {
	d, _ := imported(t)
	other := newDesk(t, nil)
	r, _ := other.prepare(t, export(t, d.book(t).On(asOf)), asOf)
	other.apply(t, r, roster.Apply{})
	compare(t, have(other.book(t).On(asOf)))
}

func TestUndoingAnImportLeavesTheOfficeAsItWasAndTheNumbersFree(t *testing.T) {
	d, r := imported(t)
	undone, err := d.Act(t.Context(), personnel(), r.ID, r.Version, "undo", evaluation.Change{Reason: "传错了文件"})
	if err != nil || undone.State != roster.StateUndone || undone.Pending {
		t.Fatalf("state %s, pending %v: %v", undone.State, undone.Pending, err)
	}
	if b := d.book(t); len(b.People()) != 0 || len(b.On(asOf).Committees()) != 0 || len(b.On(asOf).Departments()) != 0 {
		t.Error("something is left")
	}
	again, p := d.prepare(t, sample(t), asOf)
	if p.Counts.Created != 96+20+12 {
		t.Fatalf("counts %+v", p.Counts)
	}
	d.apply(t, again, roster.Apply{})
	compare(t, have(d.book(t).On(asOf)))
}

// change acts on a person by staff number.
func (d *desk) change(t *testing.T, no, act string, c evaluation.Change) {
	t.Helper()
	id, ok := d.book(t).ByNo(no)
	if !ok {
		t.Fatalf("no %s", no)
	}
	r, err := d.Load(t.Context(), street, id)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Act(t.Context(), personnel(), id, r.Version, act, c); err != nil {
		t.Fatal(err)
	}
}

// undo takes an import back and returns it with its payload.
func (d *desk) undo(t *testing.T, r evaluation.Record) (evaluation.Record, *roster.Import) {
	t.Helper()
	undone, err := d.Act(t.Context(), personnel(), r.ID, r.Version, "undo", evaluation.Change{Reason: "传错了文件"})
	if err != nil {
		t.Fatal(err)
	}
	p, err := evaluation.PayloadOf[roster.Import](undone)
	if err != nil {
		t.Fatal(err)
	}
	return undone, p
}

// standing are the records that an undoing left, with the key of the reason.
func standing(p *roster.Import) map[string]string {
	out := map[string]string{}
	for _, x := range p.Standing {
		out[x.Name] = strings.TrimPrefix(x.Why.Key, "roster.import.standing.")
	}
	return out
}

func TestUndoingTakesBackWhatNobodyHasChangedAndSaysWhyTheRestStays(t *testing.T) {
	d, r := imported(t)
	d.change(t, "TQ0003", "amend", evaluation.Change{Input: &roster.Amend{Education: "研究生"}, Reason: "毕业"})
	r, p := d.undo(t, r)
	if r.State != roster.StateApplied || r.Pending {
		t.Errorf("the import is %s, pending %v", r.State, r.Pending)
	}
	left := standing(p)
	b := d.book(t)
	id, _ := b.ByNo("TQ0003")
	m, here := b.On(asOf).Member(id)
	if !here || m.Person.Education != "研究生" || left["贺嘉英"] != "changed" || left[m.DepartmentName] != "named" {
		t.Errorf("%+v, standing %v", m, left)
	}
	for _, x := range p.Standing {
		if x.Name == "贺嘉英" && (x.Why.Args["by"] == "" || x.Why.Args["on"] == nil || x.Record != id) {
			t.Errorf("the reason says %v", x.Why.Args)
		}
	}
	if n := len(b.People()); n >= 96 || n != len(p.Standing)-countOf(p.Standing, roster.KindDepartment)-countOf(p.Standing, roster.KindCommittee) {
		t.Errorf("%d people are left, standing %v", n, left)
	}
	// Nothing more can be taken back while the change stands, and the error says so.
	_, err := d.Act(t.Context(), personnel(), r.ID, r.Version, "undo", evaluation.Change{Reason: "传错了文件"})
	if e, ok := errors.AsType[*evaluation.Error](err); !ok || e.Code != evaluation.CodeState || !strings.Contains(fmt.Sprint(e.Message.Args["names"]), "贺嘉英") {
		t.Fatalf("undo again: %v", err)
	}
}

func countOf(list []roster.Standing, kind string) (n int) {
	for _, x := range list {
		if x.Kind == kind {
			n++
		}
	}
	return n
}

func TestAnUndoneImportKeepsTheDepartmentThatTookInSomebodyElse(t *testing.T) {
	d, r := imported(t)
	unit := d.book(t).On(asOf).Departments()[0]
	_, err := d.Create(t.Context(), personnel(), roster.KindPerson, "enter", evaluation.Creation{Input: &roster.Enter{
		No: "TQ0200", Name: "新来人", Sex: roster.Female, Born: day("1995-05-01"), Joined: day("2025-12-01"), Department: unit.ID, Post: "科员", PostSince: day("2025-12-01"),
	}})
	if err != nil {
		t.Fatal(err)
	}
	_, p := d.undo(t, r)
	if left := standing(p); left[unit.Name] != "named" || p.Standing[0].Why.Args["name"] == "" {
		t.Errorf("standing %v", left)
	}
	id, _ := d.book(t).ByNo("TQ0200")
	if m, _ := d.book(t).On(asOf).Member(id); m.DepartmentName != unit.Name {
		t.Errorf("somebody is in no department: %+v", m)
	}
}

func TestAPlanMadeForAnOlderRosterIsNotApplied(t *testing.T) {
	d, _ := imported(t)
	r, _ := d.prepare(t, sample(t), asOf)
	d.change(t, "TQ0003", "amend", evaluation.Change{Input: &roster.Amend{Education: "研究生"}, Reason: "毕业"})
	_, err := d.Act(t.Context(), personnel(), r.ID, r.Version, "apply", evaluation.Change{Input: &roster.Apply{}})
	if evaluation.CodeOf(err) != evaluation.CodeConflict {
		t.Errorf("apply: %v", err)
	}
}

// failing lets so many writes through and then none, as a crash would.
type failing struct {
	evaluation.Ledger
	left int
}

func (f *failing) Put(ctx context.Context, r evaluation.Record) (evaluation.Record, error) {
	if f.left--; f.left < 0 {
		return r, evaluation.Fail(evaluation.CodeUnavailable, "error.unavailable")
	}
	return f.Ledger.Put(ctx, r)
}

func TestAnImportInterruptedAnywhereIsFinishedByResume(t *testing.T) {
	for _, writes := range []int{1, 2, 33, 129} {
		f := &failing{left: 1 << 20}
		d := newDesk(t, func(l evaluation.Ledger) evaluation.Ledger { f.Ledger = l; return f })
		r, _ := d.prepare(t, sample(t), asOf)
		f.left = writes
		r = d.apply(t, r, roster.Apply{})
		if !r.Pending {
			t.Fatalf("%d writes were enough", writes)
		}
		_, err := d.Act(t.Context(), personnel(), r.ID, r.Version, "undo", evaluation.Change{Reason: "传错了文件"})
		if evaluation.CodeOf(err) != evaluation.CodeState {
			t.Errorf("undo of a half applied import: %v", err)
		}
		f.left = 1 << 20
		if err := d.Resume(t.Context(), street, 0); err != nil {
			t.Fatal(err)
		}
		compare(t, have(d.book(t).On(asOf)))
	}
}

func TestANewerFileShowsWhatChangesAndWhoIsMissing(t *testing.T) {
	d, _ := imported(t)
	d.now = d.now.AddDate(0, 6, 0)
	sheets, err := xlsx.Read(sample(t))
	if err != nil {
		t.Fatal(err)
	}
	rows := sheets[0].Rows
	put := func(row int, header, text string) { rows[row] = set(t, rows, row, header, text) }
	put(4, "职务", "科长") // TQ0002
	put(4, "任现职时间", "2026.03")
	put(4, "职级", "正科级")
	put(4, "任现职级时间", "2026-03")
	put(6, "职级", "三级主任科员") // TQ0004: level alone
	put(6, "任现职级时间", "2026.05")
	put(7, "联系居委会", "塘桥第一居委会")                          // TQ0005
	sheets[0].Rows = append(rows[:10:10], rows[11:]...) // TQ0008 has left
	var file bytes.Buffer
	if err := xlsx.Write(&file, sheets, "选项"); err != nil {
		t.Fatal(err)
	}
	june := day("2026-06-30")
	r, p := d.prepare(t, file.Bytes(), june)
	if r.State != roster.StatePrepared || len(p.Plan.Items) != 3 || len(p.Plan.Missing) != 1 || p.Plan.Missing[0].No != "TQ0008" {
		t.Fatalf("state %s, missing %v, verdicts %+v, items %+v", r.State, p.Plan.Missing, p.Verdicts, p.Plan.Items)
	}
	changes := map[string]string{}
	for _, it := range p.Plan.Items {
		for _, c := range it.Changes {
			changes[it.No+" "+c.Field] = c.Old + "→" + c.New
		}
	}
	for key, want := range map[string]string{
		"TQ0002 post": "副主任→科长", "TQ0002 post_since": "2023-10→2026-03", "TQ0002 level": "副科级→正科级",
		"TQ0004 level": "四级主任科员→三级主任科员", "TQ0004 level_since": "2021-03→2026-05", "TQ0005 committees": "→塘桥第一居委会",
	} {
		if changes[key] != want {
			t.Errorf("%s: %q, want %q", key, changes[key], want)
		}
	}
	before := d.book(t).On(day("2026-02-28"))
	applied := d.apply(t, r, roster.Apply{Depart: []string{p.Plan.Missing[0].ID}})
	b := d.book(t)
	m := func(s *roster.Snapshot, no string) roster.Member {
		id, _ := b.ByNo(no)
		m, _ := s.Member(id)
		return m
	}
	now := b.On(june)
	if x := m(now, "TQ0002"); x.Post != "科长" || x.PostSince != day("2026-03-01") || x.Level != "正科级" {
		t.Errorf("TQ0002 %+v", x)
	}
	if x := m(now, "TQ0004"); x.PostSince != day("2024-03-01") || x.Level != "三级主任科员" {
		t.Errorf("a new level gives no new post: %+v", x)
	}
	if x := m(b.On(day("2026-02-28")), "TQ0002"); x.Post != "副主任" || x.Level != "副科级" || x.PostSince != m(before, "TQ0002").PostSince {
		t.Errorf("TQ0002 in February %+v", x)
	}
	if _, here := now.Member(p.Plan.Missing[0].ID); here {
		t.Error("TQ0008 is still there")
	}
	if _, again := d.prepare(t, file.Bytes(), june); len(again.Plan.Items) != 0 {
		t.Errorf("again: %+v", again.Plan.Items)
	}
	if _, err := d.Act(t.Context(), personnel(), applied.ID, applied.Version, "undo", evaluation.Change{Reason: "数据有误"}); err != nil {
		t.Fatal(err)
	}
	compare(t, have(d.book(t).On(asOf)))
	if x := m(d.book(t).On(june), "TQ0002"); x.Post != "副主任" {
		t.Errorf("after undoing %+v", x)
	}
}

// set returns the row with a cell under the header (row 4 of the sample).
func set(t *testing.T, rows [][]roster.Cell, row int, header, text string) []roster.Cell {
	t.Helper()
	col := 0
	for _, c := range rows[2] {
		if strings.ReplaceAll(c.Text, "　", "") == header {
			col = c.Col
		}
	}
	if col == 0 {
		t.Fatalf("no column %s", header)
	}
	var out []roster.Cell
	for _, c := range rows[row] {
		if c.Col != col {
			out = append(out, c)
		}
	}
	return append(out, roster.Cell{Text: text, Row: rows[row][0].Row, Col: col})
}

// What a later import wrote stays, and can be taken back from the first one once the later
// one is undone; the history says each time which import was taken back.
func TestWhatALaterImportWroteIsTakenBackFromTheFirstAfterIt(t *testing.T) {
	d, first := imported(t)
	sheets, err := xlsx.Read(sample(t))
	if err != nil {
		t.Fatal(err)
	}
	sheets[0].Rows[5] = set(t, sheets[0].Rows, 5, "学历", "博士") // TQ0003
	var file bytes.Buffer
	if err := xlsx.Write(&file, sheets, "选项"); err != nil {
		t.Fatal(err)
	}
	second, p := d.prepare(t, file.Bytes(), asOf)
	if len(p.Plan.Items) != 1 || p.Plan.Items[0].No != "TQ0003" {
		t.Fatalf("%+v", p.Plan.Items)
	}
	second = d.apply(t, second, roster.Apply{})
	id, _ := d.book(t).ByNo("TQ0003")
	first, p = d.undo(t, first)
	if left := standing(p); first.State != roster.StateApplied || left["贺嘉英"] != "changed" {
		t.Fatalf("%s, standing %v", first.State, left)
	}
	if second, _ = d.undo(t, second); second.State != roster.StateUndone {
		t.Errorf("the second import is %s", second.State)
	}
	said := func(act string) string {
		r, err := d.Load(t.Context(), street, id)
		if err != nil {
			t.Fatal(err)
		}
		if e := r.History[len(r.History)-1]; e.Act == act {
			return e.Reason
		}
		return "the last act is " + r.History[len(r.History)-1].Act
	}
	if why := said("restored"); !strings.Contains(why, ".xlsx（") || !strings.HasSuffix(why, "：传错了文件") {
		t.Errorf("the history says %q", why)
	}
	if first, p = d.undo(t, first); first.State != roster.StateUndone || len(p.Standing) != 0 || len(d.book(t).People()) != 0 {
		t.Errorf("the first import is %s, standing %v", first.State, standing(p))
	}
	if why := said("withdrawn"); !strings.HasSuffix(why, "：传错了文件") {
		t.Errorf("the history says %q", why)
	}
}

func TestUndoingALaterImportDoesNotHideWhatSomebodyChangedBeforeIt(t *testing.T) {
	d, first := imported(t)
	d.change(t, "TQ0003", "amend", evaluation.Change{Input: &roster.Amend{Education: "博士"}, Reason: "毕业"})
	second, p := d.prepare(t, sample(t), asOf)
	if len(p.Plan.Items) != 1 || p.Plan.Items[0].No != "TQ0003" {
		t.Fatalf("%+v", p.Plan.Items)
	}
	second = d.apply(t, second, roster.Apply{})
	d.undo(t, second)
	id, _ := d.book(t).ByNo("TQ0003")
	if x, _ := d.book(t).Person(id); x.Education != "博士" {
		t.Errorf("education %s", x.Education)
	}
	if _, p = d.undo(t, first); standing(p)["贺嘉英"] != "changed" {
		t.Errorf("the change by hand is still there: %v", standing(p))
	}
}

func TestAWorkbookOfWrongRowsIsRejectedAndCannotBeApplied(t *testing.T) {
	d := newDesk(t, nil)
	sheets, err := xlsx.Read(sample(t))
	if err != nil {
		t.Fatal(err)
	}
	sheets[0].Rows[4] = set(t, sheets[0].Rows, 4, "工号", "TQ0001")
	var file bytes.Buffer
	if err := xlsx.Write(&file, sheets, "选项"); err != nil {
		t.Fatal(err)
	}
	r, p := d.prepare(t, file.Bytes(), asOf)
	if r.State != roster.StateRejected || p.Counts.Errors != 1 || len(p.Plan.Items) != 0 {
		t.Errorf("%s %+v", r.State, p.Counts)
	}
	if _, err := d.Act(t.Context(), personnel(), r.ID, r.Version, "apply", evaluation.Change{Input: &roster.Apply{}}); evaluation.CodeOf(err) != evaluation.CodeState {
		t.Errorf("apply: %v", err)
	}
	if len(d.book(t).People()) != 0 {
		t.Error("somebody was imported")
	}
}

func TestAWorkbookOfTomorrowOrNoneIsRefused(t *testing.T) {
	d := newDesk(t, nil)
	for name, c := range map[string]struct {
		in   roster.Prepare
		want evaluation.Code
	}{
		"of tomorrow":  {roster.Prepare{Files: []string{d.attach(t, sample(t))}, AsOf: day("2026-01-07")}, evaluation.CodeInvalid},
		"not attached": {roster.Prepare{Files: []string{"0198c2f0-0000-7000-8000-00000000ffff"}}, evaluation.CodeNotFound},
		"two at once":  {roster.Prepare{Files: []string{"a", "b"}}, evaluation.CodeInvalid},
		"a text":       {roster.Prepare{Files: []string{d.attach(t, []byte("工号 姓名"))}}, evaluation.CodeMediaType},
	} {
		_, err := d.Create(t.Context(), personnel(), roster.KindImport, "prepare", evaluation.Creation{Input: &c.in})
		if evaluation.CodeOf(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}
