package survey

import (
	"context"
	"encoding/json"

	"kaoji/evaluation"
	"kaoji/evaluation/ballot"
	"kaoji/evaluation/desk"
)

// classSlip is the class of the cells of slips. A cell contains only the hash of a code and
// what it opens.
const classSlip = "answer.slip"

// MostSlips is how many slips are issued at once.
const MostSlips = 500

// slip is the body of such a cell.
type slip struct {
	Wave  string `json:"wave"`
	Group string `json:"group"`
}

// IssueInput issues slips with codes. Issue returns the codes.
type IssueInput struct {
	Group string `json:"group" maxLength:"20" doc:"Group" example:"residents"`
	Count int    `json:"count" minimum:"1" maximum:"500" doc:"How many" example:"100"`

	codes []string
}

// PapersInput records how many blank papers a group was given.
type PapersInput struct {
	Group string `json:"group" maxLength:"20" doc:"Group" example:"residents"`
	Count int    `json:"count" minimum:"1" maximum:"1000000" doc:"How many" example:"100"`
}

// SpoilInput makes a slip invalid.
type SpoilInput struct {
	Code string `json:"code" minLength:"12" maxLength:"30" doc:"The code on the slip" example:"7K2M-9QXC-41RT"`
}

// Issue issues slips for a group and returns their codes, which can be read only once: only
// their hashes are stored. The record counts them first, so that no code opens a box that the
// record does not know.
func (s *Service) Issue(ctx context.Context, do evaluation.Doer, actor evaluation.Actor, wave string, version int64, group string, count int) ([]string, error) {
	in := &IssueInput{Group: group, Count: count}
	for range min(count, MostSlips) { // the act reports a wrong number
		code, err := ballot.NewCode(s.Random)
		if err != nil {
			return nil, err
		}
		in.codes = append(in.codes, code)
	}
	if _, err := do.Act(ctx, actor, wave, version, "issue", evaluation.Change{Input: in}); err != nil {
		return nil, err
	}
	body, err := json.Marshal(slip{Wave: wave, Group: group})
	if err != nil {
		return nil, err
	}
	for _, code := range in.codes {
		if _, err := s.Cells.PutCell(ctx, evaluation.Cell{Class: classSlip, Office: actor.Office, ID: s.markOf(code), Ref: wave, Body: body}); err != nil {
			return nil, err
		}
	}
	return in.codes, nil
}

// issue counts new codes in the record. Their hashes are stored after it was written.
func (s *Service) issue(step *evaluation.Step, w *Wave, in *IssueInput) (evaluation.State, error) {
	if len(in.codes) == 0 || len(in.codes) != in.Count {
		return "", desk.WrongState("survey.codes_once")
	}
	if err := s.room(step, w, in.Group, in.Count, WayCode); err != nil {
		return "", err
	}
	w.slips(in.Group).Codes += in.Count
	return WaveRunning, nil
}

func (s *Service) issuePapers(step *evaluation.Step, w *Wave, in *PapersInput) (evaluation.State, error) {
	if err := s.room(step, w, in.Group, in.Count, WayPaper); err != nil {
		return "", err
	}
	w.slips(in.Group).Papers += in.Count
	return WaveRunning, nil
}

// room refuses more slips and papers than questionnaires were issued to the group; spoilt
// slips do not count.
func (s *Service) room(step *evaluation.Step, w *Wave, group string, count int, way string) error {
	g := w.group(group)
	if g == nil || !g.By(way) {
		return desk.Mistake("group", "survey.not_this_way")
	}
	n, err := s.Boxes.Count(step.Ctx, step.Record.Office, box(step.Record.ID, group))
	if err != nil {
		return err
	}
	sl := w.slips(group)
	if left := g.Issued - (sl.Codes - n.Spoilt + sl.Papers); count > left {
		return desk.Mistake("count", "survey.too_many_slips", "left", max(left, 0), "issued", g.Issued)
	}
	return nil
}

// someCodes is the Ready function of what needs slips with codes.
func someCodes(_ *evaluation.Step, w *Wave) error {
	for _, sl := range w.Slips {
		if sl.Codes > 0 {
			return nil
		}
	}
	return desk.WrongState("survey.no_codes")
}

// spoiling names the slip to spoil.
type spoiling struct {
	Box   string `json:"box"`
	Voter string `json:"voter"`
}

// spoil makes an unused slip invalid.
func (s *Service) spoil(step *evaluation.Step, _ *Wave, in *SpoilInput) (evaluation.State, error) {
	at, mark, err := s.findSlip(step.Ctx, step.Record.Office, in.Code)
	if err != nil || at.Wave != step.Record.ID {
		return "", desk.Mistake("code", "survey.no_code")
	}
	args := spoiling{Box: box(at.Wave, at.Group), Voter: "slip/" + mark}
	if err := s.Boxes.MaySpoil(step.Ctx, step.Record.Office, args.Box, args.Voter); err != nil {
		return "", err
	}
	return WaveRunning, step.Effect("spoil", args)
}

// spoilSlip is the effect of spoil. The box decides, so that a slip is either used or spoilt.
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

// markOf returns the stored hash of a code.
func (s *Service) markOf(code string) string { return s.Vault.Mark(classSlip, ballot.ReadCode(code)) }

// findSlip looks up a code; an unknown one is CodeNotFound.
func (s *Service) findSlip(ctx context.Context, office, code string) (at slip, mark string, err error) {
	mark = s.markOf(code)
	c, err := s.Cells.Cell(ctx, classSlip, office, mark)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound {
		return at, "", evaluation.Fail(evaluation.CodeNotFound, "survey.no_code")
	}
	if err != nil {
		return at, "", err
	}
	return at, mark, json.Unmarshal(c.Body, &at)
}
