package roster

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
)

// shownItems is how many items of a plan are kept as they are, for people to
// read; the others are packed, because one record holds them all.
const shownItems = 500

// maxUnpacked bounds what a packed plan unpacks to.
const maxUnpacked = 64 << 20

// pack compresses the items beyond those that are shown.
func (p *Plan) pack() error {
	if len(p.Items) <= shownItems {
		return nil
	}
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	err := json.NewEncoder(z).Encode(p.Items[shownItems:])
	if cerr := z.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return fmt.Errorf("pack plan: %w", err)
	}
	p.Items, p.Packed = p.Items[:shownItems:shownItems], base64.StdEncoding.EncodeToString(out.Bytes())
	return nil
}

// All is every item of the plan, the packed ones included.
func (p *Plan) All() ([]Item, error) {
	if p.Packed == "" {
		return p.Items, nil
	}
	raw, err := base64.StdEncoding.DecodeString(p.Packed)
	if err != nil {
		return nil, fmt.Errorf("unpack plan: %w", err)
	}
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("unpack plan: %w", err)
	}
	var more []Item
	if err := json.NewDecoder(io.LimitReader(z, maxUnpacked)).Decode(&more); err != nil {
		return nil, fmt.Errorf("unpack plan: %w", err)
	}
	return append(p.Items[:len(p.Items):len(p.Items)], more...), nil
}

// unpack makes all items plain again.
func (p *Plan) unpack() error {
	all, err := p.All()
	if err == nil {
		p.Items, p.Packed = all, ""
	}
	return err
}
