package embedstore

import (
	"bytes"
	"compress/flate"
	"context"
	"io"
	"runtime"
	"sync"

	"github.com/ncruces/go-sqlite3"

	"enishi/graph/network"
)

// partSize is how much of a network's encoding stands in one part. Parts are compressed by themselves, so that all processors can work on
// them, and SQLite never holds much of the whole in its own memory.
const partSize = 1 << 20

// packNetwork encodes a network and compresses it in parts.
func packNetwork(net *network.Network) ([][]byte, error) {
	data, err := net.MarshalBinary()
	if err != nil {
		return nil, err
	}
	parts := make([][]byte, (len(data)+partSize-1)/partSize)
	err = inParallel(len(parts), func(i int) error {
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

// readNetwork reads the stored network, which must be that of the release.
func readNetwork(ctx context.Context, c *conn, release int) (*network.Network, error) {
	var parts [][]byte
	err := c.query(func(row *sqlite3.Stmt) error {
		if got := row.ColumnInt(0); got != release {
			return damagedf("the stored network is that of release %s, not %s", releaseID(got), releaseID(release))
		}
		parts = append(parts, row.ColumnBlob(1, nil))
		return ctx.Err()
	}, sqlNetworkParts)
	if err != nil {
		return nil, err
	}
	data := make([]byte, len(parts)*partSize)
	last := 0
	err = inParallel(len(parts), func(i int) error {
		r := flate.NewReader(bytes.NewReader(parts[i]))
		n, err := io.ReadFull(r, data[i*partSize:(i+1)*partSize])
		if i == len(parts)-1 {
			last = n
			if err == io.ErrUnexpectedEOF {
				return nil
			}
		}
		if err != nil {
			return damagedf("part %d of the network: %v", i, err)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	net := new(network.Network)
	if err := net.UnmarshalBinary(data[:max(0, (len(parts)-1)*partSize)+last]); err != nil {
		return nil, damagedf("the network: %v", err)
	}
	return net, nil
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
