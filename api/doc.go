// Package api serves enishi over HTTP: every question of the contract as JSON (and in other formats), problems after RFC 9457, the page, health and
// metrics. It is the only package that knows gin.
//
// # How a request is answered
//
// One table (routes.go) holds every route: its path, parameters, shape, formats and the function that answers it. The router, the strict parser, the links, the problems and the
// document at /openapi.json are all made from that table. A route's function gets a graph.Reader of one version of the data and a checked question, and returns
// a struct or an error. One adapter (serve.go) negotiates, compares ETags, bounds the time, encodes the whole answer before it writes a header, and
// one table (problem.go) turns errors into problems. What the client is not told is logged once, under the request id that it was told.
//
// # Decisions
//
//   - An ETag is a hash of what the answer is a function of (dataset version, program version, question, format, language) and not of its bytes, so a 304 costs one read
//     of the version. The alternative, hashing the body, computes every answer first. The coding is part of it, since a strong ETag names bytes.
//   - The answers asked for last are kept, encoded and compressed, as long as the data have their version (answers.go): most requests of a page or a crawler repeat one. The
//     memory is bounded in bytes. Keyed by the request as written, since reading and checking it takes longer than sending the answer.
//   - Records are written from fragments encoded once per version (encode.go); reflection over a large network would cost more than finding it. A test holds fragments
//     to what encoding/json writes.
//   - Compression is applied to the finished body, not to a stream: lengths are known, and an error cannot come after a 200.
//   - A cursor is the place where a page ended after a digest over it and the question, without a key: it refuses mistakes and grants nothing, so it holds on every process that shares
//     the store. Encrypting it would hide nothing: the place is an id on the page.
//   - Parameters that a route does not have are errors, since a misspelt filter that is ignored gives a wrong answer that looks right.
//   - Reconciliation (reconcile.go) is rows of the same table whose shapes the W3C report defines. A candidate is a match by itself only where no other record of the types, of any
//     time, has that very name and the properties: a wrong match goes unseen, an open one is chosen by a person.
//
// # Caveats
//
// An answer is held in memory while it is sent. Pages of a list taken while a release is applied are of the version that each names; search pages count from the start of the ranking
// and may then repeat or miss a hit. Rate limits, kept answers and the answers to uploads are per process. Whether a deleted record ever existed (410) is told from the last 20
// releases that removed something, from the first 2000 changes of each.
package api
