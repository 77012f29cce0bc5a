package declaration_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/declaration"
)

var date = officetest.Date

// basisOf is what declarations rest on: a1 and b1 declare, d4 of personnel and the leader l1 read.
func basisOf(w *officetest.World) *declaration.BasisInput {
	return &declaration.BasisInput{
		Rule: "浦委办〔2026〕8号", Matters: []string{"income", "estate"}, Changes: []string{"estate"},
		People: []string{w.People["a1"], w.People["b1"]}, Circle: []string{w.People["d4"], w.People["l1"]},
	}
}

// based puts a basis in force.
func based(w *officetest.World) string {
	w.T.Helper()
	r := w.Make(w.Personnel(), declaration.KindBasis, "propose", basisOf(w))
	w.Do(w.Who("l1", evaluation.RolePrincipal), r.ID, "approve", nil)
	return r.ID
}

func watch(w *officetest.World) {
	w.T.Helper()
	w.Must(w.Declaration.Watch(w.T.Context(), w, officetest.Office, evaluation.DateOf(w.Now())))
}

// reports lists the reports of a person.
func reports(w *officetest.World, no string) []evaluation.Record {
	w.T.Helper()
	found, err := w.Find(w.T.Context(), evaluation.Query{Office: officetest.Office, Kinds: []string{declaration.KindReport}, Subjects: []string{w.People[no]}, Limit: 10})
	w.Must(err)
	return found.Records
}

func estate(what string) []declaration.Item {
	return []declaration.Item{{Matter: "estate", What: what, Amount: "89平方米"}}
}

func create(w *officetest.World, who evaluation.Actor, act string, in any) error {
	w.T.Helper()
	_, err := w.Create(w.T.Context(), who, declaration.KindReport, act, evaluation.Creation{Input: in})
	return err
}

func TestNothingIsDeclaredBeforeARuleIsCitedAndInForce(t *testing.T) {
	w := officetest.New(t)
	watch(w)
	change := &declaration.ChangeInput{ChangedOn: date("2026-11-20"), Items: estate("购房一套")}
	w.Refused("declaration.not_asked", create(w, w.Who("a1"), "report_change", change))
	for field, spoil := range map[string]func(*declaration.BasisInput){
		"error.field.required":          func(b *declaration.BasisInput) { b.Rule = "" },
		"declaration.not_among_matters": func(b *declaration.BasisInput) { b.Changes = []string{"passport"} },
		"declaration.national":          func(b *declaration.BasisInput) { b.People = []string{w.People["l1"]} },
	} {
		in := basisOf(w)
		spoil(in)
		_, err := w.Create(t.Context(), w.Personnel(), declaration.KindBasis, "propose", evaluation.Creation{Input: in})
		w.Refused(field, err)
	}
	w.Mute.Store("干部d4", true)
	_, err := w.Create(t.Context(), w.Personnel(), declaration.KindBasis, "propose", evaluation.Creation{Input: basisOf(w)})
	w.Refused("desk.no_account", err)
	w.Mute.Delete("干部d4")
	basis := based(w)
	watch(w)
	if list := reports(w, "a1"); len(list) != 1 || list[0].Due != date("2026-12-31") || list[0].Waiting[0] != evaluation.WaitPerson(w.People["a1"]) {
		t.Fatalf("%+v", list) // the first one, thirty days after the basis came into force
	}
	if list := reports(w, "b2"); len(list) != 0 {
		t.Error("somebody else is asked to declare")
	}
	w.Do(w.Who("l1", evaluation.RolePrincipal), basis, "name", &declaration.NameInput{People: []string{w.People["b1"], w.People["c1"]}, Circle: []string{w.People["d4"]}})
	if list := reports(w, "a1"); list[0].State != declaration.ReportDropped {
		t.Errorf("who no longer declares is still asked: %s", list[0].State)
	}
	if list := reports(w, "c1"); len(list) != 1 || list[0].Due != date("2026-12-31") {
		t.Errorf("who begins to declare is not asked: %+v", list)
	}
	w.Do(w.Who("l1", evaluation.RolePrincipal), basis, "end", nil)
	if list := reports(w, "b1"); list[0].State != declaration.ReportDropped {
		t.Errorf("nothing is asked without a basis: %s", list[0].State)
	}
}

// A revised rule replaces the one before: who declares already does not begin anew, and the
// readers are those of the new one.
func TestARevisedBasisReplacesTheOneBefore(t *testing.T) {
	w, before, id := handedIn(t)
	w.Turn("2026-12-15")
	in := basisOf(w)
	in.People, in.Circle = append(in.People, w.People["c1"]), []string{w.People["d5"]}
	next := w.Make(w.Personnel(), declaration.KindBasis, "propose", in)
	w.Do(w.Who("l1", evaluation.RolePrincipal), next.ID, "approve", nil)
	if r := w.Stored(before); r.State != declaration.BasisEnded {
		t.Errorf("the former basis is %s", r.State)
	}
	if a1, c1 := reports(w, "a1"), reports(w, "c1"); len(a1) != 1 || len(c1) != 1 || c1[0].Due != date("2027-01-14") {
		t.Errorf("asked again, or not asked: %d, %+v", len(a1), c1)
	}
	if _, err := w.Get(t.Context(), w.Who("d4"), id); evaluation.CodeOf(err) != evaluation.CodeNotFound || w.Offered(w.Who("d5"), id, "look") != "look" {
		t.Errorf("the readers are those of before: %v", err)
	}
}

// Everybody who declared in the year before reports by 31 January; who begins later has
// thirty days.
func TestTheYearBeforeIsDeclaredByTheDayOfTheRule(t *testing.T) {
	w := officetest.New(t)
	basis := based(w)
	w.Turn("2027-01-04")
	watch(w)
	watch(w)
	w.Do(w.Who("l1", evaluation.RolePrincipal), basis, "name", &declaration.NameInput{People: []string{w.People["a1"], w.People["c1"]}, Circle: []string{w.People["d4"]}})
	of := func(no string) (list []string) {
		for _, r := range reports(w, no) {
			if p := officetest.Payload[struct{ Type string }](w, r.ID); r.State != declaration.ReportDropped {
				list = append(list, p.Type+" "+r.Period+" "+r.Due.String())
			}
		}
		slices.Sort(list)
		return list
	}
	if got := of("a1"); !slices.Equal(got, []string{"first 2026 2026-12-31", "yearly 2026 2027-01-31"}) {
		t.Errorf("a1: %v", got)
	}
	if got := of("c1"); !slices.Equal(got, []string{"first 2027 2027-02-03"}) {
		t.Errorf("c1, who began in January: %v", got)
	}
	w.Turn("2027-02-01")
	for _, r := range reports(w, "a1") {
		w.Do(w.Who("a1"), r.ID, "submit", &declaration.SubmitInput{Answer: declaration.AnswerNothing})
		if p, err := evaluation.PartOf[declaration.Report](w.Stored(r.ID), "late"); err != nil || !p.Late {
			t.Errorf("a report on 1 February is late: %v", err)
		}
	}
}

// Nothing and no change are said expressly, and only what the rule asks for is declared.
func TestADeclarationHasExactlyOneAnswer(t *testing.T) {
	w := officetest.New(t)
	based(w)
	id, own := reports(w, "a1")[0].ID, w.Who("a1")
	for refusal, in := range map[string]declaration.SubmitInput{
		"error.field.required":       {},
		"declaration.no_items":       {Answer: declaration.AnswerItems},
		"declaration.either":         {Answer: declaration.AnswerNothing, Items: estate("住房")},
		"declaration.nothing_before": {Answer: declaration.AnswerSame},
		"declaration.not_a_matter":   {Answer: declaration.AnswerItems, Items: []declaration.Item{{Matter: "passport", What: "护照"}}},
	} {
		w.Refused(refusal, w.Try(own, id, "submit", &in))
	}
	w.Do(own, id, "submit", &declaration.SubmitInput{Answer: declaration.AnswerItems, Items: estate("住房")})
	w.Turn("2027-01-04")
	watch(w)
	for _, r := range reports(w, "a1") {
		if r.State == declaration.ReportDue {
			w.Do(own, r.ID, "submit", &declaration.SubmitInput{Answer: declaration.AnswerSame})
		}
	}
	w.Must(create(w, own, "report_leaving", &declaration.SubmitInput{Answer: declaration.AnswerSame}))
}

func TestAChangeIsDeclaredWithinTheDaysOfTheRule(t *testing.T) {
	w := officetest.New(t)
	basis := based(w)
	for on, late := range map[string]bool{"2026-11-10": false, "2026-10-20": true} {
		r := w.Make(w.Who("a1"), declaration.KindReport, "report_change", &declaration.ChangeInput{ChangedOn: date(on), Items: estate("售房一套")})
		p, err := evaluation.PartOf[declaration.Report](w.Stored(r.ID), "late", "type")
		if w.Must(err); p.Late != late || p.Type != declaration.TypeChange {
			t.Errorf("%s: %+v", on, p)
		}
	}
	in := &declaration.ChangeInput{ChangedOn: date("2026-11-10"), Items: estate("售房")}
	w.Refused("declaration.not_asked", create(w, w.Who("b4"), "report_change", in))
	in.Items = []declaration.Item{{Matter: "income", What: "稿费"}}
	w.Refused("declaration.not_a_change", create(w, w.Who("a1"), "report_change", in))
	w.Do(w.Who("l1", evaluation.RolePrincipal), basis, "end", nil)
	without := basisOf(w)
	without.Changes = nil // the national rule asks for income and housing once a year only
	r := w.Make(w.Personnel(), declaration.KindBasis, "propose", without)
	w.Do(w.Who("l1", evaluation.RolePrincipal), r.ID, "approve", nil)
	in.Items = estate("售房")
	w.Refused("declaration.not_asked", create(w, w.Who("a1"), "report_change", in))
}

const secret = "浦东某路住房一套"

// handedIn is an office in which a1 has declared.
func handedIn(t *testing.T) (w *officetest.World, basis, id string) {
	t.Helper()
	w = officetest.New(t)
	basis = based(w)
	id = reports(w, "a1")[0].ID
	w.Do(w.Who("a1"), id, "submit", &declaration.SubmitInput{Answer: declaration.AnswerItems, Items: estate(secret)})
	return w, basis, id
}

func sees(w *officetest.World, who evaluation.Actor, id string) bool {
	w.T.Helper()
	v, err := w.Get(w.T.Context(), who, id)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound {
		return false
	}
	w.Must(err)
	return strings.Contains(string(v.Payload), secret)
}

func TestWhoReadsADeclarationSaysWhyAndTheDeclarantSeesIt(t *testing.T) {
	w, basis, id := handedIn(t)
	own, reader := w.Who("a1"), w.Who("d4", evaluation.RolePersonnel, evaluation.RoleCadre)
	chief := w.Who("l1", evaluation.RolePrincipal)
	if !sees(w, own, id) || sees(w, reader, id) || sees(w, chief, id) {
		t.Error("read without a reason, or not by the declarant")
	}
	if got := w.Offered(reader, id, "look", "check", "ask"); got != "look" {
		t.Errorf("a reader is first offered %q", got)
	}
	w.Refused("forbidden", w.Try(reader, id, "check", &declaration.CheckInput{Result: "consistent", Words: "与登记一致"}))
	_, err := w.Act(t.Context(), reader, id, w.Stored(id).Version, "look", evaluation.Change{})
	w.Refused("error.field.required", err)
	w.Do(reader, id, "look", nil)
	w.Refused("declaration.open_already", w.Try(reader, id, "look", nil))
	if !sees(w, reader, id) || sees(w, chief, id) {
		t.Error("who opened it does not read it, or another reader does")
	}
	told, err := w.Notified(t.Context(), own, "", 10)
	w.Must(err)
	v, err := w.Get(t.Context(), own, id)
	w.Must(err)
	last := v.History[len(v.History)-1]
	if !slices.ContainsFunc(told.List, func(n evaluation.Notification) bool { return n.Act == "look" }) || last.Act != "look" || last.Reason != "因工作需要" || last.Name != "干部d4" {
		t.Errorf("the declarant is not told, or not who and why: %+v", last)
	}
	w.Turn("2026-12-02")
	if sees(w, reader, id) { // also before anything was done in the night
		t.Error("it is open on the next day")
	}
	w.Do(reader, id, "look", nil)
	w.Do(chief, basis, "name", &declaration.NameInput{People: []string{w.People["a1"]}, Circle: []string{w.People["d5"]}})
	if _, err := w.Get(t.Context(), reader, id); evaluation.CodeOf(err) != evaluation.CodeNotFound {
		t.Errorf("who is no reader any more: %v", err)
	}
	if got := w.Offered(w.Who("d5"), id, "look"); got != "look" {
		t.Errorf("the new reader is offered %q", got)
	}
	w.Do(chief, basis, "end", nil)
	if _, err := w.Get(t.Context(), w.Who("d5"), id); evaluation.CodeOf(err) != evaluation.CodeNotFound || !sees(w, own, id) {
		t.Errorf("without a basis somebody reads it, or the declarant does not: %v", err)
	}
}

func TestAReaderAsksAndChecksAndEveryAnswerIsKept(t *testing.T) {
	w, _, id := handedIn(t)
	own, reader := w.Who("a1"), w.Who("d4", evaluation.RolePersonnel, evaluation.RoleCadre)
	w.Do(reader, id, "look", nil)
	w.Do(reader, id, "ask", &declaration.AskInput{Question: "登记为两套", Until: date("2026-12-11")})
	if r := w.Stored(id); r.Due != date("2026-12-11") || !slices.Equal(r.Waiting, []string{evaluation.WaitPerson(w.People["a1"])}) {
		t.Errorf("%s waits for %v by %s", r.State, r.Waiting, r.Due)
	}
	w.Do(own, id, "amend", &declaration.AmendInput{Words: "补报出售情况", Items: estate("另一套")})
	w.Do(own, id, "explain", &declaration.ExplainInput{Text: "另一套已于2025年出售"})
	todo, err := w.Todo(t.Context(), reader, evaluation.Query{})
	w.Must(err)
	if len(todo.Views) != 1 || todo.Views[0].ID != id {
		t.Errorf("the answer does not come to the reader: %+v", todo.Views)
	}
	w.Do(reader, id, "check", &declaration.CheckInput{Result: "explained", Words: "说明属实"})
	if r := w.Stored(id); r.State != declaration.ReportChecked || len(r.Waiting) != 0 {
		t.Errorf("%s, waits for %v", r.State, r.Waiting)
	}
	v, err := w.Get(t.Context(), own, id)
	w.Must(err)
	for _, kept := range []string{secret, "登记为两套", "另一套已于2025年出售", "补报出售情况", "说明属实"} {
		if !strings.Contains(string(v.Payload), kept) {
			t.Errorf("%q is not kept: %s", kept, v.Payload)
		}
	}
	w.Do(own, id, "amend", &declaration.AmendInput{Words: "再补充"})
	if r := w.Stored(id); r.State != declaration.ReportSubmitted || len(r.Waiting) != 2 {
		t.Errorf("what was checked is amended: %s, waits for %v", r.State, r.Waiting)
	}
}

func TestAShareOfTheYearlyReportsIsDrawnOnceToBeChecked(t *testing.T) {
	w := officetest.New(t)
	in := basisOf(w)
	in.Sample, in.People = 30, nil
	for _, no := range []string{"a1", "a3", "b1", "b3", "c1"} {
		in.People = append(in.People, w.People[no])
	}
	basis := w.Make(w.Personnel(), declaration.KindBasis, "propose", in)
	w.Do(w.Who("l1", evaluation.RolePrincipal), basis.ID, "approve", nil)
	w.Turn("2027-01-04")
	watch(w)
	for _, no := range []string{"a1", "a3", "b1", "b3"} {
		for _, r := range reports(w, no) {
			w.Do(w.Who(no), r.ID, "submit", &declaration.SubmitInput{Answer: declaration.AnswerNothing})
		}
	}
	watch(w)
	count := func() (n int) {
		for _, no := range []string{"a1", "a3", "b1", "b3", "c1"} {
			for _, r := range reports(w, no) {
				p, err := evaluation.PartOf[declaration.Report](r, "drawn", "type")
				w.Must(err)
				if p.Drawn {
					n++
					if p.Type != declaration.TypeYearly || !slices.Equal(r.Waiting, []string{evaluation.WaitPerson(w.People["d4"]), evaluation.WaitPerson(w.People["l1"])}) {
						t.Errorf("%s waits for %v", p.Type, r.Waiting)
					}
				}
			}
		}
		return n
	}
	if n := count(); n != 0 {
		t.Errorf("%d were drawn before the day", n)
	}
	w.Turn("2027-02-01")
	watch(w)
	watch(w)
	if n := count(); n != 2 { // 30 of a hundred of four, rounded up
		t.Errorf("%d were drawn", n)
	}
}

// What is declared is nowhere in the files of the database in plain text, neither what was
// declared first nor what was added, asked and found.
func TestWhatIsDeclaredStandsNowherePlainInTheFile(t *testing.T) {
	w, _, id := handedIn(t)
	reader := w.Who("d4", evaluation.RolePersonnel)
	w.Do(w.Who("a1"), id, "amend", &declaration.AmendInput{Words: "补报的内容", Items: estate("另一处住房")})
	w.Do(reader, id, "look", nil)
	w.Do(reader, id, "ask", &declaration.AskInput{Question: "请说明来源", Until: date("2026-12-11")})
	w.Do(w.Who("a1"), id, "explain", &declaration.ExplainInput{Text: "来源是出售旧房"})
	w.Do(reader, id, "check", &declaration.CheckInput{Result: "concealed", Words: "核查发现的情况"})
	path := filepath.Join(t.TempDir(), "copy.db")
	w.Copy(path)
	raw, err := os.ReadFile(path) //nolint:gosec // of this test
	w.Must(err)
	for _, word := range []string{secret, "89平方米", "补报的内容", "另一处住房", "请说明来源", "来源是出售旧房", "核查发现的情况", "concealed"} {
		if strings.Contains(string(raw), word) {
			t.Errorf("%q stands in the file", word)
		}
	}
	if !strings.Contains(string(raw), "浦委办〔2026〕8号") {
		t.Error("control: what is not encrypted is not found either")
	}
}

// The summary counts all reports of a year that are asked for, changes and resignations apart,
// and those have a part in declarations who declare, have declared or read.
func TestTheSummaryCountsWhatIsAskedForAndWhatComesBeside(t *testing.T) {
	w, basis, id := handedIn(t)
	w.Must(create(w, w.Who("a1"), "report_change", &declaration.ChangeInput{ChangedOn: date("2026-11-20"), Items: estate("购房一套")}))
	w.Must(create(w, w.Who("a1"), "report_leaving", &declaration.SubmitInput{Answer: declaration.AnswerSame}))
	w.Do(w.Who("d4"), id, "look", nil)
	w.Do(w.Who("d4"), id, "check", &declaration.CheckInput{Result: "consistent", Words: "一致"})
	sum, err := w.Declaration.Summary(t.Context(), officetest.Office, "2026")
	w.Must(err)
	if want := (declaration.Summary{Asked: 2, In: 1, Checked: 1, Changes: 1, Leaving: 1}); sum != want {
		t.Errorf("%+v", sum)
	}
	w.Turn("2027-01-20")
	for _, r := range reports(w, "b1") {
		w.Do(w.Who("b1"), r.ID, "submit", &declaration.SubmitInput{Answer: declaration.AnswerNothing})
	}
	if sum, err = w.Declaration.Summary(t.Context(), officetest.Office, "2026"); err != nil || sum.In != 2 || sum.Late != 1 {
		t.Errorf("%+v %v", sum, err)
	}
	has := func(no string) bool {
		yes, err := w.Declaration.Concerns(t.Context(), officetest.Office, w.People[no])
		w.Must(err)
		return yes
	}
	if !has("a1") || !has("d4") || has("c1") || has("b2") {
		t.Error("others have a part in it, or who has does not")
	}
	w.Do(w.Who("l1", evaluation.RolePrincipal), basis, "end", nil)
	if !has("a1") || has("d4") {
		t.Error("after the end who has declared has a part in it, and who read has not")
	}
}
