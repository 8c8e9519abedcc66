// Package dataset is the bundled dataset: Japan's prefectures and municipalities with their mergers since 1985, US states and the places that have a tie, member or
// program, the sister and friendship affiliations between them, organizations, memberships, programs, and what sources say. The files in tables/ are the source: correct them there. They
// are in the order and form that an export has (a test sees to it). importer/README.md describes the columns.
//
// gazetteer.csv.gz holds 24,360 US counties and places in the columns of partners.csv (and county_fips), for partners that an import names and the dataset does not have.
//
// # Caveats
//
// Mergers are known from 1985 to 2014. Levels are those of today. Populations of US places carry no date. Kana and Japanese names are there only where a source
// gives them; transliterations of our own are aliases, for search.
package dataset

import (
	"bytes"
	"compress/gzip"
	"embed"
	"fmt"
	"io"
	"io/fs"
)

//go:embed tables/*.csv
var tables embed.FS

//go:embed gazetteer.csv.gz
var gazetteer []byte

// Tables holds the dataset in the format that importer.ReadFS reads: one CSV per table.
func Tables() fs.FS {
	sub, err := fs.Sub(tables, "tables")
	if err != nil { // the name is a constant
		panic(err)
	}
	return sub
}

// Gazetteer returns 24,360 US counties and places as CSV in the columns of partners.csv: about 5 MB, unpacked at every call. It is meant for
// importer.Options.Gazetteer, which calls it only when an input names a partner that is not known.
func Gazetteer() ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(gazetteer))
	if err != nil {
		return nil, fmt.Errorf("gazetteer: %w", err)
	}
	return io.ReadAll(z)
}
