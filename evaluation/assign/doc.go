// Package assign places people in posts at least total cost, exactly, and
// proves it. It knows nothing of offices: rows are to be placed in columns.
//
// # How it is found
//
// A Problem without rules is the linear assignment problem. It is solved by
// shortest augmenting paths on integer costs (Kuhn 1955; Tomizawa 1971; Jonker
// and Volgenant 1987): O(n³), no floating point, and with potentials u and v
// that prove the answer: u(row) + v(col) ≤ cost everywhere, equal on the pairs
// of the plan, so that no plan can cost less than their sum.
//
// Rules couple pairs: of some pairs a plan may hold at least and at most so
// many. They are priced into the costs (Lagrangian relaxation; Held and Karp
// 1971, Fisher 1981) and what still breaks a rule is branched on, the least
// bound first. Prices are integers, so every bound is exact. The search ends
// with a proof, or at a limit of nodes with the bound that was proven: a count
// of nodes and not of seconds, so that it ends alike everywhere.
//
// # Ties
//
// Of plans of equal cost the answer is one that keeps the most preferred pairs.
// Among those it is the first that the search comes to; the search looks at
// nothing but the problem, so the same problem has the same answer.
//
// # Next best
//
// What forbidding a pair costs is the same question once more, from the prices
// of the answer (Options.From). What two or three rows can do about it by
// changing places is tried first (Options.Near): where that meets the bound
// nothing is left to search, which is so for most pairs.
//
// # No plan
//
// Explain names a smallest contradiction: k rows that have only k-1 columns
// (Hall 1935), or columns that must be filled likewise, or rows, columns and
// rules of which none can be left out (deletion filter; Chinneck and Dravnieks
// 1991).
package assign
