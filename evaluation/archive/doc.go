// Package archive contains what of the records goes into the personnel files of people
// (干部人事档案) and by when: an item for each official form, made by Kaoji when the form is
// final, and ticked by who puts it there.
package archive

import (
	"context"
	"errors"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/rulepack"
)

// KindItem is an official form that goes into the personnel file of a person.
const KindItem = "archive.item"

// The states of an item.
const (
	Waiting evaluation.State = "waiting"  // to be put into the file
	Filed   evaluation.State = "filed"    //
	LeftOut evaluation.State = "left_out" // does not belong there, for a reason
	Dropped evaluation.State = "dropped"  // the record was opened again; its next form waits anew
)

// Item is the payload of an archive.item record.
type Item struct {
	Form    string          `json:"form"`  // <measure>.<key> of its material
	Class   int             `json:"class"` // of the ten classes of a personnel file
	Of      string          `json:"of" show:"-"`
	Name    string          `json:"name"`  // of the person
	Arose   evaluation.Date `json:"arose"` // day on which the form became final
	FiledOn evaluation.Date `json:"filed_on"`
	FiledBy string          `json:"filed_by"`
	Why     string          `json:"why"` // why it was left out or taken back
	Rules   rulepack.Frozen `json:"rules"`
}

// ruleDeadline is the rule of the months after which a form is in the file (J-15).
const ruleDeadline = "file.deadline"

// Declared is a material with its measure.
type Declared struct {
	Key string // <measure>.<key>
	evaluation.Material
}

// DeclaredOf lists the materials of measures.
func DeclaredOf(measures ...evaluation.Measure) []Declared {
	var list []Declared
	for _, m := range measures {
		for _, one := range m.Material {
			list = append(list, Declared{m.Name + "." + one.Key, one})
		}
	}
	return list
}

// Deps are the dependencies of the measure.
type Deps struct {
	desk.Desk
	evaluation.Ledger
	Declared []Declared
}

// Service has the acts of the measure.
type Service struct{ Deps }

// New makes a Service.
func New(d Deps) *Service { return &Service{d} }

// Measure returns the definition; it is not one of the eight measures.
func (s *Service) Measure() evaluation.Measure {
	return evaluation.Measure{Name: "archive", Kinds: []evaluation.Kind{s.itemKind()}}
}

func (s *Service) itemKind() evaluation.Kind {
	waiting, done := evaluation.States(Waiting), evaluation.States(Filed, LeftOut)
	return evaluation.Kind{
		Name: KindItem, About: evaluation.AboutSubject, Payload: evaluation.New[Item], Brief: []string{"form", "name"}, Drafts: evaluation.KeepDrafts(),
		Columns: []evaluation.Column{{Name: "form", Choices: s.forms()}, {Name: "arose"}, {Name: "filed_on"}},
		Sight:   evaluation.Sight{Readers: evaluation.Running.See(evaluation.All)},
		States:  evaluation.States(Waiting, Filed, LeftOut, Dropped), Final: evaluation.States(Filed, LeftOut, Dropped), Void: evaluation.States(Dropped),
		Usual: evaluation.Usual{Waiting: {"file"}}, Grave: []string{"leave_out", "take_back"}, Many: evaluation.Many{"file": "take_back"},
		Clock: evaluation.Clocked(waiting, ruleDeadline),
		Acts: []evaluation.Act{
			evaluation.NewAct("raise", nil, nil, waiting, evaluation.Run(s.raise)),
			evaluation.NewAct("file", evaluation.Personnel, waiting, evaluation.States(Filed), evaluation.Run(file)).Dated(evaluation.UpToToday("on")),
			evaluation.NewAct("leave_out", evaluation.Personnel, waiting, evaluation.States(LeftOut), evaluation.Plain(leaveOut)).WithReason(),
			evaluation.NewAct("take_back", evaluation.Personnel, done, waiting, evaluation.Plain(takeBack)).WithReason(),
			evaluation.NewAct("drop", nil, evaluation.States(Waiting, Filed), evaluation.States(Dropped), evaluation.Plain(drop)),
			evaluation.NewAct("again", nil, evaluation.States(Dropped), waiting, evaluation.Plain(s.again)),
		},
	}
}

// forms are the keys of all materials; none where the catalog is asked without services.
func (s *Service) forms() (keys []string) {
	if s == nil {
		return nil
	}
	for _, d := range s.Declared {
		keys = append(keys, d.Key)
	}
	return keys
}

// Raising makes an item.
type Raising struct {
	Of   string `json:"of" doc:"The record whose form it is"`
	Form string `json:"form" doc:"Its material"`
}

// raise makes the item of a form that is final.
func (s *Service) raise(step *evaluation.Step, it *Item, in *Raising) (evaluation.State, error) {
	of, err := s.Get(step.Ctx, step.Record.Office, in.Of)
	if err != nil {
		return "", err
	}
	rules, err := s.Freeze(step, ruleDeadline)
	if err != nil {
		return "", err
	}
	book, err := s.Book(step.Ctx, step.Record.Office)
	if err != nil {
		return "", err
	}
	*it = Item{Form: in.Form, Of: in.Of, Name: book.Name(of.Subject), Arose: evaluation.DateOf(of.Changed), Rules: rules}
	for _, d := range s.Declared {
		if d.Key == in.Form {
			it.Class = d.Class
		}
	}
	r := step.Record
	r.Unique, r.Subject, r.Unit, r.Period, r.On, r.Sort = in.Of, of.Subject, of.Unit, of.Period, it.Arose, of.Sort
	return it.wait(r)
}

// wait waits for the personnel section for the months of the rule.
func (it *Item) wait(r *evaluation.Record) (evaluation.State, error) {
	months, err := it.Rules.Int(ruleDeadline)
	desk.Wait(r, it.Arose.AddMonths(int(months)), evaluation.WaitRole(evaluation.RolePersonnel))
	return Waiting, err
}

// FileInput says when a form was put into the file.
type FileInput struct {
	On evaluation.Date `json:"on" begin:"today" doc:"Day on which it was put into the personnel file" example:"2026-12-20"`
}

func file(step *evaluation.Step, it *Item, in *FileInput) (evaluation.State, error) {
	if in.On.Before(it.Arose) {
		return "", desk.Mistake("on", "archive.before", "arose", it.Arose)
	}
	it.FiledOn, it.FiledBy, it.Why = in.On, step.Actor.Name, ""
	desk.Wait(step.Record, evaluation.Date{})
	return Filed, nil
}

func leaveOut(step *evaluation.Step, it *Item) (evaluation.State, error) {
	it.Why = step.Reason
	desk.Wait(step.Record, evaluation.Date{})
	return LeftOut, nil
}

// takeBack takes back a tick, or that a form does not belong into the file.
func takeBack(step *evaluation.Step, it *Item) (evaluation.State, error) {
	it.FiledOn, it.FiledBy, it.Why = evaluation.Date{}, "", step.Reason
	return it.wait(step.Record)
}

func drop(step *evaluation.Step, _ *Item) (evaluation.State, error) {
	desk.Wait(step.Record, evaluation.Date{})
	return Dropped, nil
}

// again waits for the form that a record has after it was opened again.
func (s *Service) again(step *evaluation.Step, it *Item) (evaluation.State, error) {
	of, err := s.Get(step.Ctx, step.Record.Office, it.Of)
	if err != nil {
		return "", err
	}
	it.Arose, it.FiledOn, it.FiledBy, it.Why = evaluation.DateOf(of.Changed), evaluation.Date{}, "", ""
	step.Record.On = it.Arose
	return it.wait(step.Record)
}

// past is how many days after it became final a form still gets an item: what is older is in
// the file since before Kaoji asked.
const past = 365

// Watch makes the items of forms that are final, drops those whose record was opened again,
// also of forms that are in the file, and waits anew once it is final again.
func (s *Service) Watch(ctx context.Context, do evaluation.Doer, office string, today evaluation.Date) error {
	final, err := s.final(ctx, do, office, today)
	if err != nil {
		return err
	}
	var errs []error
	have, is := map[string]bool{}, map[string]bool{} // by the id of the record
	for _, f := range final {
		is[f.Of] = true
	}
	for r, err := range evaluation.AllRecords(ctx, do, evaluation.Query{Office: office, Kinds: []string{KindItem}, OnFrom: today.AddDays(-2 * past), NoHistory: true}) {
		if err != nil {
			return err
		}
		have[r.Unique] = true
		switch {
		case r.State == Dropped && is[r.Unique]:
			errs = append(errs, desk.ActIfStillInState(ctx, do, office, r.ID, "again", nil))
		case !is[r.Unique] && (r.State == Waiting || r.State == Filed && !r.On.Before(today.AddDays(-past))):
			errs = append(errs, s.check(ctx, do, &r))
		}
	}
	for _, f := range final {
		if !have[f.Of] {
			_, err := do.Create(ctx, evaluation.System(office), KindItem, "raise", evaluation.Creation{Input: &f})
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// final lists the forms that are final and became so in the past year.
func (s *Service) final(ctx context.Context, do evaluation.Doer, office string, today evaluation.Date) (list []Raising, err error) {
	for i := range s.Declared {
		d := &s.Declared[i]
		for r, err := range evaluation.AllRecords(ctx, do, evaluation.Query{
			Office: office, Kinds: []string{d.Kind}, States: d.States, ChangedFrom: today.AddDays(-past).Time(), NoHistory: true,
		}) {
			if err != nil {
				return nil, err
			}
			if d.of(&r) {
				list = append(list, Raising{Of: r.ID, Form: d.Key})
			}
		}
	}
	return list, nil
}

// of reports whether a record has the form now.
func (d *Declared) of(r *evaluation.Record) bool {
	return slices.Contains(d.States, r.State) && (d.Is == nil || d.Is(r))
}

// check drops an item whose record does not have the form any more.
func (s *Service) check(ctx context.Context, do evaluation.Doer, r *evaluation.Record) error {
	it, err := evaluation.PartOf[Item](*r, "of", "form")
	if err != nil {
		return err
	}
	of, err := do.Load(ctx, r.Office, it.Of)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(s.Declared, func(d Declared) bool { return d.Key == it.Form && d.of(&of) }) {
		return nil
	}
	return desk.ActIfStillInState(ctx, do, r.Office, r.ID, "drop", nil)
}
