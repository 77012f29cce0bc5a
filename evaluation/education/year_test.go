package education_test

import (
	"testing"

	"pgregory.net/rapid"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/education"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

func rules(t testing.TB, day string) rulepack.Numbers {
	t.Helper()
	pack, err := rulepack.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	return pack.On(date(day))
}

// 公务员培训规定 2019 (D-12): in service at least 12 days or 90 hours a year; the
// first training of newcomers at least 12 days.
func TestAYearAsksForNinetyHoursOrTwelveDays(t *testing.T) {
	r := rules(t, "2026-12-01")
	yearly, err := education.NeedOf(r, roster.Member{Level: "一级科员", Joined: date("2020-01-01")}, 2026)
	if err != nil || yearly.Hours != 90 || yearly.Days != 12 || yearly.Rule != "training.yearly.hours" {
		t.Fatalf("need is %+v, %v", yearly, err)
	}
	first, err := education.NeedOf(r, roster.Member{Level: "试用期", Joined: date("2026-07-01")}, 2026)
	if err != nil || first.Hours != 0 || first.Days != 12 || first.Why != education.NeedInitial {
		t.Fatalf("need of a newcomer is %+v, %v", first, err)
	}
	if none, err := education.NeedOf(r, roster.Member{Level: roster.LevelDivisionHead}, 2026); err != nil || none.Why != education.NeedNone {
		t.Fatalf("need of a leader is %+v, %v", none, err)
	}
	line := func(on string, hours education.Hours, days int) education.Line {
		return education.Line{On: date(on), Hours: hours, Days: days}
	}
	for name, c := range map[string]struct {
		need  education.Need
		lines []education.Line
		met   bool
		short education.Hours
	}{
		"nothing":                    {yearly, nil, false, "90"},
		"ninety hours":               {yearly, []education.Line{line("2026-03-01", "50", 0), line("2026-05-01", "40", 0)}, true, ""},
		"half an hour too few":       {yearly, []education.Line{line("2026-03-01", "89.5", 0)}, false, "0.5"},
		"twelve days":                {yearly, []education.Line{line("2026-03-01", "40", 12)}, true, ""},
		"hours of another year":      {yearly, []education.Line{line("2025-12-31", "90", 12)}, false, "90"},
		"a newcomer's hours":         {first, []education.Line{line("2026-08-01", "90", 0)}, false, ""},
		"a newcomer's days":          {first, []education.Line{line("2026-08-01", "90", 12)}, true, ""},
		"a leader without any hours": {education.Need{Why: education.NeedNone}, nil, true, ""},
	} {
		if got := education.Count(2026, c.need, c.lines); got.Met != c.met || got.Short != c.short {
			t.Errorf("%s: met %v, short %q", name, got.Met, got.Short)
		}
	}
}

func TestHoursAddUpWithoutRoundingInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tenths := rapid.SliceOfN(rapid.IntRange(1, 400), 0, 40).Draw(t, "tenths")
		sum := 0
		var lines []education.Line
		for i, n := range tenths {
			sum += n
			lines = append(lines, education.Line{Record: string(rune('a' + i%26)), On: evaluation.NewDate(2026, 1, 1).AddDays(i), Hours: education.HoursOf(n)})
			if education.HoursOf(n).Tenths() != n {
				t.Fatalf("%d tenths are written %s", n, education.HoursOf(n))
			}
		}
		need := education.Need{Hours: 90, Days: 12, Why: education.NeedYearly}
		got := education.Count(2026, need, lines)
		mixed := education.Count(2026, need, rapid.Permutation(lines).Draw(t, "order"))
		if got.Hours.Tenths() != sum || mixed.Hours != got.Hours || got.Met != (sum >= 900) {
			t.Fatalf("%d tenths count as %s and %s, met %v", sum, got.Hours, mixed.Hours, got.Met)
		}
		if more := education.Count(2026, need, append(lines, education.Line{On: date("2026-06-01"), Hours: "1"})); got.Met && !more.Met {
			t.Fatal("an hour more is too few")
		}
	})
}

func credit(w *officetest.World, no string) *education.CreditContent {
	id := "0198c2f0-0000-7000-9000-00000000000" + no[1:]
	w.Must(w.Store.PutBlob(w.T.Context(), evaluation.Blob{
		Office: officetest.Office, ID: id, Name: "证书.pdf", Type: "application/pdf", Owner: "account-" + no, Created: w.Now(),
	}, []byte("%PDF-")))
	return &education.CreditContent{
		Title: "科级干部进修班", Organiser: "区委党校", Form: "school", From: date("2026-05-11"), To: date("2026-05-22"), Hours: "80", Days: 12,
		Files: []string{id},
	}
}

func TestTrainingElsewhereCountsOnceItIsConfirmedByTheSection(t *testing.T) {
	w := running(t)
	wrong := credit(w.World, "a9")
	wrong.Days, wrong.Files = 13, nil
	_, err := w.Create(t.Context(), w.Who("a4"), education.KindCredit, "report", evaluation.Creation{Input: wrong})
	w.Refused("error.field.required", err)
	r := w.Make(w.Who("a4"), education.KindCredit, "report", credit(w.World, "a4"))
	year := func() education.Tally {
		t.Helper()
		got, err := w.Education.Year(t.Context(), officetest.Office, w.People["a4"], date("2026-12-01"))
		w.Must(err)
		return got
	}
	if got := year(); got.Hours != "0" || got.Met {
		t.Errorf("counts before it is confirmed: %+v", got)
	}
	w.Refused("recused", w.Try(w.Who("a4", evaluation.RolePersonnel), r.ID, "confirm", nil))
	w.Do(w.Personnel(), r.ID, "confirm", nil)
	id := w.session("2")
	w.note(id, "present", "a4")
	got := year()
	if got.Hours != "82" || got.Days != 12 || !got.Met || len(got.Lines) != 2 || got.Parts != 1 || got.Complete != 0 {
		t.Errorf("the year is %+v", got)
	}
	w.Do(w.Personnel(), r.ID, "revoke", nil)
	if got := year(); got.Hours != "2" || got.Met || got.Short != "88" {
		t.Errorf("the year without it is %+v", got)
	}
	other := w.Make(w.Personnel(), education.KindCredit, "register", &education.RegisterInput{Person: w.People["a5"], CreditContent: func() education.CreditContent {
		in := *credit(w.World, "a5")
		w.Must(w.Store.PutBlob(t.Context(), evaluation.Blob{Office: officetest.Office, ID: "0198c2f0-0000-7000-9000-0000000000ff", Name: "证书.pdf", Type: "application/pdf", Owner: "zuzhi", Created: w.Now()}, []byte("%PDF-")))
		in.Files = []string{"0198c2f0-0000-7000-9000-0000000000ff"}
		return in
	}()})
	w.Do(w.Personnel(), other.ID, "return", nil)
	w.Do(w.Who("a5"), other.ID, "withdraw", nil)
	w.is(other.ID, education.CreditWithdrawn)
}

func TestAFileSentWithARefusedFormIsThereForTheNextTry(t *testing.T) {
	w := running(t)
	in := credit(w.World, "a4")
	in.Days = 13 // of 12
	if _, err := w.Create(t.Context(), w.Who("a4"), education.KindCredit, "report", evaluation.Creation{Input: in}); evaluation.CodeOf(err) != evaluation.CodeInvalid {
		t.Fatalf("13 of 12 days: %v", err)
	}
	in.Days = 12
	r := w.Make(w.Who("a4"), education.KindCredit, "report", in)
	b, err := w.Store.BlobInfo(t.Context(), officetest.Office, in.Files[0])
	w.Must(err)
	if b.Record != r.ID {
		t.Errorf("the file belongs to %q, not to %s", b.Record, r.ID)
	}
}

func TestAFileOfARecordThatWasNotWrittenIsThereForTheNextTry(t *testing.T) {
	w := running(t)
	in := credit(w.World, "a4")
	taken := w.Make(w.Who("a5"), education.KindCredit, "report", credit(w.World, "a5"))
	_, err := w.Create(t.Context(), w.Who("a4"), education.KindCredit, "report", evaluation.Creation{ID: taken.ID, Input: in})
	w.Refused("conflict", err)
	w.Make(w.Who("a4"), education.KindCredit, "report", in)
}
