package xlsx

import (
	"math"
	"strconv"
	"strings"
	"time"

	"kaoji/evaluation/roster"
)

// style is the format of a number: as a date, with a number of decimals, with
// leading zeros, and with text around it.
type style struct {
	date          bool
	decimals      int // 0: all it has
	digits        int // minimum before the point
	before, after string
}

// readStyles reads which formats are dates.
func (b *book) readStyles(a *archive) error {
	codes := map[int]string{}
	in := false // cellXfs; cellStyleXfs has xf elements, too
	return a.each(b.parts.styles, visit{
		start: func(name string, attr func(string) string) error {
			id, err := strconv.Atoi(attr("numFmtId"))
			switch {
			case name == "cellXfs":
				in = true
			case len(codes) >= maxStyles || len(b.styles) >= maxStyles:
				return bomb()
			case name == "numFmt" && err == nil:
				codes[id] = attr("formatCode")
			case name == "xf" && in:
				b.styles = append(b.styles, styleOf(id, codes[id]))
			}
			return nil
		},
		end: func(name string) error {
			in = in && name != "cellXfs"
			return nil
		},
	})
}

// styleOf knows the built-in formats by number (ECMA-376, 18.8.30, with the Chinese
// ones 27 to 36 and 50 to 58) and the others by their code.
func styleOf(id int, code string) style {
	switch {
	case id >= 14 && id <= 17, id == 22, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return style{date: true}
	case id == 2 || id == 4 || id == 10:
		return style{decimals: 2}
	case code == "":
		return style{}
	}
	f := formatOf(code)
	if strings.Contains(code, "E+") || strings.Contains(code, "E-") {
		return style{}
	}
	if f.general {
		return style{before: f.before, after: f.after}
	}
	if strings.ContainsAny(f.digits, "yYdDeE年") {
		return style{date: true}
	}
	if strings.Trim(f.digits, "0#?,.") != "" {
		return style{} // a fraction, a percentage, a power: the plain number
	}
	whole, decimals, _ := strings.Cut(f.digits, ".")
	s := style{decimals: len(decimals) - len(strings.TrimLeft(decimals, "0")), before: f.before, after: f.after}
	if zeros := strings.Count(whole, "0"); zeros > 1 {
		s.digits = zeros
	}
	return s
}

// format is a parsed format code.
type format struct {
	before, digits, after string
	general               bool
}

// formatOf parses the first section of a format code: the text before and after the
// number, and the signs for digits or parts of a date. Text in brackets (colours,
// locales), and _ and * with the next character (widths and fill) are not shown.
func formatOf(code string) format {
	for _, name := range []string{"General", "Standard", "G/通用格式"} {
		if i := strings.Index(strings.ToLower(code), strings.ToLower(name)); i >= 0 {
			before, after := formatOf(code[:i]), formatOf(code[i+len(name):])
			return format{before: before.before, after: after.before, general: true}
		}
	}
	var f format
	quoted, bracket, escaped, skip := false, false, false, false
	literal := func(r rune) {
		if f.digits == "" {
			f.before += string(r)
		} else {
			f.after += string(r)
		}
	}
	for _, r := range code {
		switch {
		case skip:
			skip = false
		case escaped:
			escaped = false
			literal(r)
		case quoted:
			if quoted = r != '"'; quoted {
				literal(r)
			}
		case bracket:
			bracket = r != ']'
		case r == '\\':
			escaped = true
		case r == '_' || r == '*':
			skip = true
		case r == '"':
			quoted = true
		case r == '[':
			bracket = true
		case r == ';':
			return f
		case strings.ContainsRune("-()+ $:", r):
			literal(r)
		default:
			f.digits += string(r)
		}
	}
	return f
}

// days1904 is the difference in days between the two epochs.
const days1904 = 1462

// show sets the text that the cell shows and whether it is a date.
func (s style) show(c *roster.Cell, from1904 bool) {
	whole := c.Number == math.Trunc(c.Number)
	switch {
	case s.date && c.Number >= 1 && c.Number < 3e6:
		if from1904 {
			c.Number += days1904
		}
		c.IsDate = true
		c.Text = time.Date(1899, time.December, 30+int(c.Number), 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	case s.decimals > 0 && !whole:
		c.Text = strconv.FormatFloat(c.Number, 'f', min(s.decimals, 15), 64)
	case whole && math.Abs(c.Number) < 1e15:
		c.Text = strconv.FormatFloat(c.Number, 'f', 0, 64)
	default:
		c.Text = strconv.FormatFloat(c.Number, 'g', -1, 64)
	}
	s.dress(c)
}

// dress stores the text that the format adds to the number.
func (s style) dress(c *roster.Cell) {
	if c.IsDate || c.Number < 0 || s.before == "" && s.after == "" && s.digits == 0 {
		return
	}
	whole, fraction, found := strings.Cut(c.Text, ".")
	for len(whole) < min(s.digits, 20) {
		whole = "0" + whole
	}
	if found {
		whole += "." + fraction
	}
	if shown := strings.TrimSpace(s.before) + whole + strings.TrimSpace(s.after); shown != c.Text {
		c.Shown = shown
	}
}
