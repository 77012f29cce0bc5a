package assessment_test

import (
	"math/big"
	"slices"
)

// row is a linear combination of what the attacker does not know: one number
// for each usable ballot.
type row []*big.Rat

// equations are kept reduced, so that whether a combination follows from them is
// seen at once.
type equations struct {
	rows []row
	lead []int
}

// left is what the equations leave of a combination: nothing, if it follows.
func (e *equations) left(v row) row {
	out := make(row, len(v))
	for i := range v {
		out[i] = new(big.Rat).Set(v[i])
	}
	for i, r := range e.rows {
		if f := new(big.Rat).Set(out[e.lead[i]]); f.Sign() != 0 {
			for j := range out {
				out[j].Sub(out[j], new(big.Rat).Mul(f, r[j]))
			}
		}
	}
	return out
}

func (e *equations) know(v row) bool {
	return !slices.ContainsFunc(e.left(v), func(x *big.Rat) bool { return x.Sign() != 0 })
}

func (e *equations) learn(v row) {
	v = e.left(v)
	at := slices.IndexFunc(v, func(x *big.Rat) bool { return x.Sign() != 0 })
	if at < 0 {
		return
	}
	f := new(big.Rat).Inv(v[at])
	for j := range v {
		v[j].Mul(v[j], f)
	}
	e.rows, e.lead = append(e.rows, v), append(e.lead, at)
}
