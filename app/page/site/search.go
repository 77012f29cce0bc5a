package site

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/measures"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// The sorts of results, also the values of ?in=.
const (
	sortPeople  = "people"
	sortRecords = "records"
	sortRules   = "rules"
	sortPages   = "pages"
)

// How many results of one sort a page with all sorts shows, and the list that opens
// while somebody types.
const (
	hitsOnPage  = 10
	hitsOffered = 5
)

type searchPage struct {
	Text   string
	Groups []view.HitGroup
	N      string // results of all sorts
	All    string // address of the page with all results
	Back   string // from one sort to all
	Empty  view.Empty
}

// search shows what is found for the text of the search box: some of each sort, or
// all of the sort that the address names.
func (s *Site) search(c *fiber.Ctx, p *Speaker) error {
	content, err := s.found(c, p, hitsOnPage)
	if err != nil {
		return err
	}
	return s.ShowPage(c, "search", view.Page{Title: p.T("search.title"), Content: content, Search: content.Text})
}

// suggest returns the list that opens below the search box while somebody types.
func (s *Site) suggest(c *fiber.Ctx, p *Speaker) error {
	content, err := s.found(c, p, hitsOffered)
	if err != nil {
		return err
	}
	return s.send(c, "suggest", &view.Page{Lang: p.Lang, Base: p.base, Now: s.Now(), Content: content})
}

func (s *Site) found(c *fiber.Ctx, p *Speaker, most int) (*searchPage, error) {
	text := measures.SearchText(c.Query("q"))
	page := &searchPage{Text: text, All: WithQuery(p.To("/search"), "q", text)}
	if text == "" {
		page.Empty = view.Empty{Why: p.T("search.ask"), Do: p.T("search.ask_do")}
		return page, nil
	}
	page.Empty = view.Empty{Why: p.T("search.nothing", "text", text), Do: p.T("search.nothing_do")}
	found, err := s.Search(c.UserContext(), Actor(c), p.Lang, text)
	if err != nil {
		return nil, err
	}
	all, err := s.hitsOf(c, p, text, &found)
	if err != nil {
		return nil, err
	}
	n, more := 0, false
	for _, g := range all {
		if len(g.hits) == 0 || c.Query("in") != "" && c.Query("in") != g.sort {
			continue
		}
		n, more = n+len(g.hits), more || g.more
		page.Groups = append(page.Groups, g.shown(p, page.All, c.Query("in") != "", most))
	}
	if err := s.lookedAtHits(c, &found, page.Groups); err != nil {
		return nil, err
	}
	if page.N = counted(n, more); c.Query("in") != "" {
		page.Back = page.All
	}
	return page, nil
}

// lookedAtHits notes the people whom the results name.
func (s *Site) lookedAtHits(c *fiber.Ctx, found *measures.Found, groups []view.HitGroup) error {
	var shown []string
	for _, g := range groups {
		if g.ID != sortPeople {
			continue
		}
		for i := range g.Hits {
			shown = append(shown, found.People.Items[i].ID)
		}
	}
	return s.LookedAt(c, roster.KindPerson, shown...)
}

// hits are all results of one sort.
type hits struct {
	sort string
	hits []view.Hit
	more bool
}

// counted writes a number of results of which there may be more.
func counted(n int, more bool) string {
	if more {
		return strconv.Itoa(n) + "+"
	}
	return strconv.Itoa(n)
}

// shown are the first of the results, or all of them.
func (h hits) shown(p *Speaker, page string, all bool, most int) view.HitGroup {
	g := view.HitGroup{ID: h.sort, Label: p.T("search." + h.sort), Count: counted(len(h.hits), h.more), Hits: h.hits}
	if !all && len(h.hits) > most {
		g.Hits, g.All = h.hits[:most], WithQuery(page, "in", h.sort)
	}
	for i := range g.Hits {
		g.Hits[i].ID = "find-" + h.sort + "-" + strconv.Itoa(i+1)
	}
	return g
}

func (s *Site) hitsOf(c *fiber.Ctx, p *Speaker, text string, found *measures.Found) ([]hits, error) {
	people := hits{sort: sortPeople, more: found.People.More}
	for _, hit := range found.People.Items {
		people.hits = append(people.hits, p.personHit(hit))
	}
	records := hits{sort: sortRecords, more: found.Records.More}
	for i := range found.Records.Items {
		records.hits = append(records.hits, p.recordHit(&found.Records.Items[i]))
	}
	rules := hits{sort: sortRules, more: found.Rules.More}
	for i := range found.Rules.Items {
		n := RuleNote(p, &found.Rules.Items[i])
		rules.hits = append(rules.hits, view.Hit{Href: n.Href, Title: n.Title, Note: joinNonEmpty(n.Value, n.Source)})
	}
	pages, err := s.pageHits(c, p, text)
	return []hits{people, records, rules, {sort: sortPages, hits: pages}}, err
}

// personHit leads to the person's file, as far as the reader may see who it is.
func (p *Speaker) personHit(hit measures.PersonHit) view.Hit {
	h := view.Hit{Href: p.To("/roster/people", hit.ID), Title: hit.Person.Name}
	m, here := p.Day.Member(hit.ID)
	switch {
	case !here:
		h.Note = p.T("search.left")
	case evaluation.Shown(hit.Fields, "appointments"):
		h.Note = joinNonEmpty(m.DepartmentName, m.Post)
	}
	if evaluation.Shown(hit.Fields, "no") {
		h.Note = joinNonEmpty(h.Note, hit.Person.No)
	}
	return h
}

// recordHit leads to a record. What its title says already is not repeated.
func (p *Speaker) recordHit(v *evaluation.View) view.Hit {
	h := view.Hit{Href: p.Href(&v.Record), Title: p.Title(&v.Record), State: p.State(&v.Record)}
	brief := p.brief(v)
	if brief == h.Title {
		brief = ""
	}
	h.Note = joinNonEmpty(p.T(v.Kind), v.Number(), brief, p.Name(v.Unit))
	return h
}

// pageHits are the pages whose name has the words: entries of the menu, lists of
// records, and forms for new records.
func (s *Site) pageHits(c *fiber.Ctx, p *Speaker, text string) ([]view.Hit, error) {
	entries, err := s.menuEntries(c, p.actor)
	if err != nil {
		return nil, err
	}
	var list []view.Hit
	seen := map[string]bool{}
	add := func(href, label, note string) {
		if !seen[href] && evaluation.HasWords(label, text) {
			seen[href] = true
			list = append(list, view.Hit{Href: href, Title: label, Note: note})
		}
	}
	for _, e := range entries {
		if e.show {
			add(e.item.Href, p.T(e.item.Label), "")
		}
	}
	for _, m := range s.Measures {
		for i := range m.Kinds {
			kind := &m.Kinds[i]
			for _, b := range s.Creating(p, kind, p.actor) {
				add(b.Href, b.Label, joinNonEmpty(p.T("search.new"), p.T(kind.Name)))
			}
			if s.Service.Reads(p.actor, kind.Name) && !kind.Apart {
				add(p.List(kind.Name), p.T(kind.Name), p.T("search.list"))
			}
		}
	}
	add(p.To("/account"), p.T("app.account"), "")
	return list, nil
}
