package main

import (
	"reflect"
	"testing"
	"time"

	"kaoji/app/lrmx"
	"kaoji/evaluation"
	"kaoji/evaluation/cadreform"
	"kaoji/evaluation/roster"
)

// named gives the office its names.
func (o *forms) named(name, short string) {
	o.t.Helper()
	r, err := roster.SettingsRecord(o.t.Context(), o.Store, o.Office)
	if err != nil || r.ID == "" {
		o.t.Fatal(r, err)
	}
	admin := evaluation.Actor{Office: o.Office, Account: "a9", Name: "管理员", Roles: []evaluation.Role{evaluation.RoleAdmin}}
	if _, err := o.Service.Act(o.t.Context(), admin, r.ID, r.Version, "change", evaluation.Change{Input: &roster.SettingsInput{Name: name, ShortName: short}}); err != nil {
		o.t.Fatal(err)
	}
}

// export is the form that the office makes of the person with a name.
func (o *forms) export(f *cadreform.Form) cadreform.Form {
	o.t.Helper()
	book, err := roster.Load(o.t.Context(), o.Store, o.Office)
	if err != nil {
		o.t.Fatal(err)
	}
	settings, err := roster.SettingsIn(o.t.Context(), o.Store, o.Office)
	if err != nil {
		o.t.Fatal(err)
	}
	of, _ := o.particulars(f.Name)
	person, _ := book.Person(book.ByName(f.Name)[0])
	made := book.FormOf(person, of, roster.Added{Day: evaluation.DateOf(time.Now()), Office: settings.Name, Place: settings.BeforePosts(), FilledBy: "组织科", IDCard: f.IDCard})
	back, err := lrmx.Read(lrmx.Write(&made))
	if err != nil || !reflect.DeepEqual(back, made) {
		o.t.Fatalf("read as %+v, %v", back, err)
	}
	return back
}

// Posts on a form have the office's name before them, once: as the file had it that was
// read, else its short name. The form that comes back says nothing new.
func TestPostsOnAFormBeginWithTheOffice(t *testing.T) {
	o := newForms(t)
	o.named("中共塘桥街道工作委员会", "塘桥街道（试用）")
	cases := []struct {
		folder, post, last   string
		want, proposed, then string
	}{
		{"组织科", "塘桥街道党工委组织科科长", "塘桥街道党工委组织科科长", "塘桥街道党工委组织科科长", "组织科副科长", "塘桥街道党工委组织科副科长"},
		{"组织科", "组织科科员", "", "塘桥街道组织科科员", "区委组织部科员", "区委组织部科员"},
		{"组织科", "科员", "", "塘桥街道组织科科员", "塘桥街道组织科副科长", "塘桥街道组织科副科长"},
		{"组织科", "洋泾街道组织科科员", "洋泾街道组织科科员", "塘桥街道组织科科员", "", ""}, // came from another office
		{"组织科", "浦东新区塘桥街道组织科科员", "", "浦东新区塘桥街道组织科科员", "", ""},
		{"塘桥街道社区中心", "塘桥街道社区中心主任", "", "塘桥街道社区中心主任", "", ""},
		{"领导班子", "塘桥街道党工委书记", "", "塘桥街道党工委书记", "", ""},
		{"领导班子", "办事处主任", "", "塘桥街道办事处主任", "", ""},
	}
	list := map[string]cadreform.Form{}
	for i, c := range cases {
		f := formOf(i)
		f.Post, f.Proposed, f.Resume = c.post, c.proposed, ""
		if c.last != "" {
			f.Resume = "2002.07--2009.07  某区档案局科员\n2009.07--         " + c.last
		}
		list[c.folder+"/"+string(rune('a'+i))+".lrmx"] = f
	}
	o.act(o.prepare(list), "apply", &roster.ApplyForms{})
	for i, c := range cases {
		f := formOf(i)
		out := o.export(&f)
		if out.Post != c.want || out.Proposed != c.then {
			t.Errorf("%s in %s is written as %q, proposed %q", c.post, c.folder, out.Post, out.Proposed)
		}
		if r := o.prepare(map[string]cadreform.Form{"own.lrmx": out}); r.State != roster.StateNothing {
			p := o.of(r).People[0]
			t.Errorf("%s comes back with %+v %+v %+v", out.Post, p.New, p.Differs, p.Doubts)
		}
	}
	// A post that changes keeps the office's name.
	book, err := roster.Load(t.Context(), o.Store, o.Office)
	if err != nil {
		t.Fatal(err)
	}
	f := formOf(0)
	entry, err := o.Store.Get(t.Context(), o.Office, book.ByName(f.Name)[0])
	if err != nil {
		t.Fatal(err)
	}
	person, _ := book.Person(entry.ID)
	if _, err := o.Service.Act(t.Context(), o.section, entry.ID, entry.Version, "appoint", evaluation.Change{Input: &roster.Appoint{
		Department: person.Appointments[0].Department, Post: "副主任", Level: "正科级", PostSince: evaluation.DateOf(time.Now()),
	}}); err != nil {
		t.Fatal(err)
	}
	if out := o.export(&f); out.Post != "塘桥街道党工委组织科副主任" {
		t.Errorf("in another post: %q", out.Post)
	}
}

// An office that nobody has named is not written before a post.
func TestAnOfficeWithoutANameIsNotWrittenBeforePosts(t *testing.T) {
	for name, want := range map[[2]string]string{
		{"（请在单位设置中填写单位名称）", "本单位"}: "", {"中共示范街道工作委员会（演示）", "示范街道（演示数据）"}: "示范街道", {"中共塘桥街道工作委员会", "塘桥街道"}: "塘桥街道", {}: "",
	} {
		if got := (roster.Settings{Name: name[0], ShortName: name[1]}).BeforePosts(); got != want {
			t.Errorf("%v: %q", name, got)
		}
	}
}
