package roster_test

import (
	"fmt"
	"testing"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

func TestEthnicityAndSecondmentAreAmended(t *testing.T) {
	d := newSection(t)
	id := d.person(t, entry("TQ0901", d.department(t, "办公室", 10)))
	d.must(t, id, d.act(t.Context(), id, "amend", &roster.Amend{Ethnicity: "满族", Secondment: "挂职", Phone: "13800000000"}))
	r, err := d.Load(t.Context(), d.office, id)
	if err != nil {
		t.Fatal(err)
	}
	p, err := evaluation.PayloadOf[roster.Person](r)
	if err != nil || p.Ethnicity != "满族" || p.Secondment != "挂职" || p.Phone != "13800000000" {
		t.Errorf("%+v %v", p, err)
	}
}

// A telephone number is held against the same rule wherever it comes in: by hand
// into a person or a committee, and from the rows of both sheets.
func TestATelephoneNumberIsCheckedWhereverItComesIn(t *testing.T) {
	good := []string{
		"13800000001", "138 0000 0001", "138-0000-0001", "+86 13800000001", "１３８００００００００", "021-57957178", "+86 21 57957178",
		"57957178", "57957178转802", "13800000001、57957178", "62001", "110",
	}
	bad := []string{"办公室", "12", "/", "23800000001", "12800000001", "138000000001234567", "1380000000", "见备注", "13800000001或62001"}
	d := newSection(t)
	unit := d.department(t, "办公室", 10)
	id := d.person(t, entry("TQ0901", unit))
	k := d.committee(t, "第一居委会", 1)
	n := 0
	byHand := map[string]func(phone string) error{
		"enter": func(phone string) error {
			n++
			in := entry(fmt.Sprintf("TQ1%03d", n), unit)
			in.Phone = phone
			_, err := d.create(t.Context(), roster.KindPerson, "enter", in)
			return err
		},
		"amend": func(phone string) error { return d.act(t.Context(), id, "amend", &roster.Amend{Phone: phone}) },
		"open a committee": func(phone string) error {
			n++
			_, err := d.create(t.Context(), roster.KindCommittee, "open", &roster.OpenCommittee{Name: fmt.Sprintf("第%d居委会", n), Order: n, Phone: phone})
			return err
		},
		"amend a committee": func(phone string) error { return d.act(t.Context(), k, "amend", &roster.AmendCommittee{Phone: phone}) },
	}
	imported := map[string]func(phone string) bool{
		"the sheet of people": func(phone string) bool {
			draft, found := roster.Read([]roster.Sheet{table("花名册", "姓名|工号|性别|科室|手机", "甲一|A1|男|财务科|"+phone)})
			return draft.People[0].Phone != "" && len(found) == 0
		},
		"the sheet of committees": func(phone string) bool {
			draft, found := roster.Read([]roster.Sheet{table("花名册", "姓名|工号|性别|科室", "甲一|A1|男|财务科"), table("居委会", "名称|书记|联系电话", "第一居委会|彭文慧|"+phone)})
			return draft.Committees[0].Phone != "" && len(found) == 0
		},
	}
	check := func(phone string, right bool) {
		for name, act := range byHand {
			if err := act(phone); right && err != nil || !right && fields(err)["phone"] != "roster.phone" {
				t.Errorf("%s of %q: %v", name, phone, err)
			}
		}
		for name, read := range imported {
			if empty := phone == "/"; !empty && read(phone) != right { // a stroke in a sheet says that there is none
				t.Errorf("%s: %q is taken: %v", name, phone, !right)
			}
		}
	}
	for _, phone := range good {
		check(phone, true)
	}
	for _, phone := range bad {
		check(phone, false)
	}
}
