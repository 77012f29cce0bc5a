// Package assessment is measure 7: the half-yearly assessment of section-level
// cadres with individual feedback talks (科级干部考核与反馈谈话), and the assessment of
// everybody at the end of the year.
//
// The first half of a year ends with a comment and a working judgement, the second
// half closes the year with the statutory grade. A person's category (civil, institution,
// contract) decides grades, quota and form; the population (section, or the category) who
// takes part, is rated, and talks with a principal leader; the scale is the words of the
// grade: see population.go and scale.go. Who is not rated hands in a summary and is
// commented on at once. A half-year is concluded without notice.
//
// A cycle has the states draft → reporting → rating → verifying → deciding → notice
// → feedback → closed. Opening it creates one sheet for each participant, with the
// special cases (rules) and the raters frozen on it. Ratings are
// anonymous: one box for each sheet and group, see package ballot. Their results
// are advisory and never a decision (B-12). After the notice each participant gets
// a talk, and the cycle closes only when every talk is locked or excused.
//
// Pure functions are in separate files: eligibility.go (special cases), raters.go
// (who rates whom), result.go and floor.go (the figures and which of them may be
// shown), explain.go (why this result), quota.go.
package assessment
