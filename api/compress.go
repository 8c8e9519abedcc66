package api

import (
	"bytes"
	"sync"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// minCompress is the size in bytes from which a body is compressed; below, the headers weigh more than what is saved.
const minCompress = 1 << 10

var zstdEncoder = sync.OnceValue(func() *zstd.Encoder {
	e, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithWindowSize(1<<20))
	if err != nil { // the options are constants
		panic(err)
	}
	return e
})

var gzipWriters = sync.Pool{New: func() any {
	w, err := gzip.NewWriterLevel(nil, 5)
	if err != nil { // the level is a constant
		panic(err)
	}
	return w
}}

// compress encodes a body; coding is zstd or gzip.
func compress(coding string, body []byte) ([]byte, error) {
	if coding == "zstd" {
		return zstdEncoder().EncodeAll(body, make([]byte, 0, len(body)/4)), nil
	}
	w := gzipWriters.Get().(*gzip.Writer)
	defer gzipWriters.Put(w)
	var b bytes.Buffer
	w.Reset(&b)
	if _, err := w.Write(body); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
