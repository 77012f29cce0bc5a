package survey

import (
	"cmp"
	"context"
	"crypto/sha256"
	"slices"

	"kaoji/evaluation"
)

// Words is what somebody wrote. Group is empty where the group is not shown.
type Words struct {
	Group string
	Text  string
}

// MostWords is how many written answers are returned at most.
const MostWords = 5000

// Written returns the written answers to a question, in an order that has nothing to do with
// the answers, without the group where its figures are hidden; none where all are. The view
// must be of a counted wave.
func (s *Service) Written(ctx context.Context, office, wave, question string) ([]Words, error) {
	w, err := s.Counted(ctx, office, wave)
	if err != nil {
		return nil, err
	}
	q := w.Question(question)
	if q == nil || q.Kind != Written {
		return nil, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	results, err := w.Results()
	if err != nil {
		return nil, err
	}
	of := results.Questions[slices.IndexFunc(results.Questions, func(o QuestionResult) bool { return o.ID == question })]
	if of.All.Hidden {
		return nil, nil
	}
	var list []Words
	for i, g := range w.Groups {
		name := g.Name.Zh
		if of.Groups[i].Hidden {
			name = ""
		}
		if err := s.each(ctx, office, wave, g.Code, func(a Answers) {
			if text := a[question].Text; text != "" && len(list) < MostWords {
				list = append(list, Words{Group: name, Text: text})
			}
		}); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(list, func(a, b Words) int {
		x, y := sha256.Sum256([]byte(wave+a.Text)), sha256.Sum256([]byte(wave+b.Text))
		return cmp.Compare(string(x[:]), string(y[:]))
	})
	return list, nil
}
