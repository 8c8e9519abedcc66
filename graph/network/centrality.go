package network

import (
	"context"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// ExactWork is the number of links looked at, from all sources together, up to which Betweenness and Closeness are exact; beyond it they sample as many sources as stay
// within. A network of 5,000 nodes and 20,000 links is exact.
const ExactWork = 400_000_000

// minSources is the fewest sources that are sampled, however large the network.
const minSources = 64

// sampleSeed makes samples the same in every run.
const sampleSeed = 1989

// Measured are values by node, and how sure they are.
type Measured struct {
	Values  []float64
	Exact   bool
	Sources int     // sources computed from
	Error   float64 // 0 if exact; what it means is said at the measure
}

// sources is how many of n nodes can be sources within the work, or as many as asked.
func (s *Simple) sources(asked int) int {
	n := s.Len()
	if asked <= 0 {
		asked = max(minSources, ExactWork/max(1, len(s.adj)))
	}
	return min(asked, n)
}

// sample draws k of the list without repeats.
func sample(list []uint32, k int) []uint32 {
	if k >= len(list) {
		return list
	}
	list = slices.Clone(list)
	r := rand.New(rand.NewPCG(sampleSeed, uint64(len(list))))
	for i := range k {
		j := i + r.IntN(len(list)-i)
		list[i], list[j] = list[j], list[i]
	}
	return list[:k]
}

// stripes is into how many parts sources are divided. It is fixed, so that sums are added in the same order however many processors there are.
const stripes = 8

// inStripes runs work for each stripe of the sources, in parallel, until the context ends.
func inStripes(ctx context.Context, sources []uint32, work func(stripe int, source uint32)) error {
	var wg sync.WaitGroup
	var next atomic.Int32
	for range min(stripes, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for stripe := int(next.Add(1)) - 1; stripe < stripes; stripe = int(next.Add(1)) - 1 {
				for k := stripe; k < len(sources) && ctx.Err() == nil; k += stripes {
					work(stripe, sources[k])
				}
			}
		})
	}
	wg.Wait()
	return ctx.Err()
}

// Betweenness is the share of ordered pairs of other nodes whose shortest paths pass the node, a pair with several shortest paths counting by the part of them that
// do: 0 to 1 (Freeman 1977, by the algorithm of Brandes 2001). sources is how many nodes to compute from, 0 for the default (ExactWork). Where that is not all, it is
// estimated from a fixed random sample of sources (Brandes & Pich 2007), and Error bounds what all values together are off by with 95 % confidence
// (the empirical Bernstein bound of Maurer & Pontil 2009, the worst node's).
func (s *Simple) Betweenness(ctx context.Context, sources int) (Measured, error) {
	n := s.Len()
	m := Measured{Values: make([]float64, n), Sources: s.sources(sources)}
	m.Exact = m.Sources == n
	if n < 3 {
		return m, ctx.Err()
	}
	var parts [stripes]*brandes
	err := inStripes(ctx, sample(identity(n), m.Sources), func(stripe int, source uint32) {
		if parts[stripe] == nil {
			parts[stripe] = newBrandes(s)
		}
		parts[stripe].from(source)
	})
	if err != nil {
		return Measured{}, err
	}
	squares := make([]float64, n)
	for _, p := range parts {
		if p == nil {
			continue
		}
		for i := range n {
			m.Values[i] += p.sum[i]
			squares[i] += p.squares[i]
		}
	}
	// A source's dependency on a node is at most n-2. The mean of it over all sources, a share of n-2, times n/(n-1), is the betweenness,
	// since a node is no source of its own pairs.
	k, scale := float64(m.Sources), float64(n)/float64(n-1)
	for i := range n {
		mean := m.Values[i] / k / float64(n-2)
		variance := max(0, squares[i]/k/float64((n-2)*(n-2))-mean*mean)
		m.Values[i] = mean * scale
		if !m.Exact {
			m.Error = max(m.Error, scale*bernstein(variance, k, float64(n)))
		}
	}
	return m, nil
}

// bernstein bounds, with 95 % confidence for n values together, how far a mean of k draws between 0 and 1 is from the truth.
func bernstein(variance, k, n float64) float64 {
	l := math.Log(4 * n / 0.05)
	return min(1, math.Sqrt(2*variance*l/k)+7*l/(3*(k-1)))
}

// brandes sums the dependencies of sources on each node.
type brandes struct {
	s            *Simple
	dist         []int32
	paths        []float64 // shortest paths from the source
	weight       []float64 // (1 + dependency) / paths
	order        []uint32
	sum, squares []float64
}

func newBrandes(s *Simple) *brandes {
	n := s.Len()
	b := &brandes{s: s, dist: make([]int32, n), paths: make([]float64, n), weight: make([]float64, n), order: make([]uint32, 0, n), sum: make([]float64, n), squares: make([]float64, n)}
	for i := range b.dist {
		b.dist[i] = -1
	}
	return b
}

// from adds the dependencies of one source. Predecessors are found again by their distance, which costs less than keeping them.
func (b *brandes) from(source uint32) {
	dist, paths := b.dist, b.paths
	dist[source], paths[source] = 0, 1
	order := append(b.order[:0], source)
	for k := 0; k < len(order); k++ {
		i := order[k]
		next, p := dist[i]+1, paths[i]
		for _, j := range b.s.Neighbors(i) {
			d := dist[j]
			if d < 0 {
				dist[j] = next
				paths[j] = p
				order = append(order, j)
			} else if d == next {
				paths[j] += p
			}
		}
	}
	for k := len(order) - 1; k > 0; k-- {
		i := order[k]
		next, w := dist[i]+1, 0.0
		for _, j := range b.s.Neighbors(i) {
			if dist[j] == next {
				w += b.weight[j]
			}
		}
		dependency := w * paths[i]
		b.weight[i] = (1 + dependency) / paths[i]
		b.sum[i] += dependency
		b.squares[i] += dependency * dependency
	}
	for _, i := range order {
		dist[i] = -1
	}
	b.order = order
}

// Closeness is how near a node is to those it reaches: r/(n-1) times r over the sum of its distances, where it reaches r of the other n-1 (Wasserman & Faust
// 1994): 0 to 1. sources is as of Betweenness, per component; components that small are exact. Error is the largest relative standard error
// of any value.
func (s *Simple) Closeness(ctx context.Context, sources int) (Measured, error) {
	n, k := s.Len(), s.sources(sources)
	m := Measured{Values: make([]float64, n), Exact: true}
	components := s.Components()
	members := make([][]uint32, len(components.Sizes))
	for i, c := range components.Of {
		members[c] = append(members[c], uint32(i))
	}
	var pivots []uint32
	used := make([]int, len(members))
	for c, list := range members {
		p := sample(list, k)
		used[c] = len(p)
		m.Exact = m.Exact && len(p) == len(list)
		pivots = append(pivots, p...)
	}
	m.Sources = len(pivots)
	sum, squares := make([]atomic.Uint64, n), make([]atomic.Uint64, n) // whole numbers: their sum has no order
	var parts [stripes]*breadth
	err := inStripes(ctx, pivots, func(stripe int, source uint32) {
		if parts[stripe] == nil {
			parts[stripe] = newBreadth(s)
		}
		b := parts[stripe]
		b.run(source)
		for _, i := range b.order {
			d := uint64(b.dist[i])
			sum[i].Add(d)
			squares[i].Add(d * d)
		}
	})
	if err != nil {
		return Measured{}, err
	}
	isPivot := makeBitset(n)
	for _, p := range pivots {
		isPivot.add(p)
	}
	for i := range n {
		c := components.Of[i]
		reached, draws := float64(components.Sizes[c]-1), float64(used[c])
		if isPivot.has(uint32(i)) {
			draws-- // a node is no draw of its own distance
		}
		if draws == 0 {
			continue // one pivot alone says nothing of itself
		}
		mean := float64(sum[i].Load()) / draws
		m.Values[i] = reached / float64(n-1) / mean
		if used[c] < components.Sizes[c] && draws > 1 {
			variance := max(0, float64(squares[i].Load())/draws-mean*mean)
			m.Error = max(m.Error, math.Sqrt(variance/(draws-1))/mean)
		}
	}
	return m, nil
}

// Damping is the probability of following a link in PageRank.
const Damping = 0.85

// PageRank is how often a walker is at a node who follows a random link with probability Damping and else jumps to a random node (Brin & Page 1998). The values
// sum to 1; they are iterated until they move by less than 1e-10 together.
func (s *Simple) PageRank(ctx context.Context) ([]float64, error) {
	n := s.Len()
	rank, share := make([]float64, n), make([]float64, n)
	for i := range rank {
		rank[i] = 1 / float64(n)
	}
	for moved := 1.0; moved > 1e-10; {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for i := range rank { // every node has a neighbour
			share[i] = rank[i] / float64(s.offset[i+1]-s.offset[i])
		}
		moved = 0
		for i := range rank {
			in := 0.0
			for _, j := range s.Neighbors(uint32(i)) {
				in += share[j]
			}
			r := (1-Damping)/float64(n) + Damping*in
			moved += math.Abs(r - rank[i])
			rank[i] = r
		}
		if n == 0 {
			break
		}
	}
	return rank, nil
}
