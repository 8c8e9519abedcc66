package api

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"enishi/graph"
)

// Upload is what a client sent to be imported.
type Upload struct {
	Name        string // file name, "" if not told; its extension tells the kind of table where the media type does not
	ContentType string // media type without parameters
	Body        io.Reader
	DryRun      bool     // check and report, write nothing
	Replace     bool     // the upload is the whole dataset
	KeepGoing   bool     // apply the sound rows although others are wrong
	Columns     []string // names of columns that are not ours, each ours=theirs
	Note        string   // of the release
	Writer      string   // name of the write key
}

// ImportResult is what became of an upload.
type ImportResult struct {
	Release  graph.ReleaseInfo // that it made; of no changes: the one before, as nothing was written; zero for a dry run, or where rows are wrong
	Applied  bool              // written, or equal to what is there
	Rejected int               // rows that are wrong
	Faults   []Fault           // of the rows that are wrong, at most 1000
	Report   json.RawMessage   // the importer's whole report
}

// Fault is what is wrong with a row.
type Fault struct {
	Place  string // file:line:column, or what of it is known
	Detail string // what is wrong and what would be right
}

type importAnswer struct {
	ID       string             `json:"id,omitempty" doc:"Under which the answer is kept, see links.self; missing where it is too large to be."`
	Applied  bool               `json:"applied" doc:"Written, or equal to what is there; false for a dry run."`
	Changed  bool               `json:"changed" doc:"A release was made. Of an upload that is applied and changed nothing: the data say so already."`
	Rejected int                `json:"rejected" doc:"Rows that are wrong."`
	Release  *graph.ReleaseInfo `json:"release,omitempty" doc:"That was made; missing where nothing changed."`
	Report   json.RawMessage    `json:"report" doc:"The importer's report: each file, each row with its outcome, and what would change or changed."`
	Links    *links             `json:"links,omitempty"`
}

type rollbackAnswer struct {
	Release graph.ReleaseInfo `json:"release" doc:"The new release, whose content is that of the one rolled back to; or the current one where that is its content already."`
}

// writeRoute is a row of the table of routes that change the data.
type writeRoute struct {
	path      string
	name      string
	summary   string
	doc       string
	params    []param
	body      []string // media types
	idExample string
	answer    any
	creates   bool // answers with 201 and Location
	do        func(ctx context.Context, s *server, w *writeRequest) (any, error)
}

type writeRequest struct {
	values
	id, key     string
	contentType string
	body        io.Reader
	header      http.Header // of the answer
}

// maxMapped is how many columns of an upload may be named; more than any table has.
const maxMapped = 100

// uploadTypes are the media types of tables.
var uploadTypes = []string{"text/csv", "text/tab-separated-values", "application/zip", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}

func writeTable() []*writeRoute {
	return []*writeRoute{
		{path: "/imports", name: "import", summary: "Check or apply an upload of tables", doc: "One CSV or TSV file, a workbook (.xlsx) with a sheet per table, or a zip of them. With dry_run=true nothing is written and the report says what would be. Location is where the answer is kept, also of an upload that was not accepted.",
			params: []param{{name: "dry_run", kind: boolParam, byItself: "false", doc: "true: check and report only."}, {name: "replace", kind: boolParam, byItself: "false", doc: "true: the upload is the whole dataset; every other record goes."},
				{name: "keep_going", kind: boolParam, byItself: "false", doc: "true: apply the sound rows although others are wrong."},
				{name: "name", max: 200, doc: "File name; of a single table it says which: ties.csv.", example: "ties.csv"},
				{name: "map", many: true, whole: true, ordered: true, max: maxMapped, doc: "Names of the upload's columns where they are not ours, each as ours=theirs: partner=Sister City; for one table of several ties.partner=Sister City; -=Remarks leaves a column aside. A single table whose name says no table is the one named so. The report's files tell what was read as what.", example: "ties.partner=Sister City"}, {name: "note", max: 1000, doc: "Note of the release."}},
			body: uploadTypes, creates: true, answer: importAnswer{}, do: doImport},
		{path: "/releases/:id/rollback", name: "rollback", summary: "Make a new release with the content of an earlier one", idExample: "r1", answer: rollbackAnswer{}, do: doRollback},
	}
}

// write is the adapter of every route that changes the data.
func (s *server) write(rt *writeRoute) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := s.change(c, rt); err != nil {
			var large *http.MaxBytesError
			if errors.As(err, &large) {
				err = problemLarge.problem("the body is over the limit of " + sizeText(s.MaxUpload))
			}
			s.fail(c, nil, err)
		}
	}
}

func (s *server) change(c *gin.Context, rt *writeRoute) error {
	key, err := s.authorize(c)
	if err != nil {
		return err
	}
	vals, err := parseQuery(rt.params, c.Request.URL.RawQuery)
	if err != nil {
		return err
	}
	w := &writeRequest{values: vals, id: c.Param("id"), key: key, header: c.Writer.Header()}
	if len(rt.body) > 0 {
		if w.contentType, err = uploadType(c.GetHeader("Content-Type"), rt.body); err != nil {
			return err
		}
		if c.Request.ContentLength > s.MaxUpload {
			return problemLarge.problem("the body is over the limit of " + sizeText(s.MaxUpload))
		}
		w.body = http.MaxBytesReader(c.Writer, c.Request.Body, s.MaxUpload)
		deadline := s.Now().Add(s.UploadTimeout)
		if err := http.NewResponseController(c.Writer).SetReadDeadline(deadline); err != nil && !errors.Is(err, http.ErrNotSupported) {
			return err
		}
	}
	ctx, cancel := s.deadline(c.Request.Context(), s.UploadTimeout)
	defer cancel()
	answer, err := rt.do(ctx, s, w)
	if err != nil {
		return err
	}
	body, err := (&encoder{}).marshal(nil, answer)
	if err != nil {
		return err
	}
	c.Header("Cache-Control", "no-store")
	c.Header("Vary", "Accept-Encoding")
	return s.send(c, rt.status(), "application/json; charset=utf-8", body, "")
}

func (rt *writeRoute) status() int {
	if rt.creates {
		return http.StatusCreated
	}
	return http.StatusOK
}

// authorize is the name of the write key of the request.
func (s *server) authorize(c *gin.Context) (string, error) {
	if s.KeyCheck == nil {
		return "", problemForbidden.problem("writes are off here")
	}
	scheme, secret, _ := strings.Cut(c.GetHeader("Authorization"), " ")
	name, exist, err := s.KeyCheck(strings.TrimSpace(secret))
	switch {
	case err != nil:
		return "", err
	case !exist:
		return "", problemForbidden.problem("no write key exists, so writes are off; make one with: enishi key create NAME")
	case !strings.EqualFold(scheme, "Bearer") || name == "":
		return "", problemUnauth.problem("send Authorization: Bearer and a write key")
	}
	c.Set(keyWriter, name)
	return name, nil
}

func uploadType(header string, allowed []string) (string, error) {
	t, _, err := mime.ParseMediaType(header)
	if err != nil || !slices.Contains(allowed, t) {
		return "", problemMedia.problem("Content-Type is one of " + strings.Join(allowed, ", "))
	}
	return t, nil
}

func doRollback(ctx context.Context, s *server, w *writeRequest) (any, error) {
	info, err := s.Store.Rollback(ctx, w.id)
	return rollbackAnswer{info}, err
}

func doImport(ctx context.Context, s *server, w *writeRequest) (any, error) {
	if s.Import == nil {
		return nil, problemForbidden.problem("uploads are off here")
	}
	res, err := s.Import(ctx, Upload{Name: w.one("name"), ContentType: w.contentType, Body: w.body, DryRun: w.flag("dry_run"), Replace: w.flag("replace"), KeepGoing: w.flag("keep_going"), Columns: w.list("map"), Note: w.one("note"), Writer: w.key})
	if err != nil {
		return nil, err
	}
	a := importAnswer{Applied: res.Applied, Rejected: res.Rejected, Report: res.Report}
	if res.Release.Changes.Total() > 0 {
		a.Changed, a.Release = true, &res.Release
	}
	if a, err = s.keepImport(w.header, a); err != nil {
		return nil, err
	}
	if !res.Applied && !w.flag("dry_run") {
		p := problemRejected.problem("rows are wrong; nothing was written")
		for _, f := range res.Faults {
			p.Errors = append(p.Errors, fault{Pointer: f.Place, Detail: f.Detail})
		}
		return nil, p
	}
	return a, nil
}

func sizeText(n int64) string {
	const mib = 1 << 20
	if n >= mib && n%mib == 0 {
		return itoa(n/mib) + " MiB"
	}
	return itoa(n) + " bytes"
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
