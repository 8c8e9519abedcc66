package main

import (
	"net/url"
	"strings"

	"github.com/spf13/cobra"

	"enishi/graph/study"
)

// question is a subcommand that asks the API one thing. Everything that differs between questions is in this table.
type question struct {
	use, short, long, example string
	args                      cobra.PositionalArgs
	path                      string                            // of the API, under /api/v1; {id} is the first argument
	fill                      func(args []string, q url.Values) // puts arguments into parameters
	params                    string                            // flags that are parameters of the same name, beside the common ones
	common                    string                            // which group of common parameters: filter, list, none
	show                      func(answer) (titles []string, rows [][]string)
}

// parameters and what they mean; a flag is the parameter with - for _. What is allowed is checked and explained by the API.
var parameters = map[string]string{
	"as_of": "what held on a day, or in a month or year: 1989-08", "from_date": "what held from this date on", "to_date": "what held until this date",
	"time": "now (the default), or any: everything on record", "undated": "include: also what has an unknown start",
	"edge_kind": "sister_of, member_of, organizes, takes_part_in, located_in, succeeded_by", "node_kind": "prefecture, municipality, partner, organization, program",
	"tie_kind": "sister-state, sister-city, friendship", "status": "active, ended, unknown", "prefecture": "ids such as jp-04", "state": "ids such as us-ca",
	"sector": "of organizations: ngo, business …", "theme": "of organizations and programs: economy, education …", "confidence": "at least: high, medium, low",
	"scope": "own, or within: also every body in it; of filters, include: also nationwide programs", "lang": "language of labels: en, ja", "format": "json, csv, gexf … as the API has them for this question",
	"limit": "how many at the most", "cursor": "the next page, from the answer before", "depth": "steps, 1 to 6", "direction": "both, out, in",
	"nodes": "nodes of a network at the most", "edges": "edges of a network at the most", "fan_out": "edges followed from one node at the most",
	"mode": "shortest, all, k", "k": "how many paths of mode k", "via": "nodes to pass, in order", "avoid": "nodes not to pass", "cost": "hops, or hub: detours round hubs",
	"max_length": "edges of a path at the most", "date": "the day that a code or name is meant at", "rows": "axis of the rows", "cols": "axis of the columns",
	"count": "what is counted: ties, organizations, memberships, programs", "measure": listed(study.StructureMeasures),
	"year": "the year", "years": "ages such as 50,100", "kind": "which entries", "record": "id of a record", "tie": "id of a lineage", "cluster": "municipal ties that make one expect a tie above, at least",
	"from": "the earlier date: 1989-08", "to": "the later date; now where it is not given", "single_source": "true: only records that cite at most one source",
}

// commonParams are the parameters that a group of questions shares.
var commonParams = map[string]string{
	"filter": "as_of from_date to_date time undated edge_kind node_kind tie_kind status prefecture state sector theme confidence lang",
	"list":   "as_of from_date to_date time undated edge_kind node_kind tie_kind status prefecture state sector theme confidence lang limit cursor",
	"ties":   "as_of from_date to_date time tie_kind status state confidence lang",
	"time":   "as_of from_date to_date time scope lang",
	"none":   "lang",
}

// listed names the values that a parameter allows.
func listed[T ~string](allowed []T) string {
	names := make([]string, len(allowed))
	for i, v := range allowed {
		names[i] = string(v)
	}
	return strings.Join(names, ", ")
}

func joined(param string) func([]string, url.Values) {
	return func(args []string, q url.Values) {
		if len(args) > 0 {
			q.Set(param, strings.Join(args, ","))
		}
	}
}

var questions = []question{
	{use: "search TEXT", short: "Find places, organizations and programs by any spelling or code", example: "  enishi search ながはま\n  enishi search 'St. Paul' --node-kind partner",
		args: cobra.MinimumNArgs(1), path: "/search", fill: func(args []string, q url.Values) { q.Set("q", strings.Join(args, " ")) }, params: "limit cursor", common: "filter", show: showHits},
	{use: "node ID", short: "One place, organization or program", example: "  enishi node jp-04462-2006", args: cobra.ExactArgs(1), path: "/nodes/{id}", common: "none", show: showNode},
	{use: "nodes", short: "List nodes", example: "  enishi nodes --node-kind organization --sector ngo --prefecture jp-25", args: cobra.NoArgs, path: "/nodes", params: "as_of from_date to_date time undated node_kind prefecture state sector theme confidence limit cursor", common: "none", show: showItems},
	{use: "edges", short: "List edges", example: "  enishi edges --edge-kind sister_of --prefecture jp-39", args: cobra.NoArgs, path: "/edges", params: "tie", common: "list", show: showItems},
	{use: "sources", short: "List sources", args: cobra.NoArgs, path: "/sources", params: "limit cursor", common: "none", show: showItems},
	{use: "partners ID", short: "The sister ties of a body; of a prefecture --within, of every body in it",
		example: "  enishi partners jp-04 --within --as-of 2003-04-01\n  enishi partners jp-22 --within --format gexf > shizuoka.gexf",
		args:    cobra.ExactArgs(1), path: "/nodes/{id}/partners", params: "scope undated", common: "ties", show: showTies},
	{use: "neighbors ID", short: "The neighbours of a node", example: "  enishi neighbors jp-22130", args: cobra.ExactArgs(1), path: "/nodes/{id}/neighbors", params: "direction", common: "list", show: showNeighbors},
	{use: "counts ID", short: "What an expansion of a node would bring, by kind", args: cobra.ExactArgs(1), path: "/nodes/{id}/counts", common: "filter", show: showCounts},
	{use: "history ID", short: "The life of a body: founded, merged, renumbered; ties before and after", example: "  enishi history jp-04215", args: cobra.ExactArgs(1), path: "/nodes/{id}/history", common: "none", show: showEntries},
	{use: "graph [ID...]", short: "The network around nodes, or the whole filtered network", example: "  enishi graph jp-22130 --depth 2 --format graphml > hamamatsu.graphml",
		args: cobra.ArbitraryArgs, path: "/graph", fill: joined("from"), params: "depth direction nodes edges fan_out", common: "filter", show: showEdges},
	{use: "path FROM TO", short: "How two nodes are tied, as paths and as sentences", example: "  enishi path jp-22100 jp-04100 --mode k --k 5",
		args: cobra.ExactArgs(2), path: "/paths", fill: func(args []string, q url.Values) { q.Set("from", args[0]); q.Set("to", args[1]) },
		params: "mode k limit via avoid cost max_length", common: "filter", show: showPaths},
	{use: "resolve CODE|NAME", short: "The body behind a code or name, also a dead one, then or now", example: "  enishi resolve jis:04462 --date 2003-04-01\n  enishi resolve 三本木町",
		args: cobra.ExactArgs(1), path: "/resolve", fill: func(args []string, q url.Values) {
			if strings.Contains(args[0], ":") {
				q.Set("code", args[0])
			} else {
				q.Set("name", args[0])
			}
		}, params: "date", common: "none", show: showMatches},
	{use: "tally", short: "Count ties, organizations, memberships or programs by two axes", example: "  enishi tally --rows prefecture --cols decade\n  enishi tally --count organizations --rows sector --cols theme",
		args: cobra.NoArgs, path: "/tally", params: "rows cols count", common: "filter", show: showCells},
	{use: "matrix", short: "Ties by prefecture and state", example: "  enishi matrix --as-of 1989-08", args: cobra.NoArgs, path: "/matrix", common: "filter", show: showCells},
	{use: "timeline", short: "Ties by year of signing and kind", args: cobra.NoArgs, path: "/timeline", common: "filter", show: showCells},
	{use: "structure", short: "Centrality, components, bridges, communities of the filtered network", example: "  enishi structure --measure betweenness --edge-kind sister_of",
		args: cobra.NoArgs, path: "/structure", params: "measure limit", common: "filter", show: showItems},
	{use: "gaps", short: "State ties without city ties under them, and the other way round", args: cobra.NoArgs, path: "/gaps", params: "kind cluster prefecture limit cursor", common: "ties", show: showEntries},
	{use: "conflicts", short: "Where sources differ, doubt, infer or refute", args: cobra.NoArgs, path: "/conflicts", params: "kind record single_source", common: "list", show: showEntries},
	{use: "anniversaries", short: "Ties that reach a round number of years", example: "  enishi anniversaries --year 2027\n  enishi anniversaries --year 2027 --format ics > 2027.ics",
		args: cobra.NoArgs, path: "/anniversaries", params: "year years tie_kind status prefecture state confidence", common: "none", show: showEntries},
	{use: "dossier PREFECTURE", short: "The study's report on a prefecture at any date", example: "  enishi dossier jp-04 --as-of 1989-08 --format html > miyagi-1989.html",
		args: cobra.ExactArgs(1), path: "/dossiers/{id}", common: "time", show: showDossier},
	{use: "changes PREFECTURE", short: "What became different in a prefecture between two dates", example: "  enishi changes jp-04 --from 1989-08\n  enishi changes jp-22 --from 1989-08 --to 2003-04-01 --format xlsx > shizuoka.xlsx",
		args: cobra.ExactArgs(1), path: "/dossiers/{id}/changes", params: "from to", common: "none", show: showEntries},
	{use: "compare [PREFECTURE...]", short: "Prefectures side by side on the same measures", example: "  enishi compare jp-04 jp-22 --as-of 1989-08",
		args: cobra.ArbitraryArgs, path: "/compare", fill: joined("prefectures"), common: "time", show: showMeasures},
}
