package cli

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"syscall"

	"kaoji/evaluation"
)

// Verify checks that all data is as Kaoji wrote it.
type Verify struct{}

// Exhibit is data opened read-only.
type Exhibit struct {
	Place
	Store evaluation.Store  // nil if there is no data
	Trail *evaluation.Trail // of Store
	Heads *Heads
	Key   []byte // of histories and trail; empty if it is lost
	// Faults are problems found before reading, such as a lost key.
	Faults []string
}

// Inspect opens the data read-only and closes it after use.
type Inspect func(ctx context.Context, use func(*Exhibit) error) error

// Run prints all problems and fails if there is one. Leftovers of killed commands
// are removed if the folder is writable.
func (Verify) Run(ctx context.Context, inspect Inspect) error {
	return inspect(ctx, func(x *Exhibit) error {
		err := RemoveLeftovers(x.Data)
		if errors.Is(err, os.ErrPermission) || errors.Is(err, syscall.EROFS) {
			err = nil
		}
		return x.fault(errors.Join(err, x.verify(ctx)))
	})
}

// maxFindings is the number of findings printed per office; further ones are only
// counted.
const maxFindings = 200

// verifying is one run of verify.
type verifying struct {
	*Exhibit
	bad     int
	printed map[string]int // findings by office
	records map[string]int // by office
}

func (x *Exhibit) verify(ctx context.Context) error {
	v := &verifying{Exhibit: x, printed: map[string]int{}, records: map[string]int{}}
	if err := v.run(ctx); err != nil {
		return err
	}
	if v.bad > 0 {
		return evaluation.Fail(evaluation.CodeState, "cli.verify.bad", "n", v.bad)
	}
	return v.say("cli.verify.good")
}

func (v *verifying) run(ctx context.Context) error {
	for _, fault := range v.Faults {
		if err := v.finding("", "place", fault); err != nil {
			return err
		}
	}
	heads, err := v.signed()
	if err != nil {
		return err
	}
	var offices []string
	if v.Store != nil {
		if offices, err = v.Store.Offices(ctx); err != nil {
			return err
		}
		if err := v.content(ctx, offices); err != nil {
			return err
		}
	}
	for office := range heads {
		if !slices.Contains(offices, office) {
			if err := v.finding(office, "office "+office, "it was signed and is not there"); err != nil {
				return err
			}
		}
	}
	for _, office := range offices {
		if err := v.office(ctx, office, heads[office]); err != nil {
			return err
		}
	}
	for _, office := range slices.Sorted(maps.Keys(v.printed)) {
		if more := v.printed[office] - maxFindings; more > 0 {
			if err := v.say("cli.verify.more", "n", more); err != nil {
				return err
			}
		}
	}
	return nil
}

func (v *verifying) finding(office, of, what string) error {
	v.bad++
	if v.printed[office]++; v.printed[office] > maxFindings {
		return nil
	}
	_, err := fmt.Fprintf(v.Out, "%s: %s\n", of, what)
	return err
}

// signed reads all heads by office. A head with a wrong signature is a finding; the
// others are still compared with the data.
func (v *verifying) signed() (map[string][]signedHead, error) {
	names, err := v.Heads.names()
	if err != nil {
		return nil, err
	}
	heads := map[string][]signedHead{}
	for _, name := range names {
		s, err := v.Heads.read(name)
		if err != nil {
			if err := v.finding("", "heads", err.Error()); err != nil {
				return nil, err
			}
			continue
		}
		heads[s.Office] = append(heads[s.Office], s)
	}
	return heads, nil
}

// content compares all stored data with its marks and the counts, and verifies the
// history of every record.
func (v *verifying) content(ctx context.Context, offices []string) error {
	h, err := v.histories(ctx, offices)
	if err != nil {
		return err
	}
	if err := v.Store.Audit(ctx, evaluation.Audit{Found: v.finding, Record: h.record}); err != nil {
		return err
	}
	return h.finish(ctx)
}

func (v *verifying) office(ctx context.Context, office string, heads []signedHead) error {
	var ends []evaluation.TrailHead
	for i := range heads {
		ends = append(ends, heads[i].TrailHead)
	}
	entries, faults, err := v.Trail.Verify(ctx, office, ends)
	if err != nil {
		return err
	}
	for _, fault := range faults {
		if err := v.finding(office, "trail", fault); err != nil {
			return err
		}
	}
	if err := v.counts(ctx, office, heads); err != nil {
		return err
	}
	if err := v.say("cli.verify.counts", "office", office, "entries", entries, "heads", len(heads), "records", v.records[office]); err != nil {
		return err
	}
	if n := len(heads); n > 0 && heads[n-1].sealed() {
		return v.say("cli.verify.since", "at", heads[n-1].At.In(evaluation.Office).Format("2006-01-02 15:04"))
	}
	return v.say("cli.verify.unsigned")
}

// counts compares the heads with each other and with the counts of the storage.
func (v *verifying) counts(ctx context.Context, office string, heads []signedHead) error {
	now := signedHead{Office: office}
	for _, o := range []string{office, ""} {
		seal, err := v.Store.Seal(ctx, o)
		if evaluation.CodeOf(err) == evaluation.CodeState {
			continue // already reported by the audit
		}
		if err != nil {
			return err
		}
		now.Seals = append(now.Seals, seal)
	}
	for i := range heads {
		next := &now
		if i+1 < len(heads) {
			next = &heads[i+1]
		}
		if !next.sealed() && next != &now {
			continue
		}
		for _, fault := range older(next, heads[i]) {
			if err := v.finding(office, "heads "+heads[i].Day, fault); err != nil {
				return err
			}
		}
	}
	signed := int64(0)
	if n := len(heads); n > 0 {
		signed = heads[n-1].seal(office).Writes
	}
	if now.seal(office).Signed > signed {
		return v.finding(office, "heads", "the newest signed file is missing")
	}
	return nil
}
