package commendation_test

import (
	"testing"

	"pgregory.net/rapid"

	"kaoji/evaluation/commendation"
)

func TestAlikeWordingsAreFoundAndOthersAreNot(t *testing.T) {
	const a = "3月1日晚，在浦建路巡查时发现一名走失老人，护送其回家。"
	for text, want := range map[string]bool{
		a: true,
		"3月1日晚在浦建路巡查时，发现走失老人一名，并护送其回家": true,
		"为居民楼道清理堆物，消除火灾隐患。":            false,
		"": false,
	} {
		if got := commendation.Likeness(a, text) >= 5000; got != want {
			t.Errorf("%q: %d", text, commendation.Likeness(a, text))
		}
	}
	// The sets are {ab, bc, cd} and {bc, cd, de}: two of four.
	if n := commendation.Likeness("A b,c d", "bcde"); n != 5000 {
		t.Errorf("worked example: %d", n)
	}
	if commendation.Likeness("好", "好") != 10000 || commendation.Likeness("……", "……") != 0 {
		t.Error("one character and none")
	}
}

func TestLikenessIsSymmetricAndBounded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("好人事老家，ab1 ")))
		a, b := text.Draw(t, "a"), text.Draw(t, "b")
		n := commendation.Likeness(a, b)
		if n != commendation.Likeness(b, a) || n < 0 || n > 10000 {
			t.Fatalf("%d", n)
		}
		if own := commendation.Likeness(a, a); own != 10000 && own != 0 {
			t.Fatalf("itself: %d", own)
		}
	})
}

func TestTwoDeedsAreHeldTogetherByDayPeopleAndWording(t *testing.T) {
	look := func(on, text string, people ...string) commendation.Look {
		return commendation.Look{On: date(on), People: people, Title: text, Text: text}
	}
	base := look("2026-03-01", "护送走失老人回家", "p", "q")
	for name, c := range map[string]struct {
		other commendation.Look
		want  bool
	}{
		"the same":               {base, true},
		"thirty days later":      {look("2026-03-31", "护送走失老人回家", "q"), true},
		"thirty-one days later":  {look("2026-04-01", "护送走失老人回家", "q"), false},
		"thirty days earlier":    {look("2026-01-30", "护送走失老人回家", "p"), true},
		"somebody else":          {look("2026-03-01", "护送走失老人回家", "r"), false},
		"another wording":        {look("2026-03-02", "楼道清理堆物", "p"), false},
		"another, that very day": {look("2026-03-01", "楼道清理堆物", "p"), true},
	} {
		if _, same := commendation.Alike(base, c.other, 30, 5000); same != c.want {
			t.Errorf("%s: %v", name, same)
		}
	}
	a, b := look("2026-03-01", "甲"), look("2026-03-01", "乙")
	if _, same := commendation.Alike(a, b, 30, 5000); same {
		t.Error("about nobody, and yet the same")
	}
	a.Unit, b.Unit = "u", "u"
	if _, same := commendation.Alike(a, b, 30, 5000); !same {
		t.Error("one department, one day")
	}
}

func TestNumbersAreReadAsTheyAreWritten(t *testing.T) {
	if n := commendation.FileNumber("塘委组", 2026, 12); n != "塘表备〔2026〕12号" {
		t.Error(n)
	}
	if n := commendation.FileNumber("", 2026, 12); n != "表备〔2026〕12号" {
		t.Error(n)
	}
	rapid.Check(t, func(t *rapid.T) {
		year, n := rapid.IntRange(1998, 2200).Draw(t, "year"), rapid.IntRange(1, 999999).Draw(t, "n")
		for _, s := range []string{commendation.FileNumber("塘", year, n), commendation.BulletinNumber(year, n)} {
			if y, m, ok := commendation.ParseNumber(s); !ok || y != year || m != n {
				t.Fatalf("%s: %d %d %v", s, y, m, ok)
			}
		}
	})
	for _, s := range []string{"", "12号", "塘表备〔26〕12号", "〔2026〕0号"} {
		if _, _, ok := commendation.ParseNumber(s); ok {
			t.Errorf("%q was read", s)
		}
	}
}
