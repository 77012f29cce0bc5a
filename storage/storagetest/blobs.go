package storagetest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kaoji/evaluation"
)

func blob(n int) evaluation.Blob {
	return evaluation.Blob{
		Office: office, ID: id(n), Name: "述职报告 𠮷.pdf", Type: "application/pdf", SHA256: "set by the storage",
		Owner: "account-1", Created: noon,
	}
}

func store1(t *testing.T, s evaluation.Store, b evaluation.Blob, content []byte) evaluation.Blob {
	t.Helper()
	if err := s.PutBlob(t.Context(), b, content); err != nil {
		t.Fatal(err)
	}
	b.Size = int64(len(content))
	sum := sha256.Sum256(content)
	b.SHA256 = hex.EncodeToString(sum[:])
	return b
}

func holds(t *testing.T, s evaluation.Store, want evaluation.Blob, content []byte) {
	t.Helper()
	got, err := s.BlobInfo(t.Context(), want.Office, want.ID)
	fails(t, err, "")
	equal(t, got, want)
	have, err := s.BlobContent(t.Context(), want.Office, want.ID)
	fails(t, err, "")
	if !bytes.Equal(have, content) {
		t.Errorf("%d bytes came back, other than the %d stored", len(have), len(content))
	}
}

var blobs = []testcase{
	{"a stored blob comes back to the byte, with the size of its content", func(t *testing.T, open Opener) {
		s := open(t)
		random := make([]byte, 100_000)
		for i := range random {
			random[i] = byte(rand.Uint32()) //nolint:gosec // any bytes will do
		}
		for i, content := range [][]byte{random, {0, 0xff, 0}, {}} {
			b := blob(i)
			b.Size = 99
			holds(t, s, store1(t, s, b, content), content)
		}
	}},
	{"a blob of the largest size is kept and one byte more is too large", func(t *testing.T, open Opener) {
		s := open(t)
		content := bytes.Repeat([]byte("0123456789abcdef"), evaluation.MaxBlob/16)
		holds(t, s, store1(t, s, blob(1), content), content)
		fails(t, s.PutBlob(t.Context(), blob(2), append(content, 0)), evaluation.CodeTooLarge)
		_, err := s.BlobInfo(t.Context(), office, id(2))
		fails(t, err, evaluation.CodeNotFound)
	}},
	{"an id that exists is a conflict and an absent one not found", func(t *testing.T, open Opener) {
		s := open(t)
		b := store1(t, s, blob(1), []byte("a"))
		fails(t, s.PutBlob(t.Context(), blob(1), []byte("b")), evaluation.CodeConflict)
		holds(t, s, b, []byte("a"))
		_, err := s.BlobInfo(t.Context(), office, id(2))
		fails(t, err, evaluation.CodeNotFound)
		_, err = s.BlobContent(t.Context(), office, id(2))
		fails(t, err, evaluation.CodeNotFound)
		fails(t, s.ClaimBlob(t.Context(), office, id(2), "r"), evaluation.CodeNotFound)
		other := blob(1)
		other.Office = "o2"
		store1(t, s, other, []byte("c"))
		holds(t, s, b, []byte("a"))
	}},
	{"a blob without office or id is refused", func(t *testing.T, open Opener) {
		s := open(t)
		fails(t, s.PutBlob(t.Context(), evaluation.Blob{ID: "x"}, nil), evaluation.CodeInvalid)
		fails(t, s.PutBlob(t.Context(), evaluation.Blob{Office: office}, nil), evaluation.CodeInvalid)
	}},
	{"a record takes up an unclaimed blob or its own, and no other's", func(t *testing.T, open Opener) {
		s := open(t)
		b := store1(t, s, blob(1), []byte("a"))
		fails(t, s.ClaimBlob(t.Context(), office, b.ID, "r1"), "")
		fails(t, s.ClaimBlob(t.Context(), office, b.ID, "r1"), "")
		fails(t, s.ClaimBlob(t.Context(), office, b.ID, "r2"), evaluation.CodeConflict)
		fails(t, s.ClaimBlob(t.Context(), "o2", b.ID, "r1"), evaluation.CodeNotFound)
		b.Record = "r1"
		holds(t, s, b, []byte("a"))
	}},
	{"a blob is released by the record that holds it and by no other", func(t *testing.T, open Opener) {
		s := open(t)
		b := store1(t, s, blob(1), []byte("a"))
		fails(t, s.ClaimBlob(t.Context(), office, b.ID, "r1"), "")
		fails(t, s.ReleaseBlob(t.Context(), office, b.ID, "r2"), "")
		fails(t, s.ReleaseBlob(t.Context(), "o2", b.ID, "r1"), "")
		fails(t, s.ReleaseBlob(t.Context(), office, id(9), "r1"), "")
		fails(t, s.ClaimBlob(t.Context(), office, b.ID, "r2"), evaluation.CodeConflict)
		fails(t, s.ReleaseBlob(t.Context(), office, b.ID, "r1"), "")
		holds(t, s, b, []byte("a"))
		fails(t, s.ClaimBlob(t.Context(), office, b.ID, "r2"), "")
	}},
	{"of 16 records that claim one blob at once exactly one holds it", func(t *testing.T, open Opener) {
		s := open(t)
		b := store1(t, s, blob(1), []byte("a"))
		var won atomic.Int32
		var wg sync.WaitGroup
		for i := range 16 {
			wg.Go(func() {
				if err := s.ClaimBlob(t.Context(), office, b.ID, fmt.Sprint("r", i)); err == nil {
					won.Add(1)
				} else if evaluation.CodeOf(err) != evaluation.CodeConflict {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		equal(t, won.Load(), int32(1))
	}},
	{"a sweep removes unclaimed blobs created before a moment and says how many", func(t *testing.T, open Opener) {
		s := open(t)
		for i := range 4 {
			b := blob(i)
			b.Created = noon.Add(time.Duration(i) * time.Hour)
			store1(t, s, b, []byte("x"))
		}
		fails(t, s.ClaimBlob(t.Context(), office, id(0), "r"), "")
		n, err := s.SweepBlobs(t.Context(), noon.Add(2*time.Hour))
		if err != nil || n != 1 {
			t.Errorf("swept %d (%v), want 1", n, err)
		}
		for i, want := range []evaluation.Code{"", evaluation.CodeNotFound, "", ""} {
			_, err := s.BlobInfo(t.Context(), office, id(i))
			fails(t, err, want)
			_, err = s.BlobContent(t.Context(), office, id(i))
			fails(t, err, want)
		}
		store1(t, s, blob(1), []byte("again"))
	}},
}
