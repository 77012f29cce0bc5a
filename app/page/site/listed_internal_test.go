package site

import (
	"testing"

	"kaoji/app/page/view"
)

func column(name string, texts ...string) shown {
	return shown{name: name, cell: func(i int) view.ListedCell { return view.ListedCell{Text: texts[i]} }}
}

func TestAColumnThatAnotherOneRepeatsIsNoticed(t *testing.T) {
	period := column("period", "2026年", "2025年")
	period.bare = func(i int) string { return []string{"2026", "2025"}[i] }
	for name, c := range map[string]struct {
		other shown
		want  bool
	}{
		"the year":         {column("year", "2026", "2025"), true},
		"the same words":   {column("span", "2026年", "2025年"), true},
		"another year":     {column("year", "2026", "2024"), false},
		"the column again": {column("period", "2026年", "2025年"), false},
	} {
		if got := repeated(period, []shown{c.other}, 2); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
	if repeated(period, []shown{column("year")}, 0) {
		t.Error("nothing is repeated in no rows")
	}
}
