package roster

import "kaoji/evaluation"

// ParseDay lets tests reach the date parser.
func ParseDay(c Cell) (evaluation.Date, bool, string) {
	d, fault := parseDay(c)
	return d.Date, d.Month, string(fault)
}

// PrintDay lets tests reach what the export prints.
func PrintDay(d evaluation.Date) string { return printDay(d) }

// Pack lets tests pack a plan as preparing an import does.
func (p *Plan) Pack() error { return p.pack() }
