// Package format writes networks, tables and event lists in the encodings that other programs read.
//
// One file per encoding. Encoders lists those of networks, TableEncoders those of lists and reports; a caller picks one by name (?format=gexf) or by media type
// (Accept) and calls it. Calendar and Atom write event lists. Nothing here asks a store a question: a Document is a graph.Network and the words that go with it.
//
// # What every encoding keeps
//
// All names, validity as precise as the source ("1957-03" is never made a day), citations, and the credit lines that every product must show. The JSON encodings
// (node-link, graphology, cytoscape, jgf) hold whole records and are lossless: parsed back, they give the same nodes, edges and sources. Flat encodings (graphml, gexf, csv,
// xlsx) share the columns of columns.go. The same Document and Options give the same bytes: no clock, no random ids, no map order.
//
// # Direction
//
// sister_of is undirected, every other kind is directed. graphology, cytoscape, jgf, jsonld and geojson say so at each edge. NetworkX has no graph with both, and refuses
// GraphML and GEXF that mix them, so node-link, graphml and gexf say "undirected" if no edge is directed (a partner graph), else "directed", and the attribute directed of
// each edge tells which are. A sister_of edge stands there once, its ends in id order.
//
// # Decisions
//
//   - JSON is appended to a byte slice and written out in pieces, with no reflection and no tree in memory. Escaping is that of encoding/json without its HTML
//     escapes. encoding/json on structs took five to seven times as long for the same records (BenchmarkEncoders and BenchmarkEncodingJSON, three runs in turn on two busy cores). sonic
//     and go-json are fast by unsafe code, which this need not be.
//   - GraphML and GEXF are written by hand, escaped as encoding/xml does (FuzzXML holds it to that), not by its Encoder: they are a header and two kinds of element.
//   - Cells of csv and xlsx that a spreadsheet could take for a formula get an apostrophe in front. Dropping or refusing them would change the data more.
//   - A date in a worksheet is text, as everywhere: a column that is as precise as its sources has one type only as text, and ISO text sorts by time. Real dates for those known to the day
//     are numbers, which a spreadsheet sorts before all that are known to the year or month. Reports have the year beside it as a number.
//   - GEXF ends are inclusive, ours are half-open, so an end is written as the last day on which the record may have held.
//
// # Caveats
//
// XML 1.0 cannot say most control characters: they become U+FFFD there. A worksheet cell holds 32,767 characters and a sheet 1,048,576 rows: longer text is cut with "…", more
// rows are an error. Flat encodings leave out the events of a body. csv and xlsx make their rows in memory, all others stream. NetworkX reads GEXF 1.3 from its version 3.6 on; with an earlier one take GraphML. jsonld uses a
// vocabulary of our own where schema.org has no word. ftm has no place for the words about a document: its credit lines do not travel.
package format
