package workday_test

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"kaoji/evaluation"
	"kaoji/evaluation/workday"
)

const sound = `{"year":2027,"source":"通知","document":"","issued":"","status":"unverified",
"holidays":[{"name":"元旦","from":"2027-01-01","to":"2027-01-03"}],"workdays":[{"date":"2027-01-09","for":"元旦"}]}`

func TestAYearFileWithAMistakeIsRefusedAndTheMistakeNamed(t *testing.T) {
	if _, err := workday.ParseYear([]byte(sound)); err != nil {
		t.Fatalf("the sound file: %v", err)
	}
	for _, x := range []struct{ name, old, new, field, key string }{
		{"holiday of another year", `"from":"2027-01-01"`, `"from":"2026-12-31"`, "holidays.0.from", "workday.outside"},
		{"end in another year", `"to":"2027-01-03"`, `"to":"2028-01-03"`, "holidays.0.to", "workday.outside"},
		{"end before start", `"to":"2027-01-03"`, `"to":"2026-01-03"`, "holidays.0.to", "workday.outside"},
		{"backwards", `"from":"2027-01-01"`, `"from":"2027-01-05"`, "holidays.0.to", "workday.order"},
		{"both off and worked", `"date":"2027-01-09"`, `"date":"2027-01-02"`, "workdays.0.date", "workday.twice"},
		{"made up on a Monday", `"date":"2027-01-09"`, `"date":"2027-01-11"`, "workdays.0.date", "workday.weekend"},
		{"made up in another year", `"date":"2027-01-09"`, `"date":"2026-01-10"`, "workdays.0.date", "workday.outside"},
		{"no date", `"date":"2027-01-09"`, `"date":""`, "workdays.0.date", "workday.outside"},
		{"nameless", `"name":"元旦"`, `"name":""`, "holidays.0.name", "error.field.required"},
		{"no source", `"source":"通知"`, `"source":""`, "source", "error.field.required"},
		{"long source", `"source":"通知"`, `"source":"` + strings.Repeat("长", 201) + `"`, "source", "error.field.too_long"},
		{"status", `"unverified"`, `"sure"`, "status", "workday.status"},
		{"year", `"year":2027`, `"year":27`, "year", "workday.year_range"},
		{"nothing", `{"name":"元旦","from":"2027-01-01","to":"2027-01-03"}`, ``, "holidays", "workday.holidays"},
		{"unknown field", `"year":2027`, `"year":2027,"another":1`, "", "workday.format"},
		{"impossible date", `2027-01-09`, `2027-02-30`, "", "error.date"},
	} {
		t.Run(x.name, func(t *testing.T) {
			text := strings.Replace(sound, x.old, x.new, 1)
			if text == sound {
				t.Fatal("the case changes nothing")
			}
			_, err := workday.ParseYear([]byte(text))
			e, ok := errors.AsType[*evaluation.Error](err)
			if !ok {
				t.Fatalf("error is %v", err)
			}
			key := e.Message.Key
			if x.field != "" {
				key = e.Fields[x.field].Key
			}
			if key != x.key {
				t.Errorf("%v; want %s at %q", e, x.key, x.field)
			}
		})
	}
}

func TestAFileBeyondTheBoundIsRefusedUnread(t *testing.T) {
	_, err := workday.ParseYear(make([]byte, workday.MaxFile+1))
	if evaluation.CodeOf(err) != evaluation.CodeTooLarge {
		t.Errorf("error is %v", err)
	}
}

func TestTrailingTextIsRefused(t *testing.T) {
	if _, err := workday.ParseYear([]byte(sound + "{}")); evaluation.CodeOf(err) != evaluation.CodeInvalid {
		t.Errorf("error is %v", err)
	}
}

func FuzzParseYear(f *testing.F) {
	f.Add([]byte(sound))
	f.Add([]byte(`{"year":２０２７}`))
	names, err := filepath.Glob("2*.json")
	if err != nil || len(names) < 3 {
		f.Fatalf("shipped years: %v %v", names, err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		y, err := workday.ParseYear(data)
		if err != nil {
			return
		}
		printed, err := y.Format()
		if err != nil {
			t.Fatal(err)
		}
		again, err := workday.ParseYear(printed)
		if err != nil {
			t.Fatalf("own print refused: %v\n%s", err, printed)
		}
		if !reflect.DeepEqual(y, again) {
			t.Errorf("%+v printed and read is %+v", y, again)
		}
		workday.New(y)
	})
}
