package network

import (
	"context"
	"math/rand/v2"
	"slices"
)

// Communities is a partition into groups that have more links inside than chance would give, and its modularity.
type Communities struct {
	Partition
	Modularity float64
}

// communityWork is the number of links to look at up to which Communities starts again from other orders, communityTries how often at most.
const (
	communityWork  = 20_000
	communityTries = 200
)

// Communities divides the nodes by the method of Leiden (Traag, Waltman & van Eck 2019) at resolution 1 with a fixed seed: every community is
// connected. It is a heuristic; finding the best partition for sure is hard. Small networks are tried many times and the best is kept.
func (s *Simple) Communities(ctx context.Context) (Communities, error) {
	best := Communities{Modularity: -1}
	whole := s.weighted()
	for try := range max(1, min(communityTries, communityWork/max(1, len(s.adj)))) {
		r := rand.New(rand.NewPCG(sampleSeed, uint64(try)))
		labels, err := leiden(ctx, whole, r)
		if err != nil {
			return Communities{}, err
		}
		if q := s.Modularity(labels); q > best.Modularity {
			best = Communities{partition(labels), q}
		}
	}
	return best, nil
}

// Modularity of a division of the nodes by labels less than their number (Newman & Girvan 2004): the share of links inside, less what it would be if links were
// dealt out by degree alone. 0 without links.
func (s *Simple) Modularity(labels []uint32) float64 {
	ends, inside := make([]float64, s.Len()), 0
	for i := range uint32(s.Len()) {
		row := s.Neighbors(i)
		ends[labels[i]] += float64(len(row))
		for _, j := range row {
			if labels[i] == labels[j] {
				inside++
			}
		}
	}
	all := float64(len(s.adj))
	if all == 0 {
		return 0
	}
	q := float64(inside) / all
	for _, e := range ends {
		q -= e / all * (e / all)
	}
	return q
}

// weighted is a graph of merged nodes: links have weights, a node's degree counts what was merged into it.
type weighted struct {
	offset []uint32
	adj    []uint32
	weight []float64
	degree []float64
	total  float64 // of degrees

	sum     []float64 // work: weight to each community; zero between uses
	touched []uint32
}

func (g *weighted) n() int { return len(g.degree) }

func (s *Simple) weighted() *weighted {
	g := &weighted{offset: s.offset, adj: s.adj, weight: make([]float64, len(s.adj)), degree: make([]float64, s.Len()), total: float64(len(s.adj)), sum: make([]float64, s.Len())}
	for k := range g.weight {
		g.weight[k] = 1
	}
	for i := range g.degree {
		g.degree[i] = float64(len(s.Neighbors(uint32(i))))
	}
	return g
}

// maxRounds bounds how often a partition is taken up again; it has mostly settled after three.
const maxRounds = 10

func leiden(ctx context.Context, whole *weighted, r *rand.Rand) ([]uint32, error) {
	labels := identity(whole.n())
	for range maxRounds {
		before := slices.Clone(labels)
		if err := round(ctx, whole, labels, r); err != nil {
			return nil, err
		}
		if slices.Equal(before, labels) {
			break
		}
	}
	return labels, nil
}

func identity(n int) []uint32 {
	list := make([]uint32, n)
	for i := range list {
		list[i] = uint32(i)
	}
	return list
}

// round moves nodes, refines what came out, merges by the refinement, and goes on with the merged graph until nothing merges.
func round(ctx context.Context, g *weighted, labels []uint32, r *rand.Rand) error {
	merged := identity(g.n()) // node of g that each node is in
	at := slices.Clone(labels)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		g.move(at, r)
		fine := g.refine(at, r)
		smaller, number := g.merge(fine)
		if smaller.n() == g.n() {
			break
		}
		above := make([]uint32, smaller.n())
		for i, k := range number {
			above[k] = at[i]
		}
		for i, k := range merged {
			merged[i] = number[k]
		}
		g, at = smaller, above
		renumber(at)
	}
	for i, k := range merged {
		labels[i] = at[k]
	}
	renumber(labels)
	return nil
}

// renumber makes labels count from 0 in the order in which they first stand.
func renumber(labels []uint32) {
	number := map[uint32]uint32{}
	for i, l := range labels {
		k, seen := number[l]
		if !seen {
			k = uint32(len(number))
			number[l] = k
		}
		labels[i] = k
	}
}

// gather sums the weights of the links of i by the label of their far ends, where a link counts; the caller clears.
func (g *weighted) gather(i uint32, labels []uint32, counts func(j uint32) bool) {
	for k := g.offset[i]; k < g.offset[i+1]; k++ {
		j := g.adj[k]
		if !counts(j) {
			continue
		}
		l := labels[j]
		if g.sum[l] == 0 {
			g.touched = append(g.touched, l)
		}
		g.sum[l] += g.weight[k]
	}
}

func (g *weighted) clear() {
	for _, l := range g.touched {
		g.sum[l] = 0
	}
	g.touched = g.touched[:0]
}

// move takes nodes in a random order, then those whose surroundings changed, each to the community where it adds most to the modularity.
func (g *weighted) move(at []uint32, r *rand.Rand) {
	n := g.n()
	degree, size := make([]float64, n), make([]int, n)
	for i, c := range at {
		degree[c] += g.degree[i]
		size[c]++
	}
	var empty []uint32
	for c := range uint32(n) {
		if size[c] == 0 {
			empty = append(empty, c)
		}
	}
	queue, waits := shuffled(n, r), makeBitset(n)
	for i := range uint32(n) {
		waits.add(i)
	}
	everywhere := func(uint32) bool { return true }
	for len(queue) > 0 {
		i := queue[0]
		queue = queue[1:]
		waits.remove(i)
		from := at[i]
		g.gather(i, at, everywhere)
		degree[from] -= g.degree[i]
		if size[from]--; size[from] == 0 {
			empty = append(empty, from)
		}
		to, most := from, g.sum[from]-g.degree[i]*degree[from]/g.total
		for _, c := range g.touched {
			if gain := g.sum[c] - g.degree[i]*degree[c]/g.total; gain > most+1e-12 {
				to, most = c, gain
			}
		}
		if most < -1e-12 { // better alone
			for size[empty[len(empty)-1]] > 0 {
				empty = empty[:len(empty)-1]
			}
			to = empty[len(empty)-1]
		}
		g.clear()
		at[i] = to
		degree[to] += g.degree[i]
		size[to]++
		if to == from {
			continue
		}
		for k := g.offset[i]; k < g.offset[i+1]; k++ {
			if j := g.adj[k]; at[j] != to && waits.add(j) {
				queue = append(queue, j)
			}
		}
	}
}

func shuffled(n int, r *rand.Rand) []uint32 {
	list := identity(n)
	r.Shuffle(n, func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

// refine divides each community anew from single nodes: one that is still alone, and well linked to its community, joins the part of it where it
// adds most, if that part is well linked too. Parts are so connected.
func (g *weighted) refine(at []uint32, r *rand.Rand) []uint32 {
	n := g.n()
	fine := identity(n)
	whole, degree, size := make([]float64, n), slices.Clone(g.degree), make([]int, n)
	outer := make([]float64, n) // weight from a part to the rest of its community
	for i, c := range at {
		whole[c] += g.degree[i]
		size[i] = 1
	}
	for i := range uint32(n) {
		for k := g.offset[i]; k < g.offset[i+1]; k++ {
			if at[g.adj[k]] == at[i] {
				outer[i] += g.weight[k]
			}
		}
	}
	inner := slices.Clone(outer) // of the node itself
	well := func(part, c uint32) bool { return outer[part] >= degree[part]*(whole[c]-degree[part])/g.total }
	for _, i := range shuffled(n, r) {
		c := at[i]
		if size[fine[i]] > 1 || !well(fine[i], c) {
			continue
		}
		g.gather(i, fine, func(j uint32) bool { return at[j] == c })
		to, most := fine[i], 0.0
		for _, p := range g.touched {
			if gain := g.sum[p] - g.degree[i]*degree[p]/g.total; p != fine[i] && gain > most+1e-12 && well(p, c) {
				to, most = p, gain
			}
		}
		if to != fine[i] {
			outer[to] += inner[i] - 2*g.sum[to]
			degree[to] += g.degree[i]
			size[to]++
			size[fine[i]]--
			fine[i] = to
		}
		g.clear()
	}
	return fine
}

// merge makes each part one node, and says which.
func (g *weighted) merge(part []uint32) (*weighted, []uint32) {
	number := slices.Clone(part)
	renumber(number)
	n := 0
	for _, k := range number {
		n = max(n, int(k)+1)
	}
	members := make([][]uint32, n)
	m := &weighted{offset: make([]uint32, 1, n+1), degree: make([]float64, n), total: g.total, sum: make([]float64, n)}
	for i, k := range number {
		members[k] = append(members[k], uint32(i))
		m.degree[k] += g.degree[i]
	}
	for k, list := range members {
		for _, i := range list {
			g.gather(i, number, func(j uint32) bool { return int(number[j]) != k })
		}
		slices.Sort(g.touched)
		for _, l := range g.touched {
			m.adj = append(m.adj, l)
			m.weight = append(m.weight, g.sum[l])
		}
		g.clear()
		m.offset = append(m.offset, uint32(len(m.adj)))
	}
	return m, number
}
