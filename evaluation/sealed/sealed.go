// Package sealed binds copies with a seal to a record (rules.md L-3): a PDF or an OFD that
// was printed, sealed and scanned, or sealed with an electronic seal elsewhere. Kaoji makes
// no seals. A copy is kept with the SHA-256 of its file and of what the record said on the
// day, so that it can be told whether the record still says it.
//
// Copies are a plain value in the payload of a record; a Part makes the act that attaches
// them and notes which acts change what the papers say.
package sealed

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Copies are the copies of a record, the newest last; none is ever removed.
type Copies struct {
	Copies []Copy `json:"copies,omitempty"`
	// Changes are the numbers of the entries of the record's history that changed what the
	// papers say, since copies can be attached.
	Changes []int `json:"changes,omitempty" show:"-"`
}

// Copy is one attached copy.
type Copy struct {
	Blob    string          `json:"blob"`   // the attached file
	Format  string          `json:"format"` // PDF or OFD
	SHA256  string          `json:"sha256"` // of the file
	Content string          `json:"content"`
	Entry   int             `json:"entry"` // number of the entry of the history with which it was attached
	By      string          `json:"by"`
	Name    string          `json:"name"`
	On      evaluation.Date `json:"on"`
}

// The formats, as people call them.
const (
	PDF = "PDF"
	OFD = "OFD"
)

// formats are the media types that may be attached, detected from the content of the file.
var formats = map[string]string{"application/pdf": PDF, "application/ofd": OFD}

// Act is the name of the act that attaches a copy.
const Act = "attach_sealed"

// Input attaches a copy.
type Input struct {
	Copy []string `json:"copy" form:"files" accept:"pdf,ofd" minLength:"1" maxLength:"1" rules:"attachment.bytes" doc:"The copy with the seal, a PDF or an OFD"`
}

// Part gives records of a kind with payload P copies.
type Part[P any] struct {
	Info func(ctx context.Context, office, blob string) (evaluation.Blob, error) // of an attached file
	May  evaluation.Grants
	In   []evaluation.State // in which the record is locked
	Of   func(*P) *Copies
	// Says returns what the papers say, as a value that can be written as JSON. Empty values
	// in it do not count, so that a later version can add fields.
	Says func(ctx context.Context, read evaluation.Reader, r *evaluation.Record, p *P) (any, error)
}

// Act makes the act that attaches a copy.
func (of Part[P]) Act() evaluation.Act {
	return evaluation.Staying(Act, of.May, of.In, evaluation.Run(of.attach))
}

func (of Part[P]) attach(step *evaluation.Step, p *P, in *Input) (evaluation.State, error) {
	if len(in.Copy) != 1 { // it is tried without any
		return "", desk.Mistake("copy", "error.field.required")
	}
	b, err := of.Info(step.Ctx, step.Record.Office, in.Copy[0])
	if err != nil {
		return "", err
	}
	format, ok := formats[b.Type]
	if !ok {
		return "", desk.Mistake("copy", "sealed.format", "name", b.Name)
	}
	content, err := of.digest(step.Ctx, step.Read, step.Record, p)
	if err != nil {
		return "", err
	}
	c := of.Of(p)
	c.Copies = append(c.Copies, Copy{
		Blob: b.ID, Format: format, SHA256: b.SHA256, Content: content, Entry: len(step.Record.History) + 1,
		By: step.Actor.Person, Name: step.Actor.Name, On: step.Today,
	})
	return step.Record.State, nil
}

// Watching returns the acts so that each notes whether it changed what the papers say.
func (of Part[P]) Watching(acts []evaluation.Act) []evaluation.Act {
	out := slices.Clone(acts)
	for i := range out {
		if !slices.ContainsFunc(out[i].From, func(s evaluation.State) bool { return slices.Contains(of.In, s) }) {
			continue
		}
		do := out[i].Run.Do
		out[i].Run.Do = evaluation.Plain(func(step *evaluation.Step, p *P) (evaluation.State, error) {
			return of.watch(step, p, do)
		}).Do
	}
	return out
}

func (of Part[P]) watch(step *evaluation.Step, p *P, do func(*evaluation.Step) (evaluation.State, error)) (evaluation.State, error) {
	if !slices.Contains(of.In, step.Record.State) {
		return do(step)
	}
	before, err := of.digest(step.Ctx, step.Read, step.Record, p)
	if err != nil {
		return "", err
	}
	to, err := do(step)
	if err != nil {
		return to, err
	}
	after, err := of.digest(step.Ctx, step.Read, step.Record, p)
	if err == nil && after != before {
		c := of.Of(p)
		c.Changes = append(c.Changes, len(step.Record.History)+1)
	}
	return to, err
}

// digest is the SHA-256 of what the papers say.
func (of Part[P]) digest(ctx context.Context, read evaluation.Reader, r *evaluation.Record, p *P) (string, error) {
	says, err := of.Says(ctx, read, r, p)
	if err != nil {
		return "", err
	}
	return Digest(says)
}

// Digest is the SHA-256 of a value as canonical JSON, without its empty values: "", 0,
// false, null, and lists and objects of nothing else.
func Digest(value any) (string, error) {
	raw, err := json.Marshal(value)
	if err != nil {
		return "", fmt.Errorf("what a paper says: %w", err)
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var all any
	if err := d.Decode(&all); err != nil {
		return "", fmt.Errorf("what a paper says: %w", err)
	}
	all, _ = full(all)
	if raw, err = json.Marshal(all); err == nil {
		raw, err = evaluation.Canonical(raw)
	}
	if err != nil {
		return "", fmt.Errorf("what a paper says: %w", err)
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:]), nil
}

// full returns a value without its empty members; false if nothing is left. An empty
// entry of a list keeps its place.
func full(value any) (any, bool) {
	switch v := value.(type) {
	case nil:
		return nil, false
	case string:
		return v, v != ""
	case bool:
		return v, v
	case json.Number:
		n, err := v.Float64()
		return v, err != nil || n != 0
	case map[string]any:
		for name, member := range v {
			if kept, ok := full(member); ok {
				v[name] = kept
			} else {
				delete(v, name)
			}
		}
		return v, len(v) > 0
	case []any:
		some := false
		for i := range v {
			var ok bool
			v[i], ok = full(v[i])
			some = some || ok
		}
		return v, some
	}
	return value, true
}
