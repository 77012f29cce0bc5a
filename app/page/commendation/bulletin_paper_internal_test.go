package commendation

import "testing"

func TestHeadingsAreNumberedAsOfficialPapersAre(t *testing.T) {
	for n, want := range map[int]string{
		1: "一", 9: "九", 10: "十", 11: "十一", 19: "十九", 20: "二十", 21: "二十一", 99: "九十九",
		100: "一百", 101: "一百零一", 110: "一百一十", 115: "一百一十五", 120: "一百二十", 200: "二百", 999: "九百九十九",
	} {
		if got := numeral(n); got != want {
			t.Errorf("%d is %s, want %s", n, got, want)
		}
	}
}
