package names_test

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"enishi/graph/names"
	"enishi/graph/names/spelltable"
)

func encoded(t testing.TB, x *names.Index) []byte {
	t.Helper()
	data, err := x.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestIndexReadBack answers the whole spelling table as the built index does,
// and writes the same bytes again.
func TestIndexReadBack(t *testing.T) {
	t.Parallel()
	built := indexOf(manySubjects(4100))
	data := encoded(t, built)
	var read names.Index
	if err := read.UnmarshalBinary(data); err != nil {
		t.Fatal(err)
	}
	for _, row := range spelltable.Spellings() {
		q := names.Parse(row.Query)
		want, wantTotal := built.Search(q, names.Request{Limit: 20})
		got, total := read.Search(q, names.Request{Limit: 20})
		if diff := gocmp.Diff(want, got); diff != "" || total != wantTotal {
			t.Errorf("%q: (-built +read)\n%s", row.Query, diff)
		}
	}
	if again := encoded(t, &read); string(again) != string(data) {
		t.Error("writing the read index gives other bytes")
	}
}

// TestDamagedIndex refuses every cut and thousands of changed bytes; with the
// checksum made right again, it refuses or reads something it can search.
func TestDamagedIndex(t *testing.T) {
	t.Parallel()
	data := encoded(t, indexOf(manySubjects(30)))
	for n := range len(data) {
		if err := new(names.Index).UnmarshalBinary(data[:n]); err == nil {
			t.Fatalf("the first %d of %d bytes were read as an index", n, len(data))
		}
	}
	if err := new(names.Index).UnmarshalBinary(signed(append(data[:len(data):len(data)], 0))); err == nil {
		t.Error("a byte too many was read as an index")
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		damaged := append([]byte(nil), data...)
		at := random.IntN(len(damaged) - crc32.Size)
		damaged[at] ^= byte(1 + random.IntN(255))
		var x names.Index
		if err := x.UnmarshalBinary(damaged); err == nil {
			t.Fatalf("a changed byte %d went unnoticed", at)
		}
		if at < len("enishi names index\n")+8 {
			continue // the number of subjects may be any; only its memory would tell
		}
		if err := x.UnmarshalBinary(signed(damaged)); err == nil {
			x.Search(names.Parse("s"), names.Request{Limit: 5})
			x.Search(names.Parse("Sapporoo"), names.Request{Limit: 5})
		}
	}
}

// TestRulesVersion fails when the keys of a real name change, so that nobody
// forgets that indexes made before are stale: raise rules, then correct the
// sum here.
func TestRulesVersion(t *testing.T) {
	t.Parallel()
	const sum = "dfae95e85db3cfff"
	h := sha256.New()
	for _, e := range spelltable.Corpus() {
		for _, k := range names.Keys(e.Subject) {
			fmt.Fprintf(h, "%s\x00%c\x00%d\x00%s\x00%s\x00%d\x00%d\n", k.Text, k.Space, k.Class, k.Lang, k.Name, k.Lead, k.First)
		}
	}
	if got := fmt.Sprintf("%x", h.Sum(nil)[:8]); got != sum {
		t.Errorf("the keys of the corpus have the sum %s, of rules 1 they had %s", got, sum)
	}
	data := encoded(t, indexOf(nil))
	data[len("enishi names index\n")] = 99
	data = signed(data)
	if err := new(names.Index).UnmarshalBinary(data); !errors.Is(err, names.ErrOtherRules) {
		t.Errorf("an index of other rules gives %v", err)
	}
}

// signed returns data with the checksum that its content has.
func signed(data []byte) []byte {
	end := len(data) - crc32.Size
	return binary.BigEndian.AppendUint32(data[:end:end], crc32.Checksum(data[:end], crc32.MakeTable(crc32.Castagnoli)))
}

func BenchmarkReadIndex(b *testing.B) {
	data := encoded(b, indexOf(manySubjects(len(spelltable.Corpus()))))
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if err := new(names.Index).UnmarshalBinary(data); err != nil {
			b.Fatal(err)
		}
	}
}
