package site

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/ical"
	"kaoji/app/page/view"
	"kaoji/app/server"
	"kaoji/app/text"
	"kaoji/evaluation"
)

// The addresses of feeds begin so; their secret follows.
const feedPath = "/ical"

type feedPage struct {
	Since  time.Time  // when the address was made; zero: there is none
	Made   *view.Copy // the address, only right after it was made
	Action string
	End    string // address that ends it
}

// feedAddress is the page of the reader's calendar address.
func (s *Site) feedAddress(c *fiber.Ctx, p *Speaker) error { return s.showFeed(c, p, nil) }

// makeFeed makes the address and shows it this once.
func (s *Site) makeFeed(c *fiber.Ctx, p *Speaker) error {
	secret, err := s.Auth.MakeFeed(c.UserContext(), *server.Session(c))
	if err != nil {
		return err
	}
	address := s.Public(c, feedPath, secret)
	if p.Lang != text.Chinese {
		address += "?lang=" + p.Lang
	}
	return s.showFeed(c, p, &view.Copy{ID: "address", Label: p.T("feed.address"), Text: address})
}

// endFeed withdraws the address.
func (s *Site) endFeed(c *fiber.Ctx, p *Speaker) error {
	if err := s.Auth.WithdrawFeed(c.UserContext(), *server.Session(c)); err != nil {
		return err
	}
	return s.Done(c, p.To("/calendar/address"), "feed.ended")
}

func (s *Site) showFeed(c *fiber.Ctx, p *Speaker, made *view.Copy) error {
	since, err := s.Auth.FeedSince(c.UserContext(), *server.Session(c))
	if err != nil {
		return err
	}
	return s.Show(c, "feed", p.T("feed.title"), feedPage{
		Since: since, Made: made, Action: p.To("/calendar/address"), End: p.To("/calendar/address/end"),
	}, view.Link{Label: p.T("menu.calendar"), Href: p.To("/calendar")})
}

// How much of a calendar its address has.
const (
	feedBack  = 31 // days before today
	feedAhead = 12 // months after it
)

// feed answers a calendar program that knows the secret of an address. There is no
// session: the secret says whose calendar it is.
func (s *Site) feed(c *fiber.Ctx) error {
	who, err := s.Auth.Feed(c.UserContext(), c.Params("secret"), server.Address(c))
	if err != nil {
		return err
	}
	agenda, err := s.Service.Agenda(c.UserContext(), who, s.Today().AddDays(-feedBack), s.Today().AddMonths(feedAhead))
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, ical.Media)
	c.Set(fiber.HeaderCacheControl, "private, no-store")
	return c.Send(ical.Write(s.feedFile(server.Lang(c), who.Account, &agenda), s.Now()))
}

// feedFile puts an agenda into words: sorts of work, numbers and days.
func (s *Site) feedFile(lang, account string, agenda *evaluation.Agenda) *ical.Calendar {
	say := func(key string, pairs ...any) string { return s.Text.T(lang, key, pairs...) }
	uid := func(parts ...string) string {
		sum := sha256.Sum256([]byte(account + "\x00" + strings.Join(parts, "\x00")))
		return hex.EncodeToString(sum[:16]) + "@kaoji"
	}
	out := &ical.Calendar{Name: say("feed.name"), Refresh: 6 * time.Hour}
	if agenda.Late > 0 {
		out.Events = append(out.Events, ical.Event{UID: uid("late"), Day: s.Today(), Summary: say("feed.late", "n", agenda.Late)})
	}
	for i := range agenda.Items {
		e := &agenda.Items[i]
		var what string
		switch {
		case e.Kind == "":
			what = say("feed.other", "n", e.N)
		case e.Key == "":
			many := say(e.Kind+".task."+string(e.State)+".many", "n", e.N)
			if e.N == 1 && lang == text.English { // the sentence is in the plural
				many = say(e.Kind)
			}
			what = say("feed.task", "many", many)
		default:
			what = say("feed.day", "n", e.N, "what", say(e.Kind+".day."+e.Key))
		}
		out.Events = append(out.Events, ical.Event{
			UID: uid(e.Day.String(), e.Time, e.Kind, e.Key, string(e.State)), Day: e.Day, Summary: strings.TrimSpace(e.Time + " " + what),
		})
	}
	if agenda.More {
		out.Events = append(out.Events, ical.Event{UID: uid("more"), Day: s.Today(), Summary: say("feed.more")})
	}
	return out
}
