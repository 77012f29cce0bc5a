package measures

import (
	"cmp"
	"context"
	"regexp"
	"strconv"
	"strings"

	"kaoji/app/text"
	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// MaxHits is how many results of one sort a search returns and counts at most.
const MaxHits = 100

// Hits are the results of one sort. More: there are more than MaxHits.
type Hits[T any] struct {
	Items []T
	More  bool
}

func (h *Hits[T]) add(item T) bool {
	if h.More = h.More || len(h.Items) == MaxHits; !h.More {
		h.Items = append(h.Items, item)
	}
	return !h.More
}

// PersonHit is a person with the fields of their record that the reader may see.
type PersonHit struct {
	ID     string
	Person *roster.Person // shared: do not change it
	Fields []string
}

// Found is what a search finds for one reader.
type Found struct {
	People  Hits[PersonHit]
	Records Hits[evaluation.View] // as Service.Index returns them: by number, then by words, each newest first
	Rules   Hits[rulepack.Entry]
}

// Search finds people, records and rules that a reader of a language may see. Only the first
// evaluation.MaxSearch characters of the text count. Results are what lists show to
// the same reader. Whoever shows the people among them notes it (Service.LookedAt).
func (c *Core) Search(ctx context.Context, actor evaluation.Actor, lang, query string) (Found, error) {
	query = SearchText(query)
	var f Found
	if query == "" {
		return f, nil
	}
	err := c.searchPeople(ctx, actor, query, &f.People)
	if err != nil {
		return f, err
	}
	if err := c.searchRecords(ctx, actor, query, &f.Records); err != nil {
		return f, err
	}
	return f, c.searchRules(ctx, actor, lang, query, &f.Rules)
}

// SearchText returns the text that a search asks for: without spaces at the ends,
// and not too long.
func SearchText(query string) string {
	query = strings.TrimSpace(strings.ToValidUTF8(query, ""))
	if c := []rune(query); len(c) > evaluation.MaxSearch {
		query = strings.TrimSpace(string(c[:evaluation.MaxSearch]))
	}
	return query
}

// searchPeople finds people by name, pinyin, initials and staff number, also those
// who have left. People whose name or number is the query come first.
func (c *Core) searchPeople(ctx context.Context, actor evaluation.Actor, query string, hits *Hits[PersonHit]) error {
	book, err := c.Roster.Book(ctx, actor.Office)
	if err != nil {
		return err
	}
	fields, err := c.Service.Readable(ctx, actor, book.Envelopes())
	if err != nil {
		return err
	}
	var exact, others []PersonHit
	for _, id := range book.People() {
		p, _ := book.Person(id)
		hit := PersonHit{id, p, fields[id]}
		switch {
		case !evaluation.Shown(hit.Fields, "name"):
		case p.Name == query || p.No == query:
			exact = append(exact, hit)
		case p.Matches(query):
			others = append(others, hit)
		}
	}
	for _, hit := range append(exact, others...) {
		hits.add(hit)
	}
	return nil
}

// searchRecords finds the records of a number, then those that have all words.
func (c *Core) searchRecords(ctx context.Context, actor evaluation.Actor, query string, hits *Hits[evaluation.View]) error {
	seen := map[string]bool{}
	find := func(q evaluation.Query) error {
		q.Desc, q.Limit = true, MaxHits
		found, err := c.Service.Index(ctx, actor, q)
		for _, v := range found.Views {
			if !seen[v.ID] {
				seen[v.ID] = true
				hits.add(v)
			}
		}
		hits.More = hits.More || found.Next != ""
		return err
	}
	if serial, ok := c.serialOf(query); ok {
		if err := find(evaluation.Query{Kinds: c.kinds(), Serials: []int64{serial}}); err != nil {
			return err
		}
	}
	if terms := evaluation.TermsOf(query); len(terms) > 0 {
		return find(evaluation.Query{Terms: terms})
	}
	return nil
}

// shortNumber is a number as people type it: 2026 57, 2026-57号, or 57号 of this year.
var shortNumber = regexp.MustCompile(`^(?:(\d{4})[\s年—–-]+)?(\d{1,7})(号?)$`)

// serialOf reads the number of a record: 〔2026〕57号, or a shorter form of it.
func (c *Core) serialOf(query string) (int64, bool) {
	year := strconv.Itoa(evaluation.DateOf(c.Now()).Year())
	if m := shortNumber.FindStringSubmatch(query); m != nil && m[1]+m[3] != "" {
		query = "〔" + cmp.Or(m[1], year) + "〕" + m[2] + "号"
	}
	serial, _, ok := evaluation.ParseNumber(query)
	return serial, ok
}

// kinds are the names of all kinds.
func (c *Core) kinds() []string {
	var list []string
	for _, m := range c.Measures {
		for i := range m.Kinds {
			list = append(list, m.Kinds[i].Name)
		}
	}
	return list
}

// searchRules finds the rules of today in whose title, source, key or number the
// words are.
func (c *Core) searchRules(ctx context.Context, actor evaluation.Actor, lang, query string, hits *Hits[rulepack.Entry]) error {
	if !c.Policy.Can(actor.Roles, auth.AreaRules, auth.Read) {
		return nil
	}
	pack, err := c.Rules.Pack(ctx, actor.Office)
	if err != nil {
		return err
	}
	values := pack.On(evaluation.DateOf(c.Now())).Values
	for i := range values {
		e := &values[i]
		title, source := e.TitleZh, e.SourceZh
		if lang == text.English {
			title, source = e.TitleEn, e.SourceEn
		}
		if evaluation.HasWords(strings.Join([]string{title, source, e.Key, e.ID}, " "), query) && !hits.add(*e) {
			break
		}
	}
	return nil
}
