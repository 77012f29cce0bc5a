package xlsx

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// readCSV reads a text table in UTF-8, GB18030, or UTF-16 with byte order mark.
// Cells are separated by commas, semicolons or tabs. Rows are counted like in a
// spreadsheet, including blank ones.
func readCSV(data []byte) ([]roster.Sheet, error) {
	text, err := decoded(data)
	if err != nil {
		return nil, err
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes, r.ReuseRecord = separator(text), -1, true, true
	sheet := roster.Sheet{Name: "CSV"}
	row, lines, read, cells := 0, 0, int64(0), 0
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return []roster.Sheet{sheet}, nil
		}
		if err != nil {
			return nil, damaged(err)
		}
		start, _ := r.FieldPos(0)
		row += start - lines // blank lines before it count as rows
		lines += strings.Count(text[read:r.InputOffset()], "\n")
		read = r.InputOffset()
		line, err := csvRow(record, row)
		if err != nil {
			return nil, err
		}
		if cells += len(line); len(line) == 0 {
			continue
		}
		if len(sheet.Rows) == MaxRows || cells > maxCells {
			return nil, fail(evaluation.CodeTooLarge, "rows", "sheet", sheet.Name, "max", MaxRows)
		}
		sheet.Rows = append(sheet.Rows, line)
	}
}

func csvRow(record []string, row int) ([]roster.Cell, error) {
	var line []roster.Cell
	for i, text := range record {
		text = strings.ReplaceAll(text, "\r", "")
		switch {
		case strings.TrimSpace(text) == "":
			continue
		case i >= MaxColumns:
			return nil, fail(evaluation.CodeTooLarge, "columns", "sheet", "CSV", "max", MaxColumns)
		case utf8.RuneCountInString(text) > MaxCell:
			return nil, fail(evaluation.CodeTooLarge, "cell", "sheet", "CSV", "row", row, "max", MaxCell)
		}
		c := roster.Cell{Text: strings.Clone(text), Row: row, Col: i + 1}
		if csvNumber.MatchString(text) { // such as 1980.1, which may have been 1980.10
			n, err := strconv.ParseFloat(text, 64)
			c.Number, c.IsNumber = n, err == nil
		}
		line = append(line, c)
	}
	return line, nil
}

// csvNumber matches a number as a spreadsheet writes it; leading zeros make it a
// text.
var csvNumber = regexp.MustCompile(`^-?(0|[1-9]\d{0,14})(\.\d{1,10})?$`)

// decoded detects the encoding; binary content is an error.
func decoded(data []byte) (string, error) {
	no := fail(evaluation.CodeMediaType, "not_xlsx")
	var out []byte
	var err error
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		return "", no
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}), bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		out, err = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(data)
	case utf8.Valid(data):
		out = bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))
	default:
		out, err = simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	}
	broken := "\uFFFD" // of another encoding; in UTF-8 it stands in the file, and is named there
	if utf8.Valid(data) {
		broken = ""
	}
	if err != nil || bytes.ContainsAny(out, "\x00"+broken) || bytes.HasPrefix(bytes.TrimSpace(out), []byte("<")) {
		return "", no
	}
	if !bytes.ContainsAny(out, ",;\t") {
		return "", no
	}
	return string(out), nil
}

// separator returns the separator that is most frequent in the first lines.
func separator(text string) rune {
	const looked = 4096 // bytes
	head := text[:min(len(text), looked)]
	best, most := ',', strings.Count(head, ",")
	for _, r := range "\t;" {
		if n := strings.Count(head, string(r)); n > most {
			best, most = r, n
		}
	}
	return best
}

// MediaCSV is the media type of text tables.
const MediaCSV = "text/csv; charset=utf-8"

// CSV writes rows as a text table in UTF-8, with the mark by which Excel knows it. A cell that
// a spreadsheet program would read as a formula begins with an apostrophe.
func CSV(rows [][]string) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\xEF\xBB\xBF")
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	for _, row := range rows {
		cells := slices.Clone(row)
		for i, text := range cells {
			if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
				cells[i] = "'" + text
			}
		}
		if err := w.Write(cells); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}
