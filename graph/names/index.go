package names

import (
	"cmp"
	"encoding/binary"
	"runtime"
	"slices"
	"sort"
	"strings"
	"sync"
	"unicode/utf8"
)

// Index answers searches over many subjects from memory. It does not change
// once built and is safe for concurrent use.
type Index struct {
	whole   map[Space]*dictionary // names
	word    map[Space]*dictionary // names from a later word on
	first   map[Space]*dictionary // first words, for typos only
	names   []named
	size    int
	scratch sync.Pool // of *scratch
}

// named is a name that keys were made of.
type named struct {
	name string
	lang Lang
}

// posting is one key of one subject.
type posting struct {
	ord   uint32
	name  uint32 // place in Index.names
	seq   uint16
	class Class
	lead  uint16
}

// dictionary holds texts in byte order with the keys of each.
type dictionary struct {
	texts    []string
	starts   []uint32 // texts[i] has postings[starts[i]:starts[i+1]]
	postings []posting
	lengths  [MaxFuzzy + 1]candidates
}

// candidates are the texts of one length in letters in which typos are looked
// for.
type candidates struct {
	signatures []signature
	texts      []uint32
}

// Request bounds a search.
type Request struct {
	Limit  int // hits returned; none if it is not positive
	Offset int // hits left out before them

	// Accept says which subjects may be hits; nil accepts all.
	Accept func(ord uint32) bool
	// Less orders subjects that match equally well (by degree, then id). It
	// must be a total order; nil is the order of ordinals.
	Less func(a, b uint32) bool
}

// Found is a subject, by its ordinal, and how it was met.
type Found struct {
	Ord uint32
	Hit
}

// NewIndex returns an index over n subjects, numbered from 0; subject returns
// each of them, and may be called concurrently.
func NewIndex(n int, subject func(ord uint32) Subject) *Index {
	b := indexBuilder{index: &Index{size: n}}
	for ord, keys := range allKeys(n, subject) {
		b.addSubject(uint32(ord), keys)
	}
	x := b.index
	x.whole, x.word, x.first = map[Space]*dictionary{}, map[Space]*dictionary{}, map[Space]*dictionary{}
	var building sync.WaitGroup
	for _, space := range []Space{Plain, Romaji, Code} {
		whole, word, first := new(dictionary), new(dictionary), new(dictionary)
		x.whole[space], x.word[space], x.first[space] = whole, word, first
		building.Go(func() { whole.build(b.whole[space]) })
		building.Go(func() { word.build(b.word[space]); first.build(b.first[space]) })
	}
	building.Wait()
	x.prepareScratch()
	return x
}

func (x *Index) prepareScratch() {
	n := x.size
	x.scratch.New = func() any {
		return &scratch{scores: make([]score, n), names: make([]uint32, n)}
	}
}

// allKeys returns the keys of each subject, made on all processors.
func allKeys(n int, subject func(ord uint32) Subject) [][]Key {
	keys := make([][]Key, n)
	workers := min(runtime.GOMAXPROCS(0), n/256+1)
	var making sync.WaitGroup
	for w := range workers {
		making.Go(func() {
			for ord := n * w / workers; ord < n*(w+1)/workers; ord++ {
				keys[ord] = Keys(subject(uint32(ord)))
			}
		})
	}
	making.Wait()
	return keys
}

// entry is a posting on its way into a dictionary.
type entry struct {
	head uint64 // the first bytes of text, most significant first
	text string
	posting
}

// headOf returns the first eight bytes of text as a number that sorts like
// them.
func headOf(text string) uint64 {
	var head [8]byte
	copy(head[:], text)
	return binary.BigEndian.Uint64(head[:])
}

type indexBuilder struct {
	index              *Index
	whole, word, first [256][]entry // by Space
}

func (b *indexBuilder) addSubject(ord uint32, keys []Key) {
	for seq, key := range keys {
		e := entry{headOf(key.Text), key.Text, posting{ord: ord, name: b.nameOf(key), seq: uint16(min(seq, maxSeq)), class: key.Class, lead: uint16(min(key.Lead, 1<<16-1))}}
		if key.Class == Word {
			b.word[key.Space] = append(b.word[key.Space], e)
		} else {
			b.whole[key.Space] = append(b.whole[key.Space], e)
		}
		if key.First > 0 && fuzzyLength(key.Text[:key.First]) >= minFuzzyKey {
			e.text, e.class = key.Text[:key.First], Word
			e.head = headOf(e.text)
			b.first[key.Space] = append(b.first[key.Space], e)
		}
	}
}

// nameOf returns the place of the key's name; keys of one name come together.
func (b *indexBuilder) nameOf(key Key) uint32 {
	x := b.index
	entry := named{key.Name, key.Lang}
	if n := len(x.names); n == 0 || x.names[n-1] != entry {
		x.names = append(x.names, entry)
	}
	return uint32(len(x.names) - 1)
}

// build fills d with the entries.
func (d *dictionary) build(entries []entry) {
	slices.SortFunc(entries, func(a, b entry) int {
		if a.head != b.head {
			return cmp.Compare(a.head, b.head)
		}
		return cmp.Or(strings.Compare(a.text, b.text), cmp.Compare(a.ord, b.ord), cmp.Compare(a.seq, b.seq))
	})
	d.postings = make([]posting, len(entries))
	for i, e := range entries {
		if i == 0 || e.text != entries[i-1].text {
			d.texts = append(d.texts, e.text)
			d.starts = append(d.starts, uint32(i))
		}
		d.postings[i] = e.posting
	}
	d.texts = slices.Clip(d.texts)
	d.starts = slices.Clip(append(d.starts, uint32(len(entries))))
	d.prepareFuzzy()
}

// prepareFuzzy groups the texts in which typos are looked for, those that are
// more than a made key.
func (d *dictionary) prepareFuzzy() {
	eligible := func(p posting) bool { return p.class != Variant && p.class != CodeKey }
	for i, text := range d.texts {
		n := fuzzyLength(text)
		if n < minFuzzyKey || !slices.ContainsFunc(d.of(i), eligible) {
			continue
		}
		group := &d.lengths[n]
		group.signatures = append(group.signatures, signatureOf(text))
		group.texts = append(group.texts, uint32(i))
	}
}

// of returns the postings of the text at place i.
func (d *dictionary) of(i int) []posting { return d.postings[d.starts[i]:d.starts[i+1]] }

// startingWith returns the places of the texts that start with prefix.
func (d *dictionary) startingWith(prefix string) (from, to int) {
	from = sort.SearchStrings(d.texts, prefix)
	to = from + sort.Search(len(d.texts)-from, func(i int) bool { return !strings.HasPrefix(d.texts[from+i], prefix) })
	return from, to
}

// Search returns the hits for q in order, as r bounds them, and how many there
// are in all. It gives each subject the hit that Match gives.
func (x *Index) Search(q Query, r Request) (hits []Found, total int) {
	s := x.scratch.Get().(*scratch)
	defer x.scratch.Put(s)
	defer s.clear()
	for _, reading := range q.readings {
		x.collect(s, reading)
	}
	top, total := s.rank(r)
	for _, ord := range top {
		name := x.names[s.names[ord]]
		hits = append(hits, Found{ord, (^s.scores[ord]).hit(name.name, name.lang)})
	}
	return hits, total
}

// collect notes every subject that one reading meets.
func (x *Index) collect(s *scratch, r reading) {
	whole := x.whole[r.space]
	from, to := whole.startingWith(r.text)
	for i := from; i < to; i++ {
		how := Prefix
		if len(whole.texts[i]) == len(r.text) {
			how = Exact
		} else if r.exact {
			break
		}
		for _, p := range whole.of(i) {
			if how == Exact || len(r.text) > int(p.lead) {
				s.note(p, newScore(how, 0, p.class, int(p.seq)))
			}
		}
	}
	if r.long && !r.exact {
		x.collectWords(s, r)
	}
	if r.edits > 0 {
		collectFuzzy(s, whole, r.text, r.edits)
		collectFuzzy(s, x.first[r.space], r.text, 1)
	}
}

func (x *Index) collectWords(s *scratch, r reading) {
	word := x.word[r.space]
	from, to := word.startingWith(r.text)
	for _, p := range word.postings[word.starts[from]:word.starts[to]] {
		s.note(p, newScore(InWord, 0, p.class, int(p.seq)))
	}
}

// collectFuzzy notes the subjects of the texts within limit edits of text.
func collectFuzzy(s *scratch, d *dictionary, text string, limit int) {
	var questionBuf, keyBuf [MaxFuzzy]rune
	question := decode(&questionBuf, text)
	want := signatureOf(text)
	n := utf8.RuneCountInString(text)
	for length := max(n-limit, minFuzzyKey); length <= min(n+limit, MaxFuzzy); length++ {
		group := &d.lengths[length]
		for i, have := range group.signatures {
			if !want.near(have, limit) {
				continue
			}
			at := int(group.texts[i])
			edits, ok := alignment(question, decode(&keyBuf, d.texts[at]), limit)
			if !ok {
				continue
			}
			for _, p := range d.of(at) {
				if p.class != Variant {
					s.note(p, newScore(Fuzzy, edits, p.class, int(p.seq)))
				}
			}
		}
	}
}

// scratch is the memory of one search.
type scratch struct {
	scores  []score  // by ordinal: the best score inverted, 0 for none
	names   []uint32 // by ordinal: the name of that score
	touched []uint32 // ordinals with a score
}

func (s *scratch) note(p posting, sc score) {
	old := s.scores[p.ord]
	if old >= ^sc {
		return
	}
	if old == 0 {
		s.touched = append(s.touched, p.ord)
	}
	s.scores[p.ord], s.names[p.ord] = ^sc, p.name
}

func (s *scratch) clear() {
	for _, ord := range s.touched {
		s.scores[ord] = 0
	}
	s.touched = s.touched[:0]
}

// rank returns the ordinals of the hits that r asks for, in order, and the
// number of all hits.
func (s *scratch) rank(r Request) (page []uint32, total int) {
	less := func(a, b uint32) bool {
		if ha, hb := (^s.scores[a]).how(), (^s.scores[b]).how(); ha != hb {
			return ha < hb
		}
		if r.Less != nil {
			return r.Less(a, b)
		}
		return a < b
	}
	hits := s.touched
	if r.Accept != nil {
		hits = slices.DeleteFunc(slices.Clone(hits), func(ord uint32) bool { return !r.Accept(ord) })
	}
	offset, limit := max(r.Offset, 0), max(r.Limit, 0)
	best := first(hits, offset+limit, less)
	return best[min(offset, len(best)):], len(hits)
}

// smallPage is the size up to which a page is kept in order while it fills;
// for more, everything is sorted.
const smallPage = 256

// first returns the first size ordinals by less, in order.
func first(ords []uint32, size int, less func(a, b uint32) bool) []uint32 {
	if size > smallPage {
		sorted := slices.Clone(ords)
		sort.Slice(sorted, func(i, j int) bool { return less(sorted[i], sorted[j]) })
		return sorted[:min(size, len(sorted))]
	}
	top := topList{less: less, size: size}
	for _, ord := range ords {
		top.offer(ord)
	}
	return top.ords
}

// topList keeps the first size ordinals of those offered, in order.
type topList struct {
	less func(a, b uint32) bool
	size int
	ords []uint32
}

func (t *topList) offer(ord uint32) {
	n := len(t.ords)
	switch {
	case t.size == 0, n == t.size && !t.less(ord, t.ords[n-1]):
		return
	case n == t.size:
		t.ords = t.ords[:n-1]
	}
	at := sort.Search(len(t.ords), func(i int) bool { return t.less(ord, t.ords[i]) })
	t.ords = slices.Insert(t.ords, at, ord)
}
