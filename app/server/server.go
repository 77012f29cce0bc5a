// Package server is the HTTP code shared by pages and API: guards, errors, sessions
// in cookies, health, metrics, start and stop.
package server

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net"
	"net/netip"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"golang.org/x/sync/semaphore"

	"kaoji/app/text"
	"kaoji/evaluation"
)

// Parts are the dependencies of the server.
type Parts struct {
	Log            *slog.Logger
	Text           *text.Catalog
	Now            func() time.Time
	Lang           string                                    // for people who have not chosen one
	Ready          func(context.Context) error               // nil if the storage answers
	TrustedProxies []string                                  // addresses whose X-Forwarded-* headers are used
	Page           func(c *fiber.Ctx, problem Problem) error // renders a problem for people
	MetricsFor     []string                                  // addresses that may read /metrics, in addition to loopback

	HeadTime time.Duration // from the first byte of a request to the end of its headers; 0: 10 seconds
	BodyTime time.Duration // for a small body to arrive, on top of which a large one has its own; 0: 20 seconds

	bodies, open, work, replies room // memory for large ones
}

// Limits of the duration of a connection and a request.
const (
	headTime = 10 * time.Second
	bodyTime = 20 * time.Second
	idleTime = time.Minute      // between two requests
	deadline = 30 * time.Second // of the handlers; not including the arrival of a large body
)

// Keys of values stored with a request.
const (
	keyReference = "kaoji.reference"
	keyLang      = "kaoji.lang"
	keyParts     = "kaoji.parts"
)

// New creates the app with everything that runs before the routes.
func New(p *Parts) *fiber.App {
	p.HeadTime, p.BodyTime = cmp.Or(p.HeadTime, headTime), cmp.Or(p.BodyTime, bodyTime)
	app := fiber.New(fiber.Config{
		AppName: "Kaoji", Immutable: true, DisableStartupMessage: true, StrictRouting: false,
		// A handler starts at the first byte of a body; TakeBody limits it.
		StreamRequestBody: true, BodyLimit: 1, DisablePreParseMultipartForm: true,
		ReadTimeout: p.HeadTime, WriteTimeout: sendTime, IdleTimeout: idleTime,
		EnableTrustedProxyCheck: true, TrustedProxies: p.TrustedProxies, ErrorHandler: p.outside, ReadBufferSize: 16 << 10,
	})
	p.bodies, p.open = semaphore.NewWeighted(largeBodies), semaphore.NewWeighted(openBodies)
	p.work, p.replies = semaphore.NewWeighted(largeWork), semaphore.NewWeighted(largeReplies)
	app.Server().Handler = p.knownMethod(app)
	m := newMetrics()
	app.Use(p.begin, m.measure, p.answer, p.recover, p.headers, p.holdBody, p.holdReply, refuseEncodings)
	app.Get("/healthz", func(c *fiber.Ctx) error { return c.SendString("ok") })
	app.Get("/readyz", p.readyz)
	app.Get("/metrics", p.onlyNear, m.serve)
	return app
}

// begin gives the request its reference, language and deadline, and writes its log
// line: route pattern, status and time, nothing personal.
func (p *Parts) begin(c *fiber.Ctx) error {
	start := time.Now()
	p.introduce(c)
	limit := deadline
	if c.Request().Header.ContentLength() != 0 && c.Request().IsBodyStream() {
		limit += 2*waitForRoom + p.BodyTime + MaxUpload/slowestBody*time.Second
	}
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	c.SetUserContext(ctx)
	err := c.Next()
	p.Log.InfoContext(ctx, "request", slog.String("reference", Reference(c)), slog.String("method", c.Method()),
		slog.String("route", c.Route().Path), slog.Int("status", c.Response().StatusCode()),
		slog.Int64("ms", time.Since(start).Milliseconds()))
	return err
}

// introduce stores what every request needs: reference, language, client, and the
// server for TakeBody.
func (p *Parts) introduce(c *fiber.Ctx) {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails
	c.Locals(keyReference, hex.EncodeToString(b[:]))
	c.Locals(keyLang, p.lang(c))
	c.Locals(keyAddress, p.address(c))
	c.Locals(keyParts, p)
}

// answer converts an error to a reply, before metrics and log see it.
func (p *Parts) answer(c *fiber.Ctx) error {
	if err := c.Next(); err != nil {
		return p.fail(c, err)
	}
	return nil
}

// recover converts a panic to an error; otherwise Fiber would end the process.
func (p *Parts) recover(c *fiber.Ctx) (err error) {
	defer func() {
		if r := recover(); r != nil {
			p.Log.ErrorContext(c.UserContext(), "panic", slog.String("reference", Reference(c)),
				slog.Any("panic", r), slog.String("stack", string(debug.Stack())))
			err = evaluation.Fail(evaluation.CodeInternal, "error.internal").Because(fmt.Errorf("panic: %v", r))
		}
	}()
	return c.Next()
}

const policy = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

func (p *Parts) headers(c *fiber.Ctx) error {
	guard(c)
	return c.Next()
}

// guard sets the security headers of a reply.
func guard(c *fiber.Ctx) {
	c.Set("Content-Security-Policy", policy)
	c.Set("X-Content-Type-Options", "nosniff")
	c.Set("X-Frame-Options", "DENY")
	c.Set("Referrer-Policy", "same-origin")
	c.Set("Cross-Origin-Opener-Policy", "same-origin")
	c.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
	if c.Secure() {
		c.Set("Strict-Transport-Security", "max-age=31536000")
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
}

// refuseEncodings refuses compressed bodies, because their limit does not apply to
// the unpacked size.
func refuseEncodings(c *fiber.Ctx) error {
	if c.Get(fiber.HeaderContentEncoding) != "" {
		return evaluation.Fail(evaluation.CodeMediaType, "error.unsupported_content")
	}
	return c.Next()
}

func (p *Parts) readyz(c *fiber.Ctx) error {
	ctx, cancel := context.WithTimeout(c.UserContext(), 3*time.Second)
	defer cancel()
	if err := p.Ready(ctx); err != nil {
		return evaluation.Fail(evaluation.CodeUnavailable, "error.unavailable").Because(err)
	}
	return c.SendString("ready")
}

// onlyNear allows only this machine, unless a proxy makes all requests look local,
// and the addresses in the setting.
func (p *Parts) onlyNear(c *fiber.Ctx) error {
	ip, err := netip.ParseAddr(Address(c))
	if err == nil && (len(p.TrustedProxies) == 0 && (ip.IsLoopback() || ip.IsUnspecified()) || named(p.MetricsFor, ip.Unmap())) {
		return c.Next()
	}
	return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
}

// named reports whether ip is one of the addresses or in one of the networks.
func named(list []string, ip netip.Addr) bool {
	return slices.ContainsFunc(list, func(s string) bool {
		if network, err := netip.ParsePrefix(s); err == nil {
			return network.Contains(ip)
		}
		one, err := netip.ParseAddr(s)
		return err == nil && one == ip
	})
}

// lang returns the language that the person chose (cookie), else ?lang=, else for
// the API Accept-Language, else the setting.
func (p *Parts) lang(c *fiber.Ctx) string {
	lang := text.Known(c.Cookies("kaoji_lang"), p.Lang)
	if IsAPI(c) {
		lang = text.Known(strings.ToLower(strings.SplitN(c.Get(fiber.HeaderAcceptLanguage), "-", 2)[0]), lang)
	}
	return text.Known(c.Query("lang"), lang)
}

// Lang is the language of the request.
func Lang(c *fiber.Ctx) string {
	lang, _ := c.Locals(keyLang).(string)
	return text.Known(lang, text.Chinese)
}

// Reference identifies the request in log and reply.
func Reference(c *fiber.Ctx) string {
	ref, _ := c.Locals(keyReference).(string)
	return ref
}

// IsAPI reports whether the request is for the API.
func IsAPI(c *fiber.Ctx) bool { return strings.HasPrefix(c.Path(), "/api/") }

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// Serve runs the app on ln until ctx ends, then gives running requests at most
// grace to finish.
func Serve(ctx context.Context, app *fiber.App, ln net.Listener, grace time.Duration) error {
	failed := make(chan error, 1)
	go func() { failed <- app.Listener(ln) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	err := app.ShutdownWithTimeout(grace)
	_ = ln.Close() // Shutdown does not close a listener that is not served yet
	if serr := <-failed; serr != nil && !errors.Is(serr, net.ErrClosed) {
		err = errors.Join(err, serr)
	}
	return err
}
