package embedstore

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
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

func (d *disk) Open(string, vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	return nil, 0, sqlite3.CANTOPEN // OpenFilename is called
}

func (d *disk) OpenFilename(filename *vfs.Filename, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	f, flags, err := vfsutil.WrapOpenFilename(d.VFS, filename, flags)
	name := filename.String()
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

// fail lets the operation at that place from now on fail; 0: none.
func (d *disk) fail(at int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if at > 0 {
		d.ops = 0
	}
	d.failAt = at
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
// had, and the next one succeeds. Each operation fails in one of the ways, or with ENISHI_FAULTS=4 in all four.
func TestFailingDisk(t *testing.T) {
	ways := count(t, "ENISHI_FAULTS", 1)
	c := failing{template: stepped(t, 5), want: versions(t, 7)}
	c.before = mustAnswer(t, open(t, c.template, Options{ReadOnly: true}))
	for first := range failures {
		t.Run(failures[first].name, func(t *testing.T) {
			t.Parallel()
			failed, reached := 0, true
			at := 1 + first*(4-ways)/3
			for ; reached; at += 5 - ways {
				d := &disk{failing: failures[first]}
				t.Run(fmt.Sprint(at), func(t *testing.T) {
					if c.once(t, d, at) != nil {
						failed++
					}
				})
				reached = d.ops >= at && !t.Failed()
			}
			t.Logf("operations up to %d, %d made the release fail", at, failed)
			if failed < 5 {
				t.Errorf("only %d operations up to %d made the release fail", failed, at)
			}
		})
	}
}

func mustAnswer(t testing.TB, s *Store) []string {
	t.Helper()
	got, err := answers(s)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

type failing struct {
	template string
	before   []string // what the store at template says
	want     []string // the versions
}

// once lets one operation of step 6 fail, and looks at what is there then.
func (c failing) once(t *testing.T, d *disk, at int) (failed error) {
	ctx := context.Background()
	path := newPath(t)
	copyFile(t, c.template, path)
	s, err := Open(ctx, path, Options{vfs: d.register(t)})
	if err != nil {
		t.Fatal(err)
	}
	d.fail(at)
	info, failed := s.Apply(ctx, step(6))
	d.fail(0)
	if failed != nil {
		var told *graph.Error
		if !errors.As(failed, &told) || told.Op != "apply" {
			t.Fatal(failed)
		}
		if what := differ(mustAnswer(t, s), c.before); what != "" {
			t.Fatalf("after a failed release %s", what)
		}
		if info, err = s.Apply(ctx, step(6)); err != nil {
			t.Fatalf("the disk works again, and Apply says: %v", err)
		}
	}
	if info.Version != c.want[6] {
		t.Fatalf("version %s, want %s", info.Version, c.want[6])
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again := open(t, path, Options{})
	sound(t, again)
	if got := apply(t, again, step(7)); got.Version != c.want[7] || got.Number != 7 {
		t.Fatalf("the next release is %v", got)
	}
	return failed
}

// TestPowerCut applies releases and cuts the power after a random operation of a disk that keeps only what was synced, and of the rest any part, torn at sectors: every release
// that was acknowledged before is there and whole.
func TestPowerCut(t *testing.T) {
	rng := rand.New(rand.NewPCG(seed(t), 2))
	want := newChain(t)
	template := stepped(t, 3)
	cuts := count(t, "ENISHI_POWER_CUTS", 60)
	passed := passes(t, cuts)
	for range cuts {
		d := &disk{files: map[string]*image{}, failing: failure{name: "off", err: sqlite3.IOERR_WRITE, forAll: true}}
		path := newPath(t)
		copyFile(t, template, path)
		s, err := Open(context.Background(), path, Options{vfs: d.register(t)})
		if err != nil {
			t.Fatal(err)
		}
		d.fail(1 + rng.IntN(300))
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
		*passed++
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
	passed := passes(t, damages)
	for i := range damages {
		data, how := damage(rng, good, i)
		if err := os.WriteFile(damaged, data, 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := answersOf(damaged, i%2 == 0)
		wrong := ""
		switch {
		case err != nil:
			refused++
			if !errors.Is(err, ErrDamaged) && !errors.Is(err, graph.ErrForeign) {
				wrong = fmt.Sprintf("the refusal is of no class: %v", err)
			}
		case len(data) == 0: // nothing is left: it is a new store
		case bytes.Equal(data, good):
		default:
			if d := differ(got, want); d != "" {
				wrong = "a wrong answer: " + d
			}
		}
		if wrong == "" {
			*passed++
		} else {
			t.Errorf("%s: %s", how, wrong)
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

// TestCutWithinAPage cuts a store's file within its last page, of which SQLite would read the rest as zeros: it is refused with the reason.
func TestCutWithinAPage(t *testing.T) {
	path := stepped(t, 6)
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, lost := range []int{1, 76, sector, pageSize - 1} {
		if err := os.WriteFile(path, good[:len(good)-lost], 0o600); err != nil {
			t.Fatal(err)
		}
		for _, readOnly := range []bool{true, false} {
			if _, err := answersOf(path, readOnly); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "cut off") {
				t.Errorf("%d bytes lost, read-only %t: %v", lost, readOnly, err)
			}
		}
	}
}

func answersOf(path string, readOnly bool) ([]string, error) {
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
		copy(data[at:], good[len(good)-at%200:])
		return data, fmt.Sprintf("%d bytes of the end written to %d", at%200, at)
	}
	bit := rng.IntN(8)
	data[at] ^= 1 << bit
	return data, fmt.Sprintf("bit %d of byte %d flipped", bit, at)
}

// TestMisplacedPage writes a page over another, which the checksum of a page cannot tell: whatever is asked comes to an end, and Check or Open sees it.
func TestMisplacedPage(t *testing.T) {
	rng := rand.New(rand.NewPCG(seed(t), 4))
	path := stepped(t, 6)
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	damaged := newPath(t)
	for range count(t, "ENISHI_DAMAGES", 300) / 6 {
		from, to := rng.IntN(len(good)/pageSize)*pageSize, rng.IntN(len(good)/pageSize)*pageSize
		data := bytes.Clone(good)
		copy(data[to:to+pageSize], good[from:from+pageSize])
		if err := os.WriteFile(damaged, data, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := Open(context.Background(), damaged, Options{ReadOnly: true})
		if err != nil {
			continue
		}
		_, _ = answers(s) // that it ends is what counts
		faults, err := s.Check(context.Background())
		if err == nil && len(faults) == 0 && !bytes.Equal(data, good) {
			t.Errorf("page at %d written over page at %d, and Check finds nothing", from, to)
		}
		closeStore(t, s)
	}
}
