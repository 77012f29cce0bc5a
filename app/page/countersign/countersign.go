// Package countersign contains what countersigning adds to the shared pages of records: its
// entry of the menu, who has signed, the parties to choose from, and the letters.
package countersign

import (
	"embed"
	"net/url"
	"slices"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/countersign"
	"kaoji/evaluation/reserve"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/signoff"
)

//go:embed *.html
var templates embed.FS

const kind = countersign.KindRequest

type pages struct{ *site.Site }

// Pages returns what the kind adds to the shared pages.
func Pages(of *site.Site) site.Pages {
	s := &pages{of}
	return site.Pages{
		Measure: "countersign", Templates: templates, Home: view.Link{Label: "measure.countersign", Href: "/lists/" + kind},
		Menu: &site.MenuEntry{Icon: "clipboard-check", Reaches: []string{kind}}, Asked: s.offer,
		Kinds: map[string]site.Kind{kind: {Titled: true, Panels: s.parties, Choices: s.choices, Start: start, Printable: printable, Printed: s.printed}},
	}
}

// offer leads from a person to a request about them, and from a candidate of the reserve to
// one about the promotion.
func (s *pages) offer(c *fiber.Ctx, p *site.Speaker, v *evaluation.View) []view.Button {
	if v.Own || v.Kind != roster.KindPerson && v.Kind != reserve.KindCandidate || !s.May(c, kind, "prepare") {
		return nil
	}
	q := url.Values{"person": {v.Subject}}
	if v.Kind == reserve.KindCandidate {
		q.Set("matter", countersign.Promotion)
	}
	return []view.Button{{Label: p.T(kind + ".prepare"), Href: p.To("/new", kind, "prepare") + "?" + q.Encode()}}
}

// parties shows who has signed, the letters that came back, and what was checked.
func (s *pages) parties(_ *fiber.Ctx, p *site.Speaker, v *evaluation.View, page *site.RecordPage) error {
	r, err := evaluation.PayloadOf[countersign.Request](v.Record)
	if err != nil {
		return err
	}
	signed := p.SignoffView(&r.Sheet, s.Today())
	if signed == nil {
		return nil
	}
	for i := range signed.Rounds {
		round, asked := &signed.Rounds[i], &r.Asked[len(r.Asked)-1-i]
		panel := site.Panel{Heading: p.T("signoff") + " " + round.Heading, Note: round.Ended, Grid: &round.Grid}
		if i == 0 && panel.Note == "" && !signed.Due.IsZero() {
			panel.Note = p.T("signoff.due") + " " + p.DayOf(signed.Due)
		}
		if asked.Proposal != r.Proposal {
			panel.Lines = append(panel.Lines, view.Line{Label: p.T(kind + ".field.proposal"), Value: asked.Proposal, Long: true})
		}
		for _, c := range asked.Checked {
			panel.Lines = append(panel.Lines, view.Line{Label: c.Party, Value: p.T("countersign.checked", "items", checked(p, c.Items))})
		}
		page.Panels = append(page.Panels, panel)
		if letters := correspondence(p, asked); len(letters.Rows) > 0 {
			page.Panels = append(page.Panels, site.Panel{Heading: p.T("countersign.letters") + " " + round.Heading, Grid: &letters})
		}
	}
	return page.Take("parties") // what was planned, of which the rounds were made
}

// checked writes what a party states of the four checks.
func checked(p *site.Speaker, items []string) string {
	words := make([]string, len(items))
	for i, code := range items {
		words[i] = p.T(kind + ".field.checked." + code)
	}
	return p.Join(words)
}

// correspondence are the letters to parties outside, and theirs.
func correspondence(p *site.Speaker, asked *countersign.Asked) view.Grid {
	grid := p.Grid("countersign.body", "countersign.letter", "countersign.day", "countersign.says")
	for _, l := range asked.Letters {
		got := ""
		if !l.Received.IsZero() {
			got = p.T("countersign.received", "day", p.DayOf(l.Received), "name", l.Receiver)
		}
		grid.Rows = append(grid.Rows, []view.Cell{{Text: l.Body}, {Text: p.T("countersign.sent", "number", l.Number)}, {Text: p.DayOf(l.Sent)}, {Text: got}})
	}
	for _, r := range asked.Replies {
		cell := view.Cell{Text: p.T(kind+".field.outcome."+r.Outcome) + " " + r.Words, Note: r.Signer}
		if r.Paper.Checked == "" {
			cell.Badge = &view.Badge{Label: p.T("countersign.not_compared"), Tone: "yellow"}
		}
		grid.Rows = append(grid.Rows, []view.Cell{{Text: r.Body}, {Text: p.T("countersign.came", "number", r.Number)}, {Text: p.DayOf(r.On)}, cell})
	}
	return grid
}

// choices are the parties that a field can name: those outside for letters, those named for
// a substitute, those of the reader for a signature. Of the four checks each party is offered
// its own.
func (s *pages) choices(c *fiber.Ctx, p *site.Speaker, a *site.Asked, f *evaluation.Field) ([]view.Choice, bool, error) {
	if a.View == nil || f.Name != "party" && f.Name != "checked" {
		return nil, false, nil
	}
	r, err := evaluation.PayloadOf[countersign.Request](a.View.Record)
	if err != nil {
		return nil, false, err
	}
	list := []view.Choice{}
	for _, x := range open(c, a, r) {
		if f.Name == "party" {
			list = append(list, view.Choice{Value: x.Key, Label: x.Name})
			continue
		}
		for _, code := range r.ChecksOf(x.Key) {
			list = append(list, view.Choice{Value: code, Label: checked(p, []string{code})})
		}
	}
	if f.Name == "party" && f.Optional && len(list) == 1 {
		return nil, true, nil // start names it, nothing is to be chosen
	}
	return list, true, nil
}

// start names the party where there is one alone.
func start(c *fiber.Ctx, a *site.Asked, values url.Values) error {
	if a.View == nil || values.Get("party") != "" {
		return nil
	}
	r, err := evaluation.PayloadOf[countersign.Request](a.View.Record)
	if err != nil {
		return err
	}
	if list := open(c, a, r); len(list) == 1 {
		values.Set("party", list[0].Key)
	}
	return nil
}

// open are the parties that an act can be about.
func open(c *fiber.Ctx, a *site.Asked, r *countersign.Request) []signoff.Party {
	return slices.DeleteFunc(r.Open(), func(x signoff.Party) bool {
		switch a.Act.Name {
		case "note_letter", "enter_reply":
			return !x.Outside
		case "substitute":
			return x.Person == ""
		}
		return !x.May(site.Actor(c))
	})
}

// printable: a letter needs a party outside, or a body that asked.
func printable(v *evaluation.View, form string) bool {
	r, err := evaluation.PayloadOf[countersign.Request](v.Record)
	if err != nil {
		return false
	}
	if form == "countersign_letter" {
		return len(bodies(r)) > 0 || r.Way == countersign.WayIn && v.State == countersign.Closed
	}
	return r.Sheet.Current() != nil
}

// bodies are the parties outside that are asked, or are to be.
func bodies(r *countersign.Request) []string {
	var list []string
	for _, row := range r.Parties {
		if row.Side == countersign.SideOutside {
			list = append(list, row.Body)
		}
	}
	return list
}

// papers are the letters and the sheet of a request.
type papers struct {
	site.Printed
	Doc     *countersign.Request
	Letters []letter // to the parties outside
	Reply   *letter  // to the body that asked
	Parties []signoff.Party
	Person  string // name and post
	Due     evaluation.Date
	Ended   signoff.End
	Checked []view.Line
}

type letter struct {
	To, Number string
	Sent       evaluation.Date // zero: today
}

func (s *pages) printed(_ *fiber.Ctx, p site.Printed, v *evaluation.View) (any, error) {
	r, err := evaluation.PayloadOf[countersign.Request](v.Record)
	if err != nil {
		return nil, err
	}
	doc := papers{Printed: p, Doc: r, Person: r.Name}
	if r.Post != "" {
		doc.Person = r.Post + r.Name
	}
	for _, body := range bodies(r) {
		to := letter{To: body}
		if round := r.Round(); round != nil {
			for _, l := range round.Letters {
				if l.Body == body {
					to.Number, to.Sent = l.Number, l.Sent
				}
			}
		}
		doc.Letters = append(doc.Letters, to)
	}
	if r.Way == countersign.WayIn && r.Closing != nil {
		doc.Reply = &letter{To: r.Asker, Number: r.Closing.Document}
	}
	if round := r.Sheet.Current(); round != nil {
		doc.Due, doc.Parties, doc.Ended = round.Due, round.Parties, round.Ended
		for _, c := range r.Round().Checked {
			doc.Checked = append(doc.Checked, view.Line{Label: c.Party, Value: checked(p.Speaker, c.Items)})
		}
	}
	return doc, nil
}
