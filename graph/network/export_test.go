package network

import (
	"encoding/binary"
	"hash/crc32"
)

// Sealed appends the right checksum to an encoding.
func Sealed(body []byte) []byte {
	return binary.LittleEndian.AppendUint32(body[:len(body):len(body)], crc32.Checksum(body, castagnoli))
}
