package server

import (
	"net"
	"net/netip"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"
)

const (
	keyAddress          = "kaoji.address"
	headerForwardedPort = "X-Forwarded-Port"
)

// Address returns the address of the client: that of the connection or, if that is
// a trusted proxy, the rightmost address of X-Forwarded-For that is not one.
// Addresses further left were written by the client.
func Address(c *fiber.Ctx) string {
	at, _ := c.Locals(keyAddress).(string)
	return at
}

func (p *Parts) address(c *fiber.Ctx) string {
	at := c.Context().RemoteIP().String()
	if !c.IsProxyTrusted() {
		return at
	}
	var chain []string
	for _, line := range c.Request().Header.PeekAll(fiber.HeaderXForwardedFor) {
		chain = append(chain, strings.Split(string(line), ",")...)
	}
	for i := len(chain) - 1; i >= 0; i-- {
		ip, ok := forwarded(chain[i])
		if !ok {
			break
		}
		if at = ip.String(); !named(p.TrustedProxies, ip) {
			break
		}
	}
	return at
}

// forwarded reads one address of X-Forwarded-For, which may have a port.
func forwarded(s string) (netip.Addr, bool) {
	s = strings.TrimSpace(s)
	if at, err := netip.ParseAddrPort(s); err == nil {
		return at.Addr().Unmap(), true
	}
	ip, err := netip.ParseAddr(strings.Trim(s, "[]"))
	return ip.Unmap(), err == nil
}

// Base returns the address of this server as the browser knows it: scheme, host
// and, if it is not the default, the port. X-Forwarded-Host and X-Forwarded-Port
// are used if a trusted proxy sent them.
func Base(c *fiber.Ctx) string {
	host := string(c.Request().Host())
	if c.IsProxyTrusted() {
		if said := lastOf(c.Get(fiber.HeaderXForwardedHost)); said != "" {
			host = said
		}
		if port := lastOf(c.Get(headerForwardedPort)); port != "" {
			if u, err := url.Parse("//" + host); err == nil && u.Port() == "" {
				host = net.JoinHostPort(u.Hostname(), port)
			}
		}
	}
	return origin(c.Protocol(), host)
}

// Host returns the host name by which the browser knows this server, without the port.
func Host(c *fiber.Ctx) string {
	u, err := url.Parse(Base(c))
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// lastOf returns the last element of a list, which the nearest proxy added.
func lastOf(list string) string {
	return strings.TrimSpace(list[strings.LastIndexByte(list, ',')+1:])
}

// origin omits the default port, as browsers do.
func origin(scheme, host string) string {
	host = strings.ToLower(host)
	switch scheme {
	case "https":
		host = strings.TrimSuffix(host, ":443")
	case "http":
		host = strings.TrimSuffix(host, ":80")
	}
	return scheme + "://" + host
}

// ownOrigin reports whether a form came from a page of this server: host and port
// must agree. If a trusted proxy sends no port, only the host is compared, because
// many proxies send nothing more; the form's token and Sec-Fetch-Site still protect
// against forms of other sites.
func ownOrigin(c *fiber.Ctx, said string) bool {
	u, err := url.Parse(said)
	if err != nil || u.Host == "" {
		return false
	}
	_, host, _ := strings.Cut(Base(c), "://")
	if ours, err := url.Parse("//" + host); err == nil && ours.Port() == "" && c.IsProxyTrusted() {
		return strings.EqualFold(u.Hostname(), ours.Hostname())
	}
	return origin(u.Scheme, u.Host) == origin(u.Scheme, host)
}
