package assessment

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Prepared is the material for a talk, taken from the person's records without any
// judgement.
type Prepared struct {
	Person       Identity      `json:"person"`
	Period       string        `json:"period"`
	Grade        string        `json:"grade"`
	Findings     []Finding     `json:"findings"`
	Summary      string        `json:"summary"`      // of the self-report
	Verified     string        `json:"verified"`     // notes of the verification
	Comment      string        `json:"comment"`      // of the leader in charge
	Strengths    string        `json:"strengths"`    // as proposed
	Improvements string        `json:"improvements"` // as proposed
	Result       *Result       `json:"result,omitempty"`
	Signals      []string      `json:"signals"`
	Last         []Improvement `json:"last"`  // improvements agreed in the previous talk, to be followed up
	Least        [2]int64      `json:"least"` // required numbers of achievements and shortcomings
}

// Reader tells what an actor may do without a record at hand.
type Reader interface {
	May(actor evaluation.Actor, kind, act string, as ...evaluation.Relation) bool
}

// PrepareTalk collects the material for a talk, for readers who may hold talks; for
// nobody about their own talk.
func (s *Service) PrepareTalk(ctx context.Context, of Reader, actor evaluation.Actor, talk evaluation.View) (Prepared, error) {
	t, err := evaluation.PayloadOf[Talk](talk.Record)
	if err != nil {
		return Prepared{}, err
	}
	if talk.Kind != KindTalk || !of.May(actor, KindTalk, "record") || talk.Own {
		return Prepared{}, evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
	}
	r, err := s.Ledger.Get(ctx, talk.Office, t.Sheet)
	if err != nil {
		return Prepared{}, err
	}
	sh, err := evaluation.PayloadOf[Sheet](r)
	if err != nil {
		return Prepared{}, err
	}
	out := Prepared{
		Person: sh.Person.identity(), Period: r.Period, Grade: sh.Grade, Findings: sh.Findings, Summary: sh.Report.Summary,
		Verified: sh.Verification.Notes, Comment: sh.Proposal.Comment, Strengths: sh.Proposal.Strengths,
		Improvements: sh.Proposal.Improvements, Result: sh.Result, Signals: []string{}, Last: []Improvement{},
	}
	if sh.Result != nil {
		out.Signals = sh.Result.Signals
	}
	for i, key := range []string{"achievements", "shortcomings"} {
		if out.Least[i], err = t.Rules.Int("assessment.feedback." + key); err != nil {
			return Prepared{}, err
		}
	}
	out.Last, err = s.lastImprovements(ctx, talk.Record)
	return out, err
}

// lastImprovements returns the improvements agreed in the person's last talk that
// was shown to the person.
func (s *Service) lastImprovements(ctx context.Context, talk evaluation.Record) ([]Improvement, error) {
	records, err := desk.All(ctx, s.Ledger, evaluation.Query{
		Office: talk.Office, Kinds: []string{KindTalk}, Subjects: []string{talk.Subject}, Sort: evaluation.SortOn, Desc: true,
		States: evaluation.States(TalkReleased, TalkAcknowledged, TalkObjected, TalkRefused, TalkLocked),
	})
	if err != nil {
		return nil, err
	}
	for _, r := range records {
		if r.Period >= talk.Period {
			continue
		}
		t, err := evaluation.PayloadOf[Talk](r)
		if err != nil {
			return nil, err
		}
		return t.Improvements, nil
	}
	return []Improvement{}, nil
}
