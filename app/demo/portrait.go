package demo

import (
	"bytes"
	"hash/fnv"
	"image"
	"image/color"
	"image/png"
)

// portrait draws a head and shoulders in a colour that depends on the name.
func portrait(name string) ([]byte, error) {
	const w, h = 140, 196
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(name))
	tone := uint8(sum.Sum32() % 70) //nolint:gosec // below 70
	coat := color.RGBA{40 + tone, 60 + tone/2, 110 - tone/2, 255}
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	inside := func(x, y, cy, rx, ry int) bool {
		dx, dy := (x-w/2)*ry, (y-cy)*rx
		return dx*dx+dy*dy <= rx*rx*ry*ry
	}
	for y := range h {
		for x := range w {
			c := color.RGBA{205, 220, 238, 255}
			switch {
			case inside(x, y, 84, 29, 37):
				c = color.RGBA{236, 205, 178, 255}
			case inside(x, y, 72, 34, 41):
				c = color.RGBA{38, 34, 34, 255}
			case inside(x, y, h, 62, 66):
				c = coat
			case y < 145 && inside(x, y, 128, 14, 26):
				c = color.RGBA{226, 193, 166, 255}
			}
			img.SetRGBA(x, y, c)
		}
	}
	var out bytes.Buffer
	err := png.Encode(&out, img)
	return out.Bytes(), err
}
