package rest

import (
	_ "embed"
	"fmt"
	"html"

	"github.com/gofiber/fiber/v2"
)

//go:embed show.js
var script []byte

func (a *API) sendDescription(c *fiber.Ctx) error {
	d, err := a.described()
	if err != nil {
		return fmt.Errorf("description of the API: %w", err)
	}
	c.Set(fiber.HeaderContentType, "application/vnd.oai.openapi+json;version=3.1")
	return c.Send(d.json)
}

// showPage creates the page that shows the description and lets people try it. It
// loads nothing from other servers.
func (a *API) showPage() error {
	style, err := a.Asset("vendor/swagger-ui.css")
	if err != nil {
		return err
	}
	bundle, err := a.Asset("vendor/swagger-ui-bundle.js")
	if err != nil {
		return err
	}
	a.page = fmt.Appendf(nil, `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Kaoji API</title>
<link rel="stylesheet" href="%s">
</head>
<body>
<main id="description"></main>
<script src="%s"></script>
<script src="/api/docs/show.js"></script>
</body>
</html>
`, html.EscapeString(style), html.EscapeString(bundle))
	return nil
}

func (a *API) sendPage(c *fiber.Ctx) error {
	c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	return c.Send(a.page)
}

func sendScript(c *fiber.Ctx) error {
	c.Set(fiber.HeaderContentType, "text/javascript; charset=utf-8")
	return c.Send(script)
}
