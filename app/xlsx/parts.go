package xlsx

import (
	"fmt"
	"strings"
)

// Names of the format (ECMA-376).
const (
	mainSpace     = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	relationSpace = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packageSpace  = "http://schemas.openxmlformats.org/package/2006/"
	partType      = "application/vnd.openxmlformats-officedocument.spreadsheetml."
)

// Styles of cells: their index in stylesXML. Those of numbers follow.
const (
	styleText  = iota + 1
	styleTitle // above the headings, over the columns beside it
	styleHead
	styleNumber
)

type part struct{ name, content string }

// frame is what a workbook has before its sheets: which parts there are and how
// they belong together.
func frame(pages []page) []part {
	var types, sheets, relations strings.Builder
	relation := func(id int, kind, target string) {
		fmt.Fprintf(&relations, `<Relationship Id="rId%d" Type="%s/%s" Target="%s"/>`, id, relationSpace, kind, target)
	}
	for i, p := range pages {
		state := ""
		if p.Hidden {
			state = ` state="hidden"`
		}
		fmt.Fprintf(&types, `<Override PartName="/%s" ContentType="%sworksheet+xml"/>`, sheetPart(i), partType)
		if p.drawn {
			fmt.Fprintf(&types, `<Override PartName="/%s" ContentType="%s"/>`, drawingPart(i), drawingType)
		}
		fmt.Fprintf(&sheets, `<sheet name="%s" sheetId="%d"%s r:id="rId%d"/>`, escape(sheetName(p.Name)), i+1, state, i+1)
		relation(i+1, "worksheet", strings.TrimPrefix(sheetPart(i), "xl/"))
	}
	relation(len(pages)+1, "styles", "styles.xml")
	return []part{
		{"[Content_Types].xml", `<Types xmlns="` + packageSpace + `content-types">` +
			`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Default Extension="xml" ContentType="application/xml"/>` +
			`<Default Extension="jpeg" ContentType="image/jpeg"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="` + partType + `sheet.main+xml"/>` +
			`<Override PartName="/xl/styles.xml" ContentType="` + partType + `styles+xml"/>` + types.String() + `</Types>`},
		{"_rels/.rels", `<Relationships xmlns="` + packageSpace + `relationships">` +
			`<Relationship Id="rId1" Type="` + relationSpace + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns="` + mainSpace + `" xmlns:r="` + relationSpace + `">` +
			`<bookViews><workbookView/></bookViews><sheets>` + sheets.String() + `</sheets>` + repeated(pages) + `</workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="` + packageSpace + `relationships">` + relations.String() + `</Relationships>`},
	}
}

func sheetPart(i int) string { return fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1) }

// stylesXML are the styles of cells. Number formats below 164 are built in; 49 is
// text. formats are those of numbers; there is at least one.
func stylesXML(formats []string) string {
	const own = 164
	var codes, numbers strings.Builder
	for i, code := range formats {
		fmt.Fprintf(&codes, `<numFmt numFmtId="%d" formatCode="%s"/>`, own+i, code)
		fmt.Fprintf(&numbers, `<xf numFmtId="%d" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf>`, own+i)
	}
	const font = `<sz val="11"/><name val="Calibri"/><family val="2"/></font>`
	return `<styleSheet xmlns="` + mainSpace + `">` +
		fmt.Sprintf(`<numFmts count="%d">`, len(formats)) + codes.String() + `</numFmts>` +
		`<fonts count="2"><font>` + font + `<font><b/>` + font + `</fonts>` +
		`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
		`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		fmt.Sprintf(`<cellXfs count="%d">`, styleNumber+len(formats)) +
		`<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
		`<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>` +
		`<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1" applyFont="1"/>` +
		`<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1" applyFont="1" applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf>` +
		numbers.String() + `</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
}
