package roster_test

import (
	"testing"
	"time"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

func date(s string) evaluation.Date {
	d, err := evaluation.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestADateIsReadInEveryShapeThatPersonnelSheetsUse(t *testing.T) {
	for _, c := range []struct {
		cell  roster.Cell
		want  string
		month bool
	}{
		{roster.Cell{Text: "2019.03"}, "2019-03-01", true},
		{roster.Cell{Text: "2019.3"}, "2019-03-01", true},
		{roster.Cell{Text: "2019.1"}, "2019-01-01", true},
		{roster.Cell{Text: "2019年3月"}, "2019-03-01", true},
		{roster.Cell{Text: "2019年3月5日"}, "2019-03-05", false},
		{roster.Cell{Text: " 2019 年 03 月 "}, "2019-03-01", true},
		{roster.Cell{Text: "201903"}, "2019-03-01", true},
		{roster.Cell{Text: "20190305"}, "2019-03-05", false},
		{roster.Cell{Text: "2019-03-05"}, "2019-03-05", false},
		{roster.Cell{Text: "2019/3"}, "2019-03-01", true},
		{roster.Cell{Text: "2019/3/5"}, "2019-03-05", false},
		{roster.Cell{Text: "2019-03-05 00:00:00"}, "2019-03-05", false},
		{roster.Cell{Text: "２０１９．３"}, "2019-03-01", true},
		{roster.Cell{Text: "２０１９年０３月"}, "2019-03-01", true},
		{roster.Cell{Text: "1975.03生"}, "1975-03-01", true},
		{roster.Cell{Text: "2019。3"}, "2019-03-01", true},
		{roster.Cell{Text: "45566"}, "2024-10-01", false},
		{roster.Cell{Text: "2024-10-01", Number: 45566, IsNumber: true, IsDate: true}, "2024-10-01", false},
		{roster.Cell{Text: "2024-10-01", Number: 45566.75, IsNumber: true, IsDate: true}, "2024-10-01", false},
		{roster.Cell{Text: "45566", Number: 45566, IsNumber: true}, "2024-10-01", false},
		{roster.Cell{Text: "201903", Number: 201903, IsNumber: true}, "2019-03-01", true},
		{roster.Cell{Text: "20190305", Number: 20190305, IsNumber: true}, "2019-03-05", false},
		{roster.Cell{Text: "2019.03", Number: 2019.03, IsNumber: true}, "2019-03-01", true},
		{roster.Cell{Text: "2019.12", Number: 2019.12, IsNumber: true}, "2019-12-01", true},
		{roster.Cell{Text: "2019.10", Number: 2019.1, IsNumber: true}, "2019-10-01", true},
		{roster.Cell{Text: "2019.3", Number: 2019.3, IsNumber: true}, "2019-03-01", true},
		{roster.Cell{Text: "2024-02-29"}, "2024-02-29", false},
		{roster.Cell{}, "", false},
		{roster.Cell{Text: "—"}, "", false},
		{roster.Cell{Text: " 无 "}, "", false},
	} {
		got, month, fault := roster.ParseDay(c.cell)
		if fault != "" || got.String() != c.want || month != c.month {
			t.Errorf("%+v: %s, month %v, %s; want %s", c.cell, got, month, fault, c.want)
		}
	}
}

func TestWhatIsNoDateOrMoreThanOneIsNamed(t *testing.T) {
	for _, c := range []struct {
		cell  roster.Cell
		fault string
	}{
		{roster.Cell{Text: "2019.13"}, "roster.import.date"},
		{roster.Cell{Text: "2019-02-29"}, "roster.import.date"},
		{roster.Cell{Text: "2019.00"}, "roster.import.date"},
		{roster.Cell{Text: "1875.3"}, "roster.import.date"},
		{roster.Cell{Text: "75.3"}, "roster.import.date"},
		{roster.Cell{Text: "三月"}, "roster.import.date"},
		{roster.Cell{Text: "=TODAY()"}, "roster.import.date"},
		{roster.Cell{Text: "#REF!"}, "roster.import.date"},
		{roster.Cell{Text: "99999"}, "roster.import.date"},
		{roster.Cell{Text: "2019.3.5.6"}, "roster.import.date"},
		{roster.Cell{Text: "13958473922", Number: 13958473922, IsNumber: true}, "roster.import.date"},
		{roster.Cell{Text: "-3", Number: -3, IsNumber: true}, "roster.import.date"},
		{roster.Cell{Text: "2019.1", Number: 2019.1, IsNumber: true}, "roster.import.date_ambiguous"},
		{roster.Cell{Text: "2019"}, "roster.import.date_year_only"},
		{roster.Cell{Text: "2019年"}, "roster.import.date_year_only"},
		{roster.Cell{Text: "2019", Number: 2019, IsNumber: true}, "roster.import.date_year_only"},
	} {
		if got, _, fault := roster.ParseDay(c.cell); fault != c.fault {
			t.Errorf("%+v: %s, fault %q, want %q", c.cell, got, fault, c.fault)
		}
	}
}

func FuzzADateThatIsReadIsReadAgainFromWhatTheExportPrints(f *testing.F) {
	for _, s := range []string{"2019.03", "２０２４.５", "201611", "2016年12月", "45566", "2024-02-29", "2019-03-05 00:00:00", "1899/1", "２０１９年", "0", "-"} {
		f.Add(s, 45566.0, true)
		f.Add(s, 2019.1, false)
	}
	f.Fuzz(func(t *testing.T, s string, n float64, isNumber bool) {
		d, month, fault := roster.ParseDay(roster.Cell{Text: s, Number: n, IsNumber: isNumber})
		if fault != "" && !d.IsZero() {
			t.Errorf("%q %v: both %s and %s", s, n, d, fault)
		}
		if fault != "" || d.IsZero() {
			return
		}
		if d.Year() < 1900 || d.Year() > 2200 || month && d.Day() != 1 {
			t.Errorf("%q %v: %s", s, n, d)
		}
		again, _, fault := roster.ParseDay(roster.Cell{Text: roster.PrintDay(d)})
		if fault != "" || again != d {
			t.Errorf("%s printed as %s is read as %s, %s", d, roster.PrintDay(d), again, fault)
		}
	})
}

func TestSerialDaysAreCountedAsExcelDoes(t *testing.T) {
	for serial, want := range map[float64]string{10000: "1927-05-18", 25569: "1970-01-01", 36526: "2000-01-01", 45351: "2024-02-29", 73050: "2099-12-31"} {
		got, _, fault := roster.ParseDay(roster.Cell{Number: serial, IsNumber: true, IsDate: true})
		if fault != "" || got.String() != want {
			t.Errorf("%v: %s %s, want %s", serial, got, fault, want)
		}
	}
	if evaluation.NewDate(1899, time.December, 30).DaysUntil(date("2024-10-01")) != 45566 {
		t.Error("the epoch is not 30 December 1899")
	}
}
