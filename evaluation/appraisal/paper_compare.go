package appraisal

import (
	"context"
	"encoding/json"
	"strconv"

	"kaoji/evaluation"
)

// Difference is a cell in which two entries differ.
type Difference struct {
	Paper  int    `json:"paper"`
	Person string `json:"person"` // "" if one entry does not have the paper
	Item   int    `json:"item"`   // place of the item, -1 for the reason or an abstention
	First  string `json:"first"`
	Second string `json:"second"`
}

// Differences lists the cells in which the two entries of a batch differ, for
// people who may enter them again.
func (s *Service) Differences(ctx context.Context, batch evaluation.View) ([]Difference, error) {
	if batch.Kind != KindPaper || !batch.Offers("enter_again") {
		return nil, evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
	}
	rec, err := s.Ledger.Get(ctx, batch.Office, batch.ID) // the view does not include the entries
	if err != nil {
		return nil, err
	}
	b, err := evaluation.PayloadOf[Batch](rec)
	if err != nil {
		return nil, err
	}
	if b.Second.Sealed == "" {
		return []Difference{}, nil
	}
	r, _, err := s.round(ctx, batch.Office, rec.Parent)
	if err != nil {
		return nil, err
	}
	return s.compare(rec.ID, r, b)
}

// compare compares the two entries cell by cell.
func (s *Service) compare(id string, r *Round, b *Batch) ([]Difference, error) {
	first, err := s.openEntry(id, b.First)
	if err != nil {
		return nil, err
	}
	second, err := s.openEntry(id, b.Second)
	if err != nil {
		return nil, err
	}
	out := []Difference{}
	for paper := range max(last(first), last(second)) + 1 {
		a, in := first[paper]
		c, also := second[paper]
		if in != also {
			out = append(out, Difference{Paper: paper, Item: -1, First: strconv.FormatBool(in), Second: strconv.FormatBool(also)})
			continue
		}
		for i := range min(len(a), len(c)) { // both have a row for every cadre, in the same order
			out = append(out, differences(paper, len(r.Items), a[i], c[i])...)
		}
	}
	return out, nil
}

func differences(paper, items int, a, b mark) []Difference {
	var out []Difference
	add := func(item int, x, y string) {
		if x != y {
			out = append(out, Difference{Paper: paper, Person: a.Person, Item: item, First: x, Second: y})
		}
	}
	for i := range items {
		add(i, pointAt(a, i), pointAt(b, i))
	}
	add(-1, a.Reason, b.Reason)
	return out
}

func pointAt(m mark, i int) string {
	if i >= len(m.Points) {
		return "—"
	}
	return strconv.Itoa(m.Points[i])
}

func last(p papers) int {
	out := 0
	for number := range p {
		out = max(out, number)
	}
	return out
}

func (s *Service) openEntry(id string, e Entry) (papers, error) {
	plain, err := s.Vault.Open(e.Sealed, id)
	if err != nil {
		return nil, err
	}
	var p papers
	return p, json.Unmarshal([]byte(plain), &p)
}
