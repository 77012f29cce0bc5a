package concern

import (
	"kaoji/evaluation"
	"kaoji/evaluation/rulepack"
)

// The kinds.
const (
	KindBox     = "concern.box"
	KindMatter  = "concern.matter"
	KindOpening = "concern.opening"
)

// The states of a matter.
const (
	Received  evaluation.State = "received"
	Accepted  evaluation.State = "accepted"
	Assigned  evaluation.State = "assigned"
	Concluded evaluation.State = "concluded"
	Answered  evaluation.State = "answered"
	Declined  evaluation.State = "declined"
	Merged    evaluation.State = "merged"
	Referred  evaluation.State = "referred"  // with another body, whose answer is waited for
	Commended evaluation.State = "commended" // praise that was thanked for, or made a good deed
)

// The channels.
const (
	ChannelBox        = "box"
	ChannelPaper      = "paper_box"
	ChannelSupervisor = "supervisor"
)

// Praise is the category of what praises somebody. It is no concern and counts as none.
const Praise = "praise"

// The outcomes. An unsubstantiated matter counts in no statistics.
const (
	BorneOut    = "borne_out"
	Partly      = "partly"
	NotBorneOut = "not"
	Unknown     = "unknown"
	Elsewhere   = "elsewhere" // another body deals with it and has not said what it found
)

// Matter is the payload of a concern.matter record. Reporter is a pseudonym: it is
// the same for the same reporter, and only the encrypted contact leads to the
// person.
type Matter struct {
	No           string          `json:"no"` // 〔2026〕12号
	Channel      string          `json:"channel"`
	Box          string          `json:"box"`
	PersonName   string          `json:"person_name"`
	UnitName     string          `json:"unit_name"`
	Category     string          `json:"category"`
	Topic        string          `json:"topic"` // the matter itself, in a few words
	Content      string          `json:"content"`
	Happened     evaluation.Date `json:"happened"`
	Received     evaluation.Date `json:"received"`
	Time         string          `json:"time,omitempty"` // of a call, hour and minute
	Named        bool            `json:"named"`          // the reporter gave a contact
	Reporter     string          `json:"reporter" show:"-"`
	Wide         string          `json:"wide"` // reason why it has wide impact (反响较大), "" if it has none
	Files        []string        `json:"files"`
	RegisteredBy string          `json:"registered_by"`
	AcceptedOn   evaluation.Date `json:"accepted_on"`
	DoneBy       evaluation.Date `json:"done_by" unit:"deadline"` // 60 days from acceptance, or 30 more (C-29)
	Handler      string          `json:"handler"`
	HandlerName  string          `json:"handler_name"`
	Extended     string          `json:"extended"` // why, "" if it was not
	Outcome      string          `json:"outcome"`
	Findings     string          `json:"findings"` // for the office
	Reply        string          `json:"reply"`    // for the sender
	AnsweredOn   evaluation.Date `json:"answered_on"`
	MergedInto   string          `json:"merged_into"`
	Merged       []string        `json:"merged"`
	SplitFrom    string          `json:"split_from"`
	Deed         string          `json:"deed,omitempty" show:"-"` // the good deed that praise became
	Referral     *Referral       `json:"referral,omitempty" show:"-"`
	CallBack     *CallBack       `json:"call_back,omitempty" show:"-"`
	SentBack     []Referral      `json:"sent_back,omitempty" show:"-"` // of bodies that did not take it
	Missing      []int           `json:"missing"`                      // years that a deadline was counted in without a holiday arrangement
	Rules        rulepack.Frozen `json:"rules"`
}

// About is the content of a concern; every way of receiving one asks for it.
type About struct {
	Unit     string          `json:"unit,omitempty" form:"unit" doc:"Department that it is about; that of the person if left out"`
	Person   string          `json:"person,omitempty" form:"person" doc:"Person that it is about, if it is about one"`
	Category string          `json:"category" enum:"style,efficiency,attitude,fairness,integrity,other,praise" doc:"Kind of concern" example:"attitude"`
	Topic    string          `json:"topic" maxLength:"60" rules:"concern.duplicate" doc:"The matter in a few words; the same words for the same matter" example:"居住证办理"`
	Content  string          `json:"content" form:"long" maxLength:"3000" doc:"What happened" example:"窗口人员态度生硬，让人跑了三趟。"`
	Happened evaluation.Date `json:"happened,omitzero" doc:"Day on which it happened" example:"2026-05-12"`
}

// RegisterInput is a concern recorded by the office.
type RegisterInput struct {
	Channel  string          `json:"channel" enum:"hotline,visit,letter,survey" doc:"How it came" example:"hotline"`
	Received evaluation.Date `json:"received" rules:"complaint.accept,complaint.named.receipt" begin:"today" doc:"Day on which it came" example:"2026-05-14"`
	Time     string          `json:"time,omitempty" form:"time" maxLength:"5" doc:"Time of a call" example:"09:30"`
	About
	Contact string   `json:"contact,omitempty" maxLength:"200" doc:"Who reported it and how to reach them; kept encrypted, apart from the record"`
	Files   []string `json:"files,omitempty" form:"files" maxLength:"10" rules:"attachment.bytes" doc:"Attachments"`
}

// ReportInput is a report of a supervisor.
type ReportInput struct {
	About
	Files []string `json:"files,omitempty" form:"files" maxLength:"10" rules:"attachment.bytes" doc:"Attachments"`
}

// Submission is a matter that Kaoji creates: from a comment in a box, a slip of the
// paper box, or a part split off.
type Submission struct {
	About
	Channel   string          `json:"channel" doc:"How it came"`
	Box       string          `json:"box,omitempty" doc:"The box"`
	Reporter  string          `json:"reporter" doc:"Pseudonym"`
	Named     bool            `json:"named,omitempty" doc:"Whether a contact is kept"`
	Received  evaluation.Date `json:"received" doc:"Day on which it came"`
	SplitFrom string          `json:"split_from,omitempty" doc:"The matter that it was a part of"`
	Files     []string        `json:"files,omitempty" form:"files" maxLength:"10" doc:"Attachments"`
}

// ReplyInput is the reply to the sender.
type ReplyInput struct {
	Reply string `json:"reply" form:"long" maxLength:"2000" doc:"What the sender is told; it names nobody" example:"您反映的情况已收到，经核实已督促改进。"`
}

// AcceptInput accepts a concern.
type AcceptInput struct {
	Handler string `json:"handler,omitempty" form:"person" rules:"complaint.done,complaint.extension" doc:"Who looks into it; may be named later"`
}

// AssignInput names the handler.
type AssignInput struct {
	Handler string `json:"handler" form:"person" doc:"Who looks into it: neither the person concerned nor a relative"`
}

// ConcludeInput is the result.
type ConcludeInput struct {
	Outcome  string `json:"outcome" enum:"borne_out,partly,not,unknown" doc:"Whether it is borne out" example:"partly"`
	Findings string `json:"findings" form:"long" doc:"What was found, and from what"`
	Reply    string `json:"reply" form:"long" maxLength:"2000" doc:"What the sender will be told; it names nobody"`
}

// SortInput changes what a concern is about.
type SortInput struct {
	Unit     string `json:"unit,omitempty" form:"unit" doc:"Department that it is about; that of the person if left out"`
	Person   string `json:"person,omitempty" form:"person" doc:"Person that it is about, if it is about one"`
	Category string `json:"category" enum:"style,efficiency,attitude,fairness,integrity,other,praise" doc:"Kind of concern" example:"attitude"`
	Topic    string `json:"topic" maxLength:"60" rules:"concern.duplicate" doc:"The matter in a few words; the same words for the same matter" example:"居住证办理"`
}

// OtherInput names another concern by its number.
type OtherInput struct {
	No string `json:"no" maxLength:"40" doc:"Number of the other concern" example:"〔2026〕12号"`
}

// AbsorbInput tells a concern that another one was merged into it.
type AbsorbInput struct {
	Record string `json:"record" doc:"The merged one"`
	Wide   string `json:"wide,omitempty" doc:"Its wide impact"`
}
