package cadreform

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	_ "image/png" // photos that are uploaded by hand
)

// A photo is stored as a JPEG of at most this size, which prints well in its box of about
// 35 by 48 mm.
const (
	photoWidth, photoHeight = 413, 579 // pixels
	photoBytes              = 64 << 10
)

// Pictures beyond these bounds are not decoded.
const (
	mostPixels = MostMegapixels << 20
	mostBytes  = 10 << 20

	MostMegapixels = 40 // of 1,048,576 pixels
)

// ErrPhoto says that a file is no picture that can be used.
var ErrPhoto = errors.New("cadreform: no JPEG or PNG picture, or too large")

// Photo re-encodes a picture: what comes out is a JPEG of bounded size and holds nothing
// but the picture, no place or camera. A picture with other proportions than the box is
// not cut.
func Photo(content []byte) ([]byte, error) {
	if len(content) == 0 || len(content) > mostBytes {
		return nil, ErrPhoto
	}
	size, format, err := image.DecodeConfig(bytes.NewReader(content))
	if err != nil || !bounded(size) {
		return nil, errors.Join(ErrPhoto, err)
	}
	if format == "jpeg" && size.Width <= photoWidth && size.Height <= photoHeight && len(content) <= photoBytes && bare(content) {
		if _, err := jpeg.Decode(bytes.NewReader(content)); err == nil {
			return content, nil // it was encoded here: once more would only lose quality
		}
	}
	from, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		return nil, errors.Join(ErrPhoto, err)
	}
	small := fitted(from)
	var out bytes.Buffer
	for quality := 90; ; quality -= 10 {
		out.Reset()
		if err := jpeg.Encode(&out, small, &jpeg.Options{Quality: quality}); err != nil {
			return nil, errors.Join(ErrPhoto, err)
		}
		if out.Len() <= photoBytes || quality <= 30 {
			return out.Bytes(), nil
		}
	}
}

func bounded(size image.Config) bool {
	return size.Width > 0 && size.Height > 0 && size.Width <= mostPixels/size.Height
}

// IsPhoto reports whether a file is a picture that Photo takes, from its first to its last
// byte: a picture that was cut off is none.
func IsPhoto(content []byte) bool {
	size, _, err := image.DecodeConfig(bytes.NewReader(content))
	if err != nil || len(content) > mostBytes || !bounded(size) {
		return false
	}
	_, _, err = image.Decode(bytes.NewReader(content))
	return err == nil
}

// bare reports whether a JPEG holds nothing but the picture: no segments of applications
// and comments, and nothing after its end.
func bare(content []byte) bool {
	const marker = 0xFF
	for at := 2; at+4 <= len(content) && content[at] == marker; {
		switch content[at+1] {
		case 0xDB, 0xC0, 0xC4, 0xDD: // tables, frame
			at += 2 + int(content[at+2])<<8 + int(content[at+3])
		case 0xDA: // the picture
			return bytes.Index(content[at:], []byte{marker, 0xD9}) == len(content)-at-2
		default:
			return false
		}
	}
	return false
}

// fitted scales a picture down to the bounds, over white; a smaller one stays as it is.
func fitted(from image.Image) *image.RGBA {
	b := from.Bounds()
	w, h := b.Dx(), b.Dy()
	if w > photoWidth {
		w, h = photoWidth, max(1, h*photoWidth/w)
	}
	if h > photoHeight {
		w, h = max(1, w*photoHeight/h), photoHeight
	}
	flat := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(flat, flat.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(flat, flat.Bounds(), from, b.Min, draw.Over)
	if w == b.Dx() && h == b.Dy() {
		return flat
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			out.SetRGBA(x, y, mean(flat, x*b.Dx()/w, (x+1)*b.Dx()/w, y*b.Dy()/h, (y+1)*b.Dy()/h))
		}
	}
	return out
}

// mean is the mean colour of the pixels of a rectangle, which has at least one.
func mean(of *image.RGBA, left, right, top, bottom int) color.RGBA {
	var r, g, b, n int
	for y := top; y < max(bottom, top+1); y++ {
		for x := left; x < max(right, left+1); x++ {
			c := of.RGBAAt(x, y)
			r, g, b, n = r+int(c.R), g+int(c.G), b+int(c.B), n+1
		}
	}
	return color.RGBA{uint8(r / n), uint8(g / n), uint8(b / n), 255} //nolint:gosec // means of bytes
}

// TooLarge reports whether a file is a picture with more bytes or pixels than Photo takes.
func TooLarge(content []byte) (size image.Config, large bool) {
	size, _, err := image.DecodeConfig(bytes.NewReader(content))
	return size, err == nil && (len(content) > mostBytes || !bounded(size))
}
