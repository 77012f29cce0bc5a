package commendation

import "kaoji/evaluation"

// The kinds.
const (
	KindDeed     = "commendation.deed"
	KindBulletin = "commendation.bulletin"
	KindProposal = "commendation.proposal"
)

// The states of a deed.
const (
	DeedReported   evaluation.State = "reported"
	DeedVerified   evaluation.State = "verified"
	DeedFiled      evaluation.State = "filed"     // has its number, not yet in a bulletin
	DeedPublished  evaluation.State = "published" // stands in a released bulletin
	DeedTurnedDown evaluation.State = "turned_down"
	DeedRevoked    evaluation.State = "revoked" // after filing or publication (E-11)
)

// The states of a bulletin.
const (
	BulletinDraft     evaluation.State = "draft"
	BulletinSubmitted evaluation.State = "submitted"
	BulletinReleased  evaluation.State = "released"
	BulletinDiscarded evaluation.State = "discarded"
)

// The states of a proposal. None of them is a grant by the office.
const (
	ProposalDraft     evaluation.State = "draft"
	ProposalNotice    evaluation.State = "notice"    // 公示 inside the office
	ProposalReady     evaluation.State = "ready"     // the notice is over, objections are answered
	ProposalSubmitted evaluation.State = "submitted" // lies with the district
	ProposalGranted   evaluation.State = "granted"   // the district granted it
	ProposalRefused   evaluation.State = "refused"   // the district did not
	ProposalWithdrawn evaluation.State = "withdrawn"
)

// SourcePublic is the source of what residents praise.
const SourcePublic = "public"

// Sources lists from where a deed came to be known.
func Sources() []string {
	return []string{"supervisor", "letter", "committee", "head", "department", "personnel", SourcePublic}
}

// Grounds lists the codes of rule E-5 (commendation.grounds).
func Grounds() []string {
	return []string{"exemplary", "invention", "stability", "property", "prevention", "rescue", "fighting", "foreign"}
}

// Rewards lists the codes of rule E-2 (commendation.kinds).
func Rewards() []string { return []string{"commendation", "third", "second", "first", "title"} }
