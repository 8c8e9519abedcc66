package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// app is one run of the command: its streams and the flags that all subcommands share.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer

	store     string // --store, ENISHI_STORE; empty: a file in the user's data directory
	keysPath  string // --keys, ENISHI_KEYS; empty: keys.json in the user's data directory
	noDataset bool   // --no-dataset
	json      bool   // --json
	quiet     bool   // --quiet
}

// run is the whole program but for the process: it returns the exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	a := &app{stdin: stdin, stdout: stdout, stderr: stderr}
	root := a.rootCommand()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	return exitCode(root.ExecuteContext(ctx), stderr)
}

func (a *app) rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "enishi",
		Short: "Explore the ties between Japanese prefectures and municipalities and the United States",
		Long: `enishi (縁, "a tie between people") holds the network of sister affiliations, organizations and exchange programs between Japan and
the United States, says what held when and which source says it, and answers on a page, over HTTP and here.

Start with:
  enishi serve                                     the page and the API on http://127.0.0.1:8080
  enishi search 長浜                                find a place, organization or program by any spelling
  enishi partners jp-04 --within --as-of 2003-04   Miyagi's partners before the great mergers
  enishi path jp-04100 us-ca-riverside             how Sendai and Riverside are tied`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usagef("%w; `%s --help` lists the flags", err, cmd.CommandPath())
	})
	flags := root.PersistentFlags()
	flags.StringVar(&a.store, "store", os.Getenv("ENISHI_STORE"), "mem: | file:PATH | bolt://HOST:PORT | neo4j://HOST:PORT (ENISHI_STORE; default a file in the user's data directory)")
	flags.StringVar(&a.keysPath, "keys", os.Getenv("ENISHI_KEYS"), "file of the write keys (ENISHI_KEYS; default keys.json in the user's data directory)")
	flags.BoolVar(&a.noDataset, "no-dataset", false, "leave a new store empty instead of filling it from the bundled dataset")
	flags.BoolVar(&a.json, "json", false, "JSON for programs instead of tables for people")
	flags.BoolVarP(&a.quiet, "quiet", "q", false, "no progress and no remarks on standard error")

	root.AddGroup(&cobra.Group{ID: "ask", Title: "Questions:"}, &cobra.Group{ID: "data", Title: "Data:"}, &cobra.Group{ID: "run", Title: "Server:"})
	add := func(group string, cmds ...*cobra.Command) {
		for _, c := range cmds {
			c.GroupID = group
			root.AddCommand(c)
		}
	}
	add("ask", a.questionCommands()...)
	add("data", a.importCommand(), a.exportCommand(), a.checkCommand(), a.releasesCommand(), a.rollbackCommand(), a.backupCommand(), a.restoreCommand(), a.creditsCommand())
	add("run", a.serveCommand(), a.healthCommand(), a.keyCommand(), a.versionCommand())
	root.AddCommand(&cobra.Command{Use: "exit-codes", Short: "What the exit codes mean", Long: exitHelp, Run: nil})
	wrapUsage(root)
	return root
}

// wrapUsage makes wrong arguments, which cobra reports as plain errors, usage errors.
func wrapUsage(cmd *cobra.Command) {
	if check := cmd.Args; check != nil {
		cmd.Args = func(c *cobra.Command, args []string) error {
			if err := check(c, args); err != nil {
				return usagef("%w; usage: %s", err, c.UseLine())
			}
			return nil
		}
	}
	for _, c := range cmd.Commands() {
		wrapUsage(c)
	}
}

// dataDir is where enishi keeps a user's files: $XDG_DATA_HOME/enishi or what the system has in its place.
func dataDir() (string, error) {
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "enishi"), nil
	}
	if dir := os.Getenv("LocalAppData"); runtime.GOOS == "windows" && dir != "" {
		return filepath.Join(dir, "enishi"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", usagef("there is no home directory to keep the store in (%w); name one, such as --store file:enishi.db", err)
	}
	if runtime.GOOS == "darwin" {
		return filepath.Join(home, "Library", "Application Support", "enishi"), nil
	}
	return filepath.Join(home, ".local", "share", "enishi"), nil
}

func (a *app) keys() (*keyFile, error) {
	if a.keysPath != "" {
		return &keyFile{path: a.keysPath}, nil
	}
	dir, err := dataDir()
	if err != nil {
		return nil, err
	}
	return &keyFile{path: filepath.Join(dir, "keys.json")}, nil
}

// say writes a remark for people to standard error.
func (a *app) say(format string, args ...any) {
	if !a.quiet {
		fmt.Fprintf(a.stderr, format+"\n", args...)
	}
}

func (a *app) log() *slog.Logger {
	level := slog.LevelInfo
	if a.quiet {
		level = slog.LevelError
	}
	return slog.New(slog.NewTextHandler(a.stderr, &slog.HandlerOptions{Level: level}))
}

// terminal reports whether the stream is one, for progress bars.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// storeAddress is a parsed --store.
type storeAddress struct {
	kind string // mem, file, neo4j
	path string // of a file
	uri  string // of a Neo4j server
}

func (a *app) address() (storeAddress, error) {
	s := a.store
	if s == "" {
		dir, err := dataDir()
		return storeAddress{kind: "file", path: filepath.Join(dir, "enishi.db")}, err
	}
	if s == "mem:" {
		return storeAddress{kind: "mem"}, nil
	}
	if path, ok := strings.CutPrefix(s, "file:"); ok {
		if path == "" {
			return storeAddress{}, usagef("--store file: needs a path, such as file:enishi.db")
		}
		return storeAddress{kind: "file", path: path}, nil
	}
	scheme, _, ok := strings.Cut(s, "://")
	switch scheme {
	case "bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc":
		if ok {
			return storeAddress{kind: "neo4j", uri: s}, nil
		}
	}
	return storeAddress{}, usagef("--store %q is not known; use mem:, file:PATH, bolt://HOST:PORT or neo4j://HOST:PORT (also +s, +ssc)", redact(s))
}

// redact keeps a password in an address out of messages.
func redact(s string) string {
	scheme, rest, ok := strings.Cut(s, "://")
	if i := strings.LastIndexByte(rest, '@'); ok && i >= 0 {
		return scheme + "://…@" + rest[i+1:]
	}
	return s
}

// String is the address as it may be shown.
func (s storeAddress) String() string {
	return cmp.Or(redact(s.uri), s.path, s.kind+":")
}

// closing joins the error of closing something to the one of using it.
func closing(err *error, close func() error) { *err = errors.Join(*err, close()) }
