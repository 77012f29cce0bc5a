// Package appraisal is measure 3: the yearly appraisal of cadres by the
// residents' committees that they serve (居委干部年终考评).
//
// A round runs draft → voting → counting → tallied → released → closed, with
// rehearsals while it is a draft. Publishing freezes everything: the form, the
// floor, who serves whom, who may vote and how. One box for each committee,
// package ballot; what lies in it opens with the passphrase of one of two
// keepers, who are chosen before. A committee with a single rater casts no ballot: it gives a signed opinion, and
// the form says so (rule K-3).
//
// Who votes by an account is marked by the HMAC of the person, who votes by a
// slip by the HMAC of its code; no list says who got which. Issued slips must
// be those used, spoilt and unused before there is a tally.
//
// Files that are pure: relations.go (who rates whom), result.go, hide.go,
// agreement.go (the figures and what of them may be shown), ballots.go (what a
// ballot must hold).
//
// Asked beside the acts of the records:
//
//	Preflight   what is missing before a round is published, and where to mend it
//	Tasks, Cast the ballots that an account may give, and giving one
//	Slip, CastSlip   the same with the code of a slip, without an account
//	Issue       new codes, readable this once
//	Progress    how many have voted, never who
//	Slips       the balance of slips by committee
//	Differences what two entries of a batch of papers disagree on
//	Results     the results of a round as the reader may see them
//	Explain     why a result is what it is, worked out again from the boxes
//	FormOf      what stands on the form 居委干部年终考评表
package appraisal
