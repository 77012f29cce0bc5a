package desk

import (
	"context"
	"fmt"
	"log/slog"
	"slices"

	"kaoji/evaluation"
)

// Facts lists the recorded facts about a person.
type Facts func(ctx context.Context, of Asked) ([]Fact, error)

// Asked says of whom and of which days facts are asked for; a zero day means no
// bound.
type Asked struct {
	Office, Person string
	People         []string        // several people, instead of Person
	First, Last    evaluation.Date // days of the facts
	From, To       evaluation.Date // days of the records that tell them
}

func (a *Asked) includes(f *Fact) bool {
	return (a.First.IsZero() || !f.On.Before(a.First)) && (a.Last.IsZero() || !f.On.After(a.Last))
}

func (a *Asked) people() []string {
	if len(a.People) > 0 {
		return a.People
	}
	return []string{a.Person}
}

// about returns those of the people asked for whom a record is about.
func (k *Telling) about(of *Asked, r *evaluation.Record) []string {
	switch {
	case len(of.People) == 0:
		return []string{of.Person}
	case k.Party:
		return slices.DeleteFunc(slices.Clone(of.People), func(p string) bool { return !slices.Contains(r.Parties, p) })
	}
	return []string{r.Subject}
}

// Telling extracts facts about a person from the records of one kind. Each kind has
// its own, because kinds have different payloads.
type Telling struct {
	Kind   string
	States []evaluation.State // only records in these states have facts; none: any state
	Party  bool               // search records that name the person as a party, instead of those whose subject the person is
	// Of returns the facts in a record. A record can have several facts or none.
	Of func(r evaluation.Record, person string) ([]Fact, error)
	// Beside is used instead of Of if the facts are in other records: it reads those
	// once for all records of a person and returns the Of.
	Beside func(ctx context.Context, records []evaluation.Record) (func(r evaluation.Record, person string) ([]Fact, error), error)
}

// Tell makes a Facts function from the kinds of a measure. If a record cannot be
// read, this is logged and returned as one fact, and the other facts are still
// returned. An error of the storage is returned as an error.
func Tell(from Finder, log *slog.Logger, kinds ...Telling) Facts {
	return func(ctx context.Context, of Asked) ([]Fact, error) {
		var out []Fact
		for _, k := range kinds {
			records, err := All(ctx, from, k.query(&of))
			if err != nil {
				return nil, err
			}
			if k.Beside != nil && len(records) > 0 {
				if k.Of, err = k.Beside(ctx, records); err != nil {
					return nil, err
				}
			}
			for _, r := range records {
				for _, person := range k.about(&of, &r) {
					for _, f := range k.facts(ctx, log, r, person) {
						if f.Person = person; of.includes(&f) {
							out = append(out, f)
						}
					}
				}
			}
		}
		return out, nil
	}
}

func (k *Telling) query(of *Asked) evaluation.Query {
	q := evaluation.Query{
		Office: of.Office, Kinds: []string{k.Kind}, States: k.States, Sort: evaluation.SortOn, OnFrom: of.From, OnTo: of.To, NoHistory: true,
	}
	if k.Party {
		q.Parties = of.people()
	} else {
		q.Subjects = of.people()
	}
	if !of.First.IsZero() && k.Beside == nil { // no record tells of days after its last change; a day more for the time zone
		q.ChangedFrom = of.First.AddDays(-1).Time()
	}
	return q
}

// facts returns the facts of one record, or one fact that says that it could not be
// read.
func (k *Telling) facts(ctx context.Context, log *slog.Logger, r evaluation.Record, person string) []Fact {
	list, err := k.read(r, person)
	if err != nil {
		log.ErrorContext(ctx, "a fact could not be read", "kind", r.Kind, "record", r.ID, "state", r.State, "err", err)
		list = []Fact{{On: r.On, Say: evaluation.Say("desk.fact.broken")}}
		if r.On.IsZero() {
			list[0].On = evaluation.DateOf(r.Created)
		}
	}
	for i := range list {
		list[i].Kind, list[i].Record = r.Kind, r.ID
	}
	return list
}

// read calls Of and turns a panic, such as from an incomplete payload, into an
// error.
func (k *Telling) read(r evaluation.Record, person string) (list []Fact, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return k.Of(r, person)
}

// Reads makes the Of function of a kind with payload P and one fact per record. fields
// are those of the payload that fact needs, none for all: payloads can be large.
func Reads[P any](fact func(r evaluation.Record, p *P, person string) Fact, fields ...string) func(evaluation.Record, string) ([]Fact, error) {
	return func(r evaluation.Record, person string) ([]Fact, error) {
		p, err := evaluation.PartOf[P](r, fields...)
		if err != nil {
			return nil, err
		}
		return []Fact{fact(r, p, person)}, nil
	}
}
