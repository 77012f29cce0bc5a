// Package commendation is measure 2: good deeds are filed and made public
// (备案通报表扬).
//
// A deed runs reported → verified → filed → published, or is turned down.
// Filing gives it a number of the year without gaps; being filed and being
// counted for the year's assessment are two things, and each says why. A filed
// deed can be revoked (E-11); if it was public by then, the next bulletin
// carries the correction.
//
// A bulletin gathers what is filed and not yet public, is edited, submitted,
// approved by a principal leader and released to everybody; its effects mark
// the deeds. Each department's head acknowledges it once.
//
// A proposal asks the district for a reward. A street office cannot grant one
// (E-7): the record ends with what the district answered.
//
// Pure functions stand in their own files: similar.go (are two deeds the
// same?), number.go (numbers as they are written).
package commendation
