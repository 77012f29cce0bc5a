package assessment

import (
	"math/big"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
)

type cyclesPage struct {
	Acts  []view.Button
	Rows  *view.Listed
	Rate  int // ratings that wait for the reader
	Empty view.Empty
}

// cycles lists the cycles that the reader may see.
func (s *pages) cycles(c *fiber.Ctx, p *site.Speaker) error {
	kind, _ := s.Service.Kind(assessment.KindCycle)
	found, err := s.Service.Index(c.UserContext(), site.Actor(c), evaluation.Query{Kinds: []string{kind.Name}, Sort: evaluation.SortName, Desc: true, Limit: site.PerPage})
	if err != nil {
		return err
	}
	content := cyclesPage{
		Acts: s.Creating(p, kind, site.Actor(c)), Rows: s.RecordsIn(p, found.Views),
		Empty: view.Empty{Why: p.T("cycles.none"), Do: p.T("cycles.none_do")},
	}
	tasks, err := s.Assessment.Tasks(c.UserContext(), site.Actor(c))
	if err != nil {
		return err
	}
	for _, t := range tasks {
		if !t.Voted {
			content.Rate++
		}
	}
	return s.Show(c, "cycles", p.T("measure.assessment"), content)
}

type cyclePage struct {
	Record site.RecordPage
	Steps  []view.Step
	ID     string
	Groups []groupCount
	Seats  *view.Table
	Shares *view.Table     // of the departments
	Bound  bool            // the shares are binding
	Quota  []string        // computation of the number of seats, for each category
	Basis  []view.RuleNote // rules for seats and notice, as frozen in the cycle
	Sheets *view.Listed
	Draft  bool // there are no sheets yet
	Links  []view.Button
	Gone   []view.Link // participants who have left, with the act that takes them out
}

type groupCount struct {
	Label            string
	Issued, Returned int
}

// cycle is the page for running a cycle: its state, what is missing, the turnout,
// and the remaining seats.
func (s *pages) cycle(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, cycle *assessment.Cycle) (err error) {
	kind, _ := s.Service.Kind(v.Kind)
	content := cyclePage{ID: v.ID, Draft: v.State == assessment.CycleDraft, Steps: stepsOf(p, kind, v, cycle)}
	if content.Record, err = s.Headed(c, p, v, "participants", "sealed"); err != nil { // they are listed as sheets; it is a panel
		return err
	}
	if err := s.sealedPanel(c, p, v, &content.Record); err != nil {
		return err
	}
	more, err := s.objecting(c, p, v)
	if err != nil {
		return err
	}
	content.Record.Acts = append(content.Record.Acts, more...)
	held := map[bool]string{true: "bind_shares", false: "free_shares"}[cycle.Shares.Binding] // how it is already
	content.Record.Acts = site.WithoutActs(content.Record.Acts, held)
	if content.Links, err = s.togetherLinks(c, p, v, cycle); err != nil {
		return err
	}
	content.Links = append(content.Links, papersLinks(p, v, cycle)...)
	if err := s.cycleFigures(c, p, v, cycle, &content); err != nil {
		return err
	}
	return s.Show(c, "cycle", p.Title(&v.Record), content, s.Crumbs(c, v.Kind)...)
}

// awaited sorts the sheets that wait for the reader before the others.
func awaited(v *evaluation.View) int {
	if v.Awaited {
		return 0
	}
	return 1
}

// cycleFigures are for people who run the cycle; others see only the record.
func (s *pages) cycleFigures(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, cycle *assessment.Cycle, content *cyclePage) error {
	sheets, err := s.IndexAll(c, evaluation.Query{Kinds: []string{assessment.KindSheet}, Parents: []string{v.ID}, Sort: evaluation.SortName})
	if err != nil {
		return err
	}
	slices.SortStableFunc(sheets, func(a, b evaluation.View) int { return awaited(&a) - awaited(&b) })
	content.Sheets = s.RecordsIn(p, sheets)
	if !v.Shows("participants") {
		return nil
	}
	content.Links = append(content.Links, view.Button{Label: p.T("cycle.wall"), Href: p.To("/assessment", v.ID, "wall")})
	add, err := s.addLink(c, p, v)
	if err != nil {
		return err
	}
	content.Links = append(content.Links, add...)
	content.Record.Acts = site.WithoutActs(content.Record.Acts, "add_people") // the link says how many
	if v.State == assessment.CycleDraft {
		content.Links = append(content.Links, view.Button{Label: p.T("cycle.preflight"), Href: p.To("/assessment", v.ID, "preflight")})
	}
	standing, err := s.Assessment.Standing(c.UserContext(), *v)
	if err != nil {
		return err
	}
	for _, g := range standing.Progress.Groups {
		content.Groups = append(content.Groups, groupCount{p.T("assessment.group." + g.Group), g.Issued, g.Returned})
	}
	content.Gone = goneLinks(p, standing.Gone)
	return s.seats(p, cycle, &standing.Seats, content)
}

// stepsOf are the states that the cycle goes through: without rating where nobody is
// rated, without notice where there are no grades.
func stepsOf(p *site.Speaker, kind *evaluation.Kind, v *evaluation.View, cycle *assessment.Cycle) []view.Step {
	own := *kind
	own.States = slices.DeleteFunc(slices.Clone(kind.States), func(st evaluation.State) bool {
		switch st {
		case assessment.CycleRating, assessment.CycleVerifying:
			return v.State != st && (cycle.WithoutRating || v.Shows("participants") && v.State != assessment.CycleDraft && !cycle.Rated())
		case assessment.CycleNotice:
			return cycle.Judges()
		}
		return false
	})
	steps := site.Steps(p, &own, v.State)
	if i := slices.Index(own.States, assessment.CycleDeciding); cycle.Judges() && i >= 0 {
		steps[i].Label = p.T("cycle.judging")
	}
	return steps
}

// seats shows the places of excellent grades and how they are computed; a first half-year
// has none.
func (s *pages) seats(p *site.Speaker, cycle *assessment.Cycle, seats *assessment.Seats, content *cyclePage) error {
	if len(seats.Categories) == 0 {
		return nil
	}
	content.Seats, content.Shares, content.Bound = seatsTable(p, seats), sharesTable(p, seats), cycle.Shares.Binding
	keys := []string{"assessment.quota.rounding", "assessment.notice"}
	for i := range seats.Categories {
		of := &seats.Categories[i]
		share, key, err := cycle.Share(of.Category, cycle.Rules)
		if err != nil {
			return err
		}
		keys = slices.Insert(keys, i, key)
		exact := big.NewRat(share.N*int64(of.Eligible), share.Of)
		e, err := cycle.Rules.Entry(key)
		if err != nil {
			return err
		}
		content.Quota = append(content.Quota, p.T("seats.formula", "category", p.T("assessment.category."+of.Category), "eligible", of.Eligible,
			"share", site.RuleNote(p, &e).Value, "exact", exact.FloatString(2), "allowed", of.Allowed))
	}
	for _, key := range keys {
		if e, err := cycle.Rules.Entry(key); err == nil {
			content.Basis = append(content.Basis, site.RuleNote(p, &e))
		}
	}
	return nil
}

// cycleCrumbs lead to a page below a cycle.
func (s *pages) cycleCrumbs(c *fiber.Ctx, p *site.Speaker, v *evaluation.View) []view.Link {
	return s.Crumbs(c, v.Kind, view.Link{Label: p.Title(&v.Record), Href: p.To("/assessment", v.ID)})
}

// seatsTable are the seats of the categories, with those of all before them if there are
// several.
func seatsTable(p *site.Speaker, seats *assessment.Seats) *view.Table {
	t := p.Captioned("cycle.seats", "cycle.category", site.Number("seats.eligible"), site.Number("seats.allowed"), site.Number("seats.proposed"),
		site.Number("seats.decided"), site.Number("seats.left"))
	rows := seats.Categories
	if len(rows) > 1 {
		rows = append([]assessment.Seat{seats.All}, rows...)
	}
	for i := range rows {
		u := &rows[i]
		name := p.T("seats.all")
		if u.Category != "" {
			name = p.T("assessment.category." + u.Category)
		}
		t.Rows = append(t.Rows, []string{name, site.Itoa(u.Eligible), allowedSeats(p, u), site.Itoa(u.Proposed), site.Itoa(u.Decided), seatsLeft(u)})
	}
	return &t
}

// sharesTable are the shares of the departments in the seats of each category.
func sharesTable(p *site.Speaker, seats *assessment.Seats) *view.Table {
	t := p.Captioned("cycle.shares", "cycle.category", "list.unit", site.Number("seats.eligible"), site.Number("seats.exact"), site.Number("seats.allowed"),
		site.Number("seats.proposed"), site.Number("seats.decided"), site.Number("seats.left"))
	for i := range seats.Categories {
		of, size := &seats.Categories[i], 0
		for _, u := range seats.Units {
			if u.Category == of.Category {
				size += u.Eligible * u.Weight
			}
		}
		for _, u := range seats.Units {
			if u.Category == of.Category {
				t.Rows = append(t.Rows, []string{
					p.T("assessment.category." + of.Category), u.Name, site.Itoa(u.Eligible), shareOfSeats(of, &u, size), allowedSeats(p, &u), site.Itoa(u.Proposed), site.Itoa(u.Decided), seatsLeft(&u),
				})
			}
		}
	}
	return &t
}

// shareOfSeats shows the computation of a department's share: 9 × 5 ÷ 48 = 0.94,
// rounded so that the shares add up to the seats of the category. size is that of all
// departments, each with its weight in basis points: 9 × 5 × 120% ÷ 49.00 = 1.10.
func shareOfSeats(of, u *assessment.Seat, size int) string {
	exact := new(big.Rat)
	if size > 0 {
		exact.SetFrac64(int64(of.Allowed)*int64(u.Eligible)*int64(u.Weight), int64(size))
	}
	sign := "="
	if hundredth := new(big.Rat).Mul(exact, big.NewRat(100, 1)); !hundredth.IsInt() {
		sign = "≈"
	}
	people, all := site.Itoa(u.Eligible), site.Itoa(of.Eligible)
	if size != of.Eligible*10_000 {
		percent := strings.TrimSuffix(strings.TrimRight(big.NewRat(int64(u.Weight), 100).FloatString(2), "0"), ".")
		people, all = people+" × "+percent+"%", big.NewRat(int64(size), 10_000).FloatString(2)
	}
	return site.Itoa(of.Allowed) + " × " + people + " ÷ " + all + " " + sign + " " + exact.FloatString(2)
}

// allowedSeats shows a number of seats and whether it is a guide.
func allowedSeats(p *site.Speaker, u *assessment.Seat) string {
	if u.Binding {
		return site.Itoa(u.Allowed)
	}
	return p.T("seats.guide", "n", u.Allowed)
}

// seatsLeft is empty if the number of seats is not binding.
func seatsLeft(u *assessment.Seat) string {
	if u.Binding {
		return site.Itoa(u.Left)
	}
	return ""
}

type preflightPage struct {
	Checks []site.Check
	Stops  int
	Open   string
}

// preflight lists what is missing before a cycle is opened, and where to fix it.
func (s *pages) preflight(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, cycle *assessment.Cycle) error {
	if err := v.Needs(v.Kind, "participants"); err != nil {
		return err
	}
	checks, err := s.Assessment.Preflight(c.UserContext(), v.Office, cycle)
	if err != nil {
		return err
	}
	content := preflightPage{}
	if content.Checks, content.Stops, err = s.Checks(c, p, checks); err != nil {
		return err
	}
	if content.Stops == 0 && v.Offers("open") {
		content.Open = p.To("/records", v.ID, "acts", "open")
	}
	return s.Show(c, "preflight", p.T("cycle.preflight"), content, s.cycleCrumbs(c, p, v)...)
}

type wallPage struct {
	Lines []wallCard
	Empty view.Empty
}

type wallCard struct {
	Name, Unit, Href, Waiting string
	State                     view.Badge
	Due                       evaluation.Date
}

// wall shows every participant's stage and who has to act next.
func (s *pages) wall(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, _ *assessment.Cycle) error {
	if err := v.Needs(v.Kind, "participants"); err != nil {
		return err
	}
	lines, err := s.Assessment.Wall(c.UserContext(), *v)
	if err != nil {
		return err
	}
	content := wallPage{Empty: view.Empty{Why: p.T("wall.empty"), Do: p.T("wall.empty_do")}}
	var people []string
	for _, l := range lines {
		people = append(people, l.Person.ID)
		card := wallCard{
			Name: l.Person.Name, Unit: l.Person.DepartmentName, Href: p.To("/records", l.Sheet), Waiting: p.Waiting(l.Waiting), Due: l.Due,
			State: p.State(&evaluation.Record{Kind: l.Kind, State: l.Stage}),
		}
		if l.Kind == assessment.KindTalk {
			card.Href = p.To("/records", l.Talk)
		}
		p.Deadline(&evaluation.Record{Kind: l.Kind, State: l.Stage, Due: l.Due})
		content.Lines = append(content.Lines, card)
	}
	if err := s.LookedAt(c, assessment.KindSheet, people...); err != nil {
		return err
	}
	return s.Show(c, "wall", p.T("cycle.wall"), content, s.cycleCrumbs(c, p, v)...)
}
