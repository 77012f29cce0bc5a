// Package concern is where concerns (反映) come from: the comment box (评议箱),
// hotline, visits, letters, the paper box and the social supervisors; and what
// becomes of them: accepted or not within the days of rule C-29, assigned,
// concluded, answered.
//
// Whom a concern is about never learns of it (rule C-28): the kinds say
// OwnOnly and NotHead, and no line of theirs is for the relation Own. Who
// sent it is kept apart, encrypted (Reporters); the record holds a pseudonym,
// which measure 1 needs to count distinct reporters.
package concern
