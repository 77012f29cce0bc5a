// Package assessment is measure 7: the twice-yearly assessment of section-level
// cadres with one-by-one feedback talks (科级干部考核与反馈谈话).
//
// A cycle runs draft → reporting → rating → verifying → deciding → notice →
// feedback → closed. Opening it makes one sheet for each participant, with the
// special cases (rules) and the raters frozen on it. Ratings are
// anonymous: a box for each sheet and group, package ballot. What the boxes say
// is a signal and never a decision (B-12). After the notice each participant
// gets a talk, and the cycle closes only when every talk is locked or excused.
//
// Functions that are pure stand in their own files: eligibility.go (special
// cases), raters.go (who rates whom), result.go and floor.go (the figures and
// what of them may be shown), explain.go (why this result), quota.go.
package assessment
