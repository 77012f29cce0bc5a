// Package notice is a public notice inside the office (公示): for so many days
// everybody may object to what is going to be decided, and it ends only when
// its last day is over and every objection has an answer.
package notice

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/rulepack"
)

// Notice is the part of a payload that it needs; embed it.
type Notice struct {
	NoticeFrom  evaluation.Date `json:"notice_from"`
	NoticeUntil evaluation.Date `json:"notice_until" unit:"deadline"`
	Objections  []Objection     `json:"objections"`
}

// Objection is what somebody said during the notice, and what came of it.
type Objection struct {
	By         string          `json:"by" show:"-"` // account
	ByName     string          `json:"by_name"`
	Text       string          `json:"text"`
	On         evaluation.Date `json:"on"`
	Answer     string          `json:"answer"` // "": not looked into yet
	AnsweredBy string          `json:"answered_by"`
	AnsweredOn evaluation.Date `json:"answered_on"`
}

// AnswerInput says what came of an objection.
type AnswerInput struct {
	Number int    `json:"number" minimum:"1" maximum:"200" doc:"Which objection, from 1" example:"1"`
	Answer string `json:"answer" form:"long" maxLength:"3000" doc:"What was found"`
}

// most is how many objections a notice takes.
const most = 200

// Open begins the notice today, for the period of a rule; personnel then waits
// for its end. A second notice keeps what was objected during the first.
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

// Object takes an objection up to the last day.
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

// Answer says what came of an objection; a better answer replaces the first.
// Nobody answers the own.
func (n *Notice) Answer(step *evaluation.Step, in *AnswerInput) error {
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

// Close says whether the notice may end.
func (n *Notice) Close(step *evaluation.Step) error {
	if !step.Today.After(n.NoticeUntil) {
		return desk.WrongState("notice.runs", "until", n.NoticeUntil.String())
	}
	if n.Unanswered() > 0 {
		return desk.WrongState("notice.unanswered")
	}
	return nil
}

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
