package names_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"enishi/graph/names"
	"enishi/graph/names/spelltable"
)

// benchQuestions are of every kind: one letter, which a third of all names
// answers, to long ones with two typos.
var benchQuestions = []string{
	"s", "a", "na", "長", "長浜", "なが", "ナガハマ", "Nagahama-shi", "Nagahma", "Saint Paul", "Ōtsu", "Ohtsu-shi",
	"Higashi-Nagahma", "Riversdie", "San Bernadrino", "Sacramneto", "jis:04462", "茅ケ崎", "ふじのみゃ", "City", "county",
	"Washingtn County", "shi", "xxxxxxxxxxxx", "滋賀県長浜市", "ﾅｶﾞﾊﾏ",
}

// manySubjects returns n subjects: the corpus, then its names with the
// prefixes that Japanese and US places are split with, so that they are as
// long and as alike as real names.
func manySubjects(n int) []names.Subject {
	corpus := spelltable.Corpus()
	split := []struct{ ja, kana, en, us string }{
		{"東", "ひがし", "Higashi-", "East "}, {"西", "にし", "Nishi-", "West "}, {"南", "みなみ", "Minami-", "South "},
		{"北", "きた", "Kita-", "North "}, {"新", "しん", "Shin-", "New "}, {"上", "かみ", "Kami-", "Upper "},
	}
	var all []names.Subject
	for i := range n {
		s := corpus[i%len(corpus)].Subject
		if round := i / len(corpus); round > 0 {
			by := split[(round-1)%len(split)]
			s.Ja, s.Kana = by.ja+s.Ja, by.kana+s.Kana
			s.En = map[bool]string{true: by.en, false: by.us}[s.Japanese] + s.En
		}
		s.Codes = []string{fmt.Sprintf("jis:%05d", i)}
		all = append(all, s)
	}
	return all
}

func indexOf(subjects []names.Subject) *names.Index {
	return names.NewIndex(len(subjects), func(ord uint32) names.Subject { return subjects[ord] })
}

// BenchmarkSearch20k searches 20,000 names for questions of every kind and
// reports the median and the 99th percentile of one search, reading the
// question and ranking by a degree included.
func BenchmarkSearch20k(b *testing.B) {
	subjects := manySubjects(20_000)
	x := indexOf(subjects)
	degree := func(ord uint32) uint32 { return ord * 2654435761 >> 20 }
	request := names.Request{Limit: 20, Less: func(x, y uint32) bool {
		if dx, dy := degree(x), degree(y); dx != dy {
			return dx > dy
		}
		return x < y
	}}
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		start := time.Now()
		x.Search(names.Parse(benchQuestions[i%len(benchQuestions)]), request)
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Nanoseconds()), "p50-ns")
	b.ReportMetric(float64(took[len(took)*99/100].Nanoseconds()), "p99-ns")
}

// BenchmarkSearchEach shows the cost of each question.
func BenchmarkSearchEach(b *testing.B) {
	x := indexOf(manySubjects(20_000))
	for _, question := range benchQuestions {
		b.Run(question, func(b *testing.B) {
			for b.Loop() {
				x.Search(names.Parse(question), names.Request{Limit: 20})
			}
		})
	}
}

// BenchmarkNewIndex builds the index of the corpus.
func BenchmarkNewIndex(b *testing.B) {
	subjects := manySubjects(len(spelltable.Corpus()))
	for b.Loop() {
		indexOf(subjects)
	}
}

func BenchmarkKeys(b *testing.B) {
	subjects := manySubjects(4000)
	for i := 0; b.Loop(); i++ {
		names.Keys(subjects[i%len(subjects)])
	}
}

func BenchmarkParse(b *testing.B) {
	for i := 0; b.Loop(); i++ {
		names.Parse(benchQuestions[i%len(benchQuestions)])
	}
}
