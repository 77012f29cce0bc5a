package assign

// matching is a square assignment problem that is being solved. u and v are its
// potentials: u[i]+v[j] is never above the cost and equals it on matched pairs.
type matching struct {
	n    int
	cost []int64 // row by row
	u, v []int64
	col  []int // of each row, -1 for none
	row  []int // of each column

	dist []int64 // distances in the search for a path
	from []int
	done []bool
}

func newMatching(n int) *matching {
	m := &matching{
		n: n, cost: make([]int64, n*n), u: make([]int64, n), v: make([]int64, n), col: make([]int, n), row: make([]int, n),
		dist: make([]int64, n), from: make([]int, n), done: make([]bool, n),
	}
	for i := range n {
		m.col[i], m.row[i] = -1, -1
	}
	return m
}

// solve finds a cheapest complete matching after costs have changed, starting from
// the previous potentials and pairs. It returns false if there is none.
func (m *matching) solve() bool {
	for i := range m.n {
		if !m.tighten(i) {
			return false
		}
	}
	for i := range m.n {
		if m.col[i] < 0 && !m.augment(i) {
			return false
		}
	}
	return true
}

// tighten makes the row's potential as large as its costs allow, and unmatches a
// pair that is no longer cheapest. It returns false if the row has no column.
func (m *matching) tighten(i int) bool {
	least := Never
	for j, c := range m.cost[i*m.n : (i+1)*m.n] {
		if c != Never && c-m.v[j] < least {
			least = c - m.v[j]
		}
	}
	if least == Never {
		return false
	}
	m.u[i] = least
	if j := m.col[i]; j >= 0 && (m.cost[i*m.n+j] == Never || m.cost[i*m.n+j]-m.v[j] != least) {
		m.col[i], m.row[j] = -1, -1
	}
	return true
}

// augment matches a free row along a shortest path to a free column (Dijkstra on
// reduced costs). It returns false if there is no path.
func (m *matching) augment(free int) bool {
	for j := range m.n {
		m.dist[j], m.from[j], m.done[j] = Never, -1, false
	}
	i, reach, end := free, int64(0), -1
	var ready []int
	for end < 0 {
		next := -1
		for j, c := range m.cost[i*m.n : (i+1)*m.n] {
			if m.done[j] {
				continue
			}
			if c != Never {
				if d := reach + c - m.u[i] - m.v[j]; d < m.dist[j] {
					m.dist[j], m.from[j] = d, i
				}
			}
			if m.dist[j] != Never && (next < 0 || m.dist[j] < m.dist[next] || m.dist[j] == m.dist[next] && m.row[j] < 0 && m.row[next] >= 0) {
				next = j
			}
		}
		if next < 0 {
			return false
		}
		reach = m.dist[next]
		if m.row[next] < 0 {
			end = next
			break
		}
		m.done[next] = true
		ready = append(ready, next)
		i = m.row[next]
	}
	m.u[free] += reach
	for _, j := range ready {
		m.u[m.row[j]] += reach - m.dist[j]
		m.v[j] -= reach - m.dist[j]
	}
	for j := end; ; {
		i := m.from[j]
		m.row[j] = i
		j, m.col[i] = m.col[i], j
		if i == free {
			return true
		}
	}
}

// value returns the sum of the potentials, which is the cost of the matching.
func (m *matching) value() int64 {
	sum := int64(0)
	for i := range m.n {
		sum += m.u[i] + m.v[i]
	}
	return sum
}
