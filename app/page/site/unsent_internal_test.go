package site

import (
	"net/url"
	"strconv"
	"strings"
	"testing"

	"kaoji/evaluation"
)

// A browser can send a row with very many fields and a long text that says how it was: the
// text is read once, not once for each field.
func TestHowARowWasShownIsReadOnce(t *testing.T) {
	const fields = 500
	was, values := url.Values{}, url.Values{}
	for i := range fields {
		was.Set(strconv.Itoa(i), "1")
		values.Set("r."+strconv.Itoa(i), "1")
	}
	values.Set("r.was", was.Encode())
	if n := testing.AllocsPerRun(1, func() { changedRows(values) }); n > 20*fields {
		t.Errorf("%.0f allocations for %d fields", n, fields)
	}
	if got := changedRows(values); len(got) != 0 {
		t.Errorf("a row as it was shown is changed: %d fields", len(got))
	}
	values.Set("r.7", "2")
	if got := changedRows(values); len(got) != fields+1 {
		t.Errorf("of a changed row %d fields are kept", len(got))
	}
}

func TestASavedViewIsBounded(t *testing.T) {
	var v savedViews
	if err := v.keep(savedView{Name: "长", Query: strings.Repeat("q", longestPlace+1)}); evaluation.CodeOf(err) != evaluation.CodeInvalid {
		t.Errorf("a view of any length is kept: %v", err)
	}
	if err := v.keep(savedView{Name: "短", Query: strings.Repeat("q", longestPlace)}); err != nil {
		t.Error(err)
	}
}
