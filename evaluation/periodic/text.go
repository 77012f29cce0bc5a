package periodic

import (
	"cmp"
	_ "embed"
	"regexp"
	"slices"
	"strings"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// standard is the text with which a report begins that has no template of the office.
//
//go:embed standard.txt
var standard string

// What a field shows of a figure, behind its name and a colon.
const (
	ShowNumber = ""       // N
	ShowWhole  = "of"     // Of
	ShowShare  = "share"  // N of Of in percent
	ShowBefore = "before" // a year before
	ShowTable  = "table"  // N by its parts, alone in a line
	ShowChart  = "chart"  // the same as a picture, alone in a line
)

// Names of fields that are no figures.
var frame = []string{"office", "year", "from", "to", "counted"}

// Frame lists the names of fields that are no figures.
func Frame() []string { return slices.Clone(frame) }

// Block is a line of a text: a heading, a paragraph, or a table or chart alone.
type Block struct {
	Heading bool
	Parts   []Part
}

// Alone returns the field of a line that is a table or a chart.
func (b *Block) Alone() (p Part, ok bool) {
	return b.Parts[0], len(b.Parts) == 1 && (b.Parts[0].Show == ShowTable || b.Parts[0].Show == ShowChart)
}

// Part is a piece of a line: text, or the name of a field.
type Part struct{ Text, Field, Show string }

var field = regexp.MustCompile(`\{([^{}\n]*)\}`)

// Parse divides a text into its lines, empty ones left out. A line that begins with # is a
// heading; what stands in braces is a field: the name or key of a figure or of Frame, and
// after a colon what is shown of it: {群众反映}, {群众反映：上年同期}, {群众反映：表}.
func Parse(text string) []Block {
	var list []Block
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		rest, heading := strings.CutPrefix(line, "#")
		b := Block{Heading: heading}
		rest = strings.TrimSpace(rest)
		at := 0
		for _, m := range field.FindAllStringSubmatchIndex(rest, -1) {
			if m[0] > at {
				b.Parts = append(b.Parts, Part{Text: rest[at:m[0]]})
			}
			name, show, _ := strings.Cut(strings.ReplaceAll(rest[m[2]:m[3]], "：", ":"), ":")
			b.Parts = append(b.Parts, Part{Field: called(names, strings.TrimSpace(name)), Show: called(shows, strings.TrimSpace(show))})
			at = m[1]
		}
		if at < len(rest) || len(b.Parts) == 0 {
			b.Parts = append(b.Parts, Part{Text: rest[at:]})
		}
		list = append(list, b)
	}
	return list
}

// check refuses a text with a field that nobody knows.
func (s *Service) check(text string) error {
	m := evaluation.Mistakes{}
	keys := s.Keys()
	for _, b := range Parse(text) {
		_, alone := b.Alone()
		for _, p := range b.Parts {
			name := cmp.Or(names[p.Field], p.Field)
			if p.Show != "" {
				name += "：" + cmp.Or(shows[p.Show], p.Show)
			}
			switch framed := slices.Contains(frame, p.Field); {
			case p.Field == "" && p.Show == "" && p.Text != "":
			case framed && p.Show == "":
			case framed, !slices.Contains(keys, p.Field), !slices.Contains([]string{ShowNumber, ShowWhole, ShowShare, ShowBefore, ShowTable, ShowChart}, p.Show):
				m.Add("text", "periodic.no_field", "name", name)
			case (p.Show == ShowTable || p.Show == ShowChart) && !alone:
				m.Add("text", "periodic.not_alone", "name", name)
			}
		}
	}
	return m.Err()
}

// Keys are the keys of all figures.
func (s *Service) Keys() []string {
	var list []string
	for _, d := range s.Declared() {
		list = append(list, d.Key)
	}
	for _, sum := range s.Sums {
		list = append(list, sum.Key)
	}
	return list
}

// Template is the payload of a periodic.template record.
type Template struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// TemplateInput is a template.
type TemplateInput struct {
	Name string `json:"name" maxLength:"60" doc:"Name" example:"半年报告"`
	Text string `json:"text" form:"long" maxLength:"20000" doc:"Text, with the names of figures in braces" example:"开展谈话{谈话人次}人次。"`
}

func (s *Service) write(step *evaluation.Step, p *Template, in *TemplateInput) (evaluation.State, error) {
	step.Record.Sort, step.Record.On = in.Name, step.Today
	return s.rewrite(step, p, in)
}

func (s *Service) rewrite(step *evaluation.Step, p *Template, in *TemplateInput) (evaluation.State, error) {
	if err := s.check(in.Text); err != nil {
		return "", err
	}
	p.Name, p.Text, step.Record.Sort = in.Name, in.Text, in.Name
	return InUse, nil
}

func retire(*evaluation.Step, *Template) (evaluation.State, error) { return Retired, nil }

// template reads a template of the office that is in use.
func (s *Service) template(step *evaluation.Step, id string) (*Template, error) {
	r, err := s.Get(step.Ctx, step.Record.Office, id)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound || err == nil && (r.Kind != KindTemplate || r.State != InUse) {
		return nil, desk.Mistake("template", "periodic.no_template")
	}
	if err != nil {
		return nil, err
	}
	return evaluation.PayloadOf[Template](r)
}
