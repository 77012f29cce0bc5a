package education

import (
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/education"
)

// educationPage is the start page of measure 5: the reader's own year, campaigns,
// coming sessions, texts to review, and studies.
type educationPage struct {
	Now   []site.TaskGroup // what there is to do for the reader
	Acts  []view.Button
	Lacks []view.Button // studies of which nobody has begun one
	Own   []view.Stat
	Parts []site.ListPart
	Empty view.Empty
}

func (s *pages) educations(c *fiber.Ctx, p *site.Speaker) error {
	a := site.Actor(c)
	content := educationPage{Empty: view.Empty{Why: p.T("education.page.empty"), Do: p.T("education.page.empty_do")}}
	content.Acts = s.educationActs(c, p)
	var err error
	if a.Person != "" {
		if content.Own, err = s.ownYear(c, p, a.Person); err != nil {
			return err
		}
	}
	if err := s.lacking(c, p, &content); err != nil {
		return err
	}
	lists := []site.ListOf{
		{Heading: "education.page.campaigns", Query: evaluation.Query{Kinds: []string{education.KindCampaign}, Sort: evaluation.SortOn, Desc: true}},
		{Heading: "education.page.sessions", Query: evaluation.Query{
			Kinds: []string{education.KindSession}, States: []evaluation.State{education.SessionPlanned, education.SessionOpen}, OnFrom: s.Today().AddDays(-7), Sort: evaluation.SortOn,
		}},
		{Heading: "education.page.to_read", Query: evaluation.Query{
			Kinds: []string{education.KindReflection}, States: []evaluation.State{education.ReflectionSubmitted, education.ReflectionWithHead}, Sort: evaluation.SortChanged,
		}},
		{Heading: "education.page.credits", Query: evaluation.Query{
			Kinds: []string{education.KindCredit}, States: []evaluation.State{education.CreditEntered, education.CreditReturned}, Sort: evaluation.SortChanged, Desc: true,
		}},
		{Heading: "education.page.studies", Query: evaluation.Query{Kinds: []string{education.KindStudy}, Sort: evaluation.SortOn, Desc: true}},
	}
	if a.Person != "" {
		mine := site.ListOf{Heading: "education.page.mine", Query: evaluation.Query{Kinds: []string{education.KindPart}, Subjects: []string{a.Person}, Sort: evaluation.SortOn, Desc: true}}
		lists = append([]site.ListOf{mine}, lists...)
	}
	if content.Parts, err = s.ListParts(c, p, lists); err != nil {
		return err
	}
	if content.Now, err = s.TasksOf(c, p, "education"); err != nil {
		return err
	}
	return s.Show(c, "education", p.T("measure.education"), content)
}

// lacking tells people who draft studies which quarter and half-year has none, with
// a link to the form.
func (s *pages) lacking(c *fiber.Ctx, p *site.Speaker, content *educationPage) error {
	if !s.May(c, education.KindStudy, "draft") {
		return nil
	}
	list, err := education.Lacks(c.UserContext(), s.Service, site.Actor(c), s.Today())
	for _, l := range list {
		content.Lacks = append(content.Lacks, view.Button{
			Label: p.T("education.page.lacks_"+l.Kind, "span", p.Period(l.Span)), Href: p.To("/new", education.KindStudy, "draft") + "?kind=" + l.Kind + "&span=" + l.Span,
		})
	}
	return err
}

// educationActs are what the reader can begin, and the hours of the year.
func (s *pages) educationActs(c *fiber.Ctx, p *site.Speaker) []view.Button {
	a := site.Actor(c)
	var acts []view.Button
	for _, name := range []string{education.KindCampaign, education.KindStudy, education.KindCredit} {
		kind, _ := s.Service.Kind(name)
		acts = append(acts, s.Creating(p, kind, a)...)
	}
	if a.Person == "" {
		acts = slices.DeleteFunc(acts, func(b view.Button) bool { return b.Href == p.To("/new", education.KindCredit, "report") })
	}
	for i := range acts {
		acts[i].Primary = i == 0
	}
	if s.ReadsOthers(c, education.KindPart) {
		acts = append(acts, view.Button{Label: p.T("education.page.hours"), Href: p.To("/education/hours")})
	}
	return acts
}

// ownYear is a person's year in three figures.
func (s *pages) ownYear(c *fiber.Ctx, p *site.Speaker, person string) ([]view.Stat, error) {
	sees, err := education.SightOfYears(c.UserContext(), s.Service, site.Actor(c), s.Today())
	if err != nil {
		return nil, err
	}
	if m, here := p.Day.Member(person); !here || !sees(&m) {
		return nil, nil
	}
	t, err := s.Education.Year(c.UserContext(), site.Actor(c).Office, person, s.Today())
	if err != nil {
		return nil, err
	}
	return yearStats(p, &t, p.To("/education/year")+"?person="+person), nil
}

// ownYears are the hours of a person's years.
func (s *pages) ownYears(c *fiber.Ctx, p *site.Speaker, person string, from, to int) ([]desk.Fact, error) {
	sees, err := education.SightOfYears(c.UserContext(), s.Service, site.Actor(c), s.Today())
	if err != nil {
		return nil, err
	}
	if m, here := p.Day.Member(person); !here || !sees(&m) {
		return nil, nil
	}
	var list []desk.Fact
	for year := from; year <= to; year++ {
		day := evaluation.NewDate(year, 12, 31)
		if s.Today().Before(day) {
			day = s.Today()
		}
		t, err := s.Education.Year(c.UserContext(), site.Actor(c).Office, person, day)
		if err != nil {
			return nil, err
		}
		if hours := t.Hours.Tenths(); hours > 0 || len(list) > 0 {
			list = append(list, desk.Fact{On: day, Drawn: &desk.Drawn{Of: education.Hourly, Value: float64(hours) / 10}})
		}
	}
	return list, nil
}

// yearStats say a year: hours against what is asked, days, campaigns.
func yearStats(p *site.Speaker, t *education.Tally, href string) []view.Stat {
	tone := "green"
	if !t.Met {
		tone = "yellow"
	}
	return []view.Stat{
		{Label: p.T("education.page.year_hours", "year", t.Year), Value: string(t.Hours), Note: needOf(p, t), Href: href, Tone: tone},
		{Label: p.T("education.page.year_days"), Value: strconv.Itoa(t.Days)},
		{Label: p.T("education.page.year_campaigns"), Value: strconv.Itoa(t.Complete) + " / " + strconv.Itoa(t.Parts)},
	}
}

// needOf says what the year asks for and whether it is reached.
func needOf(p *site.Speaker, t *education.Tally) string {
	switch {
	case t.Need.Why == education.NeedNone:
		return p.T("education.need.none")
	case t.Met:
		return p.T("education.page.met")
	case t.Need.Why == education.NeedInitial:
		return p.T("education.page.short_days", "days", t.Need.Days-t.Days)
	}
	return p.T("education.page.short", "hours", t.Short)
}
