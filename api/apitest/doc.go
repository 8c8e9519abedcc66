// Package apitest is the table of requests that the API answers the same way on every store: Run(t, store), with a store that holds the bundled dataset.
//
// Every answer is checked against the API's own OpenAPI document by kin-openapi, made strict first: an object with a member that the document does not name fails. What
// holds for every route (ETags, HEAD, OPTIONS, strict parameters, codings, languages, hostile values) is derived from the document, so a new route is
// under test when it is in the table of routes.
//
// # Caveats
//
// Expectations are facts of the bundled dataset; a corrected fact may need a corrected line here.
package apitest
