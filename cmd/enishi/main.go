// Command enishi explores the exchange network between Japan and the United States: it serves the page and the API, imports
// and exports tables, and answers the API's questions on the command line.
//
// It wires flags and environment to the packages of the tree and turns errors into exit codes; it holds no rule of the network. Subcommands that ask
// a question call the API's handler in the same process, so that the two cannot differ.
//
// Commands are parsed by spf13/cobra (Apache-2.0): completion, help and suggestions come with it. Alternative: alecthomas/kong, lighter,
// but without shell completion of its own.
//
// # Caveats
//
// A file store has one writer: while `enishi serve` runs on it, other commands read it, and those that write say who holds it.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // the second signal ends the process at once
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
