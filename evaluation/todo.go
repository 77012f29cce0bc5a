package evaluation

import (
	"cmp"
	"context"
	"slices"
	"strings"
)

// undatedMark is the prefix of cursors for the part of the list without deadlines.
const undatedMark = "undated."

// Todo returns a page of the records that wait for the actor, ordered by deadline:
// overdue records first, records without a deadline last.
func (s *Service) Todo(ctx context.Context, actor Actor, q Query) (Views, error) {
	tokens, err := s.waitTokens(ctx, actor)
	if err != nil {
		return Views{}, err
	}
	q.Waiting, q.Sort = tokens, SortDue
	cursor, undated := strings.CutPrefix(q.Cursor, undatedMark)
	if undated {
		q.Cursor = cursor
		return s.todoUndated(ctx, actor, q)
	}
	dated := q
	if dated.DueFrom.IsZero() {
		dated.DueFrom = FirstDay()
	}
	page, err := s.Index(ctx, actor, dated)
	rest := cmp.Or(q.Limit, DefaultLimit) - len(page.Views)
	if err != nil || page.Next != "" {
		return page, err
	}
	q.Cursor, q.Limit = "", max(rest, 1)
	more, err := s.todoUndated(ctx, actor, q)
	if rest > 0 {
		page.Views, page.Next = append(page.Views, more.Views...), more.Next
	} else if len(more.Views) > 0 {
		page.Next = undatedMark // from the first record without a deadline
	}
	return page, err
}

func (s *Service) todoUndated(ctx context.Context, actor Actor, q Query) (Views, error) {
	q.Undated, q.Sort = true, SortID
	page, err := s.Index(ctx, actor, q)
	if page.Next != "" {
		page.Next = undatedMark + page.Next
	}
	return page, err
}

// TodoCount returns the number of records that wait for the actor.
func (s *Service) TodoCount(ctx context.Context, actor Actor) (int, error) {
	return Lately(ctx, s, actor, "todo count", func(ctx context.Context) (int, error) { return s.todoCount(ctx, actor) })
}

func (s *Service) todoCount(ctx context.Context, actor Actor) (int, error) {
	tokens, err := s.waitTokens(ctx, actor)
	if err != nil {
		return 0, err
	}
	counts, err := s.Group(ctx, actor, Query{Waiting: tokens}, "kind")
	n := 0
	for _, c := range counts {
		n += int(c.N)
	}
	return n, err
}

func (s *Service) waitTokens(ctx context.Context, actor Actor) ([]string, error) {
	who, err := s.onlooker(ctx, actor)
	return WaitTokens(actor, who.Heads), err
}

// awaited reports whether a record waits for the actor.
func (who *Onlooker) awaited(r *Record) bool {
	return slices.ContainsFunc(r.Waiting, func(token string) bool {
		what, id, _ := strings.Cut(token, ":")
		switch what {
		case "person":
			return id == who.Person && id != ""
		case "role":
			return who.Has(Role(id))
		}
		return slices.Contains(who.Heads, id)
	})
}

// WaitTokens returns all entries of Waiting that match the actor; heads are the
// departments that the actor heads.
func WaitTokens(actor Actor, heads []string) []string {
	var tokens []string
	if actor.Person != "" {
		tokens = append(tokens, WaitPerson(actor.Person))
	}
	for _, r := range actor.Roles {
		tokens = append(tokens, WaitRole(r))
	}
	for _, u := range heads {
		tokens = append(tokens, WaitHead(u))
	}
	return tokens
}
