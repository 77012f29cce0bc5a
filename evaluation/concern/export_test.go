package concern

// Zeros is what a sender's device works with.
var Zeros = leadingZeros
