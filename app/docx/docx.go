// Package docx writes Word documents (Office Open XML, ECMA-376) as official
// papers: paragraphs and tables on A4 with the margins, fonts and page numbers of
// GB/T 9704-2012. It supports only what Kaoji prints, and does not read documents.
//
// The same Document gives the same bytes. Text may contain any character:
// characters not allowed in XML become U+FFFD. Fonts have the names used on
// mainland systems; if they are missing, the reader's program chooses others.
package docx

// Media is the media type of the files.
const Media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

// Document is a paper from top to bottom.
type Document struct {
	Title   string // in the file's properties
	Blocks  []Block
	Margins *Margins // nil: those of official papers, with page numbers
}

// Margins are the margins of a form, in twentieths of a point; it has no page numbers.
type Margins struct{ Top, Right, Bottom, Left int }

// Block is a *Paragraph, a *Table, a *Grid or a *Chart.
type Block interface{ write(*writer) }

// Align is the alignment of a paragraph.
type Align string

// The alignments.
const (
	Left   Align = "left"
	Center Align = "center"
	Right  Align = "right"
	Both   Align = "both"
)

// Font is the pair of fonts of a text: for Han characters, and for other
// characters.
type Font struct{ Han, Latin string }

// The fonts of official papers. Heads use bold 小标宋.
var (
	Fang = Font{"仿宋_GB2312", "FangSong"}
	Hei  = Font{"黑体", "SimHei"}
	Kai  = Font{"楷体_GB2312", "KaiTi"}
	Song = Font{"方正小标宋简体", "SimSun"}
)

// The sizes by their names, in half points.
const (
	Size2     = 44 // 二号, 22 pt: titles
	Size3     = 32 // 三号, 16 pt: running text
	Size4     = 28 // 四号, 14 pt: page numbers, the note at the end
	SizeLarge = 72 // 36 pt: the office's name in red
	Size5     = 24 // 小四, 12 pt: tables
)

// Red is the colour of the head.
const Red = "FF0000"

// Paragraph is a paragraph with one text style. Line breaks in Text are kept.
type Paragraph struct {
	Text   string
	Font   Font // Fang if empty
	Size   int  // half points; Size3 if 0
	Bold   bool
	Color  string // RRGGBB; black if empty
	Align  Align  // Both if empty
	Indent int    // of the first line, in characters
	Before int    // space above, in hundredths of a line
	After  int
	Rule   string // colour of a line below, "" for none
	Keep   bool   // stays with the next one on a page
	Begins bool   // begins a page
}

// Table is a table. Widths are shares of the text width; shorter rows are filled
// with empty cells.
type Table struct {
	Widths []int
	Head   []string // repeated on each page; none if empty
	Rows   [][]string
}
