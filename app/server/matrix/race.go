//go:build race

package matrix

// stride: under the race detector, which makes each question ten times as slow,
// every ninth question is asked. The table is compared without it.
const stride = 9
