// Package periodic contains the report of a year or half-year to the level above (综合报告):
// figures of all measures, counted once and kept with the report, and the text of the office
// in which they stand. The text begins with a template that the office edits.
package periodic

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// The kinds.
const (
	KindReport   = "periodic.report"
	KindTemplate = "periodic.template"
)

// The states of a report.
const (
	Draft     evaluation.State = "draft"
	Submitted evaluation.State = "submitted" // to a principal leader
	Issued    evaluation.State = "issued"
	Discarded evaluation.State = "discarded"
)

// The states of a template.
const (
	InUse   evaluation.State = "in_use"
	Retired evaluation.State = "retired"
)

// Figure is a figure of a report, as counted on Report.Counted.
type Figure struct {
	Key    string                   `json:"key"` // <measure>.<key> of its definition
	N      int64                    `json:"n"`
	Of     int64                    `json:"of"`     // the whole of a share, 0 for none
	Before *int64                   `json:"before"` // of the same span a year before; null: it cannot be compared
	Tenths bool                     `json:"tenths"` // N, Of and Before are in tenths
	Items  []evaluation.TalliedItem `json:"items"`
}

// Declared is a figure that the reports have.
type Declared struct {
	Key     string // <measure>.<key>
	Measure string
	evaluation.Tally
	kind *evaluation.Kind
}

// DeclaredOf lists the figures of the measures.
func DeclaredOf(measures []evaluation.Measure) []Declared {
	var list []Declared
	for _, m := range measures {
		for _, t := range m.Tally {
			d := Declared{Key: m.Name + "." + t.Key, Measure: m.Name, Tally: t}
			for i := range m.Kinds {
				if m.Kinds[i].Name == t.Kind {
					d.kind = &m.Kinds[i]
				}
			}
			list = append(list, d)
		}
	}
	return list
}

// Sum adds up something that is not counted by records, between two days, both included.
type Sum struct {
	Key string // <measure>.<key>
	Add func(ctx context.Context, office string, from, to evaluation.Date) (Figure, error)
}

// Deps are the dependencies of the measure.
type Deps struct {
	desk.Desk
	evaluation.Ledger
	evaluation.Grouper
	Declared func() []Declared // of all measures
	Sums     []Sum
}

// Service has the acts of the measure.
type Service struct{ Deps }

// New makes a Service.
func New(d Deps) *Service { return &Service{d} }

// Measure returns the definition; it is not one of the eight measures.
func (s *Service) Measure() evaluation.Measure {
	return evaluation.Measure{Name: "periodic", Kinds: []evaluation.Kind{s.reportKind(), s.templateKind()}}
}

func (s *Service) reportKind() evaluation.Kind {
	draft, submitted, issued := evaluation.States(Draft), evaluation.States(Submitted), evaluation.States(Issued)
	return evaluation.Kind{
		Name: KindReport, Payload: evaluation.New[Report], Drafts: evaluation.KeepDrafts(), Brief: []string{"title"}, Found: []string{evaluation.FoundSort},
		Sight:  evaluation.Sight{Readers: evaluation.Running.See(evaluation.All).Or(evaluation.Leader.In(Issued).See(evaluation.All))},
		States: evaluation.States(Draft, Submitted, Issued, Discarded), Final: evaluation.States(Discarded), Void: evaluation.States(Discarded),
		Usual: evaluation.Usual{Draft: {"submit"}, Submitted: {"issue"}}, Grave: []string{"discard", "return", "take_back"},
		Notifies: map[string][]evaluation.Recipient{}, Print: []string{"periodic_report"},
		Acts: []evaluation.Act{
			evaluation.NewAct("begin", evaluation.Personnel, nil, draft, evaluation.Run(s.begin)),
			evaluation.Staying("edit", evaluation.Personnel, draft, evaluation.Run(s.edit)).Beginning("title", "text"),
			evaluation.Staying("count", evaluation.Personnel, draft, evaluation.Plain(s.count)).When(evaluation.Always),
			evaluation.NewAct("submit", evaluation.Personnel, draft, submitted, evaluation.Plain(submit)),
			evaluation.NewAct("return", evaluation.Principal, submitted, draft, evaluation.Plain(giveBack)).WithReason(),
			evaluation.NewAct("issue", evaluation.Principal, submitted, issued, evaluation.Plain(issue)),
			evaluation.NewAct("take_back", evaluation.Principal, issued, draft, evaluation.Plain(giveBack)).WithReason(),
			evaluation.NewAct("discard", evaluation.Personnel, draft, evaluation.States(Discarded), evaluation.Plain(discard)).WithReason(),
		},
	}
}

func (s *Service) templateKind() evaluation.Kind {
	use := evaluation.States(InUse)
	return evaluation.Kind{
		Name: KindTemplate, Payload: evaluation.New[Template], Brief: []string{"name"}, Found: []string{evaluation.FoundSort}, Drafts: evaluation.KeepDrafts(),
		Sight:  evaluation.Sight{Readers: evaluation.Running.See(evaluation.All)},
		States: evaluation.States(InUse, Retired), Final: evaluation.States(Retired), Grave: []string{"retire"},
		Acts: []evaluation.Act{
			evaluation.NewAct("write", evaluation.Personnel, nil, use, evaluation.Run(s.write)),
			evaluation.Staying("rewrite", evaluation.Personnel, use, evaluation.Run(s.rewrite)).Beginning("name", "text"),
			evaluation.NewAct("retire", evaluation.Personnel, use, evaluation.States(Retired), evaluation.Plain(retire)),
		},
	}
}
