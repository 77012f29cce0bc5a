package bonus

import "kaoji/evaluation"

// The kinds.
const (
	KindScheme     = "bonus.scheme"
	KindPeriod     = "bonus.period"
	KindEntry      = "bonus.entry"
	KindDeduction  = "bonus.deduction"
	KindAdjustment = "bonus.adjustment"
)

// The states of a scheme. Each version is a record of its own.
const (
	SchemeDraft     evaluation.State = "draft"
	SchemeIssued    evaluation.State = "issued"
	SchemeRetired   evaluation.State = "retired"
	SchemeDiscarded evaluation.State = "discarded"
)

// The states of a period.
const (
	PeriodDraft     evaluation.State = "draft"    // pool and scheme are fixed
	PeriodEntering  evaluation.State = "entering" // heads enter, personnel verify, cadres contest
	PeriodVerified  evaluation.State = "verified" // computed
	PeriodNotice    evaluation.State = "notice"   // 公示
	PeriodSigning   evaluation.State = "signing"  // 会签, where it is required
	PeriodReady     evaluation.State = "ready"    // the notice is over, objections are answered
	PeriodApproved  evaluation.State = "approved"
	PeriodExported  evaluation.State = "exported" // to payroll, and locked
	PeriodCancelled evaluation.State = "cancelled"
)

// The states of an entry.
const (
	EntryOpen      evaluation.State = "open"
	EntryEntered   evaluation.State = "entered"
	EntryVerified  evaluation.State = "verified" // the cadre may contest it in time
	EntryAccepted  evaluation.State = "accepted" // the cadre has no objection
	EntryContested evaluation.State = "contested"
	EntryAnswered  evaluation.State = "answered" // it stands, and the cadre was told why
	EntrySettled   evaluation.State = "settled"  // verified, and the period was approved
	EntryDropped   evaluation.State = "dropped"  // the period was cancelled, or approved without the person
)

// The states of a deduction.
const (
	DeductionProposed  evaluation.State = "proposed"
	DeductionConfirmed evaluation.State = "confirmed"
	DeductionRejected  evaluation.State = "rejected"
	DeductionWithdrawn evaluation.State = "withdrawn"
)

// The states of an adjustment.
const (
	AdjustmentProposed  evaluation.State = "proposed"
	AdjustmentApproved  evaluation.State = "approved"
	AdjustmentRejected  evaluation.State = "rejected"
	AdjustmentWithdrawn evaluation.State = "withdrawn"
)

// Released are the states of a period in which everybody knows their own amount.
func Released() []evaluation.State {
	return evaluation.States(PeriodNotice, PeriodSigning, PeriodReady, PeriodApproved, PeriodExported)
}
