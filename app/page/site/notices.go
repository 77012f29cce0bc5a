package site

import (
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
)

type noticesPage struct {
	Groups []noticeGroup
	Unread bool
	Empty  view.Empty
	Pager  view.Pager
}

// noticeGroup are the notifications of today, or those from before.
type noticeGroup struct {
	Label string
	List  []noticeLine
}

type noticeLine struct {
	evaluation.Notification
	Text string
	Note string
	Href string
}

// notices shows what happened to the reader or what is theirs, newest first.
func (s *Site) notices(c *fiber.Ctx, p *Speaker) error {
	after := c.Query("cursor")
	found, err := s.Service.Notified(c.UserContext(), p.actor, after, PerPage)
	if err != nil {
		return err
	}
	content := noticesPage{
		Empty: view.Empty{Why: p.T("notices.none"), Do: p.T("notices.none_do")}, Pager: Pager(string(c.Request().URI().RequestURI()), found.Next, after),
	}
	for _, n := range found.List {
		label := p.T("notices.earlier")
		if evaluation.DateOf(n.At) == s.Today() {
			label = p.T("notices.today")
		}
		if len(content.Groups) == 0 || content.Groups[len(content.Groups)-1].Label != label {
			content.Groups = append(content.Groups, noticeGroup{Label: label})
		}
		g := &content.Groups[len(content.Groups)-1]
		g.List = append(g.List, p.noticeLine(n))
		content.Unread = content.Unread || !n.Read
	}
	return s.Show(c, "notices", p.T("notices.title"), content)
}

// noticeLine says what happened: to the person whom the record is about in other words
// than to others.
func (p *Speaker) noticeLine(n evaluation.Notification) noticeLine {
	v := &n.View
	if n.Act == evaluation.ActUrge {
		return noticeLine{n, p.T("urge.notice", "task", p.Sentence(v)), joinNonEmpty(p.T(v.Kind), p.Period(v.Period), v.Number()), p.Href(&v.Record)}
	}
	key := v.Kind + ".notice." + n.Act
	if own := key + ".own"; v.Own && p.Text.Has(own) {
		key = own
	}
	return noticeLine{n, p.T(key, "name", p.Title(&v.Record)), joinNonEmpty(p.T(v.Kind), p.Period(v.Period), v.Number()), p.Href(&v.Record)}
}

// readNotice marks one notification as read and opens its record; without one, it marks
// all as read.
func (s *Site) readNotice(c *fiber.Ctx, p *Speaker) error {
	id, record := c.FormValue("id"), c.FormValue("record")
	if err := s.Service.MarkRead(c.UserContext(), p.actor, id); err != nil {
		return err
	}
	if id == "" || !strings.Contains(id, "/"+record+"/") {
		return s.Done(c, p.To("/notices"), "")
	}
	return c.Redirect(p.To("/records", record), fiber.StatusSeeOther)
}

// unread is the number at the bell, "" for none.
func (s *Site) unread(c *fiber.Ctx, a evaluation.Actor) (string, error) {
	n, err := s.Service.Unread(c.UserContext(), a)
	switch {
	case err != nil || n == 0:
		return "", err
	case n >= evaluation.MaxUnread:
		return strconv.Itoa(n) + "+", nil
	}
	return strconv.Itoa(n), nil
}
