package main

import (
	"net/url"
	"strings"

	"github.com/spf13/cobra"
)

// question is a subcommand that asks the API one thing. Everything that differs between questions is in this table.
type question struct {
	use, short, long, example string
	alias                     string // another name; may be empty
	args                      cobra.PositionalArgs
	path                      string                            // of the API, under /api/v1; {id} is the first argument
	under                     string                            // the command that it is a subcommand of; empty: the program's own
	takes                     string                            // parameters that arguments fill; every other one of the path is a flag
	fill                      func(args []string, q url.Values) // puts arguments into parameters
	show                      func(answer) (titles []string, rows [][]string)
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
		args: cobra.MinimumNArgs(1), path: "/search", takes: "q", fill: func(args []string, q url.Values) { q.Set("q", strings.Join(args, " ")) }, show: showHits},
	{use: "node ID", short: "One place, organization or program", example: "  enishi node jp-04462-2006", args: cobra.ExactArgs(1), path: "/nodes/{id}", show: showNode},
	{use: "nodes", short: "List nodes", example: "  enishi nodes --node-kind organization --sector ngo --prefecture jp-25", args: cobra.NoArgs, path: "/nodes", show: showItems},
	{use: "edges", short: "List edges", example: "  enishi edges --edge-kind sister_of --prefecture jp-39", args: cobra.NoArgs, path: "/edges", show: showItems},
	{use: "edge ID", short: "One tie, membership or other edge", example: "  enishi edge sister-of--tie-jp-04100-us-ca-riverside--jp-04100", args: cobra.ExactArgs(1), path: "/edges/{id}", show: func(a answer) ([]string, [][]string) { return showFields(a, a.Edge) }},
	{use: "sources", short: "List sources", args: cobra.NoArgs, path: "/sources", show: showItems},
	{use: "source ID", short: "One source", args: cobra.ExactArgs(1), path: "/sources/{id}", show: func(a answer) ([]string, [][]string) { return showFields(a, a.Source) }},
	{use: "claims", short: "What sources say of single fields", example: "  enishi claims --record tie-jp-04100-us-ca-riverside", args: cobra.NoArgs, path: "/claims", show: showItems},
	{use: "dataset", short: "What is there: version, counts, time span", args: cobra.NoArgs, path: "/dataset", show: showDataset},
	{use: "partners ID", short: "The sister ties of a body; of a prefecture --within, of every body in it",
		example: "  enishi partners jp-04 --within --as-of 2003-04-01\n  enishi partners jp-22 --within --format gexf > shizuoka.gexf",
		args:    cobra.ExactArgs(1), path: "/nodes/{id}/partners", show: showTies},
	{use: "neighbors ID", short: "The neighbours of a node", example: "  enishi neighbors jp-22130", args: cobra.ExactArgs(1), path: "/nodes/{id}/neighbors", show: showNeighbors},
	{use: "counts ID", short: "What an expansion of a node would bring, by kind", args: cobra.ExactArgs(1), path: "/nodes/{id}/counts", show: showCounts},
	{use: "history ID", short: "The life of a body: founded, merged, renumbered; ties before and after", example: "  enishi history jp-04215", args: cobra.ExactArgs(1), path: "/nodes/{id}/history", show: showEntries},
	{use: "graph [ID...]", short: "The network around nodes, or the whole filtered network", example: "  enishi graph jp-22130 --depth 2 --format graphml > hamamatsu.graphml",
		args: cobra.ArbitraryArgs, path: "/graph", takes: "from", fill: joined("from"), show: showEdges},
	{use: "paths FROM TO", alias: "path", short: "How two nodes are tied, as paths and as sentences", example: "  enishi paths jp-22100 jp-04100 --mode k --k 5",
		args: cobra.ExactArgs(2), path: "/paths", takes: "from to", fill: func(args []string, q url.Values) { q.Set("from", args[0]); q.Set("to", args[1]) }, show: showPaths},
	{use: "resolve CODE|NAME", short: "The body behind a code or name, also a dead one, then or now", example: "  enishi resolve jis:04462 --date 2003-04-01\n  enishi resolve 三本木町",
		args: cobra.ExactArgs(1), path: "/resolve", takes: "code name", fill: func(args []string, q url.Values) {
			if strings.Contains(args[0], ":") {
				q.Set("code", args[0])
			} else {
				q.Set("name", args[0])
			}
		}, show: showMatches},
	{use: "tally", short: "Count ties, organizations, memberships or programs by two axes", example: "  enishi tally --rows prefecture --cols decade\n  enishi tally --count organizations --rows sector --cols theme",
		args: cobra.NoArgs, path: "/tally", show: showCells},
	{use: "matrix", short: "Ties by prefecture and state", example: "  enishi matrix --as-of 1989-08", args: cobra.NoArgs, path: "/matrix", show: showCells},
	{use: "timeline", short: "Ties by year of signing and kind", args: cobra.NoArgs, path: "/timeline", show: showCells},
	{use: "structure", short: "Centrality, components, bridges, communities of the filtered network", example: "  enishi structure --measure betweenness --edge-kind sister_of",
		args: cobra.NoArgs, path: "/structure", show: showItems},
	{use: "gaps", short: "State ties without city ties under them, and the other way round", args: cobra.NoArgs, path: "/gaps", show: showEntries},
	{use: "conflicts", short: "Where sources differ, doubt, infer or refute", args: cobra.NoArgs, path: "/conflicts", show: showEntries},
	{use: "anniversaries", short: "Ties that reach a round number of years", example: "  enishi anniversaries --year 2027\n  enishi anniversaries --year 2027 --format ics > 2027.ics",
		args: cobra.NoArgs, path: "/anniversaries", show: showEntries},
	{use: "dossier PREFECTURE", short: "The study's report on a prefecture at any date", example: "  enishi dossier jp-04 --as-of 1989-08 --format html > miyagi-1989.html",
		args: cobra.ExactArgs(1), path: "/dossiers/{id}", show: showDossier},
	{use: "changes PREFECTURE", short: "What became different in a prefecture between two dates", example: "  enishi changes jp-04 --from 1989-08\n  enishi changes jp-22 --from 1989-08 --to 2003-04-01 --format xlsx > shizuoka.xlsx",
		args: cobra.ExactArgs(1), path: "/dossiers/{id}/changes", show: showEntries},
	{use: "compare [PREFECTURE...]", short: "Prefectures side by side on the same measures", example: "  enishi compare jp-04 jp-22 --as-of 1989-08\n  enishi compare study --as-of 1989-08 --format html > seven-1989.html",
		args: cobra.ArbitraryArgs, path: "/compare", takes: "prefectures", fill: joined("prefectures"), show: showMeasures},
	{use: "show RELEASE", under: "releases", short: "One release", example: "  enishi releases show r1", args: cobra.ExactArgs(1), path: "/releases/{id}", show: func(a answer) ([]string, [][]string) { return showFields(a, a.Release) }},
	{use: "diff RELEASE", under: "releases", short: "What a release changed, or how it differs from another", example: "  enishi releases diff r2\n  enishi releases diff r3 --against r1 --format csv > diff.csv",
		args: cobra.ExactArgs(1), path: "/releases/{id}/diff", show: showItems},
}
