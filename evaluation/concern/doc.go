// Package concern is where concerns (反映) come from: the comment box (评议箱),
// hotline, visits, letters, the paper box and the social supervisors; and what
// becomes of them: accepted or not within the days of rule C-29, assigned,
// concluded, answered.
//
// Whom a concern is about never learns of it (rule C-28): the kinds are veiled
// and shielded, and no line of the policy grants sight to the own relation. Who
// sent it is kept apart, encrypted (Reporters); the record holds a pseudonym,
// which measure 1 needs to count distinct reporters.
package concern
