package site

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/setup"
)

// settingUp are those who set an office up: the administrator and the section.
var settingUp = evaluation.Admin.Or(evaluation.Personnel)

// guide is the guide of a new office (开办向导) as its reader sees it.
type guide struct {
	Done, Of int
	Steps    []guideStep
}

type guideStep struct {
	Text, Do string // what it is, and how it is done
	Who      string // whose it is
	Now      string // how far it is, "" for nothing to say
	State    view.Badge
	Next     bool
	Act      *view.Button // nil: it is done, or not the reader's
	Also     *view.Button // another way
	Missing  []Check      // what names somebody is for the section only
	More     int          // of Missing that are not shown
}

// setUp is the page of the guide.
func (s *Site) setUp(c *fiber.Ctx, p *Speaker) error {
	g, err := s.guide(c, p)
	if err != nil {
		return err
	}
	return s.Show(c, "setup", p.T("menu.setup"), g)
}

// guided reports whether the reader sets up the office, which has not begun its first
// assessment.
func (s *Site) guided(c *fiber.Ctx) (bool, error) {
	if !settingUp.Include(Actor(c)) {
		return false, nil
	}
	return s.Setup.Pending(c.UserContext(), Actor(c).Office)
}

// guideAtHome is the guide on the start page of those who set the office up, until its
// first assessment has begun; nil for others.
func (s *Site) guideAtHome(c *fiber.Ctx, p *Speaker) (*guide, error) {
	if guided, err := s.guided(c); err != nil || !guided {
		return nil, err
	}
	g, err := s.guide(c, p)
	return &g, err
}

func (s *Site) guide(c *fiber.Ctx, p *Speaker) (guide, error) {
	found, err := s.Setup.Guide(c.UserContext(), Actor(c).Office, s.Today())
	if err != nil {
		return guide{}, err
	}
	var g guide
	next := found.Next()
	g.Done, g.Of = found.Done()
	for i := range found.Steps {
		step := &found.Steps[i]
		line := guideStep{
			Text: p.T("setup." + step.Key), Do: p.T("setup." + step.Key + ".do"), Who: p.T("role." + string(step.Who)), Next: step == next,
			State: view.Badge{Label: p.T("setup.state.open"), Tone: "muted"},
		}
		switch {
		case step.Done:
			line.State = view.Badge{Label: p.T("setup.state.done"), Tone: "green"}
		case line.Next:
			line.State = view.Badge{Label: p.T("setup.state.next"), Tone: "blue"}
		case step.Optional:
			line.State = view.Badge{Label: p.T("setup.state.optional"), Tone: "muted"}
		}
		switch {
		case step.Of > 0:
			line.Now = p.T("setup."+step.Key+".now", "n", step.Have, "of", step.Of)
		case step.Have > 0:
			line.Now = p.T("setup."+step.Key+".now", "n", step.Have)
		}
		if Actor(c).Has(step.Who) && !step.Early && (!step.Done || step.Have < step.Of) {
			if err := s.guideActs(c, p, step, &line); err != nil {
				return g, err
			}
		}
		g.Steps = append(g.Steps, line)
	}
	return g, nil
}

// missingShown is how much of what is missing a step names.
const missingShown = 5

// onward leads on in the guide after an act of those who set the office up; nil for
// others.
func (s *Site) onward(c *fiber.Ctx) (*view.Link, error) {
	if guided, err := s.guided(c); err != nil || !guided {
		return nil, err
	}
	found, err := s.Setup.Guide(c.UserContext(), Actor(c).Office, s.Today())
	next := found.Next()
	if err != nil || next == nil {
		return nil, err
	}
	p, err := s.Speaker(c)
	if err != nil {
		return nil, err
	}
	link := &view.Link{Label: p.T("setup.onward", "step", p.T("setup."+next.Key)), Href: p.To("/setup")}
	var line guideStep
	if line.lead(p, next); line.Act != nil && Actor(c).Has(next.Who) {
		link.Href = line.Act.Href
	}
	return link, nil
}

// guideActs adds to a step of the reader what is missing and where it is done.
func (s *Site) guideActs(c *fiber.Ctx, p *Speaker, step *setup.Step, line *guideStep) (err error) {
	missing := slices.DeleteFunc(slices.Clone(step.Missing), func(k desk.Check) bool {
		return step.Who == evaluation.RoleAdmin && k.Name+k.Person+k.Unit+k.Record != "" // whom the roster is about
	})
	if step.Have > 0 || step.Key == desk.StepLeaders { // otherwise everything is missing
		if line.Missing, _, err = s.Checks(c, p, missing[:min(missingShown, len(missing))]); err != nil {
			return err
		}
		line.More = len(missing) - len(line.Missing)
	}
	if line.lead(p, step); line.Act != nil {
		line.Act.Primary = line.Next
	}
	return nil
}

// lead says where a step is done.
func (line *guideStep) lead(p *Speaker, step *setup.Step) {
	button := func(key, href string) *view.Button { return &view.Button{Label: p.T(key), Href: href} }
	switch step.Key {
	case setup.StepOffice:
		// The names that Kaoji gave are not to be kept.
		line.Act = button("setup.office.act", p.To("/records", step.Record, "acts", "change")+"?name=&short_name=")
	case setup.StepSection:
		line.Act = button("setup.section.act", p.To("/accounts/new")+"?role="+string(evaluation.RolePersonnel))
	case desk.StepPeople:
		line.Act, line.Also = button("setup.people.act", p.To("/roster/import")), button("roster.person.enter", p.To("/new/roster.person/enter"))
	case desk.StepLeaders:
		line.Act, line.Also = button("setup.leaders.act", p.To("/lists/roster.department")+"?sort=order"), button("roster.person.enter", p.To("/new/roster.person/enter"))
	case desk.StepCalendar:
		line.Act = button("workday.year.enter", p.To("/new/workday.year/enter"))
	case desk.StepCommittees:
		line.Act, line.Also = button("setup.people.act", p.To("/roster/import")), button("roster.committee.open", p.To("/new/roster.committee/open"))
	case desk.StepAccounts:
		line.Act, line.Also = button("setup.accounts.act", p.To("/accounts/bulk")), button("setup.accounts.also", p.To("/accounts"))
	case setup.StepPlan:
		line.Act = button("assessment.cycle.plan", p.To("/new/assessment.cycle/plan"))
	case setup.StepOpen:
		line.Act = button("cycle.preflight", p.To("/assessment", step.Record, "preflight"))
	}
}
