package survey_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kaoji/evaluation"
	"kaoji/evaluation/survey"
)

func options(codes ...string) (list []survey.Option) {
	for i, c := range codes {
		list = append(list, survey.Option{Code: c, Text: survey.Text{Zh: c}, Score: 100 - 50*i})
	}
	return list
}

// asked has a question of each kind; q2 is for those who chose bad, q3 for those who chose x.
func asked() *survey.Questionnaire {
	text := survey.Text{Zh: "问"}
	return &survey.Questionnaire{
		Title: text, Groups: []survey.Group{{Code: "residents", Name: text, Issued: 10, Paper: true}, {Code: "cadres", Name: text, Issued: 5, Paper: true}},
		Sections: []survey.Section{
			{Questions: []survey.Question{
				{ID: "q1", Kind: survey.Scale, Text: text, Required: true, Options: options("good", "fair", "bad")},
				{ID: "q2", Kind: survey.Multiple, Text: text, Required: true, Options: options("x", "y", "z"), Most: 2, ShownIf: &survey.Condition{Question: "q1", Options: []string{"bad"}}},
				{ID: "q3", Kind: survey.Written, Text: text, ShownIf: &survey.Condition{Question: "q2", Options: []string{"x"}}},
				{ID: "q4", Kind: survey.Matrix, Text: text, Required: true, Options: options("good", "bad"), Rows: options("r", "s")},
			}},
			{Groups: []string{"cadres"}, Questions: []survey.Question{
				{ID: "q5", Kind: survey.Ranking, Text: text, Options: options("x", "y", "z")},
				{ID: "q6", Kind: survey.Number, Text: text, Least: 0, Greatest: 60},
			}},
		},
	}
}

func chosen(codes ...string) survey.Answer { return survey.Answer{Chosen: codes} }

func number(n int64) survey.Answer { return survey.Answer{Number: &n} }

func TestAnAnswerSaysWhatTheQuestionAsks(t *testing.T) {
	q := asked()
	if m := q.Check(); len(m) > 0 {
		t.Fatal(m)
	}
	rows := survey.Answer{Rows: map[string]string{"r": "good", "s": "bad"}}
	for name, c := range map[string]struct {
		group string
		given survey.Answers
		wrong []string
		kept  []string
	}{
		"all that is asked":             {"cadres", survey.Answers{"q1": chosen("good"), "q4": rows, "q5": chosen("z", "x"), "q6": number(60)}, nil, []string{"q1", "q4", "q5", "q6"}},
		"what is not required":          {"residents", survey.Answers{"q1": chosen("bad"), "q2": chosen("x"), "q4": rows}, nil, []string{"q1", "q2", "q4"}},
		"what is shown by conditions":   {"residents", survey.Answers{"q1": chosen("bad"), "q2": chosen("y", "x"), "q3": {Text: "慢"}, "q4": rows}, nil, []string{"q1", "q2", "q3", "q4"}},
		"what is hidden is left out":    {"residents", survey.Answers{"q1": chosen("good"), "q2": chosen("x"), "q3": {Text: "慢"}, "q4": rows}, nil, []string{"q1", "q4"}},
		"nothing":                       {"residents", survey.Answers{}, []string{"q1", "q4"}, nil},
		"what a condition asks for":     {"residents", survey.Answers{"q1": chosen("bad"), "q4": rows}, []string{"q2"}, nil},
		"another group's":               {"residents", survey.Answers{"q1": chosen("good"), "q4": rows, "q6": number(1)}, []string{"q6"}, nil},
		"no option":                     {"residents", survey.Answers{"q1": chosen("best"), "q4": rows}, []string{"q1"}, nil},
		"two of one":                    {"residents", survey.Answers{"q1": chosen("good", "bad"), "q4": rows}, []string{"q1"}, nil},
		"too many, and one twice":       {"residents", survey.Answers{"q1": chosen("bad"), "q2": chosen("x", "y", "z"), "q4": rows}, []string{"q2"}, nil},
		"one twice":                     {"residents", survey.Answers{"q1": chosen("bad"), "q2": chosen("x", "x"), "q4": rows}, []string{"q2"}, nil},
		"a row is missing":              {"residents", survey.Answers{"q1": chosen("good"), "q4": {Rows: map[string]string{"r": "good"}}}, []string{"q4"}, nil},
		"no row":                        {"residents", survey.Answers{"q1": chosen("good"), "q4": {Rows: map[string]string{"r": "good", "t": "bad"}}}, []string{"q4"}, nil},
		"beyond the bounds":             {"cadres", survey.Answers{"q1": chosen("good"), "q4": rows, "q6": number(61)}, []string{"q6"}, nil},
		"a part that the kind has not":  {"residents", survey.Answers{"q1": {Chosen: []string{"good"}, Text: "慢"}, "q4": rows}, []string{"q1"}, nil},
		"only a part the kind has not":  {"residents", survey.Answers{"q1": {Text: "慢"}, "q4": rows}, []string{"q1"}, nil},
		"more words than are read":      {"residents", survey.Answers{"q1": chosen("bad"), "q2": chosen("x"), "q3": {Text: string(make([]byte, survey.MostText+1))}, "q4": rows}, []string{"q3"}, nil},
		"a question that nobody is put": {"residents", survey.Answers{"q1": chosen("good"), "q4": rows, "q9": chosen("x")}, []string{"q9"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			kept, err := q.Accept(c.group, c.given)
			var fields, ids []string
			var failed *evaluation.Error
			if errors.As(err, &failed) {
				for f := range failed.Fields {
					fields = append(fields, f)
				}
			}
			for id := range kept {
				ids = append(ids, id)
			}
			slices.Sort(fields)
			slices.Sort(ids)
			if !slices.Equal(fields, c.wrong) || err == nil && !slices.Equal(ids, c.kept) {
				t.Errorf("wrong %v, kept %v (%v)", fields, ids, err)
			}
		})
	}
}

func TestAQuestionnaireThatCannotBeAnsweredIsNotOpened(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(q *survey.Questionnaire)
		wrong string
	}{
		"no title":                       {func(q *survey.Questionnaire) { q.Title = survey.Text{} }, "title"},
		"no groups":                      {func(q *survey.Questionnaire) { q.Groups = nil }, "groups"},
		"a group that is asked nothing":  {func(q *survey.Questionnaire) { q.Sections[0].Groups = []string{"cadres"} }, "groups.1"},
		"a group twice":                  {func(q *survey.Questionnaire) { q.Groups[1].Code = "residents" }, "groups.2"},
		"nothing issued":                 {func(q *survey.Questionnaire) { q.Groups[0].Issued = 0 }, "groups.1"},
		"a section for nobody":           {func(q *survey.Questionnaire) { q.Sections[1].Groups = []string{"guests"} }, "section.2"},
		"one option":                     {func(q *survey.Questionnaire) { q.Sections[0].Questions[0].Options = options("good") }, "question.1.options"},
		"an option twice":                {func(q *survey.Questionnaire) { q.Sections[0].Questions[0].Options = options("good", "good") }, "question.1.options"},
		"a question twice":               {func(q *survey.Questionnaire) { q.Sections[0].Questions[3].ID = "q1" }, "question.4.id"},
		"a condition on a later one":     {func(q *survey.Questionnaire) { q.Sections[0].Questions[1].ShownIf.Question = "q4" }, "question.2.shown_if"},
		"a condition on no option":       {func(q *survey.Questionnaire) { q.Sections[0].Questions[1].ShownIf.Options = []string{"x"} }, "question.2.shown_if"},
		"a matrix without rows":          {func(q *survey.Questionnaire) { q.Sections[0].Questions[3].Rows = nil }, "question.4.rows"},
		"options of a number":            {func(q *survey.Questionnaire) { q.Sections[1].Questions[1].Options = options("x", "y") }, "question.6.options"},
		"bounds that nothing lies in":    {func(q *survey.Questionnaire) { q.Sections[1].Questions[1].Least = 61 }, "question.6.least"},
		"more chosen than there are":     {func(q *survey.Questionnaire) { q.Sections[0].Questions[1].Most = 4 }, "question.2.most"},
		"an unknown kind":                {func(q *survey.Questionnaire) { q.Sections[0].Questions[0].Kind = "stars" }, "question.1.kind"},
		"a code that is not one":         {func(q *survey.Questionnaire) { q.Sections[0].Questions[0].ID = "Q 1" }, "question.1.id"},
		"a question without words":       {func(q *survey.Questionnaire) { q.Sections[0].Questions[0].Text = survey.Text{En: "?"} }, "question.1.text"},
		"a score beyond a hundred":       {func(q *survey.Questionnaire) { q.Sections[0].Questions[0].Options[0].Score = 101 }, "question.1.options"},
		"a limit where one is chosen":    {func(q *survey.Questionnaire) { q.Sections[0].Questions[0].Most = 2 }, "question.1.most"},
		"no questions":                   {func(q *survey.Questionnaire) { q.Sections = nil }, "sections"},
		"bounds of what is not a number": {func(q *survey.Questionnaire) { q.Sections[0].Questions[0].Greatest = 2 }, "question.1.least"},
	} {
		q := asked()
		c.spoil(q)
		if m := q.Check(); m[c.wrong].Key == "" {
			t.Errorf("%s: %v", name, m)
		}
	}
}

func TestTheLibraryCanBeOpened(t *testing.T) {
	for _, name := range survey.Library() {
		q, err := survey.Shipped(name)
		if err != nil {
			t.Fatal(err)
		}
		if m := q.Check(); len(m) > 0 {
			t.Errorf("%s: %v", name, m)
		}
		for _, one := range q.Questions() {
			if one.Text.En == "" || slices.ContainsFunc(one.Options, func(o survey.Option) bool { return o.Text.En == "" }) {
				t.Errorf("%s: %s has no English", name, one.ID)
			}
		}
	}
}

// The margin of 100 answers and the change that is more than noise are those of rule G-5:
// ±9.8 points at 50 %, and 13.9 points between two waves.
func TestTheMarginOfAHundredAnswers(t *testing.T) {
	q := asked()
	one := q.Questions()[0]
	wave := func(good int) *survey.Tally {
		tally := survey.NewTally()
		for i := range 100 {
			answer := "bad"
			if i < good {
				answer = "good"
			}
			tally.Add(q, survey.Answers{"q1": chosen(answer)})
		}
		return tally
	}
	s := wave(50).Shares(one)[0]
	if math.Abs(s.Margin-9.8) > 0.005 || math.Abs(s.Low-40.38) > 0.005 || math.Abs(s.High-59.62) > 0.005 { // Wilson interval of 50 of 100, as in Newcombe 1998
		t.Errorf("%+v", s)
	}
	for change, noise := range map[int]bool{13: true, 14: false} {
		if d := survey.Compare(q, wave(50-change/2), wave(50-change/2+change))[0]; d.P < 0.05 == noise {
			t.Errorf("a change of %d points: %+v", change, d)
		}
	}
}

// A group below the floor is never found by subtraction: the hidden ones together are at
// least the floor, or nothing is left to subtract from.
func TestNoHiddenGroupCanBeSubtracted(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		n, floor := rapid.SliceOfN(rapid.IntRange(0, 12), 1, 8).Draw(r, "respondents"), rapid.IntRange(3, 6).Draw(r, "floor")
		hidden := survey.Hidden(n, floor, nil)
		groups, people, shown := 0, 0, 0
		for i, h := range hidden {
			switch {
			case h:
				groups, people = groups+1, people+n[i]
			case n[i] > 0 && n[i] < floor:
				r.Fatalf("%v: group %d is shown", n, i)
			case n[i] > 0:
				shown++
			}
		}
		if shown > 0 && groups > 0 && (groups == 1 || people < floor) {
			r.Fatalf("%v with floor %d: %v can be subtracted", n, floor, hidden)
		}
	})
}

// Tallies of parts added up are the tally of all.
func TestTalliesAddUp(t *testing.T) {
	q := asked()
	rapid.Check(t, func(r *rapid.T) {
		all, parts := survey.NewTally(), []*survey.Tally{survey.NewTally(), survey.NewTally(), survey.NewTally()}
		for range rapid.IntRange(0, 30).Draw(r, "respondents") {
			given := survey.Answers{
				"q1": chosen(rapid.SampledFrom([]string{"good", "fair", "bad"}).Draw(r, "q1")),
				"q4": {Rows: map[string]string{"r": rapid.SampledFrom([]string{"good", "bad"}).Draw(r, "r"), "s": "bad"}},
				"q5": chosen(rapid.Permutation([]string{"x", "y", "z"}).Draw(r, "q5")...), "q6": number(rapid.Int64Range(0, 60).Draw(r, "q6")),
			}
			accepted, err := q.Accept("cadres", given)
			if given["q1"].Chosen[0] == "bad" {
				if err == nil {
					r.Fatal("q2 is required")
				}
				continue
			}
			all.Add(q, accepted)
			parts[rapid.IntRange(0, 2).Draw(r, "part")].Add(q, accepted)
		}
		sum := survey.NewTally()
		for _, p := range parts {
			sum.Merge(p)
		}
		for _, one := range q.Questions() {
			a, b := all.Shares(one), sum.Shares(one)
			if !slices.Equal(a, b) {
				r.Fatalf("%s: %v, in parts %v", one.ID, a, b)
			}
			m, ok := all.MeanOf(one, "r")
			n, also := sum.MeanOf(one, "r")
			if ok != also || m.N != n.N || math.Abs(m.Mean-n.Mean) > 1e-9 {
				r.Fatalf("%s: %v, in parts %v", one.ID, m, n)
			}
		}
	})
}

func TestTheReturnRateHasItsWord(t *testing.T) {
	steps := map[string]int64{"adequate": 5000, "good": 6000, "very_good": 7000} // G-6
	for returned, want := range map[int]string{0: "", 49: "", 50: "adequate", 60: "good", 69: "good", 70: "very_good", 100: "very_good"} {
		if share, word := survey.Returned(100, returned, steps); word != want || share != float64(returned) {
			t.Errorf("%d of 100: %v %q, want %q", returned, share, word, want)
		}
	}
}

// One of seven is satisfied: Student's interval would go from -20.7 to 49.2.
func TestTheIntervalOfAMeanScoreStaysWithinTheScores(t *testing.T) {
	q := &survey.Question{ID: "q1", Kind: survey.Scale, Options: []survey.Option{{Code: "o1", Score: 100}, {Code: "o2"}}}
	of := &survey.Questionnaire{Sections: []survey.Section{{Questions: []survey.Question{*q}}}}
	tally := survey.NewTally()
	for i := range 7 {
		tally.Add(of, survey.Answers{"q1": {Chosen: []string{[]string{"o1", "o2"}[min(i, 1)]}}})
	}
	if m, ok := tally.MeanOf(q, ""); !ok || math.Abs(m.Mean-100.0/7) > 1e-9 || m.Low != 0 || math.Abs(m.High-49.24) > 0.01 {
		t.Errorf("%+v", m)
	}
}
