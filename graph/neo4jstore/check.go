package neo4jstore

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j/dbtype"

	"enishi/graph"
	"enishi/graph/names"
)

var (
	stCheck = map[graph.RecordKind]statement{graph.NodeRecord: framed("check_nodes"), graph.EdgeRecord: framed("check_edges"),
		graph.SourceRecord: framed("check_sources"), graph.ClaimRecord: framed("check_claims")}
	stStrays = framed("check_strays")
)

// Check implements graph.Store. Beside the integrity of the records it compares with each record what a browser shows of it, its labels or type, its ends
// and its properties, and names what in the database is none of enishi's: so a change made past enishi is found.
func (s *Store) Check(ctx context.Context) (faults []string, err error) {
	err = again("check", func() error {
		r := &reader{store: s, adopt: true}
		c := checker{hash: graph.ContentHash{}, nodes: map[string]bool{}, sources: map[string]bool{}, cited: map[string]string{}, edges: map[graph.EdgeKind]int{}, kinds: map[graph.NodeKind]int{}}
		for _, kind := range graph.RecordKinds {
			if err := r.eachShown(ctx, kind, c.shown); err != nil {
				return err
			}
		}
		strays, err := r.ask(ctx, stStrays, nil)
		if err != nil {
			return err
		}
		for _, row := range strays.list {
			c.fault("%d %s in the database are none of enishi's: %v", row[2], row[0], row[1])
		}
		d, err := r.Dataset(ctx)
		if err != nil {
			return err
		}
		faults = c.compare(d)
		return nil
	})
	return faults, err
}

// shown is a record as the database shows it.
type shown struct {
	kind           graph.RecordKind
	id             string
	is             []string // labels of a node, or the type of an edge
	props          map[string]any
	source, target string // of an edge
	within         string // of a node: the record of the node that it lies in
}

// eachShown reads the records of a kind in id order.
func (r *reader) eachShown(ctx context.Context, kind graph.RecordKind, each func(shown)) error {
	size := r.store.opts.BatchSize
	for after := ""; ; {
		got, err := r.ask(ctx, stCheck[kind], map[string]any{"after": after, "limit": int64(size)})
		if err != nil {
			return err
		}
		for _, row := range got.list {
			after = row[0].(string)
			v := shown{kind: kind, id: after, is: toTexts(row[1]), props: row[2].(map[string]any)}
			switch kind {
			case graph.NodeRecord:
				v.within, _ = row[3].(string)
			case graph.EdgeRecord:
				v.source, v.target = row[3].(string), row[4].(string)
			}
			each(v)
		}
		if len(got.list) < size {
			return nil
		}
	}
}

// shown takes a record in, and compares what is shown of it with what it says.
func (c *checker) shown(v shown) {
	text, _ := v.props["_record"].(string)
	record, err := decodeKind(v.kind, text)
	if err != nil {
		c.fault("%s %s: its stored record is damaged: %v", v.kind, v.id, err)
		return
	}
	c.see(record)
	since, _ := v.props["_since"].(int64)
	is, want := expected(record, text, since, v.within)
	slices.Sort(v.is)
	slices.Sort(is)
	if !slices.Equal(v.is, is) {
		c.fault("%s %s: it is shown as %s, its record is %s", v.kind, v.id, strings.Join(v.is, ":"), strings.Join(is, ":"))
	}
	if e, ok := record.(*graph.Edge); ok && (v.source != e.Source || v.target != e.Target) {
		c.fault("edge %s: it is shown from %s to %s, its record is from %s to %s", v.id, v.source, v.target, e.Source, e.Target)
	}
	keys := maps.Clone(want)
	maps.Copy(keys, v.props)
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		if got, want := told(v.props[key]), told(want[key]); got != want {
			c.fault("%s %s: its property %s is %s, its record says %s", v.kind, v.id, key, graph.Clip(got), graph.Clip(want))
		}
	}
}

// expected is what must be shown of a record.
func expected(record any, text string, since int64, within string) (is []string, p props) {
	switch v := record.(type) {
	case *graph.Node:
		p = nodeProps(v, text, since)
		var area *graph.Node
		if w, err := decode[graph.Node](within); err == nil {
			area = &w
		}
		terms := names.TermsOf(names.Keys(names.SubjectOf(v, area)))
		texts(p, "_text", clipTerms(terms.Text))
		texts(p, "_near", clipTerms(terms.Near))
		return []string{"Entity", labels[v.Kind]}, p
	case *graph.Edge:
		return []string{types[v.Kind]}, edgeProps(v, text, since)
	case *graph.Source:
		return []string{"Source"}, sourceProps(v, text, since)
	}
	return []string{"Claim"}, claimProps(record.(*graph.Claim), text, since)
}

// told is a property as text, so that values which the driver gives in other types than it takes compare.
func told(v any) string {
	switch v := v.(type) {
	case nil:
		return "nothing"
	case string:
		return fmt.Sprintf("%q", v)
	case dbtype.Date:
		return v.String()
	case []any:
		parts := make([]string, len(v))
		for i := range v {
			parts[i] = told(v[i])
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return fmt.Sprint(v)
}

// checker gathers what a dataset must agree with.
type checker struct {
	hash           graph.ContentHash
	nodes, sources map[string]bool
	cited          map[string]string // source id → a record that cites it
	edges          map[graph.EdgeKind]int
	kinds          map[graph.NodeKind]int
	claims         int
	faults         []string
}

func (c *checker) fault(format string, args ...any) {
	c.faults = append(c.faults, fmt.Sprintf(format, args...))
}

func (c *checker) see(record any) {
	switch v := record.(type) {
	case *graph.Node:
		c.hash.Add(graph.NodeRecord, graph.Encode(v))
		c.nodes[v.ID] = true
		c.kinds[v.Kind]++
		c.cite(v.ID, v.AllCitations())
	case *graph.Edge:
		c.hash.Add(graph.EdgeRecord, graph.Encode(v))
		c.edges[v.Kind]++
		c.cite(v.ID, v.Citations)
		for _, end := range []string{v.Source, v.Target} {
			if !c.nodes[end] {
				c.fault("edge %s: its end %s names no node", v.ID, end)
			}
		}
	case *graph.Source:
		c.hash.Add(graph.SourceRecord, graph.Encode(v))
		c.sources[v.ID] = true
	case *graph.Claim:
		c.hash.Add(graph.ClaimRecord, graph.Encode(v))
		c.claims++
		if v.Source != "" {
			c.cite(v.ID, []string{v.Source})
		}
	}
}

func (c *checker) cite(by string, sources []string) {
	for _, id := range sources {
		c.cited[id] = by
	}
}

func (c *checker) compare(d graph.Dataset) []string {
	for id, by := range c.cited {
		if !c.sources[id] {
			c.fault("%s cites %s, which names no source", by, id)
		}
	}
	for _, k := range graph.NodeKinds {
		if c.kinds[k] != d.Nodes[k] {
			c.fault("%d %s nodes are counted, %d listed", d.Nodes[k], k, c.kinds[k])
		}
	}
	for _, k := range graph.EdgeKinds {
		if c.edges[k] != d.Edges[k] {
			c.fault("%d %s edges are counted, %d listed", d.Edges[k], k, c.edges[k])
		}
	}
	if d.Sources != len(c.sources) || d.Claims != c.claims {
		c.fault("%d sources and %d claims are counted, %d and %d listed", d.Sources, d.Claims, len(c.sources), c.claims)
	}
	if v := c.hash.Version(); v != d.Version {
		c.fault("the content's version is %s, the store says %s", v, d.Version)
	}
	slices.Sort(c.faults)
	return c.faults
}
