package assessment

import "kaoji/evaluation"

// The kinds.
const (
	KindCycle     = "assessment.cycle"
	KindSheet     = "assessment.sheet"
	KindTalk      = "assessment.talk"
	KindObjection = "assessment.objection"
	KindAppeal    = "assessment.appeal"
)

// The states of a cycle, in their order.
const (
	CycleDraft     evaluation.State = "draft"     // planned, nobody concerned yet
	CycleReporting evaluation.State = "reporting" // participants write their self-reports
	CycleRating    evaluation.State = "rating"    // 民主测评: the boxes are open
	CycleVerifying evaluation.State = "verifying" // personnel verify, leaders in charge propose
	CycleDeciding  evaluation.State = "deciding"  // grades are fixed
	CycleNotice    evaluation.State = "notice"    // 公示
	CycleFeedback  evaluation.State = "feedback"  // results are out, talks are held
	CycleClosed    evaluation.State = "closed"
)

// The states of a sheet.
const (
	SheetReporting evaluation.State = "reporting"
	SheetEntered   evaluation.State = "entered" // a report on paper that nobody has compared yet
	SheetReported  evaluation.State = "reported"
	SheetVerified  evaluation.State = "verified"
	SheetProposed  evaluation.State = "proposed"
	SheetGraded    evaluation.State = "graded"
	SheetPublished evaluation.State = "published"
	SheetClosed    evaluation.State = "closed"
	SheetExempt    evaluation.State = "exempt" // listed, but not assessed here
)

// The states of a feedback talk.
const (
	TalkWaiting      evaluation.State = "waiting"
	TalkScheduled    evaluation.State = "scheduled"
	TalkHeld         evaluation.State = "held"
	TalkReleased     evaluation.State = "released" // shown to the cadre, or handed over on paper
	TalkAcknowledged evaluation.State = "acknowledged"
	TalkObjected     evaluation.State = "objected"
	TalkRefused      evaluation.State = "refused" // the cadre would not sign
	TalkLocked       evaluation.State = "locked"
	TalkExcused      evaluation.State = "excused"
)

// The states of objections and appeals.
const (
	CaseRegistered evaluation.State = "registered" // an objection that nobody looks into yet
	CaseEntered    evaluation.State = "entered"    // on paper, to be compared by a second person
	CaseFiled      evaluation.State = "filed"      // an appeal that nobody looks into yet
	CaseAssigned   evaluation.State = "assigned"   // a reviewer who had no part looks into it
	CaseAnswered   evaluation.State = "answered"
	CaseDecided    evaluation.State = "decided"
	CaseWithdrawn  evaluation.State = "withdrawn"
)

// The grades (公务员考核规定 2020). None means that no grade is given, as rules A-30 to
// A-34 require in some cases.
const (
	Excellent   = "excellent"   // 优秀
	Competent   = "competent"   // 称职
	Basic       = "basic"       // 基本称职
	Incompetent = "incompetent" // 不称职
	None        = "none"        // 不确定等次
)

// Grades lists the four, best first.
func Grades() []string { return []string{Excellent, Competent, Basic, Incompetent} }

// Contents lists the five assessed contents: 德能勤绩廉.
func Contents() []string {
	return []string{"virtue", "ability", "diligence", "results", "integrity"}
}

// The halves of a year.
const (
	FirstHalf  = "first"
	SecondHalf = "second"
)
