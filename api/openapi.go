package api

import (
	"embed"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"enishi/graph"
)

// documents are what describes the API, made once from the table of routes.
type documents struct {
	openAPI, docs, css, links *file
}

// The parts of an OpenAPI 3.1 document that are used here.
type (
	openAPI struct {
		OpenAPI    string               `json:"openapi"`
		Info       apiInfo              `json:"info"`
		Servers    []apiServer          `json:"servers"`
		Tags       []apiTag             `json:"tags"`
		Paths      map[string]*pathItem `json:"paths"`
		Components components           `json:"components"`
	}
	apiInfo struct {
		Title       string  `json:"title"`
		Version     string  `json:"version"`
		Summary     string  `json:"summary"`
		Description string  `json:"description"`
		License     license `json:"license"`
	}
	license struct {
		Name       string `json:"name"`
		Identifier string `json:"identifier"`
	}
	apiServer struct {
		URL         string `json:"url"`
		Description string `json:"description"`
	}
	apiTag struct {
		Name        string `json:"name"`
		Description string `json:"description"`
	}
	pathItem struct {
		Get     *operation `json:"get,omitempty"`
		Head    *operation `json:"head,omitempty"`
		Options *operation `json:"options,omitempty"`
		Post    *operation `json:"post,omitempty"`
	}
	operation struct {
		OperationID string                `json:"operationId"`
		Tags        []string              `json:"tags"`
		Summary     string                `json:"summary"`
		Description string                `json:"description,omitempty"`
		Parameters  []parameter           `json:"parameters,omitempty"`
		RequestBody *requestBody          `json:"requestBody,omitempty"`
		Responses   map[string]*response  `json:"responses"`
		Security    []map[string][]string `json:"security,omitempty"`
	}
	parameter struct {
		Ref         string               `json:"$ref,omitempty"`
		Name        string               `json:"name,omitempty"`
		In          string               `json:"in,omitempty"`
		Description string               `json:"description,omitempty"`
		Required    bool                 `json:"required,omitempty"`
		Style       string               `json:"style,omitempty"`
		Explode     *bool                `json:"explode,omitempty"`
		Schema      *schema              `json:"schema,omitempty"`
		Content     map[string]mediaType `json:"content,omitempty"`
		Example     any                  `json:"example,omitempty"`
	}
	requestBody struct {
		Description string               `json:"description"`
		Required    bool                 `json:"required"`
		Content     map[string]mediaType `json:"content"`
	}
	response struct {
		Ref         string               `json:"$ref,omitempty"`
		Description string               `json:"description,omitempty"`
		Headers     map[string]header    `json:"headers,omitempty"`
		Content     map[string]mediaType `json:"content,omitempty"`
	}
	header struct {
		Ref         string  `json:"$ref,omitempty"`
		Description string  `json:"description,omitempty"`
		Schema      *schema `json:"schema,omitempty"`
	}
	mediaType struct {
		Schema   *schema             `json:"schema,omitempty"`
		Encoding map[string]encoding `json:"encoding,omitempty"`
		Example  json.RawMessage     `json:"example,omitempty"`
	}
	encoding struct {
		ContentType string `json:"contentType"`
	}
	components struct {
		Schemas         schemas                   `json:"schemas"`
		Responses       map[string]*response      `json:"responses"`
		Headers         map[string]header         `json:"headers"`
		SecuritySchemes map[string]securityScheme `json:"securitySchemes"`
	}
	securityScheme struct {
		Type        string `json:"type"`
		Scheme      string `json:"scheme"`
		Description string `json:"description"`
	}
)

var apiTags = []apiTag{
	{"Dataset", "What is there."}, {"Search", "From words and codes to records."}, {"Records", "Lists and single records."}, {"Network", "Neighbourhoods, partner graphs and paths."},
	{"Reconciliation", "W3C Reconciliation Service API 0.2, as OpenRefine speaks it."}, {"Counts", "Tallies by one or two axes."}, {"Structure", "Measures of the filtered network."}, {"Reports", "The case study of a prefecture, and comparisons."}, {"Work lists", "What somebody should look into."}, {"Releases", "Changes to the data."}, {"Service", "The program itself."},
}

const apiDescription = `The network of sister affiliations, organizations and exchange programs between Japan and the United States: what held when, and which source says it.

Unknown parameters and values are errors that list what is allowed. Repeated or comma-separated values of a parameter are "or". Dates are as precise as their source (1957, 1957-03, 1957-03-09); a question
without a date is about now. Answers have a strong ETag; If-None-Match is answered by 304. Errors are application/problem+json (RFC 9457). An id that was retired (an earlier code) is a 308 to its holder; a dissolved body is a
record like any other, with its successor.`

// describe makes the OpenAPI document from the table of routes.
func (s *server) describe() *openAPI {
	d := &openAPI{OpenAPI: "3.1.0", Info: apiInfo{Title: "enishi", Version: s.Version, Summary: "Ties between Japan and the United States as a graph", Description: apiDescription, License: license{"Apache License 2.0", "Apache-2.0"}},
		Servers: []apiServer{{URL: "/", Description: "The server that this document came from."}}, Tags: apiTags, Paths: map[string]*pathItem{},
		Components: components{Schemas: schemas{}, Responses: map[string]*response{}, Headers: commonHeaders(),
			SecuritySchemes: map[string]securityScheme{"writeKey": {"http", "bearer", "A write key, made by enishi key create. Reads need none."}}}}
	problemSchema := d.Components.Schemas.of(problem{})
	for _, k := range problemKinds {
		r := &response{Description: k.title + ". " + k.doc, Content: map[string]mediaType{"application/problem+json": {Schema: problemSchema}}, Headers: refs("X-Request-Id")}
		if k.status == http.StatusTooManyRequests || k.status == http.StatusServiceUnavailable {
			r.Headers = refs("X-Request-Id", "Retry-After")
		}
		if old := d.Components.Responses[strconv.Itoa(k.status)]; old != nil {
			r.Description = old.Description + " Or: " + r.Description
		}
		d.Components.Responses[strconv.Itoa(k.status)] = r
	}
	for _, rt := range s.routes {
		d.Paths[documentPath(rt.path)] = rt.describe(d)
	}
	for _, w := range writeTable() {
		d.Paths[documentPath(w.path)] = w.describe(d)
	}
	d.describeImport()
	d.describeService()
	return d
}

// documentPath writes a path of the router as OpenAPI does.
func documentPath(path string) string { return prefix + strings.ReplaceAll(path, ":id", "{id}") }

func refs(names ...string) map[string]header {
	out := map[string]header{}
	for _, n := range names {
		out[n] = header{Ref: "#/components/headers/" + n}
	}
	return out
}

func commonHeaders() map[string]header {
	return map[string]header{
		"ETag":             {Description: "Strong: of the data, the question, the format, the language and the coding.", Schema: &schema{Type: "string"}},
		"Link":             {Description: `rel="next": the following page.`, Schema: &schema{Type: "string"}},
		"X-Request-Id":     {Description: "Under which the request was logged.", Schema: &schema{Type: "string"}},
		"Retry-After":      {Description: "Seconds to wait.", Schema: &schema{Type: "integer"}},
		"RateLimit":        {Description: "What is left for the client, and the seconds until all is.", Schema: &schema{Type: "string"}},
		"RateLimit-Policy": {Description: "Requests at once, and the seconds they are regained in.", Schema: &schema{Type: "string"}},
		"Location":         {Description: "Where the record is.", Schema: &schema{Type: "string"}},
		"Content-Language": {Description: "Language of the labels.", Schema: &schema{Type: "string"}},
	}
}

func (d *openAPI) problems(statuses ...int) map[string]*response {
	out := map[string]*response{}
	for _, st := range statuses {
		out[strconv.Itoa(st)] = &response{Ref: "#/components/responses/" + strconv.Itoa(st)}
	}
	return out
}

func (rt *route) describe(d *openAPI) *pathItem {
	op := &operation{OperationID: rt.name, Tags: []string{rt.tag}, Summary: rt.summary, Description: rt.doc, Responses: d.problems(400, 406, 414, 429, 500, 503)}
	if strings.Contains(rt.path, ":id") {
		op.Parameters = append(op.Parameters, idParameter(rt.idExample))
		for status, r := range d.problems(404) {
			op.Responses[status] = r
		}
	}
	for _, p := range rt.accepted {
		op.Parameters = append(op.Parameters, p.describe())
		if p.kind == idParam && p.required || p.name == "from" || p.name == "prefectures" || p.name == "code" || p.name == "against" {
			op.Responses["404"] = &response{Ref: "#/components/responses/404"}
		}
	}
	if rt.network || rt.report || rt.tag == "Work lists" {
		op.Responses["422"] = &response{Ref: "#/components/responses/422"}
	}
	if rt.record != "" {
		op.Responses["410"] = &response{Ref: "#/components/responses/410"}
	}
	if rt.record == "node" {
		op.Responses["308"] = &response{Description: "The id is retired; Location is its one holder.", Headers: refs("Location")}
	}
	op.Parameters = append(op.Parameters, parameter{Name: "If-None-Match", In: "header", Description: "ETags held; where one still names the answer it is not sent again.", Schema: &schema{Type: "string"}})
	op.Responses["431"] = &response{Description: "The address and the headers together are too large to be read.", Content: map[string]mediaType{"text/plain": {Schema: &schema{Type: "string"}}}}
	op.Responses["304"] = &response{Description: "What the client holds is still right.", Headers: refs("ETag")}
	content := map[string]mediaType{}
	for _, f := range rt.offers {
		m := mediaType{Schema: &schema{Type: "string", Description: f.doc}}
		if strings.HasSuffix(f.mediaType(), "+json") {
			m.Schema.Type = "object"
		}
		if f == jsonOffer {
			m = mediaType{Schema: d.Components.Schemas.of(rt.answer), Example: examples[rt.name]}
		}
		content[f.mediaType()] = m
	}
	op.Responses["200"] = &response{Description: rt.summary + ".", Content: content, Headers: refs("ETag", "Link", "X-Request-Id", "RateLimit", "RateLimit-Policy", "Content-Language")}
	item := withHead(op)
	if rt.form {
		item.Post = rt.describeForm(d, op)
	}
	return item
}

// describeForm is the same question with its parameters in a form.
func (rt *route) describeForm(d *openAPI, get *operation) *operation {
	post := *get
	post.OperationID += "Form"
	post.Summary += " (as a form)"
	post.Parameters = nil
	texts := map[string]encoding{}
	form := &schema{Type: "object", Properties: map[string]*schema{}, AdditionalProperties: &schema{Not: &schema{}}} // no others
	for _, p := range rt.accepted {
		described := p.describe()
		switch {
		case p.name == langParam.name || p.name == "format":
			post.Parameters = append(post.Parameters, described)
			continue
		case described.Schema == nil:
			described.Schema = p.schema
			texts[p.name] = encoding{jsonOffer.mediaType()}
		}
		form.Properties[p.name] = described.Schema
	}
	post.RequestBody = &requestBody{Description: "The parameters of GET, where they are too long for an address. JSON stands in them as text.", Required: true, Content: map[string]mediaType{formType: {Schema: form, Encoding: texts}}}
	post.Responses = d.problems(400, 406, 413, 414, 415, 429, 500, 503)
	post.Responses["431"] = get.Responses["431"]
	ok := *get.Responses["200"]
	ok.Headers = refs("X-Request-Id", "RateLimit", "RateLimit-Policy", "Content-Language")
	post.Responses["200"] = &ok
	return &post
}

// withHead describes HEAD, which answers as GET does but for the body, and OPTIONS beside GET.
func withHead(get *operation) *pathItem {
	head := *get
	head.OperationID += "Head"
	head.Summary += " (headers only)"
	head.Responses = map[string]*response{}
	for status, r := range get.Responses {
		bare := &response{Description: "As GET, without the body."}
		if r.Headers != nil {
			bare.Headers = r.Headers
		}
		head.Responses[status] = bare
	}
	return &pathItem{Get: get, Head: &head, Options: optionsOperation(get.OperationID, get.Tags, get.Parameters)}
}

func optionsOperation(name string, tags []string, params []parameter) *operation {
	op := &operation{OperationID: name + "Options", Tags: tags, Summary: "What the path allows", Responses: map[string]*response{"204": {Description: "Allow names the methods."}}}
	for _, p := range params {
		if p.In == "path" {
			p.Schema = &schema{Type: "string"} // nothing is looked up, so anything goes
			op.Parameters = append(op.Parameters, p)
		}
	}
	return op
}

// The patterns are written so that the regular expressions of ECMAScript, Python and Go read them alike.
const (
	idPattern   = `^[a-z0-9][a-z0-9-]*$`
	textPattern = `^[^\x00-\x1f\x7f]*$` // no control characters
)

func idParameter(example string) parameter {
	return parameter{Name: "id", In: "path", Required: true, Description: "Id of the record.", Schema: &schema{Type: "string", Pattern: idPattern, MaxLength: ptr(graph.MaxID)}, Example: example}
}

func (p *param) describe() parameter {
	one := &schema{Type: "string", Enum: p.enum}
	switch p.kind {
	case dateParam:
		one.Pattern = datePattern
	case idParam:
		one.Pattern, one.MaxLength = idPattern, ptr(graph.MaxID)
	case intParam:
		one = &schema{Type: "integer", Minimum: ptr(p.min), Maximum: ptr(p.max)}
	case boolParam:
		one = &schema{Type: "boolean"}
	case signedParam:
		one.Pattern = graph.SignedPattern
	case textParam:
		if p.enum == nil {
			one.Pattern = textPattern
			if !p.blank {
				one.MinLength = ptr(1)
			}
			if p.max > 0 {
				one.MaxLength = ptr(p.max)
			}
		}
	}
	out := parameter{Name: p.name, In: "query", Description: p.doc, Required: p.required, Schema: one}
	if p.kind == jsonParam {
		out.Schema, out.Content = nil, map[string]mediaType{"application/json": {Schema: p.schema}}
		return out
	}
	if p.example != "" {
		out.Example = p.typed(p.example)
	}
	if p.many {
		out.Schema = &schema{Type: "array", Items: one, MinItems: ptr(1), MaxItems: ptr(p.max)}
		out.Style, out.Explode = "form", ptr(p.whole)
		if p.whole {
			one.MaxLength = ptr(maxWhole)
		}
		switch {
		case p.example == "":
		case p.whole:
			out.Example = []string{p.example}
		default:
			out.Example = strings.Split(p.example, ",")
		}
	}
	if p.byItself != "" {
		out.Schema.Default = p.typed(p.byItself)
	}
	return out
}

// typed is a value of the parameter as JSON has it.
func (p *param) typed(text string) any {
	switch p.kind {
	case intParam:
		n, err := strconv.Atoi(text)
		if err != nil { // a constant of the table
			panic("api: " + p.name + "=" + text)
		}
		return n
	case boolParam:
		return text == "true"
	}
	return text
}

func ptr[T any](v T) *T { return &v }

func (w *writeRoute) describe(d *openAPI) *pathItem {
	op := &operation{OperationID: w.name, Tags: []string{"Releases"}, Summary: w.summary, Description: w.doc, Responses: d.problems(400, 401, 403, 409, 414, 429, 500, 503), Security: []map[string][]string{{"writeKey": {}}}}
	if w.idExample != "" {
		op.Parameters = append(op.Parameters, idParameter(w.idExample))
		op.Responses["404"] = &response{Ref: "#/components/responses/404"}
	}
	for _, p := range w.params {
		op.Parameters = append(op.Parameters, p.describe())
	}
	if len(w.body) > 0 {
		op.RequestBody = &requestBody{Description: "Tables in the project's format.", Required: true, Content: map[string]mediaType{}}
		for _, t := range w.body {
			op.RequestBody.Content[t] = mediaType{}
		}
		for status, r := range d.problems(413, 415, 422) {
			op.Responses[status] = r
		}
	}
	headers := refs("X-Request-Id")
	if w.creates {
		headers = refs("X-Request-Id", "Location")
	}
	op.Responses[strconv.Itoa(w.status())] = &response{Description: w.summary + ".", Content: map[string]mediaType{"application/json": {Schema: d.Components.Schemas.of(w.answer)}}, Headers: headers}
	return &pathItem{Post: op, Options: optionsOperation(w.name, op.Tags, op.Parameters)}
}

// describeImport adds the answers to uploads, which are read with a key.
func (d *openAPI) describeImport() {
	op := &operation{OperationID: "importRead", Tags: []string{"Releases"}, Summary: "What became of an upload", Description: fmt.Sprintf("The answer that the upload got, with its report. The last %d uploads are kept, of up to %s together, until the server ends.", maxImports, sizeText(maxImportBytes)),
		Parameters: []parameter{idParameter("imp-0123456789abcdef01234567")}, Responses: d.problems(400, 401, 403, 404, 414, 429, 500), Security: []map[string][]string{{"writeKey": {}}}}
	op.Responses["200"] = &response{Description: op.Summary + ".", Content: map[string]mediaType{"application/json": {Schema: d.Components.Schemas.of(importAnswer{})}}, Headers: refs("ETag", "X-Request-Id")}
	op.Responses["304"] = &response{Description: "What the client holds is still right.", Headers: refs("ETag")}
	d.Paths[documentPath("/imports/:id")] = withHead(op)
}

// describeService adds what stands outside the prefix.
func (d *openAPI) describeService() {
	status := map[string]mediaType{"application/json": {Schema: d.Components.Schemas.of(statusAnswer{})}}
	add := func(path, name, summary string, content map[string]mediaType, problems ...int) {
		op := &operation{OperationID: name, Tags: []string{"Service"}, Summary: summary, Responses: d.problems(problems...)}
		op.Responses["200"] = &response{Description: summary + ".", Content: content, Headers: refs("X-Request-Id")}
		d.Paths[path] = withHead(op)
	}
	add("/healthz", "healthz", "The process answers", status, 500)
	add("/readyz", "readyz", "The store answers", status, 429, 500, 503)
	add("/metrics", "metrics", "Metrics for Prometheus", map[string]mediaType{"text/plain": {Schema: &schema{Type: "string"}}}, 429, 500)
	add("/openapi.json", "openapi", "This document", map[string]mediaType{"application/json": {Schema: &schema{Type: "object"}}}, 400, 429, 500)
	add("/docs", "docs", "This document for people", map[string]mediaType{"text/html": {Schema: &schema{Type: "string"}}}, 400, 429, 500)
	for _, path := range []string{"/openapi.json", "/docs"} {
		d.Paths[path].Get.Responses["304"] = &response{Description: "What the client holds is still right.", Headers: refs("ETag")}
		d.Paths[path].Head.Responses["304"] = d.Paths[path].Get.Responses["304"]
	}
}

//go:embed docs/examples/*.json
var exampleFiles embed.FS

// examples are answers to show in the document, by operation. A test holds them to what is answered.
var examples = readExamples()

func readExamples() map[string]json.RawMessage {
	out := map[string]json.RawMessage{}
	files, err := exampleFiles.ReadDir("docs/examples")
	if err != nil { // the folder is embedded
		panic(err)
	}
	for _, f := range files {
		text, err := exampleFiles.ReadFile("docs/examples/" + f.Name())
		if err != nil {
			panic(err)
		}
		out[strings.TrimSuffix(f.Name(), ".json")] = text
	}
	return out
}

func (s *server) makeDocuments() *documents {
	described := s.describe()
	text, err := json.Marshal(described)
	if err != nil { // texts, numbers, maps of them
		panic(err)
	}
	return &documents{openAPI: newFile("application/json; charset=utf-8", text), docs: newFile("text/html; charset=utf-8", docsPage(described)), css: newFile("text/css; charset=utf-8", docsCSS), links: newFile("text/html; charset=utf-8", linksPage(s))}
}
