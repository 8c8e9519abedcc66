package embedstore

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/util/vfsutil"
	"github.com/ncruces/go-sqlite3/vfs"

	"enishi/graph"
)

// disk is an operating system's file system whose writes can be made to fail, and that knows what a power cut would leave.
type disk struct {
	vfs.VFS
	mu      sync.Mutex
	ops     int // writes, truncates and syncs so far
	failAt  int // the operation that fails; 0: none
	failing failure
	files   map[string]*image // nil: not kept
}

// failure is how an operation fails.
type failure struct {
	name   string
	err    error
	short  bool // half of a write is written
	forAll bool // and so does every later one
}

var failures = []failure{
	{name: "once", err: sqlite3.IOERR_WRITE},
	{name: "from then on", err: sqlite3.IOERR_WRITE, forAll: true},
	{name: "short", err: sqlite3.IOERR_WRITE, short: true},
	{name: "full", err: sqlite3.FULL, short: true, forAll: true},
}

// image is what is durable of a file, and what was written since its last sync.
type image struct {
	durable []byte
	pending []write
}

type write struct {
	off      int64
	data     []byte
	truncate bool
}

func (w write) onto(b []byte) []byte {
	if w.truncate {
		return append(b[:min(w.off, int64(len(b)))], make([]byte, max(0, w.off-int64(len(b))))...)
	}
	if missing := w.off + int64(len(w.data)) - int64(len(b)); missing > 0 {
		b = append(b, make([]byte, missing)...)
	}
	copy(b[w.off:], w.data)
	return b
}

func (d *disk) Open(name string, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	f, flags, err := vfsutil.WrapOpen(d.VFS, name, flags)
	if err != nil {
		return nil, flags, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.files != nil && d.files[name] == nil {
		durable, err := os.ReadFile(name)
		if err != nil {
			return nil, flags, errors.Join(err, f.Close())
		}
		d.files[name] = &image{durable: durable}
	}
	return &diskFile{f, d, name}, flags, nil
}

// op counts an operation and says whether it fails.
func (d *disk) op(name string, w *write) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.ops++
	if d.failAt > 0 && (d.ops == d.failAt || (d.failing.forAll && d.ops > d.failAt)) {
		return d.failing.err
	}
	if im := d.files[name]; im != nil {
		if w != nil {
			im.pending = append(im.pending, *w)
		} else {
			for _, p := range im.pending {
				im.durable = p.onto(im.durable)
			}
			im.pending = nil
		}
	}
	return nil
}

type diskFile struct {
	vfs.File
	disk *disk
	name string
}

func (f *diskFile) WriteAt(p []byte, off int64) (int, error) {
	if err := f.disk.op(f.name, &write{off: off, data: bytes.Clone(p)}); err != nil {
		n := 0
		if f.disk.failing.short {
			n, _ = f.File.WriteAt(p[:len(p)/2], off)
		}
		return n, err
	}
	return f.File.WriteAt(p, off)
}

func (f *diskFile) Truncate(size int64) error {
	if err := f.disk.op(f.name, &write{off: size, truncate: true}); err != nil {
		return err
	}
	return f.File.Truncate(size)
}

func (f *diskFile) Sync(flags vfs.SyncFlag) error {
	if err := f.disk.op(f.name, nil); err != nil {
		return err
	}
	return f.File.Sync(flags)
}

func (f *diskFile) SharedMemory() vfs.SharedMemory { return vfsutil.WrapSharedMemory(f.File) }
func (f *diskFile) Unwrap() vfs.File               { return f.File }

// SectorSize and DeviceCharacteristics claim nothing: a write may be torn anywhere.
func (f *diskFile) DeviceCharacteristics() vfs.DeviceCharacteristic { return 0 }

// register makes the disk known to SQLite for the test.
func (d *disk) register(t *testing.T) (name string) {
	d.VFS = vfs.Find("")
	name = "disk-" + t.Name()
	vfs.Register(name, d)
	t.Cleanup(func() { vfs.Unregister(name) })
	return name
}

// TestFailingDisk lets every write, truncate and sync of a release fail in turn: the release is made whole or not at all, the store goes on with what it
// had, and the next one succeeds.
func TestFailingDisk(t *testing.T) {
	want := versions(t, 7)
	template := stepped(t, 5)
	for _, how := range failures {
		t.Run(how.name, func(t *testing.T) {
			failed, at := 0, 1
			for ; ; at++ {
				d := &disk{failing: how}
				outcome := failOnce(t, d, template, at, want)
				if outcome != nil {
					failed++
				}
				if d.ops < at {
					break
				}
			}
			if failed < 10 {
				t.Errorf("%d of %d operations made the release fail; the others were not needed?", failed, at)
			}
			t.Logf("%d operations, %d made the release fail", at-1, failed)
		})
	}
}

func failOnce(t *testing.T, d *disk, template string, at int, want []string) (failed error) {
	t.Helper()
	ctx := context.Background()
	path := newPath(t)
	copyFile(t, template, path)
	s, err := Open(ctx, path, Options{vfs: d.register(t)})
	if err != nil {
		t.Fatal(err)
	}
	before, err := answers(s)
	if err != nil {
		t.Fatal(err)
	}
	d.mu.Lock()
	d.ops, d.failAt = 0, at
	d.mu.Unlock()
	info, failed := s.Apply(ctx, step(6))
	d.mu.Lock()
	d.failAt = 0
	d.mu.Unlock()
	if failed != nil {
		var told *graph.Error
		if !errors.As(failed, &told) || told.Op != "apply" {
			t.Fatalf("operation %d: %v", at, failed)
		}
		if after, err := answers(s); err != nil || sameAnswers(after, before) != "" {
			t.Fatalf("operation %d: after a failed release: %v %s", at, err, sameAnswers(after, before))
		}
		if info, err = s.Apply(ctx, step(6)); err != nil {
			t.Fatalf("operation %d: the disk works again, and Apply says: %v", at, err)
		}
	}
	if info.Version != want[6] {
		t.Fatalf("operation %d: version %s, want %s", at, info.Version, want[6])
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again := open(t, path, Options{})
	sound(t, again)
	if got := apply(t, again, step(7)); got.Version != want[7] || got.Number != 7 {
		t.Fatalf("operation %d: the next release is %v", at, got)
	}
	return failed
}

// TestPowerCut applies releases and cuts the power after a random operation of a disk that keeps only what was synced, and of the rest any part, torn at sectors: every release
// that was acknowledged before is there and whole.
func TestPowerCut(t *testing.T) {
	rng := rand.New(rand.NewPCG(seed(t), 2))
	want := newChain(t)
	template := stepped(t, 3)
	for range count(t, "ENISHI_POWER_CUTS", 60) {
		d := &disk{files: map[string]*image{}, failing: failure{name: "off", err: sqlite3.IOERR_WRITE, forAll: true}}
		path := newPath(t)
		copyFile(t, template, path)
		s, err := Open(context.Background(), path, Options{vfs: d.register(t)})
		if err != nil {
			t.Fatal(err)
		}
		d.mu.Lock()
		d.failAt = d.ops + 1 + rng.IntN(400)
		d.mu.Unlock()
		acknowledged := 3
		for ; acknowledged < 12; acknowledged++ {
			if _, err := s.Apply(context.Background(), step(acknowledged+1)); err != nil {
				break
			}
		}
		after := filepath.Join(t.TempDir(), "after.db")
		d.mu.Lock()
		for _, suffix := range []string{"", "-wal"} {
			if im := d.files[path+suffix]; im != nil {
				if err := os.WriteFile(after+suffix, im.cut(rng), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
		d.mu.Unlock()
		_ = s.Close() // its disk is off
		again, err := Open(context.Background(), after, Options{})
		if err != nil {
			t.Fatalf("after the power cut: %v", err)
		}
		if n := again.current.Load().number; n < acknowledged {
			t.Fatalf("release r%d was acknowledged; the newest is r%d", acknowledged, n)
		}
		want.check(t, again)
		closeStore(t, again)
	}
}

const sector = 512

// cut is what a power cut leaves: what is durable, and of what is not a random part of its sectors.
func (im *image) cut(rng *rand.Rand) []byte {
	b := bytes.Clone(im.durable)
	keep := rng.IntN(4) // of four
	for _, p := range im.pending {
		if p.truncate {
			if rng.IntN(4) < keep {
				b = p.onto(b)
			}
			continue
		}
		for from := 0; from < len(p.data); from += sector {
			if rng.IntN(4) < keep {
				b = write{off: p.off + int64(from), data: p.data[from:min(from+sector, len(p.data))]}.onto(b)
			}
		}
	}
	return b
}

// TestDamage flips bits, cuts the end off, or zeroes a sector of a store's file: what it then says is right, or an error that says why.
func TestDamage(t *testing.T) {
	rng := rand.New(rand.NewPCG(seed(t), 3))
	path := stepped(t, 6)
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s := open(t, path, Options{ReadOnly: true})
	want, err := answers(s)
	if err != nil {
		t.Fatal(err)
	}
	refused := 0
	damages := count(t, "ENISHI_DAMAGES", 300)
	damaged := newPath(t)
	for i := range damages {
		data, how := damage(rng, good, i)
		if err := os.WriteFile(damaged, data, 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := answersOf(damaged, i%2 == 0)
		switch {
		case err != nil:
			refused++
			if !errors.Is(err, ErrDamaged) && !errors.Is(err, graph.ErrForeign) {
				t.Errorf("%s: the refusal is of no class: %v", how, err)
			}
		case len(data) == 0: // nothing is left: it is a new store
		default:
			if d := sameAnswers(got, want); d != "" {
				t.Errorf("%s: a wrong answer: %s", how, d)
			}
		}
		for _, suffix := range []string{"-wal", "-shm", ".lock"} {
			os.Remove(damaged + suffix)
		}
	}
	t.Logf("%d damaged files, %d refused", damages, refused)
	if refused < damages/2 {
		t.Errorf("only %d of %d damaged files were refused", refused, damages)
	}
}

func answersOf(path string, readOnly bool) ([]any, error) {
	s, err := Open(context.Background(), path, Options{ReadOnly: readOnly})
	if err != nil {
		return nil, err
	}
	got, err := answers(s)
	return got, errors.Join(err, s.Close())
}

func damage(rng *rand.Rand, good []byte, i int) (data []byte, how string) {
	at := rng.IntN(len(good))
	if i%5 == 4 {
		at = rng.IntN(200) // the header, and what the first page begins with
	}
	data = bytes.Clone(good)
	switch i % 10 {
	case 0:
		return data[:at], fmt.Sprintf("cut at %d of %d", at, len(good))
	case 1:
		at = at / 4096 * 4096
		return data[:at], fmt.Sprintf("cut at page %d", at/4096)
	case 2:
		clear(data[at/sector*sector : at/sector*sector+sector])
		return data, fmt.Sprintf("sector at %d zeroed", at/sector*sector)
	case 3:
		from := rng.IntN(len(good)/4096) * 4096
		copy(data[at/4096*4096:], good[from:from+4096])
		return data, fmt.Sprintf("page at %d written over page at %d", from, at/4096*4096)
	}
	bit := rng.IntN(8)
	data[at] ^= 1 << bit
	return data, fmt.Sprintf("bit %d of byte %d flipped", bit, at)
}
