package site

import (
	"net/netip"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/server"
)

const unreachableLocal = "kaoji.unreachable"

// Public returns the complete address of a page for posters, badges, slips and
// codes. Without the setting KAOJI_URL it is the one in the reader's browser. If
// the setting is missing or others cannot reach the address, the page shows a
// warning.
func (s *Site) Public(c *fiber.Ctx, path string, parts ...string) string {
	address := s.URL
	if address == "" {
		address = server.Base(c)
	}
	switch {
	case loopback(address):
		c.Locals(unreachableLocal, s.T(c, "public.loopback", "address", address))
	case s.URL == "":
		c.Locals(unreachableLocal, s.T(c, "public.unset", "address", address))
	}
	return address + s.To(c, path, parts...)
}

// loopback reports whether an address works only on the same machine.
func loopback(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	host := u.Hostname()
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && (ip.Unmap().IsLoopback() || ip.IsUnspecified())
}
