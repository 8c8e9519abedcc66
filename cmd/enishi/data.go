package main

import (
	"archive/zip"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"enishi/graph"
	"enishi/graph/embedstore"
	"enishi/importer"
	"enishi/importer/dataset"
)

func (a *app) importCommand() *cobra.Command {
	var opts importer.Options
	var dryRun, rows bool
	var maxRows int
	var columns []string
	cmd := &cobra.Command{
		Use:   "import FOLDER|ZIP|WORKBOOK|TABLE|-",
		Short: "Check tables and make them a release of the data",
		Long: `Reads tables from a folder, a zip, a workbook (.xlsx, a sheet per table), one table file (ties.csv), or any of these but a folder on standard input ("-").
Checks every row against the others and the store, and applies them as one release: all of it or nothing. Rows add or change records by id, nothing
else goes, unless --replace makes the tables the whole dataset. A faulty row is listed with file, line, column, value, and what would be right.

The tables and their columns are described in importer/README.md of the source; "enishi export tables/" writes full examples of each.
A first table of your own, ties.csv:

  bodies,partner,kind,signed,status
  jp-04100,"Ann Arbor, MI",sister-city,1990-05,active

Tables whose columns have other names are read with --map.`,
		Example: "  enishi import tables/ --dry-run\n  enishi import sisters.csv --map ties.bodies=Town --map partner='Sister City' --map signed=Since --map -=Remarks\n  enishi import tables.xlsx --note 'register of 2026'\n  enishi import ties.csv --keep-going",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			limits := importer.Limits{Rows: maxRows}
			var err error
			if limits.Columns, err = importer.ParseColumns(columns); err != nil {
				return usagef("%s", strings.TrimPrefix(err.Error(), "map: "))
			}
			return a.runImport(cmd.Context(), args[0], limits, opts, dryRun, rows)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&dryRun, "dry-run", false, "show the report and what would change; write nothing")
	f.BoolVar(&opts.Replace, "replace", false, "the tables are the whole dataset: what they do not hold goes")
	f.BoolVar(&opts.KeepGoing, "keep-going", false, "apply the sound rows where others are faulty")
	f.StringVar(&opts.Note, "note", "", "what the release is, for the list of releases")
	f.IntVar(&maxRows, "max-rows", 0, "rows that are read at the most; 0: 1 million, for which about 6 GB of memory are needed")
	f.StringArrayVar(&columns, "map", nil, "our column and what the tables call it, such as partner='Sister City', ties.partner='Sister City' or -=Remarks (left aside); may be repeated")
	f.BoolVar(&rows, "rows", false, "with --json: what became of every row")
	return cmd
}

func (a *app) runImport(ctx context.Context, name string, limits importer.Limits, opts importer.Options, dryRun, rows bool) (err error) {
	s, err := a.open(ctx, writing)
	if err != nil {
		return err
	}
	defer closing(&err, s.Close)
	bar := a.progress("reading")
	defer bar.Close()
	limits.Progress = func(_ int64, rows int) { bar.Describe(fmt.Sprintf("reading, %d rows", rows)) }
	in, err := a.readTables(ctx, name, limits)
	if err != nil {
		return err
	}
	opts.Gazetteer = dataset.Gazetteer
	opts.Progress = func(stage string) { bar.Describe(stage) }
	opts.Note = cmp.Or(opts.Note, "import of "+filepath.Base(name))
	release, report, planErr := importer.Plan(ctx, s, in, opts)
	if report == nil {
		return planErr
	}
	var info graph.ReleaseInfo
	if planErr == nil && !dryRun {
		bar.Describe("writing")
		if info, err = s.Apply(ctx, release); err != nil {
			return err
		}
	}
	bar.Close()
	if err := a.showReport(report, rows); err != nil {
		return err
	}
	switch {
	case errors.Is(planErr, graph.ErrInvalid):
		return rejectedError{errors.New("nothing is written: the faults are listed above")}
	case planErr != nil:
		return planErr
	case dryRun:
		a.say("Dry run: nothing is written.")
	case info.Changes.Total() == 0:
		a.say("The store says so already: no new release.")
	default:
		a.say("Release %s, version %s.", info.ID, info.Version)
	}
	if report.Rejected > 0 {
		return rejectedError{fmt.Errorf("%d of %d rows were left out", report.Rejected, report.Rows)}
	}
	return nil
}

func (a *app) readTables(ctx context.Context, name string, limits importer.Limits) (*importer.Input, error) {
	if name == "-" {
		return importer.Read(ctx, "standard input", a.stdin, limits)
	}
	if _, err := os.Stat(name); errors.Is(err, os.ErrNotExist) {
		return nil, usagef("there is no file or folder %s", name)
	}
	return importer.Open(ctx, name, limits)
}

func (a *app) showReport(report *importer.Report, rows bool) error {
	if a.json {
		text, err := report.JSON(rows)
		if err == nil {
			_, err = a.stdout.Write(append(text, '\n'))
		}
		return err
	}
	return report.WriteText(a.stdout, 50)
}

// progress is a spinner on a terminal and silent elsewhere.
func (a *app) progress(what string) *progressbar.ProgressBar {
	out := a.stderr
	if a.quiet || !terminal(a.stderr) {
		out = io.Discard
	}
	return progressbar.NewOptions(-1, progressbar.OptionSetWriter(out), progressbar.OptionSetDescription(what), progressbar.OptionClearOnFinish(), progressbar.OptionSetElapsedTime(true))
}

func (a *app) exportCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "export FOLDER|FILE|-",
		Short: "Write the whole dataset as tables, or as a network for other programs",
		Long: `Writes the dataset in the table format that import reads: into a folder (new or empty), a zip, or a zip on standard output ("-"). The same
dataset gives the same bytes, in whatever order it came. With --format it writes the whole network, of all times, as one file of that format; import does not read it.`,
		Example: "  enishi export tables/\n  enishi export - > tables.zip\n  enishi export all.gexf --format gexf",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if format != "" {
				return a.exportNetwork(cmd.Context(), args[0], format)
			}
			return a.with(cmd.Context(), reading, func(s graph.Store) error { return a.runExport(cmd.Context(), s, args[0]) })
		},
	}
	cmd.Flags().StringVar(&format, "format", "", "gexf, graphml, node-link … as `enishi graph` has them: the network instead of the tables")
	return cmd
}

// exportNetwork writes the whole network in a format of the API; one that the API would cut is refused.
func (a *app) exportNetwork(ctx context.Context, target, format string) error {
	var d graph.Dataset
	if err := a.with(ctx, reading, func(s graph.Store) (err error) {
		d, err = s.Dataset(ctx)
		return err
	}); err != nil {
		return err
	}
	nodes, edges := 0, 0
	for _, n := range d.Nodes {
		nodes += n
	}
	for _, n := range d.Edges {
		edges += n
	}
	if nodes > graph.MaxNodes || edges > graph.MaxEdges {
		return fmt.Errorf("%w: %d nodes and %d edges; a file of a format holds %d and %d at most; export the tables, or a part by `enishi graph`", graph.ErrTooLarge, nodes, edges, graph.MaxNodes, graph.MaxEdges)
	}
	body, err := a.ask(ctx, "/graph", url.Values{"time": {"any"}, "format": {format}})
	if err != nil {
		return err
	}
	if target == "-" {
		_, err = a.stdout.Write(body)
		return err
	}
	return newFile(target, func(w io.Writer) error { _, err := w.Write(body); return err })
}

func (a *app) runExport(ctx context.Context, s graph.Store, target string) error {
	export := func(create func(string) (io.WriteCloser, error)) error {
		return s.View(ctx, func(r graph.Reader) error { return importer.Export(ctx, r, create) })
	}
	switch {
	case target == "-":
		return zipTo(a.stdout, export)
	case strings.HasSuffix(target, ".zip"):
		return newFile(target, func(w io.Writer) error { return zipTo(w, export) })
	}
	return newFolder(target, func(dir string) error {
		return export(func(name string) (io.WriteCloser, error) { return os.Create(filepath.Join(dir, name)) })
	})
}

// zipTo writes exported tables as a zip without times, so that equal datasets give equal files.
func zipTo(w io.Writer, export func(func(string) (io.WriteCloser, error)) error) error {
	z := zip.NewWriter(w)
	err := export(func(name string) (io.WriteCloser, error) {
		member, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
		return nopCloser{member}, err
	})
	return errors.Join(err, z.Close())
}

type nopCloser struct{ io.Writer }

func (nopCloser) Close() error { return nil }

// newFile makes a file whole or not at all, and overwrites none.
func newFile(name string, write func(io.Writer) error) error {
	if _, err := os.Lstat(name); err == nil {
		return usagef("%s exists; name a new file", name)
	}
	tmp, err := os.CreateTemp(filepath.Dir(name), ".enishi-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	if err := errors.Join(write(tmp), tmp.Sync(), tmp.Close()); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), name)
}

// newFolder fills a folder that is new or empty, whole or not at all.
func newFolder(name string, write func(dir string) error) error {
	if entries, err := os.ReadDir(name); err == nil && len(entries) > 0 {
		return usagef("%s is not empty; name a new folder", name)
	}
	abs, err := filepath.Abs(name)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(abs), 0o755); err != nil {
		return err
	}
	tmp, err := os.MkdirTemp(filepath.Dir(abs), ".enishi-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	if err := write(tmp); err != nil {
		return err
	}
	if err := errors.Join(os.Chmod(tmp, 0o755), ignoreMissing(os.Remove(abs))); err != nil {
		return err
	}
	return os.Rename(tmp, abs)
}

func ignoreMissing(err error) error {
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

func (a *app) checkCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "check",
		Short: "Verify the store and count what it holds",
		Long:  "Verifies that every end and citation exists, that counts equal lists and that the content has the version it should; exits 4 with a list of faults where not.",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.with(cmd.Context(), reading, func(s graph.Store) error { return a.runCheck(cmd.Context(), s) })
		},
	}
}

func (a *app) runCheck(ctx context.Context, s graph.Store) error {
	faults, err := s.Check(ctx)
	if err != nil {
		return err
	}
	d, err := s.Dataset(ctx)
	if err != nil {
		return err
	}
	if err := a.showCheck(d, faults); err != nil {
		return err
	}
	if len(faults) > 0 {
		return rejectedError{fmt.Errorf("%d faults", len(faults))}
	}
	return nil
}

func (a *app) showCheck(d graph.Dataset, faults []string) error {
	rows := [][]string{{"version", d.Version}, {"release", d.Release.ID}}
	count := func(what string, n int) { rows = append(rows, []string{what, strconv.Itoa(n)}) }
	for _, k := range graph.NodeKinds {
		count(string(k), d.Nodes[k])
	}
	for _, k := range graph.EdgeKinds {
		count(string(k), d.Edges[k])
	}
	count("ties", d.Ties)
	count("sources", d.Sources)
	count("claims", d.Claims)
	count("faults", len(faults))
	for _, f := range faults {
		rows = append(rows, []string{"fault", f})
	}
	return a.table([]string{"what", "value"}, rows, struct {
		graph.Dataset
		Faults []string `json:"faults"`
	}{d, append([]string{}, faults...)})
}

func (a *app) creditsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "credits",
		Short: "Whose data this is: the credits that any use must show",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.with(cmd.Context(), reading, func(s graph.Store) error {
				d, err := s.Dataset(cmd.Context())
				if err != nil {
					return err
				}
				rows := make([][]string, len(d.Credits))
				for i, c := range d.Credits {
					rows[i] = []string{c.Credit, c.Licence, c.Locator}
				}
				return a.table([]string{"credit", "licence", "where"}, rows, d.Credits)
			})
		},
	}
}

func (a *app) releasesCommand() *cobra.Command {
	var limit int
	cmd := &cobra.Command{
		Use:   "releases",
		Short: "List the releases, the newest first",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.with(cmd.Context(), reading, func(s graph.Store) error {
				list, err := s.Releases(cmd.Context(), limit)
				if err != nil {
					return err
				}
				rows := make([][]string, len(list))
				for i, r := range list {
					rows[i] = []string{r.ID, r.Time.Format("2006-01-02 15:04:05Z"), r.Version, fmt.Sprintf("+%d ~%d -%d", r.Changes.Added, r.Changes.Changed, r.Changes.Removed), r.Note}
				}
				return a.table([]string{"release", "time", "version", "records", "note"}, rows, list)
			})
		},
	}
	cmd.Flags().IntVar(&limit, "limit", 0, "how many at the most; 0: all")
	cmd.AddCommand(a.questionsUnder(cmd.Use)...)
	return cmd
}

func (a *app) rollbackCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "rollback RELEASE",
		Short:   "Make the data again what they were after a release",
		Long:    "Makes a new release whose content is what it was after RELEASE. Nothing is lost: a rollback can be rolled back.",
		Example: "  enishi releases\n  enishi rollback r1",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if args[0] == "" {
				return usagef("name a release; `enishi releases` lists them")
			}
			return a.with(cmd.Context(), writing, func(s graph.Store) error {
				info, err := s.Rollback(cmd.Context(), args[0])
				if err != nil {
					return err
				}
				if a.json {
					return a.writeJSON(info)
				}
				if info.Changes.Total() == 0 {
					a.say("The data are as they were after %s; no new release.", args[0])
					return nil
				}
				a.say("Release %s has the content of %s, version %s.", info.ID, args[0], info.Version)
				return nil
			})
		},
	}
}

func (a *app) backupCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "backup FILE",
		Short:   "Copy a file store, with all its releases, also while it is served",
		Long:    "Writes a checked copy of a file store, as of one moment. A Neo4j store is backed up by Neo4j's own tools, or as tables by `enishi export`.",
		Example: "  enishi backup enishi-2026-11-24.db",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.with(cmd.Context(), reading, func(s graph.Store) error {
				file, ok := s.(*embedstore.Store)
				if !ok {
					return usagef("a %s store is backed up by its server's own tools; `enishi export` writes its data as tables", s.Kind())
				}
				bar := a.progress("copying")
				defer bar.Close()
				if err := file.Backup(cmd.Context(), args[0]); err != nil {
					return err
				}
				a.say("%s is a whole copy.", args[0])
				return nil
			})
		},
	}
}

func (a *app) restoreCommand() *cobra.Command {
	var force bool
	cmd := &cobra.Command{
		Use:     "restore FILE",
		Short:   "Make a file store from a backup",
		Long:    "Checks the backup and puts it in the place of the file named by --store. A store that is there is kept unless --force.",
		Example: "  enishi --store file:enishi.db restore enishi-2026-11-24.db",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			addr, err := a.address()
			if err != nil {
				return err
			}
			if addr.kind != "file" {
				return usagef("only a file store can be restored; --store is %s", addr)
			}
			if err := os.MkdirAll(filepath.Dir(addr.path), 0o700); err != nil {
				return err
			}
			if err := embedstore.Restore(cmd.Context(), args[0], addr.path, force); err != nil {
				return err
			}
			a.say("%s is what %s was.", addr.path, args[0])
			return nil
		},
	}
	cmd.Flags().BoolVar(&force, "force", false, "put it in the place of a store that is there")
	return cmd
}
