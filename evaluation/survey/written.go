package survey

import (
	"cmp"
	"context"
	"crypto/sha256"
	"slices"

	"kaoji/evaluation"
)

// MostWords is how many written answers to a question are kept to be read. If there are more,
// they are drawn by lot.
const MostWords = 2000

// written is a written answer with the code of the group.
type written struct {
	Group string `json:"group"`
	Text  string `json:"text"`
}

// collected are written answers to a question in the order of a hash of wave and text, which
// has nothing to do with who wrote when. It keeps the first MostWords and needs the memory of
// twice as many.
type collected struct{ list []drawn }

type drawn struct {
	written
	lot [sha256.Size]byte
}

func (c *collected) add(wave string, w written) {
	c.list = append(c.list, drawn{w, sha256.Sum256([]byte(wave + w.Text))})
	if len(c.list) >= 2*MostWords {
		c.cut()
	}
}

func (c *collected) cut() {
	slices.SortStableFunc(c.list, func(a, b drawn) int { return cmp.Compare(string(a.lot[:]), string(b.lot[:])) })
	c.list = c.list[:min(len(c.list), MostWords)]
}

func (c *collected) all() []written {
	c.cut()
	out := make([]written, len(c.list))
	for i, one := range c.list {
		out[i] = one.written
	}
	return out
}

// wordsID is the id of the cell with the written answers to a question.
func wordsID(wave, question string) string { return wave + "/" + question }

// Words is what somebody wrote. Group is empty where the group is not shown.
type Words struct {
	Group Text
	Text  string
}

// Written returns the written answers to a question, in an order that has nothing to do with
// the answers, without the group where its figures are hidden; none where all are.
func (s *Service) Written(ctx context.Context, w *Counted, of *QuestionResult) ([]Words, error) {
	if of.Kind != Written || of.All.Hidden {
		return nil, nil
	}
	var list []written
	if err := s.readSealed(ctx, classWords, w.office, wordsID(w.id, of.ID), &list); err != nil && evaluation.CodeOf(err) != evaluation.CodeNotFound {
		return nil, err
	}
	out := make([]Words, len(list))
	for i, one := range list {
		out[i].Text = one.Text
		for j, g := range w.Groups {
			if g.Code == one.Group && !of.Groups[j].Hidden {
				out[i].Group = g.Name
			}
		}
	}
	return out, nil
}
