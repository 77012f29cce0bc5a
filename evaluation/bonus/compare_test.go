package bonus_test

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation/bonus"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

func compared(t *testing.T, p *bonus.Plan, pool int64, lines []bonus.Line) bonus.Compare {
	t.Helper()
	pack, err := rulepack.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	rules, err := pack.On(officetest.Date("2026-07-01")).Freeze("bonus.ranks")
	if err != nil {
		t.Fatal(err)
	}
	c, err := bonus.CompareSplits(rules, p, pool, lines)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Three people of three levels did the same; 1.00 yuan leaves one fen over, which
// goes to the first of them.
func TestAFenThatCannotBeSplitIsNoCorrelationWithLevel(t *testing.T) {
	p := &bonus.Plan{Floor: 100, Competent: 100}
	line := func(no, level string) bonus.Line {
		return bonus.Line{Person: no, No: no, Level: level, Grade: bonus.GradeCompetent, Days: 10}
	}
	c := compared(t, p, 100, []bonus.Line{line("1", roster.LevelSectionHead), line("2", roster.LevelSectionDeputy), line("3", "一级科员")})
	if s := c.Actual; s.Most-s.Least != 1 || s.Rho.Known || s.Eta.Known || s.Gini.N != 0 {
		t.Errorf("equal work gives %+v", s)
	}
	// A fen of leftover beside real differences moves no rank either.
	c = compared(t, p, 200, []bonus.Line{line("1", roster.LevelSectionHead), line("2", "一级科员"), line("3", roster.LevelSectionHead)})
	if c.Actual.Rho.Known {
		t.Errorf("ρ is %+v", c.Actual.Rho)
	}
}

func TestWhatLevelExplainsIsNotDeterminedWhereEveryLevelHasOnePerson(t *testing.T) {
	p := &bonus.Plan{Floor: 100, Competent: 100}
	c := compared(t, p, 600, []bonus.Line{
		{Person: "a", No: "1", Level: roster.LevelSectionHead, Grade: bonus.GradeCompetent, Days: 10},
		{Person: "b", No: "2", Level: "一级科员", Grade: bonus.GradeCompetent, Days: 20},
	})
	if c.Actual.Eta.Known || !c.Actual.Gini.Known || !c.Actual.Rho.Known {
		t.Errorf("%+v", c.Actual)
	}
	if last := c.Why[2].Children[2]; last.Label.Key != "bonus.figure.single" {
		t.Errorf("the arithmetic does not say why: %+v", last)
	}
}

// evaluate computes the forms that the arithmetic is printed in.
func evaluate(t *testing.T, formula string) float64 {
	t.Helper()
	numbers := regexp.MustCompile(`[0-9.]+`).FindAllString(formula, -1)
	n := make([]float64, len(numbers))
	for i, s := range numbers {
		n[i], _ = strconv.ParseFloat(s, 64)
	}
	switch {
	case strings.Contains(formula, "√"):
		x := n[0] / math.Sqrt(n[1]*n[2])
		if strings.HasPrefix(formula, "-") {
			x = -x
		}
		return x
	case strings.HasPrefix(formula, "2 × "):
		return 2*n[1]/(n[2]*n[3]) - n[4]/n[5]
	}
	return n[0] / n[1]
}

func TestThePrintedArithmeticOfTheStatisticsGivesThem(t *testing.T) {
	p := &bonus.Plan{Floor: 40, WorkShare: 60, Competent: 100, Excellent: 120, Workload: []bonus.WorkRow{{Name: "件", Points: "1.5"}}}
	var lines []bonus.Line
	for i, x := range []struct {
		level, grade string
		days         int
		work         int64
	}{
		{roster.LevelSectionHead, bonus.GradeCompetent, 180, 70}, {roster.LevelSectionHead, bonus.GradeExcellent, 170, 90},
		{"一级科员", bonus.GradeCompetent, 180, 120}, {"一级科员", bonus.GradeCompetent, 90, 30}, {roster.LevelSectionDeputy, bonus.GradeExcellent, 181, 110},
	} {
		lines = append(lines, bonus.Line{
			Person: strconv.Itoa(i), No: strconv.Itoa(i), Name: strconv.Itoa(i), Level: x.level, Grade: x.grade, Days: x.days, Work: []bonus.Number{bonus.NumberOf(x.work * 100)},
		})
	}
	c := compared(t, p, 100_000_01, lines)
	for i, f := range []bonus.Figure{c.Actual.Gini, c.Actual.Rho, c.Actual.Eta} {
		node := c.Why[i]
		if got := evaluate(t, node.Formula); !f.Known || math.Abs(got-float64(f.N)/10_000) > 0.00006 {
			t.Errorf("%s = %v, but the figure is %+v", node.Formula, got, f)
		}
		if len(node.Children) < 3 {
			t.Errorf("%s lists %d inputs", node.Label.Key, len(node.Children))
		}
	}
}
