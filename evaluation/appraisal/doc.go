// Package appraisal is measure 3: the yearly appraisal of cadres by the residents'
// committees that they serve (居委干部年终考评).
//
// A round has the states draft → voting → counting → tallied → released → closed,
// with rehearsals during draft. Publishing freezes everything: the form, the
// anonymity floor, who serves whom, who may vote and how. Each committee has one
// box, see package ballot; it opens with the passphrase of one of two keepers, who
// are chosen before. A committee with a single rater casts no ballot: it gives a
// signed opinion, and the form says so (rule K-3).
//
// A person who votes by account is identified by the HMAC of the person, a slip by
// the HMAC of its code; nobody records who got which slip. Before the tally the
// issued slips must equal those used, spoilt and unused.
//
// Pure functions are in relations.go (who rates whom), result.go, hide.go,
// agreement.go (the figures and which of them may be shown) and ballots.go (the
// content of a ballot).
//
// Queries and operations that are not acts:
//
//	Preflight   what is missing before a round is published, and where to fix it
//	Tasks, Cast the ballots that an account may cast, and casting one
//	Slip, CastSlip   the same with the code of a slip, without an account
//	Issue       new codes, which can be read only once
//	Progress    how many have voted, never who
//	Slips       the count of slips by committee
//	Differences the cells in which two entries of papers differ
//	Results     the results of a round as the reader may see them
//	Explain     why a result is what it is, recomputed from the boxes
//	FormOf      the content of the form 居委干部年终考评表
package appraisal
