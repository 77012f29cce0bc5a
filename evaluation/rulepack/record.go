package rulepack

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"kaoji/evaluation"
)

// The kind of the records with an office's overrides, and its states. StateSet and
// StateVerified are both in force.
const (
	KindOverride                    = "rules.override"
	StateSet       evaluation.State = "set"
	StateVerified  evaluation.State = "verified"
	StateWithdrawn evaluation.State = "withdrawn"
)

// SetInput is an office's own value for a rule.
type SetInput struct {
	Key       string          `json:"key" maxLength:"100" doc:"Key of the rule" example:"assessment.quota.excellent"`
	Value     string          `json:"value" maxLength:"500" doc:"The value as it is written: 20%, 5, 2/3, floor, leaders=35, peers=25, served=40" example:"25%"`
	Source    string          `json:"source" maxLength:"300" doc:"Document that the value comes from, with its number" example:"浦委组〔2026〕12号"`
	Article   string          `json:"article,omitempty" maxLength:"100" doc:"Article" example:"第十三条"`
	Reason    string          `json:"reason" form:"long" maxLength:"300" doc:"Why the office departs from the shipped value" example:"经同级公务员主管部门同意"`
	ValidFrom evaluation.Date `json:"valid_from" begin:"today" doc:"First day on which it holds" example:"2026-01-01"`
	ValidTo   evaluation.Date `json:"valid_to,omitzero" doc:"Last day, open if not given" example:"2026-12-31"`
	Binding   bool            `json:"binding,omitempty" doc:"Offices below may not change it"`
}

// CheckedInput states that the shipped value was compared with the official text.
type CheckedInput struct {
	Key    string `json:"key" maxLength:"100" doc:"Key of the rule" example:"assessment.quota.excellent"`
	Source string `json:"source" maxLength:"300" doc:"The text that it was compared with" example:"公务员考核规定 2020 单行本"`
}

// Records are the dependencies of the acts on overrides.
type Records struct {
	Base   *Pack
	Source *Source
	First  string // office whose values of deploymentRules hold for the whole deployment; "" if it has one office
}

// deploymentRules is the beginning of the keys of rules about logging in, which offices of a
// deployment have in common.
const deploymentRules = "security."

// Measure returns the kinds and acts with which an office changes the rule pack.
func (d Records) Measure() evaluation.Measure {
	states := []evaluation.State{StateSet, StateVerified, StateWithdrawn}
	inForce := []evaluation.State{StateSet, StateVerified}
	return evaluation.Measure{Name: "rules", Kinds: []evaluation.Kind{{
		Name: KindOverride, Drafts: evaluation.KeepDrafts(), Sight: evaluation.Sight{Readers: evaluation.Inside.See(evaluation.All)}, States: states, Final: []evaluation.State{StateWithdrawn}, Payload: evaluation.New[Override],
		Usual: evaluation.Usual{StateSet: {"verify"}},
		Grave: []string{"withdraw"},
		Many:  evaluation.Many{"verify": ""},
		Acts: []evaluation.Act{
			{Name: "set", May: evaluation.Personnel, To: []evaluation.State{StateSet}, Run: evaluation.Run(d.set)},
			{Name: "checked", May: evaluation.Personnel, To: []evaluation.State{StateVerified}, Run: evaluation.Run(d.checked)},
			{Name: "verify", May: evaluation.Personnel, From: []evaluation.State{StateSet}, To: []evaluation.State{StateVerified}, Run: evaluation.Plain(verify), Bars: []evaluation.Bar{evaluation.NotDoer("rulepack.second_person", "set")}},
			{Name: "withdraw", May: evaluation.Personnel, From: inForce, To: []evaluation.State{StateWithdrawn}, Reason: true, Run: evaluation.Plain(withdraw)},
		},
	}}}
}

func (d Records) set(s *evaluation.Step, p *Override, in *SetInput) (evaluation.State, error) {
	rule, known := d.Base.Rule(in.Key)
	if !known {
		return "", evaluation.Mistake("key", evaluation.Say("rulepack.unknown", "key", clip(in.Key)))
	}
	v, err := ReadWritten(rule, in.Value)
	if err != nil {
		return "", evaluation.Mistake("value", evaluation.Say("rulepack.written", "example", rule.Value.Written()))
	}
	*p = Override{
		Key: in.Key, Value: &v, Source: in.Source, Article: in.Article, Reason: in.Reason,
		ValidFrom: in.ValidFrom, ValidTo: in.ValidTo, Binding: in.Binding,
	}
	return StateSet, d.enter(s, p, in.Key+" "+in.ValidFrom.String())
}

func (d Records) checked(s *evaluation.Step, p *Override, in *CheckedInput) (evaluation.State, error) {
	*p = Override{Key: in.Key, Source: in.Source, VerifiedBy: s.Actor.Name, VerifiedOn: s.Today}.Bind(d.Base)
	return StateVerified, d.enter(s, p, in.Key+" checked")
}

// enter checks the override against the office's current pack and stores it.
func (d Records) enter(s *evaluation.Step, p *Override, unique string) error {
	if err := p.Check(d.Base); err != nil {
		return err
	}
	if d.First != "" && s.Actor.Office != d.First && strings.HasPrefix(p.Key, deploymentRules) {
		return evaluation.Mistake("key", evaluation.Say("rulepack.of_first"))
	}
	now, err := d.Source.Pack(s.Ctx, s.Actor.Office)
	if err != nil {
		return err
	}
	for _, day := range []evaluation.Date{p.ValidFrom, s.Today} {
		if e, bound := now.Bound(p.Key, day); bound && p.Value != nil && p.holds(day) {
			return evaluation.Mistake("key", evaluation.Say("rulepack.bound", "title_zh", e.TitleZh, "title_en", e.TitleEn, "office", e.Office))
		}
	}
	if _, err := now.With([]Override{*p}); err != nil {
		return evaluation.Mistake("valid_from", evaluation.Say("rulepack.same_day", "key", p.Key, "from", p.ValidFrom.String()))
	}
	s.Record.Unique, s.Record.On, s.Record.Sort = unique, s.Today, p.Key
	return nil
}

// verify must be done by another account than the one that set the value.
func verify(s *evaluation.Step, p *Override) (evaluation.State, error) {
	p.VerifiedBy, p.VerifiedOn = s.Actor.Name, s.Today
	return StateVerified, nil
}

func withdraw(s *evaluation.Step, _ *Override) (evaluation.State, error) {
	s.Record.Unique = s.Record.ID // the day can be used again
	return StateWithdrawn, nil
}

// Above is an office above another one.
type Above struct{ ID, Name string }

// Source returns the pack of an office: the shipped pack with the overrides in the
// records of the offices above it, and in its own.
type Source struct {
	Above func(ctx context.Context, office string) ([]Above, error) // the farthest first; nil: there are none

	base   *Pack
	ledger evaluation.Ledger
	now    func() time.Time
	kept   evaluation.Recent[*Pack]
}

// NewSource makes a Source.
func NewSource(base *Pack, ledger evaluation.Ledger, now func() time.Time) *Source {
	return &Source{base: base, ledger: ledger, now: now}
}

// Shipped returns a rule as the product ships it, false if there is none.
func (s *Source) Shipped(key string) (Rule, bool) { return s.base.Rule(key) }

// Int returns the integer of a rule in force in an office today.
func (s *Source) Int(ctx context.Context, office, key string) (int64, error) {
	pack, err := s.Pack(ctx, office)
	if err != nil {
		return 0, err
	}
	rules, err := pack.Freeze(evaluation.DateOf(s.now()), key)
	if err != nil {
		return 0, err
	}
	return rules.Int(key)
}

// Largest returns the maximum size of an attachment in an office, in bytes.
func (s *Source) Largest(ctx context.Context, office string) (int64, error) {
	return s.Int(ctx, office, "attachment.bytes")
}

// Changed clears the cache when an override was written: it may be one of offices below.
func (s *Source) Changed(r evaluation.Record) {
	if r.Kind == KindOverride {
		s.kept.Clear()
	}
}

// Pack returns the office's pack. An override that a newer shipped pack does not
// accept (its rule is gone or has other bounds) is ignored: the shipped value
// applies until somebody sets a new one.
func (s *Source) Pack(ctx context.Context, office string) (*Pack, error) {
	return s.kept.Read(office, s.now(), func() (*Pack, error) { return s.read(ctx, office) })
}

func (s *Source) read(ctx context.Context, office string) (*Pack, error) {
	var above []Above
	if s.Above != nil {
		var err error
		if above, err = s.Above(ctx, office); err != nil {
			return nil, err
		}
	}
	pack := s.base
	for _, of := range above {
		upper, err := s.with(ctx, pack, of.ID)
		if err != nil {
			return nil, err
		}
		if pack, err = upper.Under(of.Name); err != nil {
			return nil, err
		}
	}
	return s.with(ctx, pack, office)
}

// with returns a pack with the overrides of an office.
func (s *Source) with(ctx context.Context, under *Pack, office string) (*Pack, error) {
	list, err := s.overrides(ctx, office)
	if err != nil {
		return nil, err
	}
	pack, err := under.With(list)
	if err != nil {
		pack = under
		for _, o := range list {
			if next, err := pack.With([]Override{o}); err == nil {
				pack = next
			}
		}
	}
	return pack, nil
}

func (s *Source) overrides(ctx context.Context, office string) ([]Override, error) {
	var list []Override
	q := evaluation.Query{Office: office, Kinds: []string{KindOverride}, States: []evaluation.State{StateSet, StateVerified}}
	for r, err := range evaluation.AllRecords(ctx, s.ledger, q) {
		if err != nil {
			return nil, err
		}
		var o Override
		if err := json.Unmarshal(r.Payload, &o); err != nil {
			return nil, evaluation.Fail(evaluation.CodeInternal, "error.internal").Because(err)
		}
		list = append(list, o)
	}
	return slices.Clip(list), nil
}
