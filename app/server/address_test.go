package server_test

import (
	"testing"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/server"
)

func TestTheAddressIsTheRightmostThatIsNoProxy(t *testing.T) {
	s := newStand(t, func(p *server.Parts) { p.TrustedProxies = []string{"0.0.0.0", "10.1.0.0/16"} })
	for forwarded, want := range map[string]string{
		"198.51.100.7":                        "198.51.100.7",
		"203.0.113.9, 198.51.100.7":           "198.51.100.7", // the left one was made up by the client
		"203.0.113.9, 198.51.100.7, 10.1.2.3": "198.51.100.7",
		"198.51.100.7:51234":                  "198.51.100.7",
		"[2001:db8::7]:51234, 10.1.2.3":       "2001:db8::7",
		"::ffff:198.51.100.7":                 "198.51.100.7",
		"198.51.100.7, <script>":              "0.0.0.0",
		"198.51.100.7, unknown, 10.1.2.3":     "10.1.2.3",
		"10.1.9.9, 10.1.2.3":                  "10.1.9.9",
		"":                                    "0.0.0.0",
	} {
		if got := s.ask("GET", "/api/who", "", "X-Forwarded-For", forwarded); got.body != want+" http" {
			t.Errorf("%q: %s, want %s", forwarded, got.body, want)
		}
	}
	two := s.ask("GET", "/api/who", "", "X-Forwarded-For", "203.0.113.9", "X-Forwarded-For", "198.51.100.7")
	if two.body != "198.51.100.7 http" {
		t.Errorf("of two headers: %s", two.body)
	}
}

func TestAFormBehindAProxyCountsByTheNameThatTheBrowserKnows(t *testing.T) {
	trusting := func(p *server.Parts) { p.TrustedProxies = []string{"0.0.0.0"} }
	for name, c := range map[string]struct {
		change func(*server.Parts)
		head   []string
		status int
	}{
		"nginx on 8443 that passes the name alone": {trusting, []string{"Host", "kaoji.gov.cn", "Origin", "https://kaoji.gov.cn:8443"}, 200},
		"one that passes name and port":            {trusting, []string{"Host", "kaoji.gov.cn:8443", "Origin", "https://kaoji.gov.cn:8443"}, 200},
		"one that passes them forwarded":           {trusting, []string{"Host", "127.0.0.1:8080", "X-Forwarded-Host", "kaoji.gov.cn", "X-Forwarded-Port", "8443", "Origin", "https://kaoji.gov.cn:8443"}, 200},
		"one that passes the name forwarded":       {trusting, []string{"Host", "127.0.0.1:8080", "X-Forwarded-Host", "kaoji.gov.cn:8443", "Origin", "https://kaoji.gov.cn:8443"}, 200},
		"the port that goes without saying":        {trusting, []string{"Host", "kaoji.gov.cn:443", "X-Forwarded-Proto", "https", "Origin", "https://kaoji.gov.cn"}, 200},
		"another name":                             {trusting, []string{"Host", "kaoji.gov.cn", "Origin", "https://evil.example"}, 403},
		"another port":                             {trusting, []string{"Host", "kaoji.gov.cn:8443", "Origin", "https://kaoji.gov.cn:9443"}, 403},
		"forwarded by nobody who is trusted":       {nil, []string{"Host", "127.0.0.1:8080", "X-Forwarded-Host", "evil.example", "Origin", "https://evil.example"}, 403},
		"another port, without a proxy":            {nil, []string{"Host", "kaoji.gov.cn", "Origin", "http://kaoji.gov.cn:8080"}, 403},
	} {
		var changes []func(*server.Parts)
		if c.change != nil {
			changes = append(changes, c.change)
		}
		d := newDesk(t, changes...)
		zhang, _ := d.login("zhang")
		_, token := d.visit(zhang)
		if got := d.post(zhang, token, c.head...); got != c.status {
			t.Errorf("%s: %d, want %d", name, got, c.status)
		}
	}
}

func TestTheBaseIsWhatTheBrowserShows(t *testing.T) {
	s := newStand(t, func(p *server.Parts) { p.TrustedProxies = []string{"0.0.0.0"} })
	s.app.Get("/api/base", func(c *fiber.Ctx) error { return c.SendString(server.Base(c)) })
	got := s.ask("GET", "/api/base", "", "X-Forwarded-Proto", "https", "X-Forwarded-Host", "kaoji.gov.cn", "X-Forwarded-Port", "8443")
	if got.body != "https://kaoji.gov.cn:8443" {
		t.Error(got.body)
	}
}
