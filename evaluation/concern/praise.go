package concern

import (
	"context"
	"encoding/json"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Deeds makes good deeds of measure 2 of what is praised.
type Deeds struct {
	// Check refuses what could not become a deed, such as one of a relative of the actor.
	Check func(step *evaluation.Step, in *PraiseInput) error
	// Receive makes the deed with an id, once; matter is the record of the praise.
	Receive func(ctx context.Context, do evaluation.Doer, office, id, matter string, in *PraiseInput) error
}

// PraiseInput is a good deed as it is told in praise.
type PraiseInput struct {
	People []string        `json:"people,omitempty" form:"people" maxLength:"30" doc:"Who did it; several may share one deed"`
	Unit   string          `json:"unit,omitempty" form:"unit" doc:"The department, if the deed is one of a department as a whole"`
	Ground string          `json:"ground" enum:"exemplary,invention,stability,property,prevention,rescue,fighting,foreign" rules:"commendation.grounds" doc:"Ground" example:"exemplary"`
	Title  string          `json:"title" maxLength:"60" doc:"The deed in a few words" example:"深夜帮助走失老人回家"`
	On     evaluation.Date `json:"on" begin:"today" doc:"Day of the deed" example:"2026-03-02"`
	Place  string          `json:"place,omitempty" maxLength:"100" doc:"Place" example:"浦建路"`
	Text   string          `json:"text" form:"long" minLength:"10" maxLength:"3000" doc:"What happened; it does not say who praised it" example:"晚上十点在浦建路巡查时发现一名走失老人，联系家属后护送回家。"`
	Reply  string          `json:"reply" form:"long" maxLength:"2000" doc:"What the sender is told" example:"感谢您的表扬，我们将按程序核实备案。"`
}

// noPraise excludes everybody from what is done with praise alone; sort changes the category.
var noPraise = evaluation.BarWhen("concern.no_praise", func(_ *evaluation.Step, m *Matter) bool { return m.Category != Praise })

type deedArgs struct {
	ID     string      `json:"id"`
	Praise PraiseInput `json:"praise"`
}

// commend makes a good deed of praise, which then is verified like any other one. The deed
// knows nothing of the sender. Its text must not name them either.
func (s *Service) commend(step *evaluation.Step, m *Matter, in *PraiseInput) (evaluation.State, error) {
	if err := s.unnamed(step, m, "text", in.Text); err != nil {
		return "", err
	}
	if err := s.Deeds.Check(step, in); err != nil {
		return "", err
	}
	m.Deed = step.NewID()
	if err := step.Effect("deed", deedArgs{ID: m.Deed, Praise: *in}); err != nil {
		return "", err
	}
	return thank(step, m, &ReplyInput{Reply: in.Reply})
}

// thank ends praise with an answer to the sender.
func thank(step *evaluation.Step, m *Matter, in *ReplyInput) (evaluation.State, error) {
	m.Reply, m.AnsweredOn = in.Reply, step.Today
	desk.Wait(step.Record, evaluation.Date{})
	return Commended, nil
}

// deed makes the deed; its id is given, so that running twice makes one.
func (s *Service) deed(ctx context.Context, do evaluation.Doer, r evaluation.Record, args json.RawMessage) error {
	var a deedArgs
	if err := json.Unmarshal(args, &a); err != nil {
		return err
	}
	return s.Deeds.Receive(ctx, do, r.Office, a.ID, r.ID, &a.Praise)
}
