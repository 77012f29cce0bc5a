package reminder

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/rulepack"
	"kaoji/evaluation/signoff"
)

// Talk is the payload of reminder.talk records, from the proposal to the
// follow-up. A talk with a department is held with its head, who is the subject.
type Talk struct {
	Level      string `json:"level"` // LevelGreeting to LevelAdmonition
	Mode       string `json:"mode"`  // ModeTalk or ModeLetter (C-5)
	Group      bool   `json:"group"` // about the department, not the person
	Person     string `json:"person"`
	PersonName string `json:"person_name"`
	Post       string `json:"post"`
	UnitName   string `json:"unit_name"`
	Cause      string `json:"cause"`  // the text that the person reads
	Points     string `json:"points"` // what the person must explain or correct

	Source       string    `json:"source"`  // code of reminder.sources (C-2), or SourceAlarm
	Grounds      []string  `json:"grounds"` // codes of reminder.admonition.grounds (C-12)
	Background   string    `json:"background"`
	Evidence     []string  `json:"evidence"`          // attachments
	Alarm        string    `json:"alarm"`             // the alarm that the talk takes up, "" for none
	Proposer     string    `json:"proposer" show:"-"` // account
	Opinions     []Opinion `json:"opinions"`
	Assessed     int       `json:"assessed,omitempty"`         // year whose grade an admonition follows from, 0 for none
	Carried      string    `json:"carried,omitempty" show:"-"` // what results noted of it
	WithdrawnFor string    `json:"withdrawn_for"`              // why
	RevokedFor   string    `json:"revoked_for"`                // why

	Talker       string      `json:"talker"`
	TalkerName   string      `json:"talker_name"`
	TalkerPost   string      `json:"talker_post"`
	Entrusted    bool        `json:"entrusted"` // to the head of the person's own unit (C-13)
	Recorder     string      `json:"recorder"`
	RecorderName string      `json:"recorder_name"`
	RecorderPost string      `json:"recorder_post"`
	Appointment  Appointment `json:"appointment"`

	HeldOn      evaluation.Date `json:"held_on"`
	HeldTime    string          `json:"held_time"`
	HeldPlace   string          `json:"held_place"`
	Reason      string          `json:"reason"`      // the four parts (C-11)
	Explanation string          `json:"explanation"` //
	Watch       string          `json:"watch"`       //
	Measures    string          `json:"measures"`    //

	Letters []Letter `json:"letters"`
	Answers []Answer `json:"answers"`
	Reply   string   `json:"reply"` // to an objection

	AnswerBy    evaluation.Date `json:"answer_by" unit:"deadline"`    // C-6
	CriticismBy evaluation.Date `json:"criticism_by" unit:"deadline"` // C-8
	ReportBy    evaluation.Date `json:"report_by" unit:"deadline"`    // C-9
	EffectFrom  evaluation.Date `json:"effect_from"`                  // C-17, C-18
	EffectUntil evaluation.Date `json:"effect_until"`
	FollowUpOn  evaluation.Date `json:"follow_up_on"`
	Review      *Review         `json:"review"`

	Missing []int           `json:"missing"` // years that deadlines were counted in without a holiday arrangement
	Rules   rulepack.Frozen `json:"rules"`
}

// The levels (C-1, C-21), from mild to severe.
const (
	LevelGreeting   = "greeting"   // 打招呼
	LevelReminder   = "reminder"   // 提醒
	LevelInquiry    = "inquiry"    // 函询
	LevelAdmonition = "admonition" // 诫勉
)

// The modes.
const (
	ModeTalk   = "talk"
	ModeLetter = "letter"
)

// Sources that are reports: letters and complaints (C-2), and an alarm, which rests on
// concerns and is not among the sources of the rule.
const (
	SourceLetters = "letters"
	SourceAlarm   = "alarm"
)

// Opinion is a step of the approval.
type Opinion struct {
	Step    string          `json:"step"` // check, approve, confirm, return
	Account string          `json:"account" show:"-"`
	Name    string          `json:"name"`
	On      evaluation.Date `json:"on"`
	Words   string          `json:"words"`
	Void    bool            `json:"void"` // the proposal was returned after this step
}

// Appointment is time and place of a talk.
type Appointment struct {
	On    evaluation.Date `json:"on"`
	Time  string          `json:"time"`
	Place string          `json:"place"`
}

// Letter is a letter that was sent.
type Letter struct {
	Form  string          `json:"form"` // LevelReminder, LevelInquiry, FormAgain or LevelAdmonition
	No    string          `json:"no"`   // document number
	On    evaluation.Date `json:"on"`
	Ask   string          `json:"ask"` // in a second letter: what was not clear
	DueBy evaluation.Date `json:"due_by" unit:"deadline"`
}

// FormAgain is the second letter of an inquiry (C-7).
const FormAgain = "inquiry_again"

// Answer is what the person said or handed in.
type Answer struct {
	Form  string          `json:"form"` // AnswerAcknowledged to AnswerReport
	Text  string          `json:"text"`
	Files []string        `json:"files"`
	On    evaluation.Date `json:"on"`
	Late  bool            `json:"late"`
	Noted string          `json:"noted"` // who recorded it for a person who did not answer
}

// The forms of an answer.
const (
	AnswerAcknowledged = "acknowledged"
	AnswerExplained    = "explained"
	AnswerObjected     = "objected"
	AnswerRefused      = "refused"
	AnswerCriticism    = "criticism" // 书面检查
	AnswerReport       = "report"    // 整改报告
)

// Review is the follow-up (C-10).
type Review struct {
	Outcome  string          `json:"outcome"` // OutcomeRecognised or OutcomeFurther
	Findings string          `json:"findings"`
	Proposal string          `json:"proposal"` // of further handling, in words
	Without  string          `json:"without"`  // reason for not waiting for missing documents
	On       evaluation.Date `json:"on"`
	By       string          `json:"by"`
}

// The outcomes of a review.
const (
	OutcomeRecognised = "recognised"
	OutcomeFurther    = "further"
)

// The states of a talk.
const (
	Proposed  evaluation.State = "proposed"
	Returned  evaluation.State = "returned" // to the proposer
	Checked   evaluation.State = "checked"  // by the deputy in charge (C-3)
	Endorsed  evaluation.State = "endorsed" // an admonition, by the head; the principal leader is asked (C-4)
	Approved  evaluation.State = "approved"
	Scheduled evaluation.State = "scheduled"
	Sent      evaluation.State = "sent"
	Held      evaluation.State = "held"
	Released  evaluation.State = "released" // the record, to the person
	Answered  evaluation.State = "answered"
	Following evaluation.State = "following"
	Closed    evaluation.State = "closed"
	Withdrawn evaluation.State = "withdrawn" // before the person knew of it
	Cancelled evaluation.State = "cancelled" // after
	Revoked   evaluation.State = "revoked"
)

// told are the states in which the person knows of the talk.
func told() []evaluation.State {
	return evaluation.States(Scheduled, Sent, Held, Released, Answered, Following, Closed, Cancelled, Revoked)
}

func (s *Service) talkKind() evaluation.Kind {
	return evaluation.Kind{
		Name: KindTalk, About: evaluation.AboutSubject, Drafts: evaluation.KeepDrafts(), Sight: talkSight, Payload: evaluation.New[Talk], Milestones: talkDays(), Discreet: true,
		Notifies: map[string][]evaluation.Recipient{
			"return":   {evaluation.ToAuthor},
			"approve":  {evaluation.ToAuthor},
			"schedule": {evaluation.ToSubject, evaluation.ToParties},
			"send":     {evaluation.ToSubject},
			"release":  {evaluation.ToSubject},
			"review":   {evaluation.ToSubject},
			"revoke":   {evaluation.ToSubject},
		},
		Columns: []evaluation.Column{{Name: "level", Choices: []string{LevelGreeting, LevelReminder, LevelInquiry, LevelAdmonition}}, {Name: "mode", Choices: []string{ModeTalk, ModeLetter}}}, Brief: []string{"level", "mode"},
		States: append(evaluation.States(Proposed, Returned, Checked, Endorsed, Approved, Withdrawn), told()...),
		Final:  evaluation.States(Closed, Withdrawn, Cancelled, Revoked),
		Clock: map[evaluation.State][]string{
			Sent:      {"reminder.inquiry.answer", "reminder.admonition.criticism"},
			Released:  {"reminder.admonition.criticism"},
			Answered:  {"reminder.admonition.criticism"},
			Following: {"reminder.followup", "reminder.admonition.criticism", "reminder.admonition.report"},
		},
		Print: []string{
			"reminder_approval", "reminder_letter", "reminder_inquiry", "reminder_inquiry_again", "reminder_admonition",
			"reminder_record", "reminder_report",
		},
		Usual:   evaluation.Usual{Proposed: {"check"}, Returned: {"resubmit"}, Checked: {"approve"}, Endorsed: {"confirm"}, Approved: {"schedule", "send"}, Scheduled: {"hold"}, Sent: {"explain", "acknowledge"}, Held: {"release"}, Released: {"acknowledge", "submit_criticism"}, Answered: {"reply", "accept"}, Following: {"submit_report", "review"}},
		Grave:   []string{"return", "withdraw", "refuse", "note_refusal", "revoke"},
		Passes:  []string{"schedule"},
		Many:    evaluation.Many{"check": "", "approve": "", "confirm": "", "release": "", "return": ""},
		Acts:    s.talkActs(),
		Effects: map[string]evaluation.EffectHandler{"take_up": tookUp, "enter_effect": enterEffect, "lift_effect": liftEffect, "carry": desk.CarryOut},
	}
}

func (s *Service) talkActs() []evaluation.Act {
	proposer := evaluation.OnlyAccount("reminder.only_proposer", func(t *Talk) string { return t.Proposer })
	talker := evaluation.Only("reminder.only_talker", func(t *Talk) []string { return []string{t.Talker} })
	// The talker replies to an objection to a talk, personnel to one to a letter.
	replier := evaluation.BarWhen("reminder.only_talker", func(step *evaluation.Step, t *Talk) bool {
		return t.Mode == ModeTalk && (t.Talker == "" || t.Talker != step.Actor.Person)
	})
	personnel := evaluation.BarWhen("reminder.only_personnel", func(step *evaluation.Step, t *Talk) bool {
		return t.Mode != ModeTalk && !step.Actor.Has(evaluation.RolePersonnel)
	})
	second := evaluation.NotAccounts("reminder.second_person", func(t *Talk) []string { return t.decided() })
	othersCheck := evaluation.BarAsking("reminder.in_charge_checks", s.othersCheck)
	waiting := evaluation.States(Sent, Released)
	owing := evaluation.States(Released, Sent, Answered, Following)
	given := evaluation.States(Sent, Held, Released, Answered, Following, Closed)
	return []evaluation.Act{
		evaluation.NewAct("propose", evaluation.Personnel, nil, evaluation.States(Proposed), evaluation.Run(s.propose)),
		evaluation.NewAct("resubmit", evaluation.Personnel, evaluation.States(Returned), evaluation.States(Proposed), evaluation.Run(s.resubmit)).Barring(proposer),
		evaluation.NewAct("check", evaluation.Leader.As(evaluation.Charge).Or(evaluation.Principal), evaluation.States(Proposed), evaluation.States(Checked), evaluation.Run(s.check)).Barring(othersCheck, second),
		evaluation.NewAct("approve", evaluation.Principal, evaluation.States(Checked), evaluation.States(Approved, Endorsed), evaluation.Run(s.approve)).Barring(second),
		evaluation.NewAct("confirm", evaluation.Principal, evaluation.States(Endorsed), evaluation.States(Approved), evaluation.Run(s.confirm)).Barring(second),
		evaluation.NewAct("return", evaluation.Principal.Or(evaluation.Leader.As(evaluation.Charge).In(Proposed)), evaluation.States(Proposed, Checked, Endorsed), evaluation.States(Returned), evaluation.Plain(sendBack)).WithReason().Barring(othersCheck, second),
		evaluation.NewAct("withdraw", evaluation.Running, evaluation.States(Proposed, Returned, Checked, Endorsed, Approved, Scheduled), evaluation.States(Withdrawn, Cancelled), evaluation.Plain(withdraw)).WithReason(),
		evaluation.NewAct("schedule", evaluation.Personnel, evaluation.States(Approved, Scheduled), evaluation.States(Scheduled), evaluation.Run(s.schedule)).Beginning("appointment").Dated(evaluation.FromToday("on")).Suiting(evaluation.SuitsOf(s.invited)),
		evaluation.NewAct("send", evaluation.Personnel, evaluation.States(Approved), evaluation.States(Sent), evaluation.Run(s.send)),
		evaluation.NewAct("hold", evaluation.Officials.As(evaluation.Party), evaluation.States(Scheduled, Held), evaluation.States(Held), evaluation.Run(s.hold)).Beginning("appointment").Dated(evaluation.DaysOf(holdDays)),
		evaluation.NewAct("release", evaluation.Officials.As(evaluation.Party), evaluation.States(Held), evaluation.States(Released), evaluation.Plain(s.release)).Barring(talker),
		signoff.Answering("acknowledge", waiting, Answered, (*CommentInput).answer, answered),
		signoff.Answering("explain", waiting, Answered, (*AnswerInput).answer, answered),
		signoff.Answering("object", waiting, Answered, (*AnswerInput).answer, answered),
		signoff.Answering("refuse", waiting, Answered, (*AnswerInput).answer, answered),
		signoff.Refusing(evaluation.Personnel, waiting, Answered, answered),
		evaluation.Staying("reply", evaluation.Personnel.Or(evaluation.Officials.As(evaluation.Party)), evaluation.States(Answered), evaluation.Run(s.reply)).Barring(replier, personnel),
		evaluation.NewAct("ask_again", evaluation.Personnel, evaluation.States(Answered), evaluation.States(Sent), evaluation.Run(s.askAgain)),
		evaluation.NewAct("accept", evaluation.Personnel, evaluation.States(Answered), evaluation.States(Following, Closed), evaluation.Run(s.accept)),
		evaluation.OwnAct("submit_criticism", owing, owing, evaluation.Run(s.submitCriticism)),
		evaluation.OwnAct("submit_report", evaluation.States(Answered, Following), evaluation.States(Answered, Following), evaluation.Run(s.submitReport)),
		evaluation.NewAct("review", evaluation.Personnel, evaluation.States(Following), evaluation.States(Closed), evaluation.Run(s.review)).Beginning("review"),
		evaluation.NewAct("revoke", evaluation.Principal, given, evaluation.States(Revoked), evaluation.Plain(s.revoke)).WithReason(),
	}
}
