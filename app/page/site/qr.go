package site

import (
	"encoding/base64"
	"html/template"

	"rsc.io/qr"
)

// QrCode returns a QR code as an address for an img element.
func QrCode(text string) (template.URL, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return "", err
	}
	return template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(code.PNG())), nil //nolint:gosec // our own bytes
}
