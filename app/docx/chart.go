package docx

import (
	"fmt"
	"strconv"
	"strings"
)

// Chart is a picture of horizontal bars that programs can restyle: a bar for each label, or
// with several series a bar of parts that add up to 100 %. Charts can be among the Blocks of
// a document, not among those that are made while it is written.
type Chart struct {
	Title  string // for those who cannot see it
	Labels []string
	Series []ChartSeries
	Parts  bool // bars of parts
}

// ChartSeries are the values of one part, in the order of the labels.
type ChartSeries struct {
	Name   string
	Values []float64
}

// Sizes of charts in English Metric Units: the width of the text, and the heights of a bar
// and of the rest.
const (
	emu        = 635 // per twentieth of a point
	barHeight  = 300000
	restHeight = 500000
	mostHeight = 8000000
)

// shades are the colours of parts; they differ in a grey print too.
var shades = []string{"173F75", "3D7CC4", "9CC0E8", "B4532A", "E0A868", "C3C9D1"}

// light are those shades on which dark figures are read.
const light = "9CC0E8 E0A868 C3C9D1"

func (c *Chart) height() int { return min(restHeight+barHeight*len(c.Labels), mostHeight) }

func (c *Chart) write(w *writer) {
	w.charts = append(w.charts, c.part())
	n := len(w.charts)
	w.add(`<w:p><w:pPr><w:keepNext/><w:jc w:val="center"/></w:pPr><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%d" cy="%d"/><wp:docPr id="%d" name="Chart %d" descr="%s"/>`+
		`<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="`+chartSpace+`"><c:chart xmlns:c="`+chartSpace+`" r:id="rIdC%[4]d"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`,
		typeArea*emu, c.height(), chartIDs+n, n, escape(c.Title))
}

// chartIDs is where the ids of charts begin, after those of pictures.
const chartIDs = 1_000_000

const chartSpace = `http://schemas.openxmlformats.org/drawingml/2006/chart`

// part is the part of the file with the chart. Its values are in it; there is no workbook.
func (c *Chart) part() string {
	var b strings.Builder
	add := func(format string, args ...any) { fmt.Fprintf(&b, format, args...) }
	grouping, overlap, most := "clustered", 0, ""
	if c.Parts {
		grouping, overlap, most = "percentStacked", 100, `<c:max val="1"/>`
	}
	add(declaration+`<c:chartSpace xmlns:c="%s" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>`+
		`<c:barChart><c:barDir val="bar"/><c:grouping val="%s"/><c:varyColors val="0"/>`, chartSpace, grouping)
	for i, s := range c.Series {
		shade, ink := shades[i%len(shades)], "FFFFFF"
		if !c.Parts || strings.Contains(light, shade) {
			ink = "000000"
		}
		add(`<c:ser><c:idx val="%[1]d"/><c:order val="%[1]d"/><c:tx><c:v>%[2]s</c:v></c:tx><c:spPr><a:solidFill><a:srgbClr val="%[3]s"/></a:solidFill></c:spPr><c:invertIfNegative val="0"/>`, i, escape(s.Name), shade)
		add(`<c:dLbls><c:numFmt formatCode="0.0" sourceLinked="0"/><c:spPr><a:noFill/></c:spPr><c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="900"><a:solidFill><a:srgbClr val="%s"/></a:solidFill></a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>`+
			`<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>`, ink)
		add(`<c:cat><c:strLit><c:ptCount val="%d"/>`, len(c.Labels))
		for j, l := range c.Labels {
			add(`<c:pt idx="%d"><c:v>%s</c:v></c:pt>`, j, escape(l))
		}
		add(`</c:strLit></c:cat><c:val><c:numLit><c:formatCode>0.0</c:formatCode><c:ptCount val="%d"/>`, len(s.Values))
		for j, v := range s.Values {
			add(`<c:pt idx="%d"><c:v>%s</c:v></c:pt>`, j, strconv.FormatFloat(v, 'f', -1, 64))
		}
		add(`</c:numLit></c:val></c:ser>`)
	}
	add(`<c:gapWidth val="50"/><c:overlap val="%d"/><c:axId val="1"/><c:axId val="2"/></c:barChart>`, overlap)
	text := `<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1000"/></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>`
	add(`<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/><c:axPos val="l"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>%s<c:crossAx val="2"/></c:catAx>`, text)
	add(`<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/>%s<c:min val="0"/></c:scaling><c:delete val="1"/><c:axPos val="t"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="none"/><c:crossAx val="1"/></c:valAx></c:plotArea>`, most)
	if c.Parts {
		add(`<c:legend><c:legendPos val="b"/><c:overlay val="0"/>%s</c:legend>`, text)
	}
	add(`<c:plotVisOnly val="1"/></c:chart></c:chartSpace>`)
	return b.String()
}
