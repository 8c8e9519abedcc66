package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"enishi/api"
	"enishi/graph"
)

// questionsUnder makes subcommands of the questions that stand under a command; under "" those of the program.
func (a *app) questionsUnder(command string) []*cobra.Command {
	var list []*cobra.Command
	for i := range questions {
		if questions[i].under == command {
			list = append(list, a.questionCommand(&questions[i]))
		}
	}
	return list
}

// questionCommands are those of the program, and one that asks any address.
func (a *app) questionCommands() []*cobra.Command {
	list := a.questionsUnder("")
	ask := &cobra.Command{Use: "ask PATH", Short: "Ask any address of the API, without a server", Args: cobra.ExactArgs(1),
		Example: "  enishi ask '/nodes/jp-04/counts?as_of=1989-08'",
		RunE: func(cmd *cobra.Command, args []string) error {
			u, err := url.Parse(args[0])
			if err != nil || !strings.HasPrefix(u.Path, "/") {
				return usagef("%q is no path such as /nodes/jp-04", args[0])
			}
			body, err := a.ask(cmd.Context(), u.Path, u.Query())
			if err == nil {
				_, err = a.stdout.Write(body)
			}
			return err
		}}
	return append(list, ask)
}

func (a *app) questionCommand(q *question) *cobra.Command {
	var output string
	var within bool
	cmd := &cobra.Command{Use: q.use, Short: q.short, Long: q.long, Example: q.example, Args: q.args}
	flags := cmd.Flags()
	if q.alias != "" {
		cmd.Aliases = []string{q.alias}
	}
	paramOf := map[string]string{} // by flag
	for _, p := range q.flags() {
		flags.String(flagOf(p.Name), "", p.Doc)
		paramOf[flagOf(p.Name)] = p.Name
	}
	flags.StringVarP(&output, "output", "o", "", "file to write the answer to, instead of standard output")
	if strings.HasSuffix(q.path, "/partners") {
		flags.BoolVar(&within, "within", false, "the same as --scope within")
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		params := url.Values{}
		flags.Visit(func(f *pflag.Flag) {
			if p := paramOf[f.Name]; p != "" {
				params.Set(p, f.Value.String())
			}
		})
		if within {
			params.Set("scope", "within")
		}
		path := q.path
		if before, after, named := strings.Cut(path, "{id}"); named {
			path = before + url.PathEscape(args[0]) + after
		}
		if q.fill != nil {
			q.fill(args, params)
		}
		body, err := a.ask(cmd.Context(), path, params)
		if err != nil {
			return err
		}
		return a.deliver(q, body, params.Get("format"), output)
	}
	return cmd
}

// flags are the parameters of the path that no argument fills.
func (q *question) flags() []api.Parameter {
	return slices.DeleteFunc(api.Parameters(q.path), func(p api.Parameter) bool { return slices.Contains(strings.Fields(q.takes), p.Name) })
}

func flagOf(param string) string { return strings.ReplaceAll(param, "_", "-") }

// deliver writes the answer as it came where a format, JSON or a file is asked for, else as a table for people.
func (a *app) deliver(q *question, body []byte, format, output string) error {
	if output != "" {
		return newFile(output, func(w io.Writer) error { _, err := w.Write(body); return err })
	}
	if format != "" || a.json {
		_, err := a.stdout.Write(body)
		return err
	}
	var ans answer
	if err := json.Unmarshal(body, &ans); err != nil {
		return fmt.Errorf("reading the answer: %w", err)
	}
	titles, rows := q.show(ans)
	if err := a.table(titles, rows, nil); err != nil {
		return err
	}
	a.remark(&ans)
	return nil
}

// remark says what the answer left out.
func (a *app) remark(ans *answer) {
	for _, h := range ans.Hints {
		a.say("%s.", h.Detail)
	}
	m := ans.Meta
	if m.Undated > 0 {
		a.say("%d more have an unknown start; --undated include lets them in.", m.Undated)
	}
	if m.Possible > 0 {
		a.say("%d of these hold only if a partial date fell favourably.", m.Possible)
	}
	if len(m.TruncatedBy) > 0 {
		a.say("Cut by %s; raise the limit or narrow the question.", strings.Join(m.TruncatedBy, ", "))
	}
	if ans.Links.Next != "" {
		if next, err := url.Parse(ans.Links.Next); err == nil && next.Query().Get("cursor") != "" {
			a.say("There is more: --cursor %s", next.Query().Get("cursor"))
		}
	}
}

// ask asks the API's handler over the store, in this process.
func (a *app) ask(ctx context.Context, path string, params url.Values) (body []byte, err error) {
	s, err := a.open(ctx, reading)
	if err != nil {
		return nil, err
	}
	defer closing(&err, s.Close)
	handler, err := a.handler(s, nil, slog.New(slog.DiscardHandler), func(c *api.Config) {
		c.Rate = -1
		c.QueryTimeout = -1 // Ctrl-C is there
	})
	if err != nil {
		return nil, err
	}
	target := path
	if !strings.HasPrefix(target, "/api/") {
		target = "/api/v1" + target
	}
	if len(params) > 0 {
		target += "?" + params.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, target, nil)
	if err != nil {
		return nil, usagef("%q is no address: %w", target, err)
	}
	req.RemoteAddr = "127.0.0.1:0"
	if lang := os.Getenv("LANG"); strings.HasPrefix(lang, "ja") {
		req.Header.Set("Accept-Language", "ja")
	}
	var got response
	handler.ServeHTTP(&got, req)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if got.status >= 300 {
		return nil, a.problem(&got)
	}
	return got.body.Bytes(), nil
}

// response keeps what a handler answers.
type response struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (r *response) Header() http.Header {
	if r.header == nil {
		r.header = http.Header{}
	}
	return r.header
}

func (r *response) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
}

func (r *response) Write(b []byte) (int, error) {
	r.WriteHeader(http.StatusOK)
	return r.body.Write(b)
}

// problem turns a problem document (RFC 9457) into an error of the matching class.
func (a *app) problem(got *response) error {
	if to := got.header.Get("Location"); to != "" {
		return fmt.Errorf("%w: that id is retired; ask for %s", graph.ErrNotFound, to)
	}
	var p struct {
		Title, Detail string
		Errors        []struct{ Parameter, Pointer, Detail string }
	}
	if err := json.Unmarshal(got.body.Bytes(), &p); err != nil {
		return fmt.Errorf("the API answered %d: %s", got.status, got.body.Bytes())
	}
	text := p.Title
	if p.Detail != "" {
		text = p.Detail
	}
	for _, e := range p.Errors {
		if e.Parameter != "" && e.Detail != p.Detail {
			text += fmt.Sprintf("\n  --%s: %s", flagOf(e.Parameter), e.Detail)
		}
	}
	switch got.status {
	case http.StatusNotFound, http.StatusGone:
		return told{text, graph.ErrNotFound}
	case http.StatusBadRequest, http.StatusUnprocessableEntity, http.StatusRequestEntityTooLarge, http.StatusNotAcceptable:
		return told{text, graph.ErrInvalid}
	case http.StatusServiceUnavailable, http.StatusTooManyRequests:
		return told{text, graph.ErrUnavailable}
	}
	return fmt.Errorf("%s", text)
}

// told is an error whose text says all, and whose class is that of another.
type told struct {
	text  string
	class error
}

func (t told) Error() string { return t.text }
func (t told) Unwrap() error { return t.class }
