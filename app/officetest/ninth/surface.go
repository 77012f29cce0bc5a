package ninth

import (
	"embed"
	"net/http"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/api/rest"
	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
)

//go:embed *.html
var templates embed.FS

type pages struct {
	*site.Site
	measure *Service
}

// Pages returns what the measure adds to the shared pages of records.
func (s *Service) Pages(of *site.Site) site.Pages {
	p := &pages{of, s}
	return site.Pages{
		Measure: "ninth", Templates: templates, Home: view.Link{Label: "measure.ninth", Href: "/ninth"},
		Menu: &site.MenuEntry{Icon: "award"},
		Routes: []site.Route{
			{Method: fiber.MethodGet, Path: "/ninth", Reaches: []string{KindIdea}, Handle: p.home},
			{Method: fiber.MethodGet, Path: "/ninth/open", Open: true, Handle: p.public},
		},
		Kinds: map[string]site.Kind{
			KindIdea: {List: "/ninth", Titled: true, Panels: p.votes},
		},
	}
}

type homePage struct{ Acts []view.Button }

func (p *pages) home(c *fiber.Ctx) error {
	words, err := p.Speaker(c)
	if err != nil {
		return err
	}
	kind, _ := p.Service.Kind(KindIdea)
	return p.Show(c, "ninth", words.T("measure.ninth"), homePage{Acts: p.Creating(words, kind, site.Actor(c))})
}

type publicPage struct{ Taken int64 }

// public shows the number of proposals taken up; it needs no login.
func (p *pages) public(c *fiber.Ctx) error {
	n, err := p.measure.Public(c.UserContext(), p.Office)
	if err != nil {
		return err
	}
	return p.Show(c, "ninth_open", p.T(c, "measure.ninth"), publicPage{n})
}

// votes shows how many have voted.
func (p *pages) votes(c *fiber.Ctx, words *site.Speaker, v *evaluation.View, page *site.RecordPage) error {
	if v.State != Voting {
		return nil
	}
	n, err := p.measure.Votes(c.UserContext(), *v)
	page.Panels = append(page.Panels, site.Panel{
		Heading: words.T("ninth.votes"), Lines: []view.Line{{Label: words.T("ninth.votes"), Value: words.T("ninth.voted", "n", n.Cast)}},
	})
	return err
}

type operations struct {
	*rest.API
	measure *Service
}

// Operations returns the API operations of the measure that are not acts.
func (s *Service) Operations(of *rest.API) []rest.Route {
	a := &operations{of, s}
	return []rest.Route{{
		Method: http.MethodPost, Path: "/ninth/ideas/{id}/vote", ID: "ninth-vote", Tag: "ninth", Summary: "Vote without a name", Kind: KindIdea,
		Input: evaluation.New[Ballot], Status: http.StatusNoContent, Fails: rest.Unfound(), Handle: a.vote,
	}}
}

func (a *operations) vote(c *rest.Call) error {
	v, err := a.Get(c)
	if err != nil {
		return err
	}
	if err := a.measure.Vote(c.UserContext(), c.Actor(), v, *rest.Input[Ballot](c)); err != nil {
		return err
	}
	return c.Nothing()
}
