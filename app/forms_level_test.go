package main

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"kaoji/evaluation"
	"kaoji/evaluation/cadreform"
	"kaoji/evaluation/roster"
)

// sheet uploads a roster and compares it with the one that is there.
func (o *forms) sheet(csv string) evaluation.Record {
	o.t.Helper()
	id := o.NewID()
	if err := o.Blobs.PutBlob(o.t.Context(), evaluation.Blob{Office: o.Office, ID: id, Name: "花名册.csv", Type: "text/csv", Owner: o.section.Account, Created: time.Now()}, []byte(csv)); err != nil {
		o.t.Fatal(err)
	}
	r, err := o.Service.Create(o.t.Context(), o.section, roster.KindImport, "prepare", evaluation.Creation{Input: &roster.Prepare{Files: []string{id}}})
	if err != nil || r.State == roster.StateRejected {
		o.t.Fatalf("%s %v %s", r.State, err, r.Payload)
	}
	return r
}

// levelOf is the level of the only person with a name.
func (o *forms) levelOf(name string) string {
	o.t.Helper()
	book, err := roster.Load(o.t.Context(), o.Store, o.Office)
	if err != nil || len(book.ByName(name)) != 1 {
		o.t.Fatalf("%s: %v, %v", name, book.ByName(name), err)
	}
	p, _ := book.Person(book.ByName(name)[0])
	return p.Appointments[len(p.Appointments)-1].Level
}

// The level of a person is read where a form names one and no other: in the present post, in
// an element of its own, in the stage that lasts. It is offered like any other field.
func TestTheLevelOfAFormIsOfferedWhereItIsClear(t *testing.T) {
	o := newForms(t)
	cases := []struct {
		post, last, extra, want string
	}{
		{"党政办公室四级调研员", "", "", "四级调研员"},
		{"党政办公室主任（副科级）", "", "", "副科级"},
		{"党政办公室科员", "示范街道党政办公室１级主任科员", "", "一级主任科员"},
		{"社区中心科员", "", "<ZhiJi> 管理岗七级 </ZhiJi>", "七级职员"},
		{"社区中心专业技术十二级", "", "", "专业技术十二级"},
		{"党政办公室主任（正科级）、一级主任科员", "", "", ""}, // two
		{"一级主任科员", "示范街道二级主任科员", "", ""},    // and here
		{"党政办公室副主任（享受正科级待遇）", "", "", ""},
		{"督办科科员", "", "", ""},
		{"卫生中心一级主任护师", "", "", ""},
		{"一级警务专员", "", "<BianZhi>三级警长</BianZhi>", "一级警务专员"}, // not an element of levels
	}
	list := map[string]cadreform.Form{}
	for i, c := range cases {
		f := formOf(i)
		f.Post, f.Extra = c.post, nil
		if c.last != "" {
			f.Resume = "2002.07--2009.07  某区二级科员\n2009.07--         " + c.last
		}
		if c.extra != "" {
			f.Extra = []cadreform.Extra{{XML: c.extra}}
		}
		list["组织科/"+string(rune('a'+i))+".lrmx"] = f
	}
	r := o.prepare(list)
	for i, p := range o.of(r).People {
		got := ""
		for _, n := range p.New {
			if n.Field == "level" {
				got = n.New
			}
		}
		if got != cases[i].want {
			t.Errorf("%+v: %q", cases[i], got)
		}
	}
	o.act(r, "apply", &roster.ApplyForms{})
	for i, c := range cases {
		if got := o.levelOf(formOf(i).Name); got != c.want {
			t.Errorf("%+v is written as %q", c, got)
		}
	}

	// What the roster says otherwise stays unless the file's is chosen, and what it does not
	// say is filled in for people who are there.
	higher, unranked := list["组织科/a.lrmx"], list["组织科/i.lrmx"]
	higher.Post, unranked.Post = "党政办公室三级调研员", "督办科四级主任科员"
	again := map[string]cadreform.Form{"a.lrmx": higher, "i.lrmx": unranked}
	second := o.prepare(again)
	people := o.of(second).People
	if len(people[0].Differs) != 1 || people[0].Differs[0] != (roster.FieldChange{Field: "level", Old: "四级调研员", New: "三级调研员"}) || !slices.Contains(people[1].New, roster.FieldChange{Field: "level", New: "四级主任科员"}) {
		t.Fatalf("%+v", people)
	}
	second = o.act(second, "apply", &roster.ApplyForms{})
	if a, i := o.levelOf(higher.Name), o.levelOf(unranked.Name); a != "四级调研员" || i != "四级主任科员" {
		t.Errorf("not chosen: %s, %s", a, i)
	}
	third := o.act(o.prepare(again), "apply", &roster.ApplyForms{Overwrite: []string{"0.level"}})
	if a := o.levelOf(higher.Name); a != "三级调研员" {
		t.Errorf("chosen: %s", a)
	}
	o.act(third, "undo", nil)
	o.act(second, "undo", nil)
	if a, i := o.levelOf(higher.Name), o.levelOf(unranked.Name); a != "四级调研员" || i != "" {
		t.Errorf("undone: %s, %s", a, i)
	}
}

// Of a roster in which some staff numbers are empty the other rows are taken; the rows
// without one are recognised where that is certain, otherwise listed and left out.
func TestRowsWithoutAStaffNumberDoNotStopTheOthers(t *testing.T) {
	o := newForms(t)
	const head = "工号,姓名,性别,出生年月,部门,职务,进入本单位时间,任现职时间,身份证号\n"
	o.act(o.sheet(head+"A1,甲一,女,1985-12,办公室,科员,2010-01,2010-01,\nA2,甲二,男,1986-12,办公室,科员,2010-01,2010-01,\nA3,甲三,男,1987-03,办公室,科员,2010-01,2010-01,"+formOf(0).IDCard+"\n"), "apply", &roster.Apply{})
	r := o.sheet(head +
		"A1,甲一,女,1985-12,办公室,副主任,2010-01,2026-01,\n" +
		",甲二,男,1986-12,办公室,副主任,2010-01,2026-01,\n" + // by name and birth
		",甲三,,,办公室,副主任,2010-01,2026-01," + formOf(0).IDCard + "\n" + // by ID-card number
		",新人,男,1999-12,办公室,科员,2025-07,2025-07,\n" + // nobody knows whether the number was forgotten
		",甲一,女,1985-12,办公室,主任,2010-01,2026-01,\n" + // is the first row again
		"A9,甲九,男,1990-12,办公室,科员,2015-01,2015-01,\n")
	p, err := evaluation.PayloadOf[roster.Import](r)
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, v := range p.Verdicts {
		if v.Row > 0 {
			keys = append(keys, strings.TrimPrefix(v.Key, "roster.import.")+" "+cmp.Or(v.Rows, strconv.Itoa(v.Row)))
		}
	}
	want := []string{"no_found 3–4", "no_unmatched 5", "no_twice 6"}
	if r.State != roster.StatePrepared || p.Counts.Errors != 0 || !slices.Equal(keys, want) {
		t.Errorf("%s: %v, want %v", r.State, keys, want)
	}
	o.act(r, "apply", &roster.Apply{})
	book, err := roster.Load(t.Context(), o.Store, o.Office)
	if err != nil {
		t.Fatal(err)
	}
	for no, post := range map[string]string{"A1": "副主任", "A2": "副主任", "A3": "副主任", "A9": "科员"} {
		id, there := book.ByNo(no)
		if p, _ := book.Person(id); !there || p.Appointments[len(p.Appointments)-1].Post != post {
			t.Errorf("%s: %v", no, p)
		}
	}
	if n := len(book.People()); n != 4 {
		t.Errorf("%d people", n)
	}
}
