package appraisal

import (
	"context"
	"encoding/json"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/ballot"
	"kaoji/evaluation/desk"
)

// classSlip is the class of the cells of slips. A cell contains only the hash of a
// code and the box that it opens.
const classSlip = "slip"

// slip is the body of such a cell.
type slip struct {
	Round     string `json:"round"`
	Committee string `json:"committee"`
	Box       string `json:"box"`
}

// markOf returns the stored hash of a code.
func (s *Service) markOf(code string) string {
	return s.Vault.Mark(classSlip, ballot.ReadCode(code))
}

// voterOf is the voter id of a slip.
func voterOf(mark string) string { return "slip/" + mark }

// findSlip looks up a code; an unknown one is CodeNotFound.
func (s *Service) findSlip(ctx context.Context, office, code string) (slip, string, error) {
	var b slip
	mark := s.markOf(code)
	c, err := s.Cells.Cell(ctx, classSlip, office, mark)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound {
		return b, "", evaluation.Fail(evaluation.CodeNotFound, "appraisal.no_code")
	}
	if err != nil {
		return b, "", err
	}
	return b, mark, json.Unmarshal(c.Body, &b)
}

// IssueInput issues slips with codes. Issue returns the codes.
type IssueInput struct {
	Committee string `json:"committee" form:"committee" doc:"Committee" example:"0198c2f0-0000-7000-8000-000000000002"`
	Count     int    `json:"count" minimum:"1" maximum:"60" doc:"How many" example:"7"`

	codes []string
	box   string // the box they open
}

// MaxSlips is the largest number of slips issued, or papers typed in, at once.
const MaxSlips = 60

// PapersInput records how many blank papers a committee was given.
type PapersInput struct {
	Committee string `json:"committee" form:"committee" doc:"Committee" example:"0198c2f0-0000-7000-8000-000000000002"`
	Count     int    `json:"count" minimum:"1" maximum:"60" doc:"How many" example:"7"`
}

// SpoilInput makes a slip invalid.
type SpoilInput struct {
	Code string `json:"code" minLength:"12" maxLength:"30" doc:"The code on the slip" example:"7K2M-9QXC-41RT"`
}

// ReturnInput is the number of a committee's slips returned unused. It replaces the
// earlier number.
type ReturnInput struct {
	Committee    string `json:"committee" form:"committee" doc:"Committee" example:"0198c2f0-0000-7000-8000-000000000002"`
	UnusedCodes  int    `json:"unused_codes,omitempty" minimum:"0" maximum:"200" doc:"Slips with codes that nobody used" example:"1"`
	UnusedPapers int    `json:"unused_papers,omitempty" minimum:"0" maximum:"200" doc:"Blank papers" example:"0"`
	SpoiltPapers int    `json:"spoilt_papers,omitempty" minimum:"0" maximum:"200" doc:"Papers that cannot be read or were torn" example:"0"`
}

// ExplainInput explains why the slips of a committee do not add up.
type ExplainInput struct {
	Committee string `json:"committee" form:"committee" doc:"Committee" example:"0198c2f0-0000-7000-8000-000000000002"`
	Reason    string `json:"explanation" form:"long" maxLength:"1000" rules:"appraisal.slips" doc:"Why they do not add up" example:"一张票遗失，已在居委会登记。"`
}

// ConfirmInput names the committee whose explanation is confirmed by a second
// person.
type ConfirmInput struct {
	Committee string `json:"committee" form:"committee" doc:"Committee" example:"0198c2f0-0000-7000-8000-000000000002"`
}

// Issue issues slips for a committee and returns their codes in random order. The
// codes can be read only once, because only their hashes are stored. The record
// counts them first, so that no code opens a box that the record does not know. If
// storing the hashes fails, the codes are counted and nobody has them: they are
// later counted as unused.
func (s *Service) Issue(ctx context.Context, do evaluation.Doer, actor evaluation.Actor, round string, version int64, committee string, count int) ([]string, error) {
	in := &IssueInput{Committee: committee, Count: count}
	for range min(count, MaxSlips) { // the act reports a wrong number
		code, err := ballot.NewCode(s.Random)
		if err != nil {
			return nil, err
		}
		in.codes = append(in.codes, code)
	}
	if _, err := do.Act(ctx, actor, round, version, "issue", evaluation.Change{Input: in}); err != nil {
		return nil, err
	}
	return in.codes, s.storeCodes(ctx, actor.Office, round, in)
}

// issue counts new codes in the record. Their hashes are stored after it was
// written: see Issue.
func (s *Service) issue(step *evaluation.Step, r *Round, in *IssueInput) (evaluation.State, error) {
	if len(in.codes) == 0 || len(in.codes) != in.Count {
		return "", desk.WrongState("appraisal.codes_once")
	}
	p, err := slipPanel(r, in.Committee)
	if err != nil {
		return "", err
	}
	if !p.Code {
		return "", desk.Mistake("committee", "appraisal.not_this_way", "committee", p.Name)
	}
	if err := s.room(step, r, p, in.Count); err != nil {
		return "", err
	}
	r.slips(p.Committee).Codes += in.Count
	in.box = s.boxOf(step.Record, r, p.Committee)
	return step.Record.State, nil
}

// storeCodes stores the hashes of issued codes.
func (s *Service) storeCodes(ctx context.Context, office, round string, in *IssueInput) error {
	body, err := json.Marshal(slip{Round: round, Committee: in.Committee, Box: in.box})
	if err != nil {
		return err
	}
	for _, code := range in.codes {
		if _, err := s.Cells.PutCell(ctx, evaluation.Cell{Class: classSlip, Office: office, ID: s.markOf(code), Ref: in.box, Body: body}); err != nil {
			return err
		}
	}
	return nil
}

// someOnPaper is the Ready function of what needs committees that vote on paper.
func someOnPaper(_ *evaluation.Step, r *Round) error {
	if !slices.ContainsFunc(r.Panels, func(p Panel) bool { return p.Paper && !p.Named }) {
		return evaluation.Fail(evaluation.CodeConflict, "appraisal.no_papers")
	}
	return nil
}

// someCodes is that of what needs slips with codes.
func someCodes(_ *evaluation.Step, r *Round) error {
	if !slices.ContainsFunc(r.Slips, func(sl Slips) bool { return sl.Codes > 0 }) {
		return evaluation.Fail(evaluation.CodeConflict, "appraisal.no_codes")
	}
	return nil
}

// issuePapers records blank papers that were handed out.
func (s *Service) issuePapers(step *evaluation.Step, r *Round, in *PapersInput) (evaluation.State, error) {
	p, err := slipPanel(r, in.Committee)
	if err != nil {
		return "", err
	}
	if !p.Paper {
		return "", desk.Mistake("committee", "appraisal.not_this_way", "committee", p.Name)
	}
	if err := s.room(step, r, p, in.Count); err != nil {
		return "", err
	}
	r.slips(p.Committee).Papers += in.Count
	return step.Record.State, nil
}

// slipPanel returns a committee that votes by slips.
func slipPanel(r *Round, committee string) (*Panel, error) {
	p, ok := r.panel(committee)
	if !ok {
		return nil, desk.Mistake("committee", "appraisal.no_panel")
	}
	if p.Named {
		return nil, desk.Mistake("committee", "appraisal.named", "committee", p.Name)
	}
	return p, nil
}

// boxOf is the box of a committee in the present state of the round.
func (s *Service) boxOf(rec *evaluation.Record, r *Round, committee string) string {
	if rec.State == RoundRehearsing {
		return r.rehearsal(rec.ID, committee)
	}
	return box(rec.ID, committee)
}

// room refuses more slips than there are people who vote by slip; spoilt ones do
// not count.
func (s *Service) room(step *evaluation.Step, r *Round, p *Panel, count int) error {
	n, err := s.Boxes.Count(step.Ctx, step.Record.Office, s.boxOf(step.Record, r, p.Committee))
	if err != nil {
		return err
	}
	sl := r.slips(p.Committee)
	out := sl.Codes - n.Spoilt + sl.Papers - sl.SpoiltPapers
	if left := p.slots() - out; count > left {
		return desk.Mistake("count", "appraisal.too_many_slips", "committee", p.Name, "left", max(left, 0), "slots", p.slots())
	}
	return nil
}

// spoiling names the slip to spoil.
type spoiling struct {
	Box   string `json:"box"`
	Voter string `json:"voter"`
}

// spoil makes an unused slip invalid.
func (s *Service) spoil(step *evaluation.Step, _ *Round, in *SpoilInput) (evaluation.State, error) {
	b, mark, err := s.findSlip(step.Ctx, step.Record.Office, in.Code)
	if err != nil || b.Round != step.Record.ID {
		return "", desk.Mistake("code", "appraisal.no_code")
	}
	if err := s.Boxes.MaySpoil(step.Ctx, step.Record.Office, b.Box, voterOf(mark)); err != nil {
		return "", err
	}
	return step.Record.State, step.Effect("spoil", spoiling{Box: b.Box, Voter: voterOf(mark)})
}

// spoilSlip is the effect of spoil. The box decides, so that a slip is either used
// or spoilt: if it votes at the same moment, or its box closes, it is not spoilt,
// and the counts show this.
func (s *Service) spoilSlip(ctx context.Context, _ evaluation.Doer, rec evaluation.Record, raw json.RawMessage) error {
	var args spoiling
	if err := json.Unmarshal(raw, &args); err != nil {
		return err
	}
	err := s.Boxes.Spoil(ctx, rec.Office, args.Box, args.Voter)
	if code := evaluation.CodeOf(err); code == evaluation.CodeConflict || code == evaluation.CodeState {
		return nil
	}
	return err
}

// forgetSlips deletes the codes of a box: they open nothing any more.
func (s *Service) forgetSlips(ctx context.Context, office, box string) error {
	return s.Cells.DeleteCells(ctx, classSlip, office, box)
}
