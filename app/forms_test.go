package main

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"kaoji/app/lrmx"
	"kaoji/evaluation"
	"kaoji/evaluation/cadreform"
	"kaoji/evaluation/commendation"
	"kaoji/evaluation/results"
	"kaoji/evaluation/roster"
)

// formOf is the form of a made-up person of an office of three kinds of staff.
func formOf(i int) cadreform.Form {
	var photo bytes.Buffer
	img := image.NewGray(image.Rect(0, 0, 60, 84))
	img.SetGray(i%60, i%84, color.Gray{200})
	_ = jpeg.Encode(&photo, img, nil) // a Buffer does not fail
	id := fmt.Sprintf("1101051980050%d%03d", 1+i%9, i)
	for _, c := range "0123456789X" {
		if cadreform.ID(id + string(c)).Checks() {
			id += string(c)
			break
		}
	}
	sex := "女"
	if cadreform.ID(id).Male() {
		sex = "男"
	}
	return cadreform.Form{
		Name: "甲" + string(rune('一'+i)), Sex: sex, Born: "198005", Ethnicity: "汉族", NativePlace: "浙江绍兴", PartyJoined: "200306", WorkedSince: "200207", IDCard: id,
		FullTime: cadreform.Schooling{Education: "大学", School: "某大学"}, Post: "科员", Photo: photo.Bytes(),
		Resume: "2002.07--2009.07  某区档案局科员\n2009.07--         示范街道科员", Grades: "2023年度优秀；2024年度称职",
		Family: []cadreform.Kin{{Relation: map[string]string{"男": "妻子", "女": "丈夫"}[sex], Name: "乙" + string(rune('一'+i)), Born: "198203", Work: "某单位"}},
		Extra:  []cadreform.Extra{{After: "MinZu", XML: "<BianHao>" + id[:6] + "</BianHao>"}},
	}
}

// forms is an office with what its section imports of forms.
type forms struct {
	*Kaoji
	t       *testing.T
	section evaluation.Actor
}

func newForms(t *testing.T) *forms {
	t.Helper()
	k := opened(t, settings(t))
	return &forms{k, t, evaluation.Actor{Office: k.Office, Account: "a1", Name: "组织科", Roles: []evaluation.Role{evaluation.RolePersonnel}}}
}

// prepare packs files, each name with its form, and compares them with the roster.
func (o *forms) prepare(list map[string]cadreform.Form) evaluation.Record {
	o.t.Helper()
	var entries []lrmx.Entry
	for name, f := range list {
		entries = append(entries, lrmx.Entry{Name: name, Content: lrmx.Write(&f)})
	}
	slices.SortFunc(entries, func(a, b lrmx.Entry) int { return strings.Compare(a.Name, b.Name) })
	content, err := lrmx.Pack(entries)
	if err != nil {
		o.t.Fatal(err)
	}
	id := o.NewID()
	if err := o.Blobs.PutBlob(o.t.Context(), evaluation.Blob{Office: o.Office, ID: id, Name: "任免表.zip", Type: "application/zip", Owner: o.section.Account, Created: time.Now()}, content); err != nil {
		o.t.Fatal(err)
	}
	r, err := o.Service.Create(o.t.Context(), o.section, roster.KindFormImport, "prepare", evaluation.Creation{Input: &roster.PrepareForms{Files: []string{id}}})
	if err != nil {
		o.t.Fatal(err)
	}
	return r
}

func (o *forms) act(r evaluation.Record, act string, in any) evaluation.Record {
	o.t.Helper()
	r, err := o.Service.Act(o.t.Context(), o.section, r.ID, r.Version, act, evaluation.Change{Input: in, Reason: "核对有误"})
	if err != nil {
		o.t.Fatal(err)
	}
	if r, err = o.Store.Get(o.t.Context(), o.Office, r.ID); err != nil || r.Pending {
		o.t.Fatal("it has not ended: ", err)
	}
	return r
}

func (o *forms) of(r evaluation.Record) *roster.FormImport {
	o.t.Helper()
	p, err := evaluation.Unlocked[roster.FormImport](o.Vault, r)
	if err != nil {
		o.t.Fatal(err)
	}
	return p
}

// particulars are those of the person with a name, nil if there are none.
func (o *forms) particulars(name string) (*roster.Particulars, evaluation.Record) {
	o.t.Helper()
	book, err := roster.Load(o.t.Context(), o.Store, o.Office)
	if err != nil || len(book.ByName(name)) != 1 {
		o.t.Fatalf("%s: %v, %v", name, book.ByName(name), err)
	}
	found, err := o.Store.Find(o.t.Context(), evaluation.Query{
		Office: o.Office, Kinds: []string{roster.KindParticulars}, States: evaluation.States(roster.StateKept), Subjects: book.ByName(name), Limit: 1,
	})
	if err != nil || len(found.Records) == 0 {
		return nil, evaluation.Record{}
	}
	p, err := roster.Opened(o.Vault, found.Records[0])
	if err != nil {
		o.t.Fatal(err)
	}
	return p, found.Records[0]
}

func TestAnEmptyOfficeIsFilledFromFormsAndTheImportIsUndone(t *testing.T) {
	o := newForms(t)
	const people = 240
	list := map[string]cadreform.Form{}
	for i := range people {
		f := formOf(i)
		f.Post = []string{"科员", "组织科科员", "某街道社区发展科科员"}[i%3] // forms name the department before the post
		list[fmt.Sprintf("某街道/%s/%03d.lrmx", []string{"党政办公室", "组织科", "社区发展科"}[i%3], i)] = f
	}
	r := o.prepare(list)
	p := o.of(r)
	if p.Counts.Files != people || p.Counts.Created != people || p.Counts.Refused != 0 {
		t.Fatalf("%+v %+v", p.Counts, p.People[0])
	}
	if strings.Contains(string(r.Payload), formOf(0).IDCard) || strings.Contains(string(r.Payload), "乙一") {
		t.Error("the dry run is stored plain")
	}
	r = o.act(r, "apply", &roster.ApplyForms{})
	book, err := roster.Load(t.Context(), o.Store, o.Office)
	if err != nil || len(book.People()) != people {
		t.Fatalf("%d people, %v", len(book.People()), err)
	}
	for _, i := range []int{0, 100, 239} {
		f := formOf(i)
		of, _ := o.particulars(f.Name)
		person, _ := book.Person(book.ByName(f.Name)[0])
		if of == nil || of.NativePlace != "浙江绍兴" || len(of.Resume) != 2 || len(of.Family) != 1 || !bytes.Equal(of.Photo.JPEG(), mustPhoto(t, f.Photo)) || len(of.Extra) != 1 {
			t.Errorf("%s: %+v", f.Name, of)
		}
		if a := person.Appointments[0]; person.Politics != "中共党员" || a.Post != "科员" || a.From.String() != "2009-07-01" || person.Joined != a.From || book.Name(a.Department) == "" || person.IDMark == "" {
			t.Errorf("%s: %+v", f.Name, person)
		}
	}
	if again := o.of(o.prepare(list)); again.Counts.Same != people {
		t.Errorf("a second time: %+v, %+v", again.Counts, again.People[0])
	}
	o.act(r, "undo", nil)
	if book, err = roster.Load(t.Context(), o.Store, o.Office); err != nil || len(book.People()) != 0 {
		t.Errorf("undone: %d people, %v", len(book.People()), err)
	}
}

func mustPhoto(t *testing.T, content []byte) []byte {
	t.Helper()
	small, err := cadreform.Photo(content)
	if err != nil {
		t.Fatal(err)
	}
	return small
}

func TestNothingIsOverwrittenUnlessChosenAndContradictionsAreListed(t *testing.T) {
	o := newForms(t)
	f := formOf(0)
	o.act(o.prepare(map[string]cadreform.Form{"组织科/a.lrmx": f}), "apply", &roster.ApplyForms{})
	changed := f
	changed.NativePlace, changed.BirthPlace, changed.Ethnicity = "江苏无锡", "上海", "回族"
	changed.WorkedSince, changed.Resume = "200107", "2002.07--2009.07  某区档案局科员\n2010.07--         示范街道主任"
	damaged := formOf(1)
	damaged.Born, damaged.Sex = "198106", map[string]string{"男": "女", "女": "男"}[damaged.Sex]
	damaged.IDCard = damaged.IDCard[:17] + map[bool]string{true: "0", false: "X"}[damaged.IDCard[17] == 'X']
	r := o.prepare(map[string]cadreform.Form{"a.lrmx": changed, "b.lrmx": changed, "c.lrmx": damaged})
	p := o.of(r)
	var keys []string
	for _, one := range p.People {
		for _, d := range one.Doubts {
			keys = append(keys, one.File+" "+strings.TrimPrefix(d.Key, "roster."))
		}
		if one.Refused.Key != "" {
			keys = append(keys, one.File+" "+strings.TrimPrefix(one.Refused.Key, "roster."))
		}
	}
	want := []string{
		"a.lrmx forms.worked_resume", "a.lrmx forms.gap", "a.lrmx forms.resume_post", "b.lrmx forms.twice",
		"c.lrmx forms.id_check", "c.lrmx forms.id_born", "c.lrmx forms.id_sex", "c.lrmx forms.spouse", "c.lrmx forms.department_missing",
	}
	if !slices.Equal(keys, want) {
		t.Errorf("contradictions: %v, want %v", keys, want)
	}
	r = o.act(r, "apply", &roster.ApplyForms{Leave: []string{"2"}, Overwrite: []string{"0.native_place"}})
	of, _ := o.particulars(f.Name)
	book, err := roster.Load(t.Context(), o.Store, o.Office)
	if err != nil || len(book.People()) != 1 {
		t.Fatalf("%d people, %v", len(book.People()), err)
	}
	person, _ := book.Person(book.ByName(f.Name)[0])
	if of.NativePlace != "江苏无锡" || of.BirthPlace != "上海" || person.Ethnicity != "汉族" || of.Resume[1].From != "2009.07" || person.WorkedSince.String() != "2002-07-01" {
		t.Errorf("%+v, %+v", of, person)
	}
	o.act(r, "undo", nil)
	if of, _ = o.particulars(f.Name); of.NativePlace != "浙江绍兴" || of.BirthPlace != "" || len(of.Extra) != 1 {
		t.Errorf("undone: %+v", of)
	}
	// What somebody has changed since is not undone.
	r = o.act(o.prepare(map[string]cadreform.Form{"a.lrmx": changed}), "apply", &roster.ApplyForms{Overwrite: []string{"0.native_place"}})
	_, stored := o.particulars(f.Name)
	if _, err := o.Service.Act(t.Context(), o.section, stored.ID, stored.Version, "basics", evaluation.Change{Input: &roster.Basics{NativePlace: "安徽"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Service.Act(t.Context(), o.section, r.ID, r.Version, "undo", evaluation.Change{Reason: "核对有误"}); evaluation.CodeOf(err) != evaluation.CodeState {
		t.Errorf("undone over a change: %v", err)
	}
	// Of several people only the one who was changed since stays.
	second := formOf(3)
	r = o.act(o.prepare(map[string]cadreform.Form{"组织科/b.lrmx": formOf(2), "组织科/c.lrmx": second}), "apply", &roster.ApplyForms{})
	_, stored = o.particulars(second.Name)
	if _, err := o.Service.Act(t.Context(), o.section, stored.ID, stored.Version, "basics", evaluation.Change{Input: &roster.Basics{NativePlace: "安徽"}}); err != nil {
		t.Fatal(err)
	}
	foreseen, err := o.Service.Foresee(t.Context(), o.section, r.ID, "undo")
	var said []string
	for _, x := range foreseen {
		said = append(said, x.Kind+" "+x.Name+" "+x.Why.Key)
	}
	slices.Sort(said)
	if want := []string{
		"roster.particulars " + formOf(2).Name + " ", "roster.particulars " + second.Name + " roster.import.standing.changed",
		"roster.person " + formOf(2).Name + " ", "roster.person " + second.Name + " roster.import.standing.named",
	}; err != nil || !slices.Equal(said, want) {
		t.Errorf("undoing would do %q, %v", said, err)
	}
	cadre := evaluation.Actor{Office: o.Office, Account: "a2", Name: "干部", Roles: []evaluation.Role{evaluation.RoleCadre}}
	if told, err := o.Service.Foresee(t.Context(), cadre, r.ID, "undo"); len(told) > 0 || evaluation.CodeOf(err) != evaluation.CodeNotFound {
		t.Errorf("a cadre reads what would be undone: %v, %v", told, err)
	}
	r = o.act(r, "undo", nil)
	taken := o.of(r)
	if of, _ = o.particulars(second.Name); r.State != roster.StateApplied || of.NativePlace != "安徽" || len(taken.Standing) != 2 || !taken.TakenBack(0) || taken.TakenBack(1) {
		t.Errorf("%s, %+v, standing %+v", r.State, of, taken.Standing)
	}
	if book, err = roster.Load(t.Context(), o.Store, o.Office); err != nil || len(book.ByName(formOf(2).Name)) != 0 {
		t.Errorf("not taken back: %v, %v", book.ByName(formOf(2).Name), err)
	}
}

func TestAFormThatWasImportedIsExportedAndReadTheSame(t *testing.T) {
	o := newForms(t)
	f := formOf(0)
	f.Family[0].Extra = []cadreform.Extra{{After: "ChuShengRiQi", XML: "<DaoLingNianYue>2037</DaoLingNianYue>"}}
	f.Born, f.WorkedSince, f.PartyJoined = "1980.05", "2002-07", "2003年6月" // come back as they are written
	f.InService = cadreform.Schooling{Education: "研究生", School: "某党校"}
	o.act(o.prepare(map[string]cadreform.Form{"组织科/a.lrmx": f}), "apply", &roster.ApplyForms{})
	of, _ := o.particulars(f.Name)
	book, err := roster.Load(t.Context(), o.Store, o.Office)
	if err != nil {
		t.Fatal(err)
	}
	person, _ := book.Person(book.ByName(f.Name)[0])
	made := book.FormOf(person, of, roster.Added{
		Day: evaluation.NewDate(2026, 11, 29), Office: "某街道党工委", FilledBy: "组织科", IDCard: f.IDCard,
		Grades: []cadreform.Grade{{Year: 2024, Word: "优秀"}, {Year: 2025, Word: "称职"}}, Honours: []string{"2025年嘉奖"},
	})
	back, err := lrmx.Read(lrmx.Write(&made))
	if err != nil {
		t.Fatal(err)
	}
	want := f
	want.Post, want.Grades, want.Honours = "组织科科员", "2023年度优秀；2024年度优秀；2025年度称职", "2025年嘉奖"
	want.Office, want.AgeOn, want.FilledOn, want.FilledBy, want.Version, want.Photo = "某街道党工委", "20261129", "20261129", "组织科", "3.2.1.16", mustPhoto(t, f.Photo)
	want.Family = []cadreform.Kin{f.Family[0]}
	if !reflect.DeepEqual(back, want) {
		t.Errorf("exported %+v\nwant %+v", back, want)
	}
	// Another office that has nothing else writes the same bytes.
	other := newForms(t)
	other.act(other.prepare(map[string]cadreform.Form{"组织科/a.lrmx": back}), "apply", &roster.ApplyForms{})
	elsewhere, _ := other.particulars(f.Name)
	if book, err = roster.Load(t.Context(), other.Store, other.Office); err != nil {
		t.Fatal(err)
	}
	person, _ = book.Person(book.ByName(f.Name)[0])
	copied := book.FormOf(person, elsewhere, roster.Added{Day: evaluation.NewDate(2026, 11, 29), Office: "某街道党工委", FilledBy: "组织科", IDCard: f.IDCard})
	if got := lrmx.Write(&copied); !bytes.Equal(got, lrmx.Write(&made)) {
		t.Errorf("in another office\n%s\nnot\n%s", got, lrmx.Write(&made))
	}
	if again := o.of(o.prepare(map[string]cadreform.Form{"a.lrmx": back})); len(again.People[0].New) != 1 || again.People[0].New[0].Field != "honours" || len(again.People[0].Differs) != 1 || again.People[0].Differs[0].Field != "grades" {
		t.Errorf("read again: %+v", again.People[0])
	}
}

// Forms are held against what the roster has recorded: since when somebody is in the
// office, and penalties.
func TestYearsOfWorkAndPenaltiesAreHeldAgainstTheRoster(t *testing.T) {
	o := newForms(t)
	f := formOf(0)
	o.act(o.prepare(map[string]cadreform.Form{"组织科/a.lrmx": f}), "apply", &roster.ApplyForms{})
	book, err := roster.Load(t.Context(), o.Store, o.Office)
	if err != nil {
		t.Fatal(err)
	}
	person := book.ByName(f.Name)[0]
	doubts := func(change func(*cadreform.Form)) string {
		t.Helper()
		g := f
		change(&g)
		var keys []string
		for _, d := range o.of(o.prepare(map[string]cadreform.Form{"a.lrmx": g})).People[0].Doubts {
			keys = append(keys, strings.TrimPrefix(d.Key, "roster.forms."))
		}
		return strings.Join(keys, " ")
	}
	large := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00\x17\x70\x00\x00\x1f\x40\x08\x02\x00\x00\x00") // 6000 x 8000, the checksum follows
	large = binary.BigEndian.AppendUint32(large, crc32.ChecksumIEEE(large[12:]))
	told := func(text string) func(*cadreform.Form) { return func(g *cadreform.Form) { g.Honours = text } }
	for name, c := range map[string]struct {
		change func(*cadreform.Form)
		want   string
	}{
		"the same":                         {func(*cadreform.Form) {}, ""},
		"works since after joining":        {func(g *cadreform.Form) { g.WorkedSince, g.Resume = "201001", "" }, "worked_joined"},
		"works since the month of joining": {func(g *cadreform.Form) { g.WorkedSince, g.Resume = "200907", "" }, ""},
		"works since the age of ten":       {func(g *cadreform.Form) { g.WorkedSince, g.Resume = "199001", "" }, "work_age"},
		"a photo that is too large":        {func(g *cadreform.Form) { g.Photo = large }, "photo_large"},
		"a penalty that nobody recorded":   {told("2019年5月受党内严重警告处分"), "penalty_unrecorded"},
		"rewards":                          {told("2019年被评为区先进工作者"), ""},
		"none, as the roster has it":       {told("(无)"), ""},
	} {
		if got := doubts(c.change); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	entry, err := o.Store.Get(t.Context(), o.Office, person)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.Service.Act(t.Context(), o.section, person, entry.Version, "absence", evaluation.Change{Input: &roster.Away{
		Kind: roster.Demerit, From: evaluation.NewDate(2024, 3, 1), To: evaluation.NewDate(2025, 2, 28), Source: "浦纪〔2024〕3号",
	}}); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"": "", "(无)": "penalty_untold", "2024年3月受记过处分": "", "2024年3月受记大过处分": "penalty_unrecorded penalty_untold", "2024年记过，2020年政务警告": "penalty_unrecorded",
	} {
		if got := doubts(told(text)); got != want {
			t.Errorf("a demerit against %q: %q, want %q", text, got, want)
		}
	}
}

// Rewards that a form names are held against those that were granted or noted: what either
// does not say is listed, as far as there is a record of that time.
func TestRewardsOfFormsAreHeldAgainstTheRecord(t *testing.T) {
	o := newForms(t)
	f := formOf(0)
	o.act(o.prepare(map[string]cadreform.Form{"组织科/a.lrmx": f, "组织科/b.lrmx": formOf(1)}), "apply", &roster.ApplyForms{})
	book, err := roster.Load(t.Context(), o.Store, o.Office)
	if err != nil {
		t.Fatal(err)
	}
	doubts := func(text string) string {
		t.Helper()
		g := f
		g.Honours = text
		var keys []string
		for _, d := range o.of(o.prepare(map[string]cadreform.Form{"a.lrmx": g})).People[0].Doubts {
			if strings.Contains(d.Key, "reward") {
				keys = append(keys, fmt.Sprint(strings.TrimPrefix(d.Key, "roster.forms."), " ", d.Args["year"]))
			}
		}
		return strings.Join(keys, ", ")
	}
	if got := doubts("2023年嘉奖"); got != "" {
		t.Errorf("nothing is on record of anybody: %s", got)
	}
	year := time.Now().Year()
	note := func(name, what string, of int) {
		t.Helper()
		_, err := o.Service.Create(t.Context(), o.section, results.KindUse, "note", evaluation.Creation{Input: &results.NoteInput{
			Person: book.ByName(name)[0], What: what, Year: of, On: evaluation.NewDate(of+1, 1, 10), Document: "浦人社奖〔" + fmt.Sprint(of+1) + "〕3号",
		}})
		if err != nil {
			t.Fatal(err)
		}
	}
	for y := year - 6; y < year; y++ {
		if _, err := o.Service.Create(t.Context(), o.section, results.KindGrade, "enter", evaluation.Creation{Input: &results.EnterInput{
			Person: book.ByName(f.Name)[0], Year: y, GradeInput: results.GradeInput{Grade: results.Excellent, Source: "登记表"},
		}}); err != nil {
			t.Fatal(err)
		}
	}
	note(f.Name, results.Commend, year-4)
	note(f.Name, results.Merit, year-1)
	y := func(n int) string { return fmt.Sprint(year - n) }
	for text, want := range map[string]string{
		"":    "",
		"(无)": "reward_untold " + y(3) + ", reward_untold " + y(0),
		y(3) + "年1月嘉奖；" + y(0) + "年记三等功":                                 "", // by the years in which they were granted
		y(4) + "年度嘉奖；" + y(3) + "、" + y(2) + "、" + y(1) + "年连续三年优秀，记三等功": "", // by those for which
		"嘉奖、三等功各一次":                                         "", // no years are said
		"荣获" + y(0) + "年三等功":                                "reward_untold " + y(3),
		y(3) + "年嘉奖、三等功":                                    "reward_untold " + y(0) + ", reward_unrecorded " + y(3),
		y(3) + "年嘉奖，" + y(2) + "年嘉奖，" + y(0) + "年三等功":       "reward_unrecorded " + y(2),
		y(3) + "年嘉奖，" + y(0) + "年三等功，" + y(2) + "年集体三等功":    "", // of the department
		y(3) + "年嘉奖，" + y(0) + "年三等功，" + y(9) + "年嘉奖":       "", // before there was a record
		y(3) + "年嘉奖，" + y(0) + "年三等功，" + y(1) + "年被评为先进工作者": "",
	} {
		if got := doubts(text); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
	other := formOf(1)
	other.Honours = y(1) + "年嘉奖"
	r := o.prepare(map[string]cadreform.Form{"b.lrmx": other, "c.lrmx": formWith(2, y(1)+"年嘉奖")})
	said := func(d evaluation.Problem) bool { return strings.Contains(d.Key, "reward") }
	if p := o.of(r).People; !slices.ContainsFunc(p[0].Doubts, said) || slices.ContainsFunc(p[1].Doubts, said) {
		t.Errorf("of the other one %v, of somebody new, who was rewarded elsewhere, %v", p[0].Doubts, p[1].Doubts)
	}
	o.granted(book.ByName(other.Name)[0], "third", evaluation.NewDate(year-1, 5, 6))
	if p := o.of(o.prepare(map[string]cadreform.Form{"b.lrmx": other})).People[0]; !slices.ContainsFunc(p.Doubts, func(d evaluation.Problem) bool {
		return d.Key == "roster.forms.reward_untold" && d.Args["document"] == "浦人社〔2026〕88号"
	}) {
		t.Errorf("what the district granted is not missed: %v", p.Doubts)
	}
	o.act(r, "apply", &roster.ApplyForms{Leave: []string{"1"}})
	if of, _ := o.particulars(other.Name); of.Honours != other.Honours {
		t.Errorf("what the form says is not kept: %q", of.Honours)
	}
}

// granted stores a proposal that the district granted.
func (o *forms) granted(person, kind string, on evaluation.Date) {
	o.t.Helper()
	r, err := o.Service.Create(o.t.Context(), o.section, commendation.KindProposal, "propose", evaluation.Creation{Input: &commendation.ProposeInput{Kind: kind, Person: person, Grounds: "成绩突出"}})
	if err != nil {
		o.t.Fatal(err)
	}
	p, err := evaluation.PayloadOf[commendation.Proposal](r)
	if err != nil {
		o.t.Fatal(err)
	}
	p.Result, r.State = commendation.Result{Document: "浦人社〔2026〕88号", On: on}, commendation.ProposalGranted
	if r.Payload, err = json.Marshal(p); err == nil {
		_, err = o.Store.Put(o.t.Context(), r)
	}
	if err != nil {
		o.t.Fatal(err)
	}
}

// formWith is the form of somebody with rewards and penalties.
func formWith(i int, honours string) cadreform.Form {
	f := formOf(i)
	f.Honours = honours
	return f
}

// Forms have no place for the establishment: what the post implies is proposed, the rest is
// asked for, and nothing that the roster says is changed by it.
func TestTheEstablishmentOfPeopleOfFormsIsImpliedOrChosen(t *testing.T) {
	o := newForms(t)
	posts := []string{"党政办公室一级主任科员", "社区中心九级职员", "科员", "科员", "党政办公室二级主任科员"}
	list := map[string]cadreform.Form{}
	for i, post := range posts {
		f := formOf(i)
		f.Post = post
		list[fmt.Sprintf("组织科/%d.lrmx", i)] = f
	}
	r := o.prepare(list)
	for i, want := range []string{"行政编", "事业编", "", "", "行政编"} {
		if implied, asks := o.of(r).People[i].Asks(); !asks || implied != want {
			t.Errorf("%s: %q, %v", posts[i], implied, asks)
		}
	}
	for _, wrong := range []string{"7.行政编", "行政编", "0." + strings.Repeat("编", 60)} {
		if _, err := o.Service.Act(t.Context(), o.section, r.ID, r.Version, "apply", evaluation.Change{Input: &roster.ApplyForms{Establishments: []string{wrong}}}); evaluation.CodeOf(err) != evaluation.CodeInvalid {
			t.Errorf("%q is taken: %v", wrong, err)
		}
	}
	o.act(r, "apply", &roster.ApplyForms{Establishments: []string{"1.编外聘用", "2.事业编", "4."}})
	established := func(want ...string) {
		t.Helper()
		book, err := roster.Load(t.Context(), o.Store, o.Office)
		if err != nil {
			t.Fatal(err)
		}
		for i := range posts {
			if p, _ := book.Person(book.ByName(formOf(i).Name)[0]); p.Establishment != want[i] {
				t.Errorf("%s has %q, want %q", posts[i], p.Establishment, want[i])
			}
		}
	}
	established("行政编", "编外聘用", "事业编", "", "")
	changed := list["组织科/0.lrmx"]
	changed.Post = "社区中心七级职员"
	delete(list, "组织科/1.lrmx")
	list["组织科/0.lrmx"] = changed
	r = o.prepare(list)
	people := o.of(r).People // files 0, 2, 3, 4
	other := func(d evaluation.Problem) bool { return d.Key == "roster.forms.establishment_other" }
	if _, asks := people[0].Asks(); asks || len(people[0].New) != 0 || len(people[0].Differs) != 1 || people[0].Differs[0].Field != "level" || !slices.ContainsFunc(people[0].Doubts, other) {
		t.Errorf("the roster has one: %+v", people[0])
	}
	if _, asks := people[2].Asks(); !asks {
		t.Errorf("it still has none: %+v", people[2])
	}
	if implied, _ := people[3].Asks(); implied != "行政编" {
		t.Errorf("the form still implies one: %+v", people[3])
	}
	r = o.act(r, "apply", &roster.ApplyForms{Establishments: []string{"0.事业编", "2.行政编"}})
	established("行政编", "编外聘用", "事业编", "行政编", "行政编")
	o.act(r, "undo", nil)
	established("行政编", "编外聘用", "事业编", "", "")
	// Kaoji's own form of them asks nothing, although its post implies an establishment.
	book, err := roster.Load(t.Context(), o.Store, o.Office)
	if err != nil {
		t.Fatal(err)
	}
	of, _ := o.particulars(formOf(4).Name)
	person, _ := book.Person(book.ByName(formOf(4).Name)[0])
	own := book.FormOf(person, of, roster.Added{Day: evaluation.DateOf(time.Now()), IDCard: formOf(4).IDCard})
	if r = o.prepare(map[string]cadreform.Form{"own.lrmx": own}); r.State != roster.StateNothing {
		t.Errorf("its own form is %s: %+v", r.State, o.of(r).People)
	}
}

// A roster in a sheet fills the particulars as far as it has their columns, changes
// nothing where it is silent, and is undone with what it filled.
func TestARosterFillsTheParticularsThatItHasColumnsFor(t *testing.T) {
	o := newForms(t)
	roll := func(native, school, health string) evaluation.Record {
		csv := "工号,姓名,性别,出生年月,部门,职务,进入本单位时间,任现职时间,籍贯,入党时间,毕业院校,在职学历,健康状况,全日制学历,学位\nA1,甲一,女,1985-12,办公室,科员,2010-01,2010-01," + native + ",200506," + school + ",," + health + ",大学,文学学士\nA2,甲二,男,1986-12,办公室,科员,2010-01,2010-01,,,,,,,\n"
		return o.sheet(csv)
	}
	first := roll("浙江绍兴", "某大学中文系", "患有慢性病")
	if stored, err := o.Store.Get(t.Context(), o.Office, first.ID); err != nil || strings.Contains(string(stored.Payload), "慢性病") {
		t.Errorf("health stands readable in the import: %v %s", err, stored.Payload)
	}
	if v, err := o.Service.Get(t.Context(), o.section, first.ID); err != nil || !strings.Contains(string(v.Payload), "慢性病") {
		t.Errorf("the section does not see it: %v %s", err, v.Payload)
	}
	o.act(first, "apply", &roster.Apply{})
	if of, _ := o.particulars("甲一"); of == nil || of.Health != "患有慢性病" || of.FullTime == nil || of.FullTime.Education != "大学" || of.FullTime.Degree != "文学学士" || of.NativePlace != "浙江绍兴" || of.PartyJoined != "2005.06" || of.FullTime.School != "某大学中文系" || of.InService != nil {
		t.Fatalf("%+v", of)
	}
	if of, _ := o.particulars("甲二"); of != nil {
		t.Errorf("of whom nothing is said: %+v", of)
	}
	second := o.act(roll("", "某师范大学", "已经康复"), "apply", &roster.Apply{})
	if of, _ := o.particulars("甲一"); of.NativePlace != "浙江绍兴" || of.FullTime.School != "某师范大学" || of.Health != "已经康复" {
		t.Errorf("a second time: %+v", of)
	}
	o.act(second, "undo", nil)
	if of, _ := o.particulars("甲一"); of.FullTime.School != "某大学中文系" || of.Health != "患有慢性病" {
		t.Errorf("undone: %+v", of)
	}
	last := roll("浙江绍兴", "某大学中文系", "患有慢性病")
	if again, err := evaluation.PayloadOf[roster.Import](last); err != nil || len(again.Plan.Items) != 0 || last.State != roster.StateNothing {
		t.Errorf("the same sheet changes %+v, %v", again.Plan.Items, err)
	}
}

// What contradicts itself in a life is told, and nothing of it keeps the form from being taken.
func TestContradictionsOfALifeAreTold(t *testing.T) {
	o := newForms(t)
	o.act(o.prepare(map[string]cadreform.Form{"组织科/a.lrmx": formOf(0)}), "apply", &roster.ApplyForms{})
	plain := formOf(0)
	spouse := map[string]string{"男": "丈夫", "女": "妻子"}[plain.Sex]
	for name, c := range map[string]struct {
		change func(*cadreform.Form)
		want   string
	}{
		"nothing":      {func(*cadreform.Form) {}, ""},
		"another post": {func(f *cadreform.Form) { f.Post = "示范街道组织科主任" }, "post_other"},
		"its level":    {func(f *cadreform.Form) { f.Post = "一级主任科员" }, ""},
		"stages overlap": {func(f *cadreform.Form) {
			f.Resume = "2002.07--2009.09  某区档案局科员\n2009.07--         示范街道科员"
		}, "overlap"},
		"beside": {func(f *cadreform.Form) {
			f.Resume = "2002.07--2009.07  某区档案局科员\n2008.07--2009.07  兼任某区志办公室编辑\n2009.07--         示范街道科员"
		}, ""},
		"a stage ends first": {func(f *cadreform.Form) {
			f.Resume = "2002.07--2001.07  某区档案局科员\n2002.07--         示范街道科员"
		}, "stage_ends gap"},
		"the Party at seventeen": {func(f *cadreform.Form) { f.PartyJoined = "199804" }, "party_age"},
		"the Party at eighteen":  {func(f *cadreform.Form) { f.PartyJoined = "199805" }, ""},
		"the wrong spouse":       {func(f *cadreform.Form) { f.Family[0].Relation = spouse }, "spouse"},
		"a young mother":         {func(f *cadreform.Form) { f.Family[0] = cadreform.Kin{Relation: "母亲", Name: "乙", Born: "196606"} }, "kin_age"},
		"a mother":               {func(f *cadreform.Form) { f.Family[0] = cadreform.Kin{Relation: "母亲", Name: "乙", Born: "196605"} }, ""},
		"a job before work began": {func(f *cadreform.Form) {
			f.Resume = "2000.08--2002.07  某区档案局聘用人员\n2002.07--         示范街道科员"
		}, "job_before"},
		"school before work began": {func(f *cadreform.Form) {
			f.Resume = "1998.09--2002.06  某大学法律系法学专业学习（其间：2000.03--2000.06任某街道实习生），获学士学位\n2002.06--2002.07  待业\n2002.07--         示范街道科员"
		}, ""},
		"a grade of a year to come": {func(f *cadreform.Form) { f.Grades = "2023年度优秀；2031年度优秀" }, "grade_runs"},
		"a grade that nobody knows": {func(f *cadreform.Form) { f.Grades = "2023年度先进；2024年度称职" }, "grade_unread"},
		"no year":                   {func(f *cadreform.Form) { f.Grades = "近三年均合格" }, "grade_unread"},
		"a document beside a grade": {func(f *cadreform.Form) { f.Grades = "2023年度优秀（某组发〔2024〕3号）；2024年度称职" }, ""},
		"an old son":                {func(f *cadreform.Form) { f.Family[0] = cadreform.Kin{Relation: "儿子", Name: "乙", Born: "199404"} }, "kin_age"},
	} {
		f := formOf(0)
		c.change(&f)
		one := o.of(o.prepare(map[string]cadreform.Form{"a.lrmx": f})).People[0]
		var told []string
		for _, d := range one.Doubts {
			told = append(told, strings.TrimPrefix(d.Key, "roster.forms."))
		}
		if got := strings.Join(told, " "); got != c.want || one.Refused.Key != "" {
			t.Errorf("%s: %q, want %q; refused %v", name, got, c.want, one.Refused)
		}
	}
}

// A photo that is cut off, or is no base64 at all, is told and not written; the rest of the
// form is taken.
func TestAFormIsTakenWithoutAPhotoThatIsDamaged(t *testing.T) {
	o := newForms(t)
	cut := formOf(0)
	cut.Photo = cut.Photo[:len(cut.Photo)*2/3]
	r := o.prepare(map[string]cadreform.Form{"组织科/a.lrmx": cut})
	one := o.of(r).People[0]
	if !slices.ContainsFunc(one.Doubts, func(d evaluation.Problem) bool { return d.Key == "roster.forms.photo" }) || slices.ContainsFunc(one.New, func(f roster.FieldChange) bool { return f.Field == "photo" }) {
		t.Errorf("a photo that is cut off: %v %v", one.Doubts, one.New)
	}
	whole := formOf(1)
	content := string(lrmx.Write(&whole))
	from, rest, _ := strings.Cut(content, "<ZhaoPian>")
	_, to, _ := strings.Cut(rest, "</ZhaoPian>")
	read, err := lrmx.Read([]byte(from + "<ZhaoPian>/9j/@@不是base64</ZhaoPian>" + to))
	if err != nil || read.Name != whole.Name {
		t.Fatalf("broken base64: %+v, %v", read, err)
	}
	one = o.of(o.prepare(map[string]cadreform.Form{"组织科/b.lrmx": read})).People[0]
	if one.Refused.Key != "" || !slices.ContainsFunc(one.Doubts, func(d evaluation.Problem) bool { return d.Key == "roster.forms.photo" }) {
		t.Errorf("broken base64: %v %v", one.Refused, one.Doubts)
	}
}

// Grades of years that were over when somebody began to work are told and left out.
func TestAFormIsTakenWithoutGradesOfYearsBeforeWork(t *testing.T) {
	o := newForms(t)
	f := formOf(0)
	f.Grades = "2000年度优秀；2001、2002年度称职；2024年度优秀"
	r := o.prepare(map[string]cadreform.Form{"组织科/a.lrmx": f})
	if one := o.of(r).People[0]; !slices.ContainsFunc(one.Doubts, func(d evaluation.Problem) bool {
		return d.Key == "roster.forms.grade_before" && d.Args["years"] == "2000、2001"
	}) {
		t.Errorf("doubts: %v", one.Doubts)
	}
	o.act(r, "apply", &roster.ApplyForms{})
	if of, _ := o.particulars(f.Name); of.Grades != "2002年度称职；2024年度优秀" {
		t.Errorf("written: %s", of.Grades)
	}
	if r = o.prepare(map[string]cadreform.Form{"组织科/a.lrmx": f}); o.of(r).Counts.Same != 1 {
		t.Errorf("a second time: %+v", o.of(r).People[0])
	}
}

// A year that is not over has no grade yet, and a word that is no grade lends none to the
// years beside it.
func TestAFormIsTakenWithoutGradesOfYearsThatAreNotOver(t *testing.T) {
	o := newForms(t)
	f := formOf(0)
	f.Grades = "2021年度先进，2022年度称职；2024年度优秀；2031年度优秀"
	o.act(o.prepare(map[string]cadreform.Form{"组织科/a.lrmx": f}), "apply", &roster.ApplyForms{})
	of, _ := o.particulars(f.Name)
	if of.Grades != "2021年度先进，2022年度称职；2024年度优秀" {
		t.Errorf("written: %s", of.Grades)
	}
	if got := cadreform.FormatGrades(cadreform.ParseGrades(of.Grades)); got != "2022年度称职；2024年度优秀" {
		t.Errorf("grades: %s", got)
	}
}

// A month that contradicts the birth is left out, and the rest of the form is taken.
func TestAFormIsTakenWithoutAMonthThatContradictsIt(t *testing.T) {
	o := newForms(t)
	f := formOf(0)
	f.WorkedSince = "199001"
	r := o.prepare(map[string]cadreform.Form{"组织科/a.lrmx": f})
	one, told := o.of(r).People[0], 0
	for _, d := range one.Doubts {
		if strings.Contains(d.Key, "work_age") {
			told++
		}
	}
	if one.Refused.Key != "" || told != 1 {
		t.Fatalf("refused %v, told %d times: %v", one.Refused, told, one.Doubts)
	}
	o.act(r, "apply", &roster.ApplyForms{})
	book, err := roster.Load(t.Context(), o.Store, o.Office)
	if err != nil || len(book.People()) != 1 {
		t.Fatalf("%d people, %v", len(book.People()), err)
	}
	if person, _ := book.Person(book.People()[0]); !person.WorkedSince.IsZero() || person.Name != f.Name {
		t.Errorf("written %+v", person)
	}
}
