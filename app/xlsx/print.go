package xlsx

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"kaoji/evaluation/roster"
)

// Widths of columns and of a page, in characters of the usual size.
const (
	leastWidth, mostWidth, spareWidth = 8, 60, 2

	uprightWidth = 90  // of a page of A4
	acrossWidth  = 250 // of a page that lies across, at the smallest size at which one can still read
)

// columnWidths are the widths of the columns of a sheet. Titles and the headings of groups
// of rows have one cell and reach over the columns beside it.
func columnWidths(s *roster.Sheet) map[int]int {
	rows := s.Rows
	if header := headerOf(*s); header >= 0 {
		rows = slices.DeleteFunc(slices.Clone(rows), func(cells []roster.Cell) bool { return len(cells) == 1 })
	}
	all := widths(rows)
	for col, wide := range all {
		all[col] = min(max(wide+spareWidth, leastWidth), mostWidth)
	}
	return all
}

// totalWidth is the width of all columns; one that is empty has the usual width.
func totalWidth(columns map[int]int) int {
	total := 0
	for col := range slices.Max(append(slices.Collect(maps.Keys(columns)), 0)) {
		if wide, is := columns[col+1]; is {
			total += wide
		} else {
			total += leastWidth
		}
	}
	return total
}

// height is the height of a row that has more than one line, as an attribute. Not every
// program makes rows as high as their texts when it opens a file.
func (w *writer) height(cells []roster.Cell, look int) string {
	const line = 15 // points
	if look == styleTitle {
		return ""
	}
	most := 1
	for _, c := range cells {
		room, n := max(w.columns[c.Col]-1, 1), 0
		for l := range strings.Lines(c.Text) {
			n += max(1, (width(l)+room-1)/room)
		}
		most = max(most, n)
	}
	if most == 1 {
		return ""
	}
	return fmt.Sprintf(` ht="%d"`, min(most*line, 409))
}

// paper writes how a sheet prints: on A4, all columns on one page, or on as many as can
// still be read, with the name of the sheet above and the number of the page below.
func (w *writer) paper(p *page) {
	total := totalWidth(columnWidths(&p.Sheet))
	orientation := "portrait"
	if total > uprightWidth {
		orientation = "landscape"
	}
	fmt.Fprintf(&w.buf, `<printOptions horizontalCentered="1"/><pageMargins left="0.5" right="0.5" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>`+
		`<pageSetup paperSize="9" orientation="%s" fitToWidth="%d" fitToHeight="0"/><headerFooter><oddHeader>&amp;C&amp;A</oddHeader><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter>`,
		orientation, max(1, (total+acrossWidth-1)/acrossWidth))
}

// frozen keeps the titles and headings of a sheet in view when it is scrolled.
func (p *page) frozen() string {
	rows := p.headRows()
	if rows == 0 {
		return ""
	}
	return fmt.Sprintf(`<pane ySplit="%d" topLeftCell="A%d" activePane="bottomLeft" state="frozen"/>`, rows, rows+1)
}

// headRows is the number of rows down to the headings, 0 without headings.
func (p *page) headRows() int {
	header := headerOf(p.Sheet)
	if header < 0 {
		return 0
	}
	return p.Rows[header][0].Row
}

// repeated are the rows that every page of every sheet begins with, and the first column
// of a sheet that is wider than a page.
func repeated(pages []page) string {
	var names strings.Builder
	for i := range pages {
		p := &pages[i]
		rows := p.headRows()
		if rows == 0 {
			continue
		}
		name := "'" + strings.ReplaceAll(sheetName(p.Name), "'", "''") + "'!"
		area := fmt.Sprintf("%s$1:$%d", name, rows)
		if totalWidth(columnWidths(&p.Sheet)) > acrossWidth {
			area = name + "$A:$A," + area
		}
		fmt.Fprintf(&names, `<definedName name="_xlnm.Print_Titles" localSheetId="%d">%s</definedName>`, i, escape(area))
	}
	if names.Len() == 0 {
		return ""
	}
	return "<definedNames>" + names.String() + "</definedNames>"
}

// widths is the width of each column in characters.
func widths(rows [][]roster.Cell) map[int]int {
	all := map[int]int{}
	for _, cells := range rows {
		for _, c := range cells {
			all[c.Col] = max(all[c.Col], width(c.Text))
		}
	}
	return all
}

// width is the width of the widest line of a text in characters; a Han character
// counts as two.
func width(s string) int {
	widest := 0
	for line := range strings.Lines(s) {
		widest = max(widest, (utf8.RuneCountInString(line)+len(line))/2)
	}
	return widest
}
