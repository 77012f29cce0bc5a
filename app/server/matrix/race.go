//go:build race

package matrix

// stride: with the race detector, which makes requests ten times slower, every
// ninth question is asked. The table is compared only without it.
const stride = 9
