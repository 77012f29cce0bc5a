// Package concern handles concerns (反映). They come from the comment box (评议箱),
// hotline, visits, letters, the paper box and social supervisors. A concern is
// accepted or declined within the days of rule C-29, assigned, concluded and
// answered.
//
// A person never learns of a concern about themselves (rule C-28): the kinds have
// OwnOnly and NotHead, and no rights for the relation Own. The contact of the
// reporter is stored separately and encrypted; the record contains a pseudonym,
// which measure 1 needs to count distinct reporters.
package concern
