package bonus

import (
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/notice"
	"kaoji/evaluation/rulepack"
	"kaoji/evaluation/signoff"
)

// Period is the payload of bonus.period records: one pool, from the day it is fixed
// to payroll.
type Period struct {
	Title      string          `json:"title"`
	From       evaluation.Date `json:"from"`
	To         evaluation.Date `json:"to"`
	Pool       string          `json:"pool"`         // yuan, as entered
	Fen        int64           `json:"fen" show:"-"` // the same in fen
	Document   string          `json:"document"`
	DocumentOn evaluation.Date `json:"document_on"`
	EntriesBy  evaluation.Date `json:"entries_by"`
	Scheme     string          `json:"scheme"`
	Version    int             `json:"version"` // of the scheme
	Plan       Plan            `json:"plan"`    // frozen
	Lines      []Line          `json:"lines"`   // shown only through Sheet
	Units      []UnitName      `json:"units"`   // names at the time
	ComputedOn evaluation.Date `json:"computed_on"`
	ComputedBy string          `json:"computed_by"`
	ComputedAs string          `json:"computed_as" show:"-"` // account
	notice.Notice
	Rounds     []Round         `json:"rounds"`   // earlier divisions that were taken back, with their notices
	Cosign     []string        `json:"cosign"`   // parties that must sign before the approval
	Cosigner   string          `json:"cosigner"` // a named person among them
	Signing    signoff.Sheet   `json:"signing"`  //
	ApprovedBy string          `json:"approved_by"`
	ApprovedOn evaluation.Date `json:"approved_on"`
	ExportedBy string          `json:"exported_by"`
	ExportedOn evaluation.Date `json:"exported_on"`
	Cancelled  string          `json:"cancelled"`
	Rules      rulepack.Frozen `json:"rules"`
}

// UnitName is the name of a department at the time.
type UnitName struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Round is a division that was taken back, and the reason.
type Round struct {
	On          evaluation.Date    `json:"on"`
	By          string             `json:"by"`
	Reason      string             `json:"reason"`
	NoticeFrom  evaluation.Date    `json:"notice_from"`
	NoticeUntil evaluation.Date    `json:"notice_until"`
	Objections  []notice.Objection `json:"objections"`
}

// PeriodInput fixes pool and scheme.
type PeriodInput struct {
	Title      string          `json:"title" maxLength:"60" doc:"What it is" example:"2026年下半年工作奖金"`
	From       evaluation.Date `json:"from" begin:"half" doc:"First day" example:"2026-07-01"`
	To         evaluation.Date `json:"to" begin:"half-end" doc:"Last day" example:"2026-12-31"`
	Scheme     string          `json:"scheme" maxLength:"64" doc:"The issued scheme that it is divided by"`
	Pool       string          `json:"pool" form:"decimal" maxLength:"14" rules:"bonus.pool" doc:"The pool in yuan, to the fen" example:"486000.00"`
	Document   string          `json:"document" maxLength:"60" rules:"bonus.pool" doc:"Number of the document that fixes the pool" example:"浦财〔2026〕118号"`
	DocumentOn evaluation.Date `json:"document_on" begin:"known" doc:"Day of the document" example:"2026-06-20"`
	EntriesBy  evaluation.Date `json:"entries_by" begin:"+14" doc:"Day by which the heads enter" example:"2027-01-10"`
	Cosign     []string        `json:"cosign,omitempty" enum:"discipline,person" rules:"bonus.cosign" doc:"Who countersigns before the approval"`
	Cosigner   string          `json:"cosigner,omitempty" form:"person" doc:"The named person who countersigns, such as the head of finance"`
	Approved   bool            `json:"approved" rules:"bonus.pool,bonus.yearend" doc:"The pool was approved from above and is no new allowance"`
}

func (s *Service) periodKind() evaluation.Kind {
	draft, taking, noted := evaluation.States(PeriodDraft), evaluation.States(PeriodEntering), evaluation.States(PeriodNotice)
	signing := evaluation.States(PeriodSigning)
	early := evaluation.States(PeriodDraft, PeriodEntering, PeriodVerified)
	computer := evaluation.NotAccounts("bonus.computed_it", func(p *Period) []string { return []string{p.ComputedAs} })
	return evaluation.Kind{
		Name: KindPeriod, Drafts: evaluation.KeepDrafts(), Spans: true, Sight: periodSight, Payload: evaluation.New[Period], Milestones: periodDays(), Found: []string{evaluation.FoundSort, "document"},
		Columns: []evaluation.Column{{Name: "from"}, {Name: "entries_by"}, {Name: "approved_on"}}, Print: []string{"bonus_notice"},
		States: evaluation.States(PeriodDraft, PeriodEntering, PeriodVerified, PeriodNotice, PeriodSigning, PeriodReady, PeriodApproved, PeriodExported, PeriodCancelled),
		Final:  evaluation.States(PeriodExported, PeriodCancelled),
		Clock:  map[evaluation.State][]string{PeriodNotice: {"bonus.notice"}, PeriodSigning: {"bonus.cosign"}},
		Usual:  evaluation.Usual{PeriodDraft: {"begin"}, PeriodEntering: {"compute"}, PeriodVerified: {"announce"}, PeriodNotice: {"answer", "close_notice"}, PeriodSigning: {"sign"}, PeriodReady: {"approve"}, PeriodApproved: {"export"}},
		Grave:  []string{"reopen", "return_unsigned", "cancel"},
		Told:   evaluation.States(PeriodSigning),
		Acts: []evaluation.Act{
			{Name: "open", May: evaluation.Personnel, To: draft, Run: evaluation.Run(s.open)},
			{Name: "edit", May: evaluation.Personnel, From: draft, To: draft, Run: evaluation.Run(s.open)},
			{Name: "begin", May: evaluation.Personnel, From: draft, To: taking, Run: evaluation.Plain(s.begin)},
			{Name: "refresh", May: evaluation.Personnel, From: taking, To: taking, Run: evaluation.Plain(s.refresh)},
			{Name: "compute", May: evaluation.Personnel, From: taking, To: evaluation.States(PeriodVerified), Run: evaluation.Plain(s.compute)},
			{Name: "reopen", May: evaluation.Running, From: evaluation.States(PeriodVerified, PeriodNotice, PeriodSigning, PeriodReady), To: taking, Reason: true, Run: evaluation.Plain(reopen)},
			{Name: "announce", May: evaluation.Personnel, From: evaluation.States(PeriodVerified), To: noted, Run: evaluation.Plain(s.announce)},
			{Name: "object", May: evaluation.Staff, From: noted, To: noted, Run: evaluation.Run(objectTo)},
			{Name: "answer", May: evaluation.Running, From: noted, To: noted, Run: evaluation.Run(answerObjection), Idle: evaluation.Idle((*Period).Answered), Bars: []evaluation.Bar{computer}},
			{Name: "close_notice", May: evaluation.Personnel, From: noted, To: evaluation.States(PeriodReady, PeriodSigning), Run: evaluation.Plain(s.closeNotice)},
			{Name: "sign", May: evaluation.Discipline.Or(evaluation.Staff.As(evaluation.Party)), From: signing, To: evaluation.States(PeriodSigning, PeriodReady), Run: evaluation.Run(s.sign)},
			{Name: "return_unsigned", May: evaluation.Discipline.Or(evaluation.Staff.As(evaluation.Party)), From: signing, To: taking, Reason: true, Run: evaluation.Plain(s.returnUnsigned)},
			{Name: "approve", May: evaluation.Principal, From: evaluation.States(PeriodReady), To: evaluation.States(PeriodApproved), Run: evaluation.Plain(s.approve)},
			{Name: "export", May: evaluation.Personnel, From: evaluation.States(PeriodApproved), To: evaluation.States(PeriodExported), Run: evaluation.Plain(export)},
			{Name: "cancel", May: evaluation.Personnel, From: early, To: evaluation.States(PeriodCancelled), Reason: true, Run: evaluation.Plain(cancel)},
		},
		Effects: map[string]evaluation.EffectHandler{"raise": s.raiseEntries, "drop": dropEntries, "settle": settleEntries},
	}
}

// line finds a person's line.
func (p *Period) line(person string) (int, bool) {
	i := slices.IndexFunc(p.Lines, func(l Line) bool { return l.Person == person })
	return i, i >= 0
}

// UnitName returns the name of a department at the time.
func (p *Period) UnitName(id string) string {
	for _, u := range p.Units {
		if u.ID == id {
			return u.Name
		}
	}
	return ""
}

// Days returns the length of the period.
func (p *Period) Days() int { return p.From.DaysUntil(p.To) + 1 }
