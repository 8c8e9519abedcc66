// Command withneo4j runs a command with a Neo4j for its tests:
//
//	go run ./graph/neo4jstore/neo4jtest/withneo4j go test ./...
//
// It chooses or starts the server as package neo4jtest does, says which, sets
// NEO4J_TEST_URI for the command (with user and password where needed) and ends a
// server that it started when the command ends. Its exit code is the command's.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"enishi/graph/neo4jstore/neo4jtest"
)

func main() {
	code, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "withneo4j:", err)
	}
	os.Exit(code)
}

func run(command []string) (int, error) {
	if len(command) == 0 {
		return 2, errors.New("no command given; withneo4j go test, for example")
	}
	// Interrupts reach the command too; its end, not ours, decides.
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt, syscall.SIGTERM)
	ctx, cancel := context.WithCancel(context.Background())
	go func() { <-interrupts; cancel() }()

	server, err := neo4jtest.Choose(ctx)
	if err != nil {
		return 1, err
	}
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Env = append(os.Environ(),
		"NEO4J_TEST_URI="+server.URI,
		"NEO4J_TEST_USER="+server.User,
		"NEO4J_TEST_PASSWORD="+server.Password)
	err = cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return max(exit.ExitCode(), 1), nil
	}
	if err != nil {
		return 1, err
	}
	return 0, nil
}
