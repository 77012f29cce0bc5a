package xlsx

import (
	"math"
	"strconv"
	"strings"
	"time"

	"kaoji/evaluation/roster"
)

// style is how a number is shown: as a date, or with so many decimals.
type style struct {
	date     bool
	decimals int // 0: as many as it has
}

// readStyles reads which formats stand for dates.
func (b *book) readStyles(a *archive) error {
	codes := map[int]string{}
	in := false // cellXfs; cellStyleXfs has xf elements, too
	return a.each("xl/styles.xml", visit{
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

// styleOf knows the built-in formats by number (ECMA-376, 18.8.30, with the
// Chinese ones 27 to 36 and 50 to 58) and the others by their code.
func styleOf(id int, code string) style {
	switch {
	case id >= 14 && id <= 17, id == 22, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return style{date: true}
	case id == 2 || id == 4 || id == 10:
		return style{decimals: 2}
	case code == "":
		return style{}
	}
	plain := plainCode(code)
	if strings.ContainsAny(plain, "yYdDeE年") && !strings.Contains(plain, "E+") {
		return style{date: true}
	}
	_, decimals, _ := strings.Cut(plain, ".")
	return style{decimals: len(decimals) - len(strings.TrimLeft(decimals, "0"))}
}

// plainCode is the first section of a format code without quoted text,
// escaped signs and what stands in brackets (colours, locales).
func plainCode(code string) string {
	var plain strings.Builder
	quoted, bracket, escaped := false, false, false
	for _, r := range code {
		switch {
		case escaped:
			escaped = false
		case quoted:
			quoted = r != '"'
		case bracket:
			bracket = r != ']'
		case r == '\\':
			escaped = true
		case r == '"':
			quoted = true
		case r == '[':
			bracket = true
		case r == ';':
			return plain.String()
		default:
			plain.WriteRune(r)
		}
	}
	return plain.String()
}

// days1904 is how far apart the two epochs of serial days are.
const days1904 = 1462

// show writes the text that the cell shows and says whether it is a date.
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
}
