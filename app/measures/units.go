package measures

import (
	"context"
	"math"
	"slices"
	"time"

	"kaoji/evaluation"
	"kaoji/evaluation/commendation"
	"kaoji/evaluation/concern"
	"kaoji/evaluation/education"
	"kaoji/evaluation/survey"
	"kaoji/evaluation/unitreview"
)

// unitFigures are figures of a department for its review: good deeds on file, education
// completed of what was open to its people, concerns dealt with of those received, and those
// dealt with in time of those that were due.
func unitFigures(from evaluation.Grouper, concerns *concern.Service, now func() time.Time) func(ctx context.Context, office, unit string, first, last evaluation.Date) ([]unitreview.Figure, error) {
	return func(ctx context.Context, office, unit string, first, last evaluation.Date) ([]unitreview.Figure, error) {
		list := []unitreview.Figure{}
		for _, of := range []struct {
			unitreview.Figure
			kind       string
			done, open []evaluation.State
		}{
			{unitreview.Figure{Key: "deeds"}, commendation.KindDeed, evaluation.States(commendation.DeedFiled, commendation.DeedPublished), nil},
			{unitreview.Figure{Key: "education"}, education.KindPart, evaluation.States(education.PartComplete), evaluation.States(education.PartOpen, education.PartUnfinished)},
		} {
			counts, err := from.Group(ctx, evaluation.Query{
				Office: office, Kinds: []string{of.kind}, Units: []string{unit}, OnFrom: first, OnTo: last, States: slices.Concat(of.done, of.open),
			}, "state")
			if err != nil {
				return nil, err
			}
			f := of.Figure
			for _, c := range counts {
				if of.open != nil {
					f.Of += c.N
				}
				if slices.Contains(of.done, evaluation.State(c.Keys[0])) {
					f.N += c.N
				}
			}
			list = append(list, f)
		}
		sum, err := concerns.OfUnit(ctx, office, unit, first, last, evaluation.DateOf(now()))
		return append(list,
			unitreview.Figure{Key: "concerns", Quiet: true, N: int64(sum.Done), Of: int64(sum.All)},
			unitreview.Figure{Key: "in_time", Quiet: true, N: int64(sum.InTime), Of: int64(sum.Due)}), err
	}
}

// unitMarks are the means of a counted questionnaire by the text of the row: those of
// questions whose options have scores, of all and of each group, as far as they may be shown.
func unitMarks(from *survey.Service) func(ctx context.Context, office, wave string) (map[string][]unitreview.Mark, error) {
	return func(ctx context.Context, office, wave string) (map[string][]unitreview.Mark, error) {
		counted, err := from.Counted(ctx, office, wave)
		if err != nil {
			return nil, err
		}
		results, err := counted.Results()
		if err != nil {
			return nil, err
		}
		marks := map[string][]unitreview.Mark{}
		for i := range results.Questions {
			q := &results.Questions[i]
			if q.Kind != survey.Matrix || q.All.Hidden {
				continue
			}
			for _, row := range q.Rows {
				add := func(group string, means []survey.RowMean) {
					for _, m := range means {
						if m.Row == row.Code {
							marks[row.Text.Zh] = append(marks[row.Text.Zh], unitreview.Mark{Wave: wave, Title: counted.Title.Zh, Question: q.Text.Zh, Group: group, Mean: int(math.Round(m.Mean.Mean * 100)), N: m.N})
						}
					}
				}
				add("", q.All.Means)
				for n, g := range q.Groups {
					if len(q.Groups) > 1 {
						add(results.Groups[n].Name.Zh, g.Means)
					}
				}
			}
		}
		return marks, nil
	}
}

// unitGrades passes the grades of departments to measure 7: of the last review that ended in
// a year.
func unitGrades(from evaluation.RecordFinder) func(ctx context.Context, office string, year int) (map[string]string, error) {
	return func(ctx context.Context, office string, year int) (map[string]string, error) {
		grades := map[string]string{}
		for r, err := range evaluation.AllRecords(ctx, from, evaluation.Query{
			Office: office, Kinds: []string{unitreview.KindSheet}, States: evaluation.States(unitreview.SheetImproving, unitreview.SheetClosed),
			OnFrom: evaluation.NewDate(year, 1, 1), OnTo: evaluation.NewDate(year, 12, 31), Sort: evaluation.SortOn, NoHistory: true,
		}) {
			if err != nil {
				return nil, err
			}
			sh, err := evaluation.PartOf[unitreview.Sheet](r, "grade")
			if err != nil {
				return nil, err
			}
			if r.Unit != "" {
				grades[r.Unit] = sh.Grade
			}
		}
		return grades, nil
	}
}
