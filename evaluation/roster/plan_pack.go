package roster

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
)

// shownItems is the number of items of a plan that are stored readable; the others
// are compressed, because one record contains them all.
const shownItems = 500

// maxUnpacked is the largest size of an unpacked plan in bytes.
const maxUnpacked = 64 << 20

// pack compresses the items after the first shownItems.
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

// All returns every item of the plan, including the packed ones.
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

// unpack restores all packed items.
func (p *Plan) unpack() error {
	all, err := p.All()
	if err == nil {
		p.Items, p.Packed = all, ""
	}
	return err
}
