package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"enishi/graph"
	"enishi/graph/embedstore"
	"enishi/graph/neo4jstore"
	"enishi/importer"
	"enishi/importer/dataset"
)

// access says what a command does with the store.
type access int

const (
	reading access = iota // beside a process that writes, if need be
	writing
)

// open opens the store named by --store; one that is new or empty is filled from the bundled dataset, unless --no-dataset.
func (a *app) open(ctx context.Context, how access) (graph.Store, error) {
	addr, err := a.address()
	if err != nil {
		return nil, err
	}
	s, err := a.openAt(ctx, addr, how)
	if err != nil {
		return nil, err
	}
	if err := a.fill(ctx, s); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// with opens the store, uses it and closes it.
func (a *app) with(ctx context.Context, how access, use func(graph.Store) error) (err error) {
	s, err := a.open(ctx, how)
	if err != nil {
		return err
	}
	defer closing(&err, s.Close)
	return use(s)
}

func (a *app) openAt(ctx context.Context, addr storeAddress, how access) (graph.Store, error) {
	switch addr.kind {
	case "mem":
		return embedstore.Memory(ctx)
	case "neo4j":
		return a.openNeo4j(ctx, addr)
	}
	return a.openFile(ctx, addr.path, how)
}

// openFile opens a file for writing; where a command only reads and another process writes the file, it reads beside it.
func (a *app) openFile(ctx context.Context, path string, how access) (graph.Store, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	if how == reading {
		if s, err := embedstore.Open(ctx, path, embedstore.Options{ReadOnly: true}); err == nil {
			if d, err := s.Dataset(ctx); err == nil && d.Release.ID != "" {
				return s, nil
			}
			if err := s.Close(); err != nil {
				return nil, err
			}
		} else if !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	return embedstore.Open(ctx, path, embedstore.Options{})
}

func (a *app) openNeo4j(ctx context.Context, addr storeAddress) (graph.Store, error) {
	password := os.Getenv("ENISHI_NEO4J_PASSWORD")
	if file := os.Getenv("ENISHI_NEO4J_PASSWORD_FILE"); password == "" && file != "" {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, usagef("ENISHI_NEO4J_PASSWORD_FILE: %w", err)
		}
		password = strings.TrimRight(string(text), "\r\n")
	}
	return neo4jstore.Open(ctx, neo4jstore.Options{URI: addr.uri, User: os.Getenv("ENISHI_NEO4J_USER"), Password: password,
		Database: os.Getenv("ENISHI_NEO4J_DATABASE"), Log: a.log()})
}

// fill imports the bundled dataset into a store that has no release. Of several processes that open an empty server together, one does it.
func (a *app) fill(ctx context.Context, s graph.Store) error {
	if a.noDataset {
		return nil
	}
	releases, err := s.Releases(ctx, 1)
	if err != nil || len(releases) > 0 {
		return err
	}
	start := time.Now()
	in, err := importer.ReadFS(ctx, dataset.Tables(), importer.Limits{})
	if err != nil {
		return err
	}
	release, _, err := importer.Plan(ctx, s, in, importer.Options{Note: "bundled dataset"})
	if err != nil {
		return fmt.Errorf("the bundled dataset: %w", err)
	}
	info, err := s.Apply(ctx, release)
	if errors.Is(err, graph.ErrConflict) {
		return nil // another process was first
	}
	if err == nil && s.Kind() != "mem" {
		a.say("The new store is filled with the bundled dataset, version %s, in %s.", info.Version, time.Since(start).Round(time.Millisecond))
	}
	return err
}
