// Package bonus is measure 4, 奖金按工作量和实绩分配: what a period's pool, fixed
// from above, is divided by (the scheme 分配办法), what everybody did (entries
// 工作量和实绩), what is taken off (deductions 扣分, proposed by one and confirmed by
// another, never automatic), the division itself, its notice, approval and export
// to payroll, and corrections by a following adjustment 调整.
//
// The division is Compute: exact, rounded once at the end, the same whatever the
// rank unless the scheme says otherwise in so many words. A period keeps what it
// was computed from, so that Same finds the same fen years later.
package bonus
