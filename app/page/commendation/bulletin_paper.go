package commendation

import (
	"cmp"
	"net/url"
	"strings"

	"kaoji/app/docx"
	"kaoji/app/page/site"
	"kaoji/app/text"
	"kaoji/evaluation/commendation"
)

func queryEscape(s string) string { return url.QueryEscape(s) }

// paper is the text of a bulletin in the order of print. Page, print form and Word
// document are made from it, so that they are equal.
type paper struct {
	Office, Number, Title string
	Lines                 []paperLine
	Signed, Day           string
}

type paperLine struct {
	Text    string
	Heading bool
}

// paperOf returns the text of a bulletin.
func paperOf(p *site.Speaker, b *commendation.Bulletin, office string) *paper {
	out := &paper{Office: office, Number: cmp.Or(b.Number, p.T("commendation.paper.draft")), Title: b.Title, Signed: office, Day: text.Day(p.Lang, b.ReleasedOn)}
	add := func(heading bool, s string) {
		for line := range strings.SplitSeq(strings.ReplaceAll(s, "\r\n", "\n"), "\n") {
			if strings.TrimSpace(line) != "" {
				out.Lines = append(out.Lines, paperLine{Text: line, Heading: heading})
			}
		}
	}
	add(false, b.Intro)
	for i, it := range b.Items {
		add(true, p.T("commendation.paper.heading", "n", numeral(i+1), "heading", it.Heading))
		add(false, p.T("commendation.paper.who", "names", it.Names, "number", it.Number))
		add(false, it.Text)
	}
	if len(b.Corrections) > 0 {
		add(true, p.T("commendation.paper.heading", "n", numeral(len(b.Items)+1), "heading", p.T("commendation.paper.corrections")))
	}
	for _, c := range b.Corrections {
		add(false, correctionText(p, &c))
	}
	add(false, b.Closing)
	return out
}

// correctionText returns the written text, or the usual sentence.
func correctionText(p *site.Speaker, c *commendation.Correction) string {
	return cmp.Or(c.Text, p.T("commendation.paper.correction", "bulletin", c.Bulletin, "names", c.Names, "number", c.Number))
}

// numeral formats 1 to 999 as in headings: 一, 十, 十二, 二十, 一百零一.
func numeral(n int) string {
	digits := []rune("零一二三四五六七八九")
	switch {
	case n < 10:
		return string(digits[n])
	case n < 20:
		return strings.TrimSuffix("十"+string(digits[n%10]), "零")
	case n < 100:
		return strings.TrimSuffix(string(digits[n/10])+"十"+string(digits[n%10]), "零")
	case n%100 == 0:
		return string(digits[n/100]) + "百"
	case n%100 < 10:
		return string(digits[n/100]) + "百零" + numeral(n%100)
	case n%100 < 20:
		return string(digits[n/100]) + "百一" + numeral(n%100)
	}
	return string(digits[n/100]) + "百" + numeral(n%100)
}

// wordOf formats the paper by GB/T 9704-2012: the office in red, the number, a red
// rule, the title in 小标宋 of size 2, the text in 仿宋 of size 3 with two characters of
// indent, headings in 黑体, the signature to the right.
func wordOf(p *paper) docx.Document {
	d := docx.Document{Title: p.Title, Blocks: []docx.Block{
		&docx.Paragraph{Text: p.Office, Font: docx.Song, Size: officeSize(p.Office), Bold: true, Color: docx.Red, Align: docx.Center, After: 100},
		&docx.Paragraph{Text: p.Number, Align: docx.Center, Rule: docx.Red},
		&docx.Paragraph{Text: p.Title, Font: docx.Song, Size: docx.Size2, Bold: true, Align: docx.Center, Before: 200, After: 100},
	}}
	for _, l := range p.Lines {
		line := &docx.Paragraph{Text: l.Text, Indent: 2, Keep: l.Heading}
		if l.Heading {
			line.Font = docx.Hei
		}
		d.Blocks = append(d.Blocks, line)
	}
	return docx.Document{Title: d.Title, Blocks: append(d.Blocks,
		&docx.Paragraph{Text: p.Signed, Align: docx.Right, Before: 200, Keep: true},
		&docx.Paragraph{Text: p.Day, Align: docx.Right},
	)}
}

// officeSize is the largest size at which the name fits on one line (156 mm).
func officeSize(name string) int {
	const most = 884 // 156 mm in half points
	n := max(len([]rune(name)), 1)
	return min(docx.SizeLarge, most/n)
}
