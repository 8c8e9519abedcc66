// Package spelltable holds, as data, real names and the spellings that must
// and must not find them, for the tests of every store.
//
// The corpus is all prefectures, municipalities of today and municipalities
// dissolved since 1985 of Japan, and all US states and places with a Japanese
// tie. It is not part of the program: only tests import this package.
package spelltable

import (
	_ "embed"
	"strings"

	"enishi/graph/names"
)

//go:embed corpus.tsv
var corpusTSV string

//go:embed spellings.tsv
var spellingsTSV string

//go:embed lookalikes.tsv
var lookalikesTSV string

// Entry is a body of the corpus.
type Entry struct {
	ID      string // jp-04100, jp-04462-2006, us-ca-riverside
	Subject names.Subject
}

// Spelling is a question that must find a body in one way.
type Spelling struct {
	Query   string
	ID      string
	How     string // exact, prefix, word, fuzzy
	Comment string
}

// Lookalike is a question that must not find a body, or must not find it as
// well as its spelling suggests.
type Lookalike struct {
	Query   string
	ID      string
	Never   string // "exact": it may be found, but not so; "any": not at all
	Comment string
}

// Corpus returns all bodies, in the order of the file.
func Corpus() []Entry {
	var entries []Entry
	for _, f := range rows(corpusTSV) {
		entries = append(entries, Entry{ID: f[0], Subject: names.Subject{
			Japanese: f[1] == "1", Level: f[2], En: f[3], Ja: f[4], Kana: f[5],
			Aliases: list(f[6]), Within: list(f[7]), Codes: list(f[8]),
		}})
	}
	return entries
}

// Spellings returns the spellings that must be found, in the order of the
// file.
func Spellings() []Spelling {
	var all []Spelling
	for _, f := range rows(spellingsTSV) {
		all = append(all, Spelling{Query: f[0], ID: f[1], How: f[2], Comment: f[3]})
	}
	return all
}

// Lookalikes returns the spellings that must not match, in the order of the
// file.
func Lookalikes() []Lookalike {
	var all []Lookalike
	for _, f := range rows(lookalikesTSV) {
		all = append(all, Lookalike{Query: f[0], ID: f[1], Never: f[2], Comment: f[3]})
	}
	return all
}

// rows returns the fields of each line after the header.
func rows(tsv string) [][]string {
	var all [][]string
	for line := range strings.Lines(tsv) {
		all = append(all, strings.Split(strings.TrimRight(line, "\n"), "\t"))
	}
	return all[1:]
}

func list(field string) []string {
	if field == "" {
		return nil
	}
	return strings.Split(field, ";")
}
