package embedstore

import (
	"context"
	"iter"

	"enishi/graph"
)

// Each question is answered from the newest snapshot; see graph.Reader.

// Version is described at graph.Reader, as are the methods below.
func (s *Store) Version(ctx context.Context) (string, error) { return s.reader().Version(ctx) }

// Dataset describes what is there.
func (s *Store) Dataset(ctx context.Context) (graph.Dataset, error) { return s.reader().Dataset(ctx) }

// Node returns one node.
func (s *Store) Node(ctx context.Context, id string) (graph.Node, error) {
	return s.reader().Node(ctx, id)
}

// NodesByID returns several nodes.
func (s *Store) NodesByID(ctx context.Context, ids []string) ([]graph.Node, error) {
	return s.reader().NodesByID(ctx, ids)
}

// Edge returns one edge.
func (s *Store) Edge(ctx context.Context, id string) (graph.Edge, error) {
	return s.reader().Edge(ctx, id)
}

// Source returns one source.
func (s *Store) Source(ctx context.Context, id string) (graph.Source, error) {
	return s.reader().Source(ctx, id)
}

// SourcesByID returns several sources.
func (s *Store) SourcesByID(ctx context.Context, ids []string) ([]graph.Source, error) {
	return s.reader().SourcesByID(ctx, ids)
}

// ByCode returns the nodes that hold a code.
func (s *Store) ByCode(ctx context.Context, system, value string) ([]graph.Node, error) {
	return s.reader().ByCode(ctx, system, value)
}

// Nodes lists nodes.
func (s *Store) Nodes(ctx context.Context, q graph.NodesQuery) (graph.NodePage, error) {
	return s.reader().Nodes(ctx, q)
}

// Edges lists edges.
func (s *Store) Edges(ctx context.Context, q graph.EdgesQuery) (graph.EdgePage, error) {
	return s.reader().Edges(ctx, q)
}

// Sources lists sources.
func (s *Store) Sources(ctx context.Context, q graph.SourcesQuery) (graph.SourcePage, error) {
	return s.reader().Sources(ctx, q)
}

// Claims lists claims.
func (s *Store) Claims(ctx context.Context, q graph.ClaimsQuery) (graph.ClaimPage, error) {
	return s.reader().Claims(ctx, q)
}

// Search finds nodes by name or code.
func (s *Store) Search(ctx context.Context, q graph.SearchQuery) (graph.SearchResult, error) {
	return s.reader().Search(ctx, q)
}

// Counts is what an expansion would bring.
func (s *Store) Counts(ctx context.Context, q graph.CountsQuery) (graph.Counts, error) {
	return s.reader().Counts(ctx, q)
}

// Neighbors lists the edges of a node.
func (s *Store) Neighbors(ctx context.Context, q graph.NeighborsQuery) (graph.EdgePage, error) {
	return s.reader().Neighbors(ctx, q)
}

// Neighborhood is the network around nodes.
func (s *Store) Neighborhood(ctx context.Context, q graph.NeighborhoodQuery) (graph.Network, error) {
	return s.reader().Neighborhood(ctx, q)
}

// Subgraph is the filtered network.
func (s *Store) Subgraph(ctx context.Context, q graph.SubgraphQuery) (graph.Network, error) {
	return s.reader().Subgraph(ctx, q)
}

// Paths finds paths.
func (s *Store) Paths(ctx context.Context, q graph.PathsQuery) (graph.PathSet, error) {
	return s.reader().Paths(ctx, q)
}

// Tally counts by axes.
func (s *Store) Tally(ctx context.Context, q graph.TallyQuery) (graph.Tally, error) {
	return s.reader().Tally(ctx, q)
}

// All iterates over every record of the release that is the newest when the iteration starts.
func (s *Store) All(ctx context.Context) iter.Seq2[any, error] {
	return func(yield func(any, error) bool) { s.reader().All(ctx)(yield) }
}

// Releases lists the releases.
func (s *Store) Releases(ctx context.Context, limit int) ([]graph.ReleaseInfo, error) {
	return s.reader().Releases(ctx, limit)
}

// Release describes one release.
func (s *Store) Release(ctx context.Context, id string) (graph.ReleaseInfo, error) {
	return s.reader().Release(ctx, id)
}

// Diff says what differs between two releases.
func (s *Store) Diff(ctx context.Context, q graph.DiffQuery) (graph.Diff, error) {
	return s.reader().Diff(ctx, q)
}
