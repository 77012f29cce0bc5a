package docx_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"kaoji/app/docx"
)

// partsOf unpacks a document.
func partsOf(t *testing.T, file []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = string(content)
	}
	return parts
}

// Every chart is a part that the document refers to and whose type is declared.
func TestChartsArePartsOfTheDocumentWithTheirValues(t *testing.T) {
	bars := &docx.Chart{Title: "问题 <1>", Labels: []string{"满意 & 好", "一般"}, Series: []docx.ChartSeries{{Name: "占比", Values: []float64{66.7, 33.3}}}}
	parts := &docx.Chart{Title: "问题 2", Labels: []string{"科室"}, Series: []docx.ChartSeries{{Name: "满意", Values: []float64{80}}, {Name: "不满意", Values: []float64{20}}}, Parts: true}
	file, err := docx.Bytes(docx.Document{Title: "报告", Blocks: []docx.Block{&docx.Paragraph{Text: "一"}, bars, parts}})
	if err != nil {
		t.Fatal(err)
	}
	said(t, file) // every part is well-formed
	in := partsOf(t, file)
	for i, n := range []string{"1", "2"} {
		chart := in["word/charts/chart"+n+".xml"]
		for _, want := range [][]string{{"<c:v>满意 &amp; 好</c:v>", "<c:v>66.7</c:v>", "<c:v>33.3</c:v>", `grouping val="clustered"`}, {"<c:v>80</c:v>", "<c:v>20</c:v>", "<c:v>不满意</c:v>", `grouping val="percentStacked"`}}[i] {
			if !strings.Contains(chart, want) {
				t.Errorf("chart %s lacks %s", n, want)
			}
		}
		if !strings.Contains(in["[Content_Types].xml"], "/word/charts/chart"+n+".xml") || !strings.Contains(in["word/_rels/document.xml.rels"], `Id="rIdC`+n+`"`) || !strings.Contains(in["word/document.xml"], `r:id="rIdC`+n+`"`) {
			t.Errorf("chart %s is not tied to the document", n)
		}
	}
}
