package embedstore

import (
	"errors"
	"io"
	"iter"
	"runtime"
	"sync"

	"github.com/klauspost/compress/zstd"
	"github.com/ncruces/go-sqlite3"

	"enishi/graph"
	"enishi/graph/names"
	"enishi/graph/network"
)

// partSize is how much of an encoding stands in one part. Parts are compressed by themselves (zstd; a frame each), so that all processors can work on
// them, and SQLite never holds much of the whole in its own memory.
const partSize = 1 << 20

var coder = sync.OnceValues(func() (*zstd.Encoder, *zstd.Decoder) {
	e, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderCRC(false)) // what is packed, and the pages it stands in, have sums of their own
	d, err2 := zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(partSize))
	if err := errors.Join(err, err2); err != nil { // the options are constants
		panic(err)
	}
	return e, d
})

// pack compresses data in parts.
func pack(data []byte) ([][]byte, error) {
	encoder, _ := coder()
	parts := make([][]byte, (len(data)+partSize-1)/partSize)
	err := inParallel(len(parts), func(i int) error {
		part := data[i*partSize : min((i+1)*partSize, len(data))]
		parts[i] = encoder.EncodeAll(part, make([]byte, 0, len(part)/2))
		return nil
	})
	return parts, err
}

// errOtherFormat is the error for parts that another version of this program packed in another way.
var errOtherFormat = errors.New("not in the format of this program")

// unpack is the data that parts hold.
func unpack(parts [][]byte) ([]byte, error) {
	_, decoder := coder()
	data := make([]byte, len(parts)*partSize)
	last := 0
	err := inParallel(len(parts), func(i int) error {
		out, err := decoder.DecodeAll(parts[i], data[i*partSize:i*partSize:(i+1)*partSize])
		switch {
		case errors.Is(err, zstd.ErrMagicMismatch):
			return errOtherFormat
		case err != nil:
			return damagedf("part %d: %v", i, err)
		case i == len(parts)-1:
			last = len(out)
		case len(out) < partSize:
			return damagedf("part %d: %v", i, io.ErrUnexpectedEOF)
		}
		return nil
	})
	return data[:max(0, (len(parts)-1)*partSize)+last], err
}

func packNetwork(net *network.Network) ([][]byte, error) {
	data, err := net.MarshalBinary()
	if err != nil {
		return nil, err
	}
	return pack(data)
}

// readNetwork reads the stored network, which must be that of the release; nil if it is in a format of another version of this program.
func readNetwork(c *conn, release int) (*network.Network, error) {
	data, made, err := readParts(c, sqlNetworkParts)
	if errors.Is(err, errOtherFormat) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if made != release {
		return nil, damagedf("the stored network is that of release %s, not %s", releaseID(made), releaseID(release))
	}
	net := new(network.Network)
	if net.UnmarshalBinary(data) != nil {
		return nil, nil
	}
	return net, nil
}

// rebuildNetwork makes the network of a release from its records.
func rebuildNetwork(c *conn, release int) (*network.Network, error) {
	var failed error
	net, err := network.Build(stream[graph.Node](c, release, nodeRow, &failed), stream[graph.Edge](c, release, edgeRow, &failed))
	if failed != nil {
		return nil, failed
	}
	if err != nil {
		return nil, damagedf("the records make no network: %v", err)
	}
	return net, nil
}

var errEnough = errors.New("enough")

// stream are the records of a kind as of a release; failed is set if they cannot be read to the end.
func stream[T any](c *conn, release, kind int, failed *error) iter.Seq[*T] {
	return func(yield func(*T) bool) {
		err := c.query(func(row *sqlite3.Stmt) error {
			record := new(T)
			if err := decode(storedRow{kind, row.ColumnText(0), row.ColumnRawText(1)}, record); err != nil {
				return err
			}
			if !yield(record) {
				return errEnough
			}
			return nil
		}, sqlRecordsAt, kind, "", release, -1)
		if err != nil && err != errEnough {
			*failed = err
		}
	}
}

// readNames reads the stored index of names; nil if there is none of the release, or it was made by other rules than this program's.
func readNames(c *conn, release int) (*names.Index, error) {
	data, made, err := readParts(c, sqlNamesParts)
	if errors.Is(err, ErrDamaged) || errors.Is(err, errOtherFormat) {
		return nil, nil // it can be made again from the records
	}
	if err != nil || made == 0 || made != release {
		return nil, err
	}
	index := new(names.Index)
	if index.UnmarshalBinary(data) != nil {
		return nil, nil
	}
	return index, nil
}

// readParts reads what a statement finds, and the release that it was made for; 0 if there is nothing.
func readParts(c *conn, sql string) (data []byte, made int, err error) {
	var parts [][]byte
	err = c.query(func(row *sqlite3.Stmt) error {
		if n := row.ColumnInt(0); made != 0 && n != made {
			return damagedf("parts of releases %s and %s", releaseID(made), releaseID(n))
		}
		made = row.ColumnInt(0)
		parts = append(parts, row.ColumnBlob(1, nil))
		return nil
	}, sql)
	if err != nil {
		return nil, 0, err
	}
	data, err = unpack(parts)
	return data, made, err
}

// writeParts replaces what two statements clear and add.
func writeParts(w *conn, clearSQL, addSQL string, release int, parts [][]byte) error {
	if err := w.exec(clearSQL); err != nil {
		return err
	}
	for i, part := range parts {
		if err := w.exec(addSQL, i, release, blob(part)); err != nil {
			return err
		}
	}
	return nil
}

// inParallel calls fn for 0 to n-1 on all processors and returns one of the errors.
func inParallel(n int, fn func(i int) error) error {
	var (
		group sync.WaitGroup
		once  sync.Once
		first error
		next  = make(chan int)
	)
	for range min(n, runtime.GOMAXPROCS(0)) {
		group.Go(func() {
			for i := range next {
				if err := fn(i); err != nil {
					once.Do(func() { first = err })
				}
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	group.Wait()
	return first
}
