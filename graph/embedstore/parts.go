package embedstore

import (
	"bytes"
	"compress/flate"
	"io"
	"runtime"
	"sync"

	"github.com/ncruces/go-sqlite3"

	"enishi/graph/names"
	"enishi/graph/network"
)

// partSize is how much of an encoding stands in one part. Parts are compressed by themselves, so that all processors can work on
// them, and SQLite never holds much of the whole in its own memory.
const partSize = 1 << 20

// pack compresses data in parts.
func pack(data []byte) ([][]byte, error) {
	parts := make([][]byte, (len(data)+partSize-1)/partSize)
	err := inParallel(len(parts), func(i int) error {
		var b bytes.Buffer
		w, err := flate.NewWriter(&b, flate.BestSpeed)
		if err != nil {
			return err
		}
		if _, err := w.Write(data[i*partSize : min((i+1)*partSize, len(data))]); err != nil {
			return err
		}
		err = w.Close()
		parts[i] = b.Bytes()
		return err
	})
	return parts, err
}

// unpack is the data that parts hold.
func unpack(parts [][]byte) ([]byte, error) {
	data := make([]byte, len(parts)*partSize)
	last := 0
	err := inParallel(len(parts), func(i int) error {
		n, err := io.ReadFull(flate.NewReader(bytes.NewReader(parts[i])), data[i*partSize:(i+1)*partSize])
		if i == len(parts)-1 {
			last = n
			if err == io.ErrUnexpectedEOF {
				return nil
			}
		}
		if err != nil {
			return damagedf("part %d: %v", i, err)
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

// readNetwork reads the stored network, which must be that of the release.
func readNetwork(c *conn, release int) (*network.Network, error) {
	data, made, err := readParts(c, sqlNetworkParts)
	if err != nil {
		return nil, err
	}
	if made != release {
		return nil, damagedf("the stored network is that of release %s, not %s", releaseID(made), releaseID(release))
	}
	net := new(network.Network)
	if err := net.UnmarshalBinary(data); err != nil {
		return nil, damagedf("the network: %v", err)
	}
	return net, nil
}

// readNames reads the stored index of names; nil if there is none of the release, or it was made by other rules than this program's.
func readNames(c *conn, release int) (*names.Index, error) {
	data, made, err := readParts(c, sqlNamesParts)
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
