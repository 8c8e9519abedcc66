package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"enishi/api"
	"enishi/graph"
	"enishi/importer"
	"enishi/importer/dataset"
	"enishi/web"
)

// serveFlags are the flags of serve.
type serveFlags struct {
	addr    string
	proxies []string
	rate    float64
	drain   time.Duration
}

func (a *app) serveCommand() *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve the page and the API",
		Long: `Serves the page and the API until it is interrupted. The first Ctrl-C lets requests end, the second ends at once. Port 0 takes a
free one, which is printed. Reads are open to who reaches the address; writes need a key (enishi key --help).`,
		Example: "  enishi serve\n  enishi serve --addr 127.0.0.1:0 --store mem:\n  ENISHI_NEO4J_PASSWORD=… enishi serve --store neo4j://db.example.org:7687",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.serve(cmd.Context(), f) },
	}
	cmd.Flags().StringVar(&f.addr, "addr", cmp.Or(os.Getenv("ENISHI_ADDR"), "127.0.0.1:8080"), "address to listen on (ENISHI_ADDR)")
	cmd.Flags().StringSliceVar(&f.proxies, "trusted-proxy", nil, "address or CIDR range of a reverse proxy whose X-Forwarded-For is believed")
	cmd.Flags().Float64Var(&f.rate, "rate", 0, "requests a second of one client in the long run; 0: 50, below 0: no limit")
	cmd.Flags().DurationVar(&f.drain, "drain", 10*time.Second, "how long requests may take to end after Ctrl-C")
	return cmd
}

func (a *app) serve(ctx context.Context, f serveFlags) (err error) {
	listener, err := net.Listen("tcp", f.addr)
	if err != nil {
		return fmt.Errorf("%w; name another address with --addr, such as 127.0.0.1:0 for any free port", err)
	}
	defer listener.Close()
	s, err := a.open(ctx, writing)
	if err != nil {
		return err
	}
	defer closing(&err, s.Close)
	a.warm(ctx, s)
	handler, err := a.handler(s, web.Dist(), a.log(), func(c *api.Config) {
		c.TrustedProxies, c.Rate = f.proxies, f.rate
	})
	if err != nil {
		return err
	}
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    http.DefaultMaxHeaderBytes, // so large that a query over its limit is refused by the API, with a problem that says so
		ErrorLog:          slog.NewLogLogger(a.log().Handler(), slog.LevelDebug),
	}
	fmt.Fprintf(a.stdout, "enishi: listening on http://%s\n", listener.Addr())
	return serveUntil(ctx, server, listener, f.drain)
}

// maxWarming bounds how long the first requests wait for a store to be warmed.
const maxWarming = time.Minute

// warm readies a store that is slow to answer its first questions, as a Neo4j is that has just started. Without it they are answered too, later.
func (a *app) warm(ctx context.Context, s graph.Store) {
	cold, ok := s.(interface{ Warm(context.Context) error })
	if !ok {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, maxWarming)
	defer cancel()
	if err := cold.Warm(ctx); err != nil {
		a.log().Warn("the store is not warmed: its first answers take longer", "err", err)
	}
}

// serveUntil serves until ctx ends, then lets requests end.
func serveUntil(ctx context.Context, server *http.Server, l net.Listener, drain time.Duration) error {
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
	defer cancel()
	err := server.Shutdown(end)
	if errors.Is(err, context.DeadlineExceeded) {
		err = server.Close()
	}
	return err
}

// handler is the API over a store, and the page if there is one.
func (a *app) handler(s graph.Store, page fs.FS, log *slog.Logger, more ...func(*api.Config)) (http.Handler, error) {
	keys, err := a.keys()
	if err != nil {
		return nil, err
	}
	config := api.Config{Store: s, Page: page, Log: log, Version: buildVersion().Version, KeyCheck: keys.check, Import: importHook(s)}
	for _, set := range more {
		set(&config)
	}
	if err := config.Check(); err != nil {
		return nil, usageError{err}
	}
	return api.New(config), nil
}

// maxUploadRows bounds what one upload takes of the server's memory, to about 1.2 GB; larger inputs are imported on the command line.
const maxUploadRows = 200_000

// importHook lets the API check and apply uploads.
func importHook(s graph.Store) api.ImportFunc {
	return func(ctx context.Context, u api.Upload) (api.ImportResult, error) {
		columns, err := importer.ParseColumns(u.Columns)
		if err != nil {
			return api.ImportResult{}, err
		}
		in, err := importer.Read(ctx, cmp.Or(u.Name, "upload"), u.Body, importer.Limits{Bytes: 1 << 30, Rows: maxUploadRows, Columns: columns})
		if err != nil {
			return api.ImportResult{}, err
		}
		note := cmp.Or(u.Note, "upload of "+graph.Clip(cmp.Or(u.Name, "tables"))+" by "+u.Writer)
		release, report, err := importer.Plan(ctx, s, in, importer.Options{Replace: u.Replace, KeepGoing: u.KeepGoing, Note: note, Gazetteer: dataset.Gazetteer})
		if report == nil {
			return api.ImportResult{}, err
		}
		result := api.ImportResult{Rejected: report.Rejected, Faults: apiFaults(report.Faults)}
		var invalid error
		if result.Report, invalid = report.JSON(true); invalid != nil {
			return result, invalid
		}
		if err != nil || u.DryRun {
			if errors.Is(err, graph.ErrInvalid) {
				err = nil // the report says what is wrong
			}
			return result, err
		}
		result.Release, err = s.Apply(ctx, release)
		result.Applied = err == nil
		return result, err
	}
}

// maxFaults is how many faults the API shows beside the report.
const maxFaults = 1000

func apiFaults(faults []importer.Fault) []api.Fault {
	list := make([]api.Fault, 0, min(len(faults), maxFaults))
	for _, f := range faults[:cap(list)] {
		place := f.File
		if f.Line > 0 {
			place += ":" + strconv.Itoa(f.Line)
		}
		if f.Column != "" {
			place += ":" + f.Column
		}
		detail := f.Reason
		if f.Fix != "" {
			detail += "; " + f.Fix
		}
		list = append(list, api.Fault{Place: place, Detail: detail})
	}
	return list
}
