package embedstore

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/ncruces/go-sqlite3"

	"enishi/graph"
	"enishi/graph/names"
	"enishi/graph/network"
)

// The kinds of rows: places in graph.RecordKinds.
const (
	nodeRow = iota
	edgeRow
	sourceRow
	claimRow
)

// snapshot is the data after one release: what readers answer from. It never changes, but for what it remembers of the file.
type snapshot struct {
	number  int // of the release; 0 before the first
	info    graph.ReleaseInfo
	hash    graph.ContentHash
	dataset graph.Dataset
	network int  // the release that net was built for
	named   int  // the newest release that changed a node
	rebuilt bool // net was made from the records: the one in the file was in a format of another version of this program

	net     *network.Network
	nodes   *shelf[graph.Node]
	edges   *shelf[graph.Edge]
	sources *lazy[sourceIndex]
	search  *lazy[names.Index]
}

// sourceIndex numbers the sources in id order.
type sourceIndex struct {
	ids  []string
	kept *shelf[graph.Source]
}

func (x *sourceIndex) place(id string) (uint32, bool) {
	i, ok := slices.BinarySearch(x.ids, id)
	return uint32(i), ok
}

// emptySnapshot is the data before the first release.
func emptySnapshot(opt Options) *snapshot {
	s := &snapshot{info: graph.ReleaseInfo{Version: graph.EmptyVersion}, dataset: graph.Dataset{Nodes: map[graph.NodeKind]int{}, Edges: map[graph.EdgeKind]int{}}}
	net, err := network.Build(func(func(*graph.Node) bool) {}, func(func(*graph.Edge) bool) {})
	if err != nil { // there is nothing in it that could be wrong
		panic(err)
	}
	s.setNetwork(net, opt)
	s.finish()
	return s
}

// setNetwork gives the snapshot a network, with empty shelves.
func (s *snapshot) setNetwork(net *network.Network, opt Options) {
	s.net = net
	s.nodes = newShelf[graph.Node](net.NumNodes(), opt.CacheBytes*2/5)
	s.edges = newShelf[graph.Edge](net.NumEdges(), opt.CacheBytes*2/5)
	s.sources, s.search = newLazy[sourceIndex](), newLazy[names.Index]()
}

// finish fills what follows from the release's description.
func (s *snapshot) finish() {
	s.dataset.Version = s.info.Version
	if s.number > 0 {
		s.dataset.Release = s.info
	}
}

// carryOver takes what the snapshot before remembers of the file over, but for what changed.
func (s *snapshot) carryOver(base *snapshot, changes changeSet) {
	if len(changes.of(sourceRow)) == 0 {
		s.sources = base.sources
	}
	if len(changes.of(nodeRow)) == 0 {
		s.search = base.search
	}
	if s.net == base.net {
		s.nodes, s.edges = base.nodes, base.edges
		return
	}
	s.nodes.carry(base.nodes, func(i uint32) (uint32, bool) {
		id := base.net.NodeID(i)
		if changes.find(nodeRow, id) != nil {
			return 0, false
		}
		return s.net.NodeIndex(id)
	})
	s.edges.carry(base.edges, func(i uint32) (uint32, bool) {
		id := base.net.EdgeID(i)
		if changes.find(edgeRow, id) != nil {
			return 0, false
		}
		return s.net.EdgeIndex(id)
	})
}

// cachedNode is the decoded node, nil if it is not at hand.
func (s *snapshot) cachedNode(id string) *graph.Node {
	if i, ok := s.net.NodeIndex(id); ok {
		return s.nodes.get(i)
	}
	return nil
}

// cachedEdge is the decoded edge, nil if it is not at hand.
func (s *snapshot) cachedEdge(id string) *graph.Edge {
	if i, ok := s.net.EdgeIndex(id); ok {
		return s.edges.get(i)
	}
	return nil
}

type recordKey struct {
	kind int
	id   string
}

// readNewest reads the newest release's snapshot, in one transaction: another process may be writing the next.
func readNewest(c *conn, opt Options) (*snapshot, error) {
	if err := c.Exec("BEGIN"); err != nil {
		return nil, err
	}
	s, err := readNewestIn(c, opt)
	if e := c.Exec("COMMIT"); err == nil {
		err = e
	}
	return s, err
}

func readNewestIn(c *conn, opt Options) (*snapshot, error) {
	s := emptySnapshot(opt)
	found := false
	err := c.query(func(row *sqlite3.Stmt) error {
		found = true
		var err error
		if s.info, s.hash, err = releaseOf(row); err != nil {
			return err
		}
		s.number, s.network, s.named = s.info.Number, row.ColumnInt(7), row.ColumnInt(8)
		if err := json.Unmarshal(row.ColumnRawText(9), &s.dataset); err != nil {
			return damagedf("the summary of release %s: %v", s.info.ID, err)
		}
		return nil
	}, sqlReleaseNewest)
	if err != nil || !found {
		return s, err
	}
	net, err := readNetwork(c, s.network)
	if err == nil && net == nil {
		s.rebuilt = true
		net, err = rebuildNetwork(c, s.number)
	}
	if err != nil {
		return nil, err
	}
	nodes, edges := 0, 0
	for _, n := range s.dataset.Nodes {
		nodes += n
	}
	for _, n := range s.dataset.Edges {
		edges += n
	}
	if net.NumNodes() != nodes || net.NumEdges() != edges {
		return nil, damagedf("the network holds %d nodes and %d edges, release %s %d and %d", net.NumNodes(), net.NumEdges(), s.info.ID, nodes, edges)
	}
	s.setNetwork(net, opt)
	s.finish()
	return s, nil
}

// releaseOf reads the columns that all statements about releases begin with.
func releaseOf(row *sqlite3.Stmt) (graph.ReleaseInfo, graph.ContentHash, error) {
	n := row.ColumnInt(0)
	info := graph.ReleaseInfo{ID: releaseID(n), Number: n, Parent: releaseID(n - 1), Time: time.Unix(row.ColumnInt64(1), 0).UTC(), Note: row.ColumnText(2),
		Changes: graph.ChangeCounts{Added: row.ColumnInt(4), Changed: row.ColumnInt(5), Removed: row.ColumnInt(6)}}
	hash, err := graph.ParseContentHash(row.ColumnBlob(3, nil))
	if err != nil {
		return info, hash, damagedf("release %s: %v", info.ID, err)
	}
	info.Version = hash.Version()
	return info, hash, nil
}
