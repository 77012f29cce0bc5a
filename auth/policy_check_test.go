package auth_test

import (
	"strings"
	"testing"

	"kaoji/auth"
	"kaoji/evaluation"
)

// A made-up measure of one kind, one act and one line for reading.
func madeUp(may, readers evaluation.Grants) evaluation.Measure {
	type payload struct {
		Title string `json:"title"`
	}
	return evaluation.Measure{Name: "made", Kinds: []evaluation.Kind{{
		Name: "made.up", States: []evaluation.State{"open", "closed"}, Payload: evaluation.New[payload],
		Sight: evaluation.Sight{Readers: readers}, Acts: []evaluation.Act{{Name: "do", May: may}},
	}}}
}

func TestAPolicyThatSpeaksOfWhatThereIsNotIsRefused(t *testing.T) {
	do, read := evaluation.Head.As(evaluation.Department).In("open"), evaluation.Staff.See("title", evaluation.FieldHistory)
	for name, c := range map[string]struct {
		may, readers evaluation.Grants
		says         string // "": it is accepted
	}{
		"what there is":           {do, read, ""},
		"Kaoji's own act":         {nil, read, ""},
		"some fields in states":   {do, read.Or(evaluation.Staff.In("closed").See(evaluation.All)), ""},
		"an unknown role":         {evaluation.By("boss"), read, "do of made.up: unknown role boss"},
		"Kaoji as a role":         {evaluation.By(evaluation.RoleSystem), read, "unknown role system"},
		"an unknown relation":     {do.As("friend"), read, "do of made.up: unknown relation friend"},
		"an unknown state":        {do.In("opened"), read, "do of made.up: unknown state opened"},
		"an unknown field":        {do, evaluation.Staff.See("titel"), "read of made.up: unknown field titel"},
		"nobody in a line":        {evaluation.By(), read, "a line without roles"},
		"reading without fields":  {do, evaluation.Staff, "reading needs them"},
		"fields of an act":        {do.See("title"), read, "fields belong to reading"},
		"a line twice":            {do.Or(do), read, "head as department in open stands twice"},
		"a role twice in a line":  {evaluation.By(evaluation.RoleHead, evaluation.RoleHead), read, "stands twice"},
		"what nobody can read":    {do, nil, "read of made.up: nobody reads it"},
		"a wider line of an act":  {do.Or(evaluation.Head.As(evaluation.Department)), read, ""},
		"two relations of a role": {do.Or(evaluation.Head.As(evaluation.Charge).In("open")), read, ""},
	} {
		_, err := auth.NewPolicy(madeUp(c.may, c.readers))
		if (c.says == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", name, err, c.says)
		}
	}
	_, err := auth.NewPolicy(madeUp(evaluation.By("boss"), evaluation.Staff.See("titel")))
	if err == nil || !strings.Contains(err.Error(), "boss") || !strings.Contains(err.Error(), "titel") {
		t.Errorf("not all mistakes at once: %v", err)
	}
}
