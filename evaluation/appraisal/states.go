package appraisal

import "kaoji/evaluation"

// The kinds.
const (
	KindRound   = "appraisal.round"
	KindSheet   = "appraisal.sheet"
	KindOpinion = "appraisal.opinion"
	KindPaper   = "appraisal.paper"
)

// The states of a round, in their order.
const (
	RoundDraft      evaluation.State = "draft"
	RoundRehearsing evaluation.State = "rehearsing" // boxes whose ballots are thrown away
	RoundVoting     evaluation.State = "voting"     // published: nothing of it changes any more
	RoundCounting   evaluation.State = "counting"   // nobody votes; papers are entered, slips counted
	RoundTallied    evaluation.State = "tallied"    // results are there, opinions are written
	RoundReleased   evaluation.State = "released"   // the cadres see their own
	RoundClosed     evaluation.State = "closed"
	RoundCancelled  evaluation.State = "cancelled"
)

// The states of a sheet.
const (
	SheetWaiting      evaluation.State = "waiting" // the votes are not counted
	SheetTallied      evaluation.State = "tallied"
	SheetReleased     evaluation.State = "released"
	SheetAcknowledged evaluation.State = "acknowledged"
	SheetObjected     evaluation.State = "objected"
	SheetAnswered     evaluation.State = "answered" // the objection has its answer
	SheetRefused      evaluation.State = "refused"  // the cadre would not sign
	SheetLocked       evaluation.State = "locked"
	SheetDropped      evaluation.State = "dropped" // the round was cancelled
)

// The states of an opinion.
const (
	OpinionWaiting  evaluation.State = "waiting"
	OpinionWritten  evaluation.State = "written"
	OpinionSigned   evaluation.State = "signed"
	OpinionReleased evaluation.State = "released"
	OpinionDropped  evaluation.State = "dropped" // never signed, or the round was cancelled
)

// The states of a batch of papers.
const (
	PaperEntered   evaluation.State = "entered"   // by one
	PaperDiffering evaluation.State = "differing" // by two who do not agree
	PaperAgreed    evaluation.State = "agreed"
	PaperCast      evaluation.State = "cast"
	PaperDiscarded evaluation.State = "discarded"
)

// The ways of voting of a committee.
const (
	WayAccount = "account" // 账号
	WayCode    = "code"    // 一次性验证码
	WayPaper   = "paper"   // 纸质票
)

// The scales.
const (
	ScalePoints = "points" // 1 to 100
	ScaleGrades = "grades" // the grades of the rule appraisal.grades
)

// What happens with reasons written on ballots.
const (
	CommentsDigest = "digest" // to the cadre in random order, without committee
	CommentsNone   = "none"   // to nobody
)
