// Package notice is a public notice inside the office (公示): for a number of days
// everybody can object to a planned decision. It can end only after its last day
// and when every objection has an answer.
package notice

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/rulepack"
)

// Notice is embedded in the payload of a record with a public notice.
type Notice struct {
	NoticeFrom  evaluation.Date `json:"notice_from"`
	NoticeUntil evaluation.Date `json:"notice_until" unit:"deadline"`
	Objections  []Objection     `json:"objections"`
}

// Objection is an objection during the notice, and its answer.
type Objection struct {
	By         string          `json:"by" show:"-"` // account
	ByName     string          `json:"by_name"`
	Text       string          `json:"text"`
	On         evaluation.Date `json:"on"`
	Answer     string          `json:"answer"` // "" if not answered yet
	AnsweredBy string          `json:"answered_by"`
	AnsweredOn evaluation.Date `json:"answered_on"`
}

// AnswerInput answers an objection.
type AnswerInput struct {
	Number int    `json:"number" minimum:"1" maximum:"200" doc:"Which objection, from 1" example:"1"`
	Answer string `json:"answer" form:"long" maxLength:"3000" doc:"What was found"`
}

// most is the largest number of objections to one notice.
const most = 200

// Open begins the notice today, for the period of a rule; personnel then has to end
// it. A second notice keeps the objections of the first.
func (n *Notice) Open(step *evaluation.Step, d desk.Desk, rules rulepack.Numbers, key string) error {
	until, err := d.Due(step.Ctx, step.Record.Office, rules, key, step.Today)
	if err != nil {
		return err
	}
	n.NoticeFrom, n.NoticeUntil = step.Today, until
	if n.Objections == nil {
		n.Objections = []Objection{}
	}
	desk.Wait(step.Record, until, evaluation.WaitRole(evaluation.RolePersonnel))
	return nil
}

// Object adds an objection; the last day of the notice is included.
func (n *Notice) Object(step *evaluation.Step, text string) error {
	if step.Today.After(n.NoticeUntil) {
		return desk.WrongState("notice.over", "until", n.NoticeUntil.String())
	}
	if len(n.Objections) >= most {
		return evaluation.Fail(evaluation.CodeTooMany, "notice.too_many")
	}
	n.Objections = append(n.Objections, Objection{By: step.Actor.Account, ByName: step.Actor.Name, Text: text, On: step.Today})
	return nil
}

// Answer answers an objection; a new answer replaces the former one. Nobody can
// answer their own objection.
func (n *Notice) Answer(step *evaluation.Step, in *AnswerInput) error {
	if len(n.Objections) == 0 {
		return evaluation.Fail(evaluation.CodeConflict, "notice.no_objections")
	}
	if in.Number < 1 || in.Number > len(n.Objections) {
		return desk.Mistake("number", "notice.no_such_objection", "have", len(n.Objections))
	}
	o := &n.Objections[in.Number-1]
	if o.By != "" && o.By == step.Actor.Account {
		return evaluation.Fail(evaluation.CodeForbidden, "notice.own")
	}
	o.Answer, o.AnsweredBy, o.AnsweredOn = in.Answer, step.Actor.Name, step.Today
	return nil
}

// Close returns an error if the notice may not end yet.
func (n *Notice) Close(step *evaluation.Step) error {
	if !step.Today.After(n.NoticeUntil) {
		return desk.WrongState("notice.runs", "until", n.NoticeUntil.String())
	}
	if n.Unanswered() > 0 {
		return desk.WrongState("notice.unanswered")
	}
	return nil
}

// Answered is for Act.Idle: answers can be written anew, and none is missing.
func (n *Notice) Answered() bool { return n.Unanswered() == 0 }

// Unanswered counts the objections without an answer.
func (n *Notice) Unanswered() int {
	open := 0
	for _, o := range n.Objections {
		if o.Answer == "" {
			open++
		}
	}
	return open
}
