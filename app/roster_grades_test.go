package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"kaoji/evaluation"
	"kaoji/evaluation/results"
	"kaoji/evaluation/roster"
)

// told are the verdicts of an import of a roster as "column key".
func (o *forms) told(r evaluation.Record) []string {
	o.t.Helper()
	p, err := evaluation.Unlocked[roster.Import](o.Vault, r)
	if err != nil {
		o.t.Fatal(err)
	}
	var list []string
	for _, v := range p.Verdicts {
		if v.Column != "部门" {
			list = append(list, v.Column+" "+strings.TrimPrefix(v.Key, "roster.import."))
		}
	}
	return list
}

// graded are the grades that the office knows of the only person with a name, and whether
// they are from the particulars.
func (o *forms) graded(name string) string {
	o.t.Helper()
	book, err := roster.Load(o.t.Context(), o.Store, o.Office)
	if err != nil || len(book.ByName(name)) != 1 {
		o.t.Fatalf("%s: %v, %v", name, book.ByName(name), err)
	}
	id := book.ByName(name)[0]
	known, err := o.Results.Known(o.t.Context(), o.Office, time.Now().Year(), []string{id})
	if err != nil {
		o.t.Fatal(err)
	}
	var list []string
	if h := known[id]; h != nil {
		for year, grade := range h.Grades {
			list = append(list, fmt.Sprint(year, " ", grade, map[bool]string{true: " imported"}[h.Formed[year]]))
		}
	}
	slices.Sort(list)
	return strings.Join(list, ", ")
}

// Grades of earlier years stand in a roster in one column, or in a column for each year.
// They are shown before they are written, count afterwards, and are gone when the import is
// undone. What cannot be read, is of a year before work began or not over, or is on record
// otherwise, is told and not written.
func TestARosterBringsTheGradesOfEarlierYears(t *testing.T) {
	o := newForms(t)
	last := time.Now().Year() - 1
	head := fmt.Sprintf("工号,姓名,性别,出生年月,部门,职务,参加工作时间,近三年年度考核结果,%d年度考核,%d年考核等次\n", last-1, last)
	started := fmt.Sprintf("%d-07", last-1)
	csv := head + fmt.Sprintf("A1,甲一,女,1985-12,办公室,科员,2005-07,\"%d年优秀、%d年称职、%d年称职\",,\n", last-2, last-1, last) +
		fmt.Sprintf("A2,甲二,男,1996-12,办公室,科员,%s,%d年度优秀；%d年度称职,优秀,一等\n", started, last-2, last+1) +
		"A3,甲三,男,1986-12,办公室,科员,2005-07,均为称职,称职,/\n"
	r := o.sheet(csv)
	told := o.told(r)
	year := fmt.Sprint(last)
	for _, want := range []string{"近三年年度考核结果 grade_before", "近三年年度考核结果 grade_runs", year + "年考核等次 grade_unread", "近三年年度考核结果 grade_unread"} {
		if !slices.Contains(told, want) {
			t.Errorf("not told: %s of %q", want, told)
		}
	}
	if len(told) != 4 {
		t.Errorf("told %q", told)
	}
	if !strings.Contains(string(r.Payload), fmt.Sprintf("%d年度优秀；%d年度称职；%d年度称职", last-2, last-1, last)) {
		t.Errorf("the dry run does not show the grades: %s", r.Payload)
	}
	r = o.act(r, "apply", &roster.Apply{})
	first := fmt.Sprintf("%d excellent imported, %d competent imported, %d competent imported", last-2, last-1, last)
	for name, want := range map[string]string{"甲一": first, "甲二": fmt.Sprint(last-1, " excellent imported"), "甲三": fmt.Sprint(last-1, " competent imported")} {
		if got := o.graded(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	if again := o.sheet(csv); again.State != roster.StateNothing {
		t.Errorf("the same sheet is %s", again.State)
	}
	book, err := roster.Load(t.Context(), o.Store, o.Office)
	if err != nil {
		t.Fatal(err)
	}
	// What is on record counts; only another grade is told.
	if _, err := o.Service.Create(t.Context(), o.section, results.KindGrade, "enter", evaluation.Creation{Input: &results.EnterInput{
		Person: book.ByName("甲三")[0], Year: last - 1, GradeInput: results.GradeInput{Grade: results.Excellent},
	}}); err != nil {
		t.Fatal(err)
	}
	if told := o.told(o.sheet(head + "A3,甲三,男,1986-12,办公室,科员,2005-07,,称职,\n")); !slices.Contains(told, fmt.Sprint(last-1, "年度考核 grade_other")) {
		t.Errorf("another grade on record: %q", told)
	}
	o.act(r, "undo", nil)
	if found, err := o.Store.Find(t.Context(), evaluation.Query{Office: o.Office, Kinds: []string{roster.KindParticulars}, States: evaluation.States(roster.StateKept)}); err != nil || len(found.Records) != 0 {
		t.Errorf("undone, %d remain, %v", len(found.Records), err)
	}
}
