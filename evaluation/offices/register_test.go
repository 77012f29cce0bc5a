package offices_test

import (
	"strconv"
	"testing"
	"time"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/offices"
)

func newRegister(t *testing.T) *offices.Register {
	t.Helper()
	n := 0
	return &offices.Register{Cells: officetest.New(t).Store, Now: time.Now, NewID: func() string { n++; return "office-" + strconv.Itoa(n) }}
}

func wantCode(t *testing.T, err error, want evaluation.Code) {
	t.Helper()
	if got := evaluation.CodeOf(err); got != want {
		t.Errorf("got %q (%v), want %q", got, err, want)
	}
}

func TestTheFirstOfficeIsMadeOnceAndHasNoCode(t *testing.T) {
	r := newRegister(t)
	one, err := r.First(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	two, err := r.First(t.Context())
	if err != nil || two != one {
		t.Fatal(one, two, err)
	}
	all, err := r.All(t.Context())
	if err != nil || len(all) != 1 || all[0].ID != one || all[0].Code != "" {
		t.Errorf("%+v %v", all, err)
	}
	if of, err := r.ByCode(t.Context(), ""); err != nil || of.ID != one {
		t.Errorf("%+v %v", of, err)
	}
	_, err = r.ByCode(t.Context(), one) // its id is no code
	wantCode(t, err, evaluation.CodeNotFound)
	wantCode(t, r.Close(t.Context(), one), evaluation.CodeState)
}

func TestOfficesAreATree(t *testing.T) {
	r := newRegister(t)
	district, err := r.First(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	open := func(code, above string) offices.Office {
		t.Helper()
		of, err := r.Open(t.Context(), code, above)
		if err != nil {
			t.Fatal(err)
		}
		return of
	}
	tangqiao := open("tangqiao", district)
	box := open("tq-2", tangqiao.ID)
	for _, code := range []string{"tangqiao", "", "T", "塘桥", "a/b", "-a", "x"} {
		_, err := r.Open(t.Context(), code, district)
		wantCode(t, err, evaluation.CodeInvalid)
	}
	_, err = r.Open(t.Context(), "other", "nowhere")
	wantCode(t, err, evaluation.CodeInvalid)
	wantCode(t, r.Move(t.Context(), tangqiao.ID, box.ID), evaluation.CodeInvalid) // a circle
	wantCode(t, r.Move(t.Context(), tangqiao.ID, tangqiao.ID), evaluation.CodeInvalid)
	wantCode(t, r.Close(t.Context(), tangqiao.ID), evaluation.CodeState) // there is one below
	if err := r.Move(t.Context(), box.ID, district); err != nil {
		t.Fatal(err)
	}
	if err := r.Close(t.Context(), tangqiao.ID); err != nil {
		t.Fatal(err)
	}
	if of, err := r.ByCode(t.Context(), "tangqiao"); err != nil || of.Closed.IsZero() || of.Above != district {
		t.Errorf("%+v %v", of, err)
	}
	wantCode(t, r.Move(t.Context(), box.ID, tangqiao.ID), evaluation.CodeInvalid) // closed
	if err := r.Reopen(t.Context(), tangqiao.ID); err != nil {
		t.Fatal(err)
	}
	if of, err := r.ByID(t.Context(), tangqiao.ID); err != nil || !of.Closed.IsZero() {
		t.Errorf("%+v %v", of, err)
	}
	if all, err := r.All(t.Context()); err != nil || len(all) != 3 {
		t.Errorf("%+v %v", all, err)
	}
}
