package roster_test

import (
	"testing"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

func TestEthnicityAndSecondmentAreAmendedAndAPhoneIsChecked(t *testing.T) {
	d := newDesk(t)
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
	for _, phone := range []string{"办公室", "12", "138000000001234567"} {
		if err := d.act(t.Context(), id, "amend", &roster.Amend{Phone: phone}); fields(err)["phone"] != "roster.phone" {
			t.Errorf("%s: %v", phone, err)
		}
	}
}
