// Package assign assigns people to posts at the lowest total cost, exactly and with
// a proof. It knows nothing about offices: it assigns rows to columns.
//
// # Method
//
// A Problem without rules is the linear assignment problem. It is solved by
// shortest augmenting paths on integer costs (Kuhn 1955; Tomizawa 1971; Jonker and
// Volgenant 1987) in O(n³), without floating point. The potentials u and v prove
// the answer: u(row) + v(col) ≤ cost everywhere, with equality on the pairs of the
// plan, so no plan can cost less than their sum.
//
// A rule couples pairs: a plan contains at least and at most a given number of some
// pairs. Rules enter the costs as prices (Lagrangian relaxation; Held and Karp
// 1971, Fisher 1981). If a rule is still violated, the search branches on it,
// lowest bound first. Prices are integers, so every bound is exact. The search ends
// with a proof, or at a limit of nodes with the bound proven so far. The limit
// counts nodes, not seconds, so the result is the same on every machine.
//
// # Ties
//
// Of plans with equal cost the answer is one with the most preferred pairs; of
// those, the first that the search finds. The search depends only on the problem,
// so the same problem always has the same answer.
//
// # Next best
//
// The cost of forbidding a pair is found by solving again, starting from the prices
// of the answer (Options.From). First, exchanges between two or three rows are
// tried (Options.Near); for most pairs one of them reaches the bound, and no search
// is needed.
//
// # No plan
//
// Explain returns a smallest contradiction: k rows that have only k-1 columns (Hall
// 1935), the same for columns that must be filled, or rows, columns and rules of
// which none can be left out (deletion filter; Chinneck and Dravnieks 1991).
package assign
