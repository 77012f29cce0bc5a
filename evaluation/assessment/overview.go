package assessment

import (
	"context"

	"kaoji/evaluation"
)

// inside reads the sheets of a cycle for a reader who may see its participants.
func (s *Service) inside(ctx context.Context, cycle evaluation.View) (*Cycle, []sheetOf, error) {
	if err := cycle.Needs(KindCycle, "participants"); err != nil {
		return nil, nil, err
	}
	c, err := evaluation.PayloadOf[Cycle](cycle.Record)
	if err != nil {
		return nil, nil, err
	}
	list, err := sheetsOf(ctx, s.Ledger, cycle.Office, cycle.ID)
	return c, list, err
}

// Standing is what the page of a cycle shows of its sheets.
type Standing struct {
	Progress Progress
	Seats    Seats
	Gone     []Gone
}

// Standing reads the sheets of a cycle once for its turnout, its seats and who has left. The view
// must include the participants.
func (s *Service) Standing(ctx context.Context, cycle evaluation.View) (out Standing, err error) {
	c, list, err := s.inside(ctx, cycle)
	if err != nil {
		return out, err
	}
	if out.Progress, err = s.progress(ctx, list); err != nil {
		return out, err
	}
	if out.Gone, err = s.goneOf(ctx, cycle.Office, c, list); err != nil {
		return out, err
	}
	out.Seats, err = seatsOf(list, c)
	return out, err
}

// Line is one participant with the result and the grade.
type Line struct {
	Sheet    string           `json:"sheet"`
	Person   Identity         `json:"person"`
	Unit     string           `json:"unit"`
	State    evaluation.State `json:"state"`
	Findings []Finding        `json:"findings"`
	Result   *Result          `json:"result,omitempty"` // nil until the boxes are closed
	Proposed string           `json:"proposed"`
	Grade    string           `json:"grade"`
}

// Results lists the participants by name, not by marks: there is no ranking. The
// view must include the participants; for relatives of the reader the figures are
// left out.
func (s *Service) Results(ctx context.Context, actor evaluation.Actor, cycle evaluation.View) ([]Line, error) {
	_, list, err := s.inside(ctx, cycle)
	if err != nil {
		return nil, err
	}
	book, err := s.Book(ctx, cycle.Office)
	if err != nil {
		return nil, err
	}
	out := make([]Line, 0, len(list))
	for _, sh := range list {
		l := Line{
			Sheet: sh.ID, Person: sh.Person.identity(), Unit: sh.Unit, State: sh.State, Findings: sh.Findings,
			Result: sh.Result, Proposed: sh.Proposal.Grade, Grade: sh.Grade,
		}
		if _, related := book.Related(actor.Person, sh.Subject); related || sh.Subject == actor.Person {
			l.Findings, l.Result, l.Proposed, l.Grade = nil, nil, "", ""
		}
		out = append(out, l)
	}
	return out, nil
}

// WallLine is the stage of one participant, and who has to act next.
type WallLine struct {
	Person  Identity         `json:"person"`
	Sheet   string           `json:"sheet"`
	Talk    string           `json:"talk"` // "" until it is made
	Stage   evaluation.State `json:"stage"`
	Kind    string           `json:"kind"` // the kind whose state Stage is
	Waiting []string         `json:"waiting"`
	Names   []string         `json:"names"` // of the persons among Waiting
	Due     evaluation.Date  `json:"due"`
	Talker  string           `json:"talker"`
	Done    bool             `json:"done"`
}

// Wall returns every participant's stage and who has to act next. The view must
// include the participants.
func (s *Service) Wall(ctx context.Context, cycle evaluation.View) ([]WallLine, error) {
	if err := cycle.Needs(KindCycle, "participants"); err != nil {
		return nil, err
	}
	list, err := sheetsOf(ctx, s.Ledger, cycle.Office, cycle.ID, "person")
	if err != nil {
		return nil, err
	}
	talks, err := talksOf(ctx, s.Ledger, cycle.Office, cycle.ID)
	if err != nil {
		return nil, err
	}
	book, err := s.Book(ctx, cycle.Office)
	if err != nil {
		return nil, err
	}
	out := make([]WallLine, 0, len(list))
	for _, sh := range list {
		l := WallLine{
			Person: sh.Person.identity(), Sheet: sh.ID, Kind: KindSheet, Stage: sh.State, Waiting: sh.Waiting, Due: sh.Due,
			Done: sh.State == SheetExempt,
		}
		if t, made := talks[sh.Subject]; made && sh.State != SheetExempt {
			l.Talk, l.Kind, l.Stage, l.Waiting, l.Due, l.Talker = t.ID, KindTalk, t.State, t.Waiting, t.Due, t.Payload.TalkerName
			l.Done = t.State == TalkLocked || t.State == TalkExcused
		}
		l.Names = []string{}
		for _, w := range l.Waiting {
			if name := book.Name(afterColon(w)); name != "" {
				l.Names = append(l.Names, name)
			}
		}
		out = append(out, l)
	}
	return out, nil
}

// afterColon returns the id in person:<id>, role:<role> or head:<unit>.
func afterColon(token string) string {
	for i, r := range token {
		if r == ':' {
			return token[i+1:]
		}
	}
	return ""
}
