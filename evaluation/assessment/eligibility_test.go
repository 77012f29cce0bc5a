package assessment_test

import (
	"slices"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/roster"
)

func dayOf(s string) evaluation.Date {
	if s == "" {
		return evaluation.Date{}
	}
	return officetest.Date(s)
}

// found is what follows for somebody of an establishment with these absences,
// asked on a day.
func found(t *testing.T, establishment, on string, absences ...roster.Absence) []assessment.Finding {
	t.Helper()
	m := roster.Member{Joined: officetest.Date("2015-01-01"), Establishment: establishment, Absences: absences}
	got, err := assessment.Eligibility(m, assessment.On(officetest.Date(on)), rules(t))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestSpecialCasesFollowTheRules(t *testing.T) {
	for _, c := range []struct{ name, kind, from, to, consequence string }{
		{"A-30 probation on the day", roster.Probation, "2026-03-01", "2027-02-28", assessment.CommentOnly},
		{"A-30 probation that is over", roster.Probation, "2025-03-01", "2026-02-28", ""},
		{"A-30 probation without a last day, in its twelve months", roster.Probation, "2025-12-01", "", assessment.CommentOnly},
		{"A-30 probation without a last day, after its twelve months", roster.Probation, "2025-11-30", "", ""},
		{"A-31 leave of most of the second half is not half of the year", roster.Leave, "2026-07-01", "2026-11-30", ""},
		{"A-31 182 of 365 days", roster.Leave, "2026-01-01", "2026-07-01", ""},
		{"A-31 183 of 365 days", roster.Leave, "2026-01-01", "2026-07-02", assessment.NoGrade},
		{"A-31 across the halves", roster.Leave, "2026-04-01", "2026-09-30", assessment.NoGrade},
		{"A-31 what lies after the day asked does not count yet", roster.Leave, "2026-06-15", "2026-12-31", ""},
		{"A-31 what lies in the year before does not count", roster.Leave, "2025-07-01", "2026-06-30", ""},
		{"A-32 investigation still open", roster.Investigation, "2026-10-01", "", assessment.Deferred},
		{"A-32 investigation closed before the day", roster.Investigation, "2026-07-01", "2026-11-30", ""},
		{"C-17 admonition of the year", roster.Admonition, "2026-03-02", "2026-09-02", assessment.NotExcellent},
		{"C-17 admonition of the year before", roster.Admonition, "2025-12-31", "2026-06-30", ""},
		{"A-37 seconded for most of the year", roster.Seconded, "2026-05-31", "", assessment.AssessedElsewhere},
		{"A-37 seconded for most of the second half alone", roster.Seconded, "2026-07-15", "", ""},
	} {
		got := found(t, "行政编", "2026-11-30", roster.Absence{Kind: c.kind, Source: "文号", From: dayOf(c.from), To: dayOf(c.to)})
		have := ""
		if len(got) > 0 {
			have = got[0].Consequence
		}
		if have != c.consequence || len(got) > 1 {
			t.Errorf("%s: %+v, want %q", c.name, got, c.consequence)
		}
	}
	got, err := assessment.Eligibility(roster.Member{Joined: officetest.Date("2026-09-01")}, assessment.On(officetest.Date("2026-11-30")), rules(t))
	if err != nil || len(got) != 1 || got[0].Consequence != assessment.Material {
		t.Errorf("transferred in: %+v %v", got, err)
	}
	joined := officetest.Date("2026-09-01")
	for name, m := range map[string]roster.Member{
		"began to work here":          {Joined: joined, Person: &roster.Person{WorkedSince: joined}},
		"a level of probation":        {Joined: joined, Person: &roster.Person{WorkedSince: joined.AddMonths(-24)}, Level: roster.LevelProbation},
		"a probation from joining on": {Joined: joined, Absences: []roster.Absence{{Kind: roster.Probation, From: joined, To: joined.AddMonths(12)}}},
	} {
		got, err := assessment.Eligibility(m, assessment.On(officetest.Date("2026-11-30")), rules(t))
		if err != nil || slices.ContainsFunc(got, func(f assessment.Finding) bool { return f.Kind == assessment.KindTransfer }) {
			t.Errorf("%s: a recruit was not transferred: %+v %v", name, got, err)
		}
	}
	twice := found(t, "行政编", "2026-12-31",
		roster.Absence{Kind: roster.Leave, From: officetest.Date("2026-01-01"), To: officetest.Date("2026-06-20")},
		roster.Absence{Kind: roster.Leave, From: officetest.Date("2026-06-01"), To: officetest.Date("2026-06-30")})
	if len(twice) != 0 {
		t.Errorf("days counted twice: %+v", twice)
	}
	split := found(t, "行政编", "2026-12-31",
		roster.Absence{Kind: roster.Leave, From: officetest.Date("2026-02-01"), To: officetest.Date("2026-05-15")},
		roster.Absence{Kind: roster.Leave, From: officetest.Date("2026-09-01"), To: officetest.Date("2026-11-30")})
	if len(split) != 1 || split[0].Days != 195 || split[0].Of != 365 {
		t.Errorf("leave of both halves: %+v", split)
	}
}

// The table, row by row: what each penalty does in the year of the
// decision and in the years after it. The decision is made on the first and on
// the last day of the year, of a month and of a leap February: it is the year
// that counts, never the day on which the effect ends.
func TestEveryPenaltyCountsByTheYearOfItsDecision(t *testing.T) {
	const (
		no     = ""
		notTop = assessment.NotExcellent
		only   = assessment.CommentOnly
		worst  = assessment.MustIncompetent
	)
	for _, c := range []struct {
		row, kind string
		years     [4]string
	}{
		{"A-33 政务警告", roster.Warning, [4]string{notTop, no, no, no}},
		{"A-34 记过", roster.Demerit, [4]string{only, no, no, no}},
		{"A-34 记大过", roster.SeriousDemerit, [4]string{only, only, no, no}},
		{"A-34 降级", roster.Demotion, [4]string{only, only, no, no}},
		{"A-34 撤职", roster.Removal, [4]string{only, only, no, no}},
		{"A-34 开除", roster.Expulsion, [4]string{assessment.NoGrade, no, no, no}},
		{"A-35 党内警告", roster.PartyWarning, [4]string{notTop, no, no, no}},
		{"A-35 严重警告", roster.PartySeriousWarning, [4]string{only, no, no, no}},
		{"A-35 撤销党内职务", roster.PartyRemoval, [4]string{worst, no, no, no}},
		{"A-35 留党察看一年", roster.PartyProbationOne, [4]string{worst, only, no, no}},
		{"A-35 留党察看二年", roster.PartyProbationTwo, [4]string{worst, only, only, no}},
		{"A-35 开除党籍", roster.PartyExpulsion, [4]string{worst, only, only, no}},
		{"A-38 调整职务", roster.Adjusted, [4]string{notTop, no, no, no}},
		{"A-38 责令辞职", roster.Resignation, [4]string{only, no, no, no}},
		{"A-38 免职", roster.Relieved, [4]string{only, no, no, no}},
		{"A-38 降职", roster.Demoted, [4]string{only, no, no, no}},
		{"停职检查 has no row", roster.Suspended, [4]string{no, no, no, no}},
	} {
		for _, decided := range []string{"2024-01-01", "2024-02-29", "2024-03-31", "2024-06-30", "2024-07-01", "2024-12-31"} {
			for _, to := range []string{"", "2024-12-31", "2025-01-01", "2026-12-31"} {
				a := roster.Absence{Kind: c.kind, Source: "文号", From: officetest.Date(decided), To: dayOf(to)}
				if got := found(t, "行政编", "2023-12-31", a); len(got) != 0 {
					t.Errorf("%s: %+v before it was decided", c.row, got)
				}
				for n, want := range c.years {
					have := ""
					got := found(t, "行政编", officetest.Date("2024-12-31").AddMonths(12*n).String(), a)
					if len(got) > 0 {
						have = got[0].Consequence
					}
					if have != want || len(got) > 1 {
						t.Errorf("%s of %s, year %d: %+v, want %q", c.row, decided, 2024+n, got, want)
					}
				}
			}
		}
	}
}

// What the table of civil servants does to institution staff is not known; what
// is said of them is marked as unverified.
func TestTheRowsOfCivilServantsAreMarkedForInstitutionStaff(t *testing.T) {
	for _, c := range []struct{ kind, want string }{
		{roster.Warning, assessment.NotExcellent}, {roster.Demerit, assessment.AtMostBasic}, {roster.SeriousDemerit, assessment.AtMostBasic},
		{roster.PartyWarning, assessment.NotExcellent}, {roster.Adjusted, assessment.NotExcellent},
	} {
		a := roster.Absence{Kind: c.kind, Source: "文号", From: officetest.Date("2026-03-31")}
		got := found(t, "事业编", "2026-12-31", a)
		if len(got) != 1 || got[0].Consequence != c.want || !got[0].Unverified || got[0].Then().Key != "assessment.consequence.unverified" {
			t.Errorf("%s: %+v", c.kind, got)
		}
		if got := found(t, "行政编", "2026-12-31", a); len(got) != 1 || got[0].Unverified {
			t.Errorf("%s of a civil servant: %+v", c.kind, got)
		}
	}
}

// The rules of civil servants decide nothing about staff by contract: every case is said, with
// the word that the office's own rule decides, and bars no grade. Who assesses the person is
// the same for everybody.
func TestTheOfficesOwnRuleDecidesAboutStaffByContract(t *testing.T) {
	for _, kind := range []string{
		roster.Warning, roster.Demerit, roster.SeriousDemerit, roster.PartyWarning, roster.PartyRemoval, roster.HeavyPenalty, roster.Adjusted,
		roster.Probation, roster.Leave, roster.Investigation, roster.Admonition, roster.Seconded,
	} {
		a := roster.Absence{Kind: kind, Source: "文号", From: officetest.Date("2026-01-05")}
		if kind == roster.Admonition {
			a.To = officetest.Date("2026-07-04")
		}
		want := assessment.OfficeRule
		if kind == roster.Seconded {
			want = assessment.AssessedElsewhere
		}
		for _, establishment := range []string{"聘用", "编外聘用"} {
			got := found(t, establishment, "2026-12-31", a)
			if len(got) != 1 || got[0].Consequence != want || got[0].Unverified {
				t.Errorf("%s of %s: %+v", kind, establishment, got)
				continue
			}
			if want == assessment.OfficeRule && got[0].Then().Key != "assessment.consequence.office_rule" {
				t.Errorf("%s: %v", kind, got[0].Then())
			}
		}
		if got := found(t, "事业编", "2026-12-31", a); len(got) != 1 || kind != roster.Seconded && !got[0].Unverified {
			t.Errorf("%s of institution staff is not marked: %+v", kind, got)
		}
	}
}

// A kind that an earlier version merged is never guessed: what follows is said
// where it is the same for all that it may stand for, and asked for elsewhere.
func TestAMergedPenaltyIsAskedForAndNotGuessed(t *testing.T) {
	for _, c := range []struct {
		kind  string
		years [4]string
	}{
		{roster.HeavyPenalty, [4]string{assessment.CommentOnly, assessment.Unclassified, "", ""}},
		{roster.PartySerious, [4]string{assessment.Unclassified, assessment.Unclassified, assessment.Unclassified, ""}},
		{roster.Dismissed, [4]string{assessment.CommentOnly, "", "", ""}},
	} {
		for n, want := range c.years {
			have := ""
			day := officetest.Date("2025-12-31").AddMonths(12 * n).String()
			if got := found(t, "行政编", day, roster.Absence{Kind: c.kind, Source: "文号", From: officetest.Date("2025-03-31")}); len(got) > 0 {
				have = got[0].Consequence
			}
			if have != want {
				t.Errorf("%s, year %d: %q, want %q", c.kind, 2025+n, have, want)
			}
		}
	}
}

// what a case came to that was open at the end of the year counts for that
// year although it was decided in the next.
func TestWhatAClosedCaseCameToCountsForTheYearInWhichItWasOpen(t *testing.T) {
	open := roster.Absence{Kind: roster.Investigation, Source: "立案", From: officetest.Date("2026-10-01"), To: officetest.Date("2027-02-10")}
	for kind, want := range map[string]string{
		"": "", roster.Warning: assessment.NotExcellent, roster.PartyWarning: assessment.NotExcellent, roster.Demerit: assessment.NoGrade,
	} {
		absences := []roster.Absence{open}
		if kind != "" {
			absences = append(absences, roster.Absence{Kind: kind, Source: "处分", From: officetest.Date("2027-02-10")})
		}
		m := roster.Member{Joined: officetest.Date("2015-01-01"), Absences: absences}
		today := officetest.Date("2027-02-20")
		got, err := assessment.Eligibility(m, assessment.When{Day: officetest.Date("2026-12-31"), Asked: today, Known: today}, rules(t))
		have := ""
		if len(got) > 0 {
			have = got[0].Consequence
		}
		if err != nil || have != want {
			t.Errorf("after %q: %+v %v, want %q", kind, got, err, want)
		}
	}
}
