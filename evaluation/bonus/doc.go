// Package bonus is measure 4, 奖金按工作量和实绩分配. A period has a pool fixed by a higher
// authority. It is divided by a scheme 分配办法, by entries of everybody's work and
// results 工作量和实绩, and by deductions 扣分, which one person proposes and another
// confirms. The division is put on notice, approved and exported to payroll; later
// corrections are adjustments 调整.
//
// Compute makes the division: exact, rounded once at the end, and independent of
// rank unless the scheme explicitly has factors by level. A period stores the input
// of its computation, so that Same can check years later that it still gives the
// same amounts.
package bonus
