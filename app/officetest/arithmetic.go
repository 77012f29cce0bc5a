package officetest

import (
	"go/constant"
	"go/token"
	"go/types"
	"math"
	"regexp"
	"strings"
	"testing"

	"kaoji/evaluation/desk"
)

var (
	plain    = strings.NewReplacer("×", "*", "÷", "/", "−", "-", "%", "/100.0")
	whole    = regexp.MustCompile(`(^|[^\d.])(\d+)($|[^\d.])`)
	unsolved = regexp.MustCompile(`[Σ√?|μ]`)
)

// AddsUp recomputes every printed formula of an explanation from its printed
// numbers. For "=" the rounded result must equal the printed one; for "≈" it may
// differ by at most near. It returns the number of formulas that could be
// recomputed; sums over ballots and hidden parts cannot.
func AddsUp(t testing.TB, root desk.Node, near float64) int {
	t.Helper()
	n := 0
	for formula := range strings.SplitSeq(root.Formula, "；") {
		if formula == "" || unsolved.MatchString(formula) || !strings.ContainsAny(formula, "=≈") {
			continue
		}
		n++
		at := strings.LastIndexAny(formula, "=≈")
		exact := strings.HasPrefix(formula[at:], "=")
		left, printed := value(t, formula[:at]), strings.TrimLeft(formula[at:], "=≈ ")
		_, decimals, _ := strings.Cut(printed, ".")
		unit := math.Pow10(-len(decimals))
		if off := math.Abs(left - value(t, printed)); exact && off > unit/2+1e-9 || off > near+unit/2 {
			t.Errorf("%s does not add up: %g", formula, left)
		}
	}
	for _, c := range root.Children {
		n += AddsUp(t, c, near)
	}
	return n
}

func value(t testing.TB, expression string) float64 {
	t.Helper()
	text := plain.Replace(strings.TrimSpace(expression))
	for range 2 { // neighbours share the sign between them
		text = whole.ReplaceAllString(text, "$1$2.0$3")
	}
	got, err := types.Eval(token.NewFileSet(), nil, token.NoPos, text)
	if err != nil {
		t.Fatalf("%s (%s): %v", expression, text, err)
	}
	v, _ := constant.Float64Val(got.Value)
	return v
}
