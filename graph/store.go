package graph

import (
	"context"
	"errors"
	"iter"
)

// Reader answers questions. Every method normalises its question first (ErrInvalid), stops when ctx ends (the error wraps ctx.Err()), and returns
// values that the caller owns but must not change in place (a store may share them between answers). An id that names no record is ErrNotFound
// (see the package comment for ids that only narrow a question).
type Reader interface {
	// Version is the content version that the answers are computed from.
	Version(ctx context.Context) (string, error)
	// Dataset describes what is there.
	Dataset(ctx context.Context) (Dataset, error)

	// Node returns one node, NodesByID several in the order asked, one asked twice given twice, the absent left out.
	Node(ctx context.Context, id string) (Node, error)
	NodesByID(ctx context.Context, ids []string) ([]Node, error)
	// Edge and Source return one record, SourcesByID several as NodesByID does.
	Edge(ctx context.Context, id string) (Edge, error)
	Source(ctx context.Context, id string) (Source, error)
	SourcesByID(ctx context.Context, ids []string) ([]Source, error)
	// ByCode returns the nodes that hold a code in the system, in id order; none is an empty list. The system jis covers jis-earlier.
	ByCode(ctx context.Context, system, value string) ([]Node, error)

	Nodes(ctx context.Context, q NodesQuery) (NodePage, error)
	Edges(ctx context.Context, q EdgesQuery) (EdgePage, error)
	Sources(ctx context.Context, q SourcesQuery) (SourcePage, error)
	Claims(ctx context.Context, q ClaimsQuery) (ClaimPage, error)
	Search(ctx context.Context, q SearchQuery) (SearchResult, error)

	// Counts is what an expansion of a node would bring; Neighbors the edges and far ends themselves.
	Counts(ctx context.Context, q CountsQuery) (Counts, error)
	Neighbors(ctx context.Context, q NeighborsQuery) (EdgePage, error)
	// Neighborhood and Subgraph return networks; see their queries for what a cut keeps.
	Neighborhood(ctx context.Context, q NeighborhoodQuery) (Network, error)
	Subgraph(ctx context.Context, q SubgraphQuery) (Network, error)
	// Paths finds paths; From or To that names no node is ErrNotFound.
	Paths(ctx context.Context, q PathsQuery) (PathSet, error)
	// Tally counts by axes.
	Tally(ctx context.Context, q TallyQuery) (Tally, error)

	// All iterates over every record in the order node, edge, source, claim, then id; for export and checks. Each value is a *Node, *Edge, *Source or *Claim.
	All(ctx context.Context) iter.Seq2[any, error]

	// Releases are the releases from the newest to the oldest, at most limit (0: all; below 0: ErrInvalid).
	Releases(ctx context.Context, limit int) ([]ReleaseInfo, error)
	// Release describes one release.
	Release(ctx context.Context, id string) (ReleaseInfo, error)
	// Diff says what differs between the data after two releases.
	Diff(ctx context.Context, q DiffQuery) (Diff, error)
}

// Writer changes the data.
type Writer interface {
	// Apply makes a release, all of it or nothing: ErrInvalid (also for an end or citation that names no record afterwards), ErrConflict. A release that
	// changes nothing makes none and returns the current one with Changes of zero (where there is none: no id, and EmptyVersion). When Apply returns nil the release is durable.
	// What is wrong with the release by itself is told before its parent, that before its ends and citations. r is normalised in place.
	Apply(ctx context.Context, r *Release) (ReleaseInfo, error)
	// Rollback makes a new release whose content is what it was after release id; "" empties the dataset. Where it is that already it makes none, as Apply.
	Rollback(ctx context.Context, id string) (ReleaseInfo, error)
}

// Store holds a dataset and its releases. It is safe for concurrent use.
type Store interface {
	Reader
	Writer
	// View calls fn with a Reader whose answers are all of one version. Where the store cannot hold a version still, it calls fn again if the data
	// changed meanwhile, so fn has no effects of its own but its result; after a few changes in a row it gives up with ErrUnavailable.
	View(ctx context.Context, fn func(Reader) error) error
	// Ping reports whether the store can answer now.
	Ping(ctx context.Context) error
	// Check verifies the store's integrity (no dangling end or citation, counts equal lists, content hash equals version) and returns each fault found.
	Check(ctx context.Context) ([]string, error)
	// Kind names the kind of store: mem, file, neo4j.
	Kind() string
	Close() error
}

// IsCancelled reports whether the error says that the caller went away or the deadline passed.
func IsCancelled(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}
