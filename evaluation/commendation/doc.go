// Package commendation is measure 2: good deeds are filed and published (备案通报表扬).
//
// A deed is reported, verified, filed and published, or is turned down. Filing
// gives it a number of the year without gaps. Filing a deed and counting it for the
// year's assessment are separate decisions, each with a reason. A filed deed can be
// revoked (E-11); if it was already published, the next bulletin contains a
// correction.
//
// A bulletin collects the filed deeds that are not published. It is edited,
// submitted, approved by a principal leader and released to everybody; its effects
// mark the deeds. Each department's head acknowledges it once.
//
// A proposal asks the district for a reward. A street office cannot grant one
// (E-7): the record ends with the district's answer.
//
// Pure functions are in separate files: similar.go (are two deeds the same?),
// number.go (written numbers).
package commendation
