package embedstore

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ncruces/go-sqlite3"

	"enishi/graph"
)

// TestSecondProcess has a child hold the store: opening it for writing is refused with the child's number, opening it read-only answers.
func TestSecondProcess(t *testing.T) {
	path := stepped(t, 2)
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childEnv+"="+path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }()
	lines := bufio.NewScanner(out)
	for lines.Scan() && lines.Text() != "done 3" {
	}
	_, err = Open(t.Context(), path, Options{})
	if !errors.Is(err, graph.ErrUnavailable) || !strings.Contains(err.Error(), fmt.Sprintf("process %d ", cmd.Process.Pid)) {
		t.Errorf("the store is held by process %d; Open says: %v", cmd.Process.Pid, err)
	}
	if err := Restore(t.Context(), path, path, true); !errors.Is(err, graph.ErrUnavailable) {
		t.Errorf("Restore over a store that is held says: %v", err)
	}
	reader := open(t, path, Options{ReadOnly: true})
	want := newChain(t)
	for range 10 { // the child goes on writing
		want.check(t, reader)
		if err := reader.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := reader.Apply(t.Context(), step(1)); !errors.Is(err, graph.ErrReadOnly) {
		t.Errorf("a read-only store says: %v", err)
	}
	if _, err := reader.Rollback(t.Context(), ""); !errors.Is(err, graph.ErrReadOnly) {
		t.Errorf("a read-only store says: %v", err)
	}
}

// TestReadOnlyFolder opens a store in a folder where nothing can be made.
func TestReadOnlyFolder(t *testing.T) {
	path := stepped(t, 2)
	folder := filepath.Dir(path)
	if err := os.Chmod(folder, 0o500); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(folder, 0o700)
	s := open(t, path, Options{ReadOnly: true})
	sound(t, s)
	newChain(t).check(t, s)
}

// TestForeign opens what is no store, or one of another time: each is refused, and stays as it was.
func TestForeign(t *testing.T) {
	sqlite := func(sql string) func(t *testing.T, path string) {
		return func(t *testing.T, path string) {
			db, err := sqlite3.Open("file:" + path)
			if err == nil {
				err = errors.Join(db.Exec(sql), db.Close())
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	changed := func(sql string) func(t *testing.T, path string) {
		return func(t *testing.T, path string) {
			copyFile(t, stepped(t, 1), path)
			sqlite(sql)(t, path)
		}
	}
	for name, c := range map[string]struct {
		prepare func(t *testing.T, path string)
		class   error
		says    string
	}{
		"text":  {func(t *testing.T, path string) { os.WriteFile(path, []byte("id,kind\njp-04,prefecture\n"), 0o600) }, graph.ErrForeign, "no enishi store"},
		"short": {func(t *testing.T, path string) { os.WriteFile(path, []byte("SQLite"), 0o600) }, graph.ErrForeign, "no enishi store"},
		"header only": {func(t *testing.T, path string) {
			os.WriteFile(path, append([]byte("SQLite format 3\x00"), make([]byte, 84)...), 0o600)
		}, graph.ErrForeign, "no SQLite database"},
		"folder":         {func(t *testing.T, path string) { os.Mkdir(path, 0o700) }, graph.ErrForeign, "no file"},
		"other tables":   {sqlite("CREATE TABLE t (x)"), graph.ErrForeign, "application id"},
		"other program":  {sqlite("PRAGMA application_id = 7"), graph.ErrForeign, "application id 0x7"},
		"newer":          {changed("PRAGMA user_version = 99"), graph.ErrForeign, "newer enishi (schema 99"},
		"version zero":   {changed("PRAGMA user_version = 0"), ErrDamaged, "schema version is 0"},
		"table missing":  {changed("DROP TABLE network"), nil, "no such table"},
		"network gone":   {changed("DELETE FROM network"), ErrDamaged, "network"},
		"network other":  {changed("UPDATE network SET release = 7"), ErrDamaged, "that of release r7"},
		"network broken": {changed("UPDATE network SET data = CAST(substr(data, 1, 20) || x'00112233' AS BLOB)"), ErrDamaged, "part 0"}, // what does not begin as a part is of another version: see TestNetworkOfAnotherFormat
		"summary broken": {changed("UPDATE release SET summary = '{'"), ErrDamaged, "summary"},
		"hash broken":    {changed("UPDATE release SET hash = x'00'"), ErrDamaged, "hash"},
	} {
		t.Run(name, func(t *testing.T) {
			path := newPath(t)
			c.prepare(t, path)
			before, _ := os.ReadFile(path)
			for _, opt := range []Options{{}, {ReadOnly: true}} {
				s, err := Open(t.Context(), path, opt)
				if err == nil {
					closeStore(t, s)
					t.Fatal("it opened")
				}
				if (c.class != nil && !errors.Is(err, c.class)) || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), path) {
					t.Errorf("ReadOnly %v: %v", opt.ReadOnly, err)
				}
			}
			if after, _ := os.ReadFile(path); string(after) != string(before) {
				t.Error("the file has changed")
			}
		})
	}
	if _, err := Open(t.Context(), filepath.Join(t.TempDir(), "absent"), Options{ReadOnly: true}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is not there, read-only: %v", err)
	}
}

// TestCheckFinds changes the file behind the store's back: Check names each fault.
func TestCheckFinds(t *testing.T) {
	for sql, says := range map[string]string{
		"DELETE FROM record WHERE kind = 2":                                                                     "which is no source",
		"DELETE FROM record WHERE kind = 0 AND id LIKE 'us-%'":                                                  "which is no node",
		"UPDATE record SET data = replace(data, 'sister-city', 'friendship') WHERE kind = 1":                    "version: the records make",
		"UPDATE record SET data = replace(data, ':', ' : ') WHERE kind = 3":                                     "canonical",
		"UPDATE record SET data = replace(data, 'town', 'burg') WHERE kind = 0":                                 "is not allowed",
		"UPDATE record SET data = '[]' WHERE kind = 3":                                                          "claim",
		"UPDATE record SET until = 9 WHERE kind = 0":                                                            "release that is not there",
		"INSERT INTO record SELECT kind, id, 0, NULL, data FROM record WHERE kind = 2":                          "overlaps",
		"UPDATE release SET summary = json_set(summary, '$.claims', 7)":                                         "claims: 8, not 7",
		"UPDATE release SET summary = json_set(summary, '$.ties', 7)":                                           "ties: 8, not 7",
		`UPDATE record SET data = replace(data, '"target":"us-oh-1-2"', '"target":"us-oh-1-3"') WHERE kind = 1`: "the network has it",
	} {
		path := stepped(t, 1)
		db, err := sqlite3.Open("file:" + path)
		if err == nil {
			err = errors.Join(db.Exec(sql), db.Close())
		}
		if err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
		faults, err := open(t, path, Options{ReadOnly: true}).Check(t.Context())
		if err != nil || !strings.Contains(strings.Join(faults, "\n"), says) {
			t.Errorf("%s: %v %.500q", sql, err, faults)
		}
	}
}

// TestUpgrade opens a store with a program that knows a newer schema: the tables are brought up in one transaction or not at all, and the old file stays.
func TestUpgrade(t *testing.T) {
	path := stepped(t, 3)
	broken := schema{version: 3, create: sqlSchema, upgrade: map[int]string{1: "CREATE TABLE more (x INTEGER) STRICT", 2: "CREATE TABLE no such thing"}}
	if _, err := openFile(t.Context(), path, Options{}, broken); err == nil {
		t.Fatal("an upgrade that fails opened the store")
	}
	if err := os.Remove(oldCopy(path, 1)); err != nil {
		t.Fatalf("the old file did not stay: %v", err)
	}
	closeStore(t, openNow(t, path)) // as it was
	next := schema{version: 2, create: sqlSchema, upgrade: map[int]string{1: "CREATE TABLE more (x INTEGER) STRICT"}}
	if _, err := openFile(t.Context(), path, Options{ReadOnly: true}, next); !errors.Is(err, graph.ErrReadOnly) {
		t.Errorf("read-only, a store that must be brought up: %v", err)
	}
	s, err := openFile(t.Context(), path, Options{}, next)
	if err != nil {
		t.Fatal(err)
	}
	newChain(t).check(t, s)
	apply(t, s, step(4))
	closeStore(t, s)
	if _, err := Open(t.Context(), path, Options{}); !errors.Is(err, graph.ErrForeign) {
		t.Errorf("the older program says: %v", err)
	}
	old := open(t, oldCopy(path, 1), Options{})
	if n := old.current.Load().number; n != 3 {
		t.Errorf("the old file holds %d releases", n)
	}
	sound(t, old)
}

// TestBackupWhileWriting copies a store again and again while another goroutine writes it: each copy is whole, and of one release.
func TestBackupWhileWriting(t *testing.T) {
	for name, s := range map[string]*Store{"file": open(t, newPath(t), Options{}), "mem": memory(t)} {
		t.Run(name, func(t *testing.T) {
			apply(t, s, step(1))
			ctx, stop := context.WithCancel(t.Context())
			var writer sync.WaitGroup
			writer.Go(func() {
				for n := 2; ctx.Err() == nil; n++ {
					if _, err := s.Apply(context.Background(), step(n)); err != nil {
						t.Error(err)
						return
					}
				}
			})
			want := newChain(t)
			for range 5 {
				path := newPath(t)
				least := s.current.Load().number
				if err := s.Backup(t.Context(), path); err != nil {
					t.Fatal(err)
				}
				if err := s.Backup(t.Context(), path); !errors.Is(err, graph.ErrConflict) {
					t.Fatalf("a backup over a file that is there: %v", err)
				}
				restored := newPath(t)
				if err := Restore(t.Context(), path, restored, false); err != nil {
					t.Fatal(err)
				}
				r := open(t, restored, Options{})
				if n := r.current.Load().number; n < least {
					t.Fatalf("the backup begun at r%d holds r%d", least, n)
				}
				want.check(t, r)
			}
			stop()
			writer.Wait()
		})
	}
}

// TestRestore restores over stores that are there, and from files that are no backup.
func TestRestore(t *testing.T) {
	backup, path := stepped(t, 4), stepped(t, 2)
	if err := Restore(t.Context(), backup, path, false); !errors.Is(err, graph.ErrConflict) {
		t.Errorf("over a store that is there, without force: %v", err)
	}
	data, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	bad := newPath(t)
	data[len(data)/2] ^= 4
	if err := os.WriteFile(bad, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Restore(t.Context(), bad, path, true); !errors.Is(err, ErrDamaged) {
		t.Errorf("from a damaged backup: %v", err)
	}
	if n := open(t, path, Options{ReadOnly: true}).current.Load().number; n != 2 {
		t.Errorf("what was refused changed the store: it holds %d releases", n)
	}
	if err := Restore(t.Context(), backup, path, true); err != nil {
		t.Fatal(err)
	}
	third := stepped(t, 3)
	if err := Restore(t.Context(), third, path, true); err != nil {
		t.Fatal(err)
	}
	for path, releases := range map[string]int{path: 3, path + ".replaced": 2, path + ".replaced.2": 4} {
		s := open(t, path, Options{ReadOnly: true})
		if n := s.current.Load().number; n != releases {
			t.Errorf("%s holds %d releases, not %d", path, n, releases)
		}
		sound(t, s)
	}
}

// TestRestoreLeavesAStore: where a restore ends before the new file has its name, the old store stands there whole, with what stood only in its write-ahead log.
func TestRestoreLeavesAStore(t *testing.T) {
	path := stepped(t, 2)
	s, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	copied := newPath(t)
	err = s.pool.with(t.Context(), func(c *conn) error { // who reads keeps the log from being emptied
		if err := c.Exec("BEGIN; SELECT count(*) FROM sqlite_schema"); err != nil {
			return err
		}
		defer c.Exec("COMMIT")
		apply(t, s, step(3))
		for _, suffix := range []string{"", "-wal"} { // as a process that was killed leaves them
			data, err := os.ReadFile(path + suffix)
			if err != nil || len(data) == 0 {
				t.Errorf("%s: %d bytes, %v", path+suffix, len(data), err)
			}
			if err := os.WriteFile(copied+suffix, data, 0o600); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := setAside(copied); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{copied, copied + ".replaced"} {
		s := open(t, path, Options{ReadOnly: true})
		if n := s.current.Load().number; n != 3 {
			t.Errorf("%s holds %d releases, not 3", path, n)
		}
		sound(t, s)
	}
}

// TestReadersWhileWriting has readers ask one version whole while releases come: what they see of it fits together, and a View stays at its version.
func TestReadersWhileWriting(t *testing.T) {
	for name, s := range map[string]*Store{"file": open(t, newPath(t), Options{CacheBytes: 20_000}), "mem": memory(t)} {
		t.Run(name, func(t *testing.T) {
			apply(t, s, step(1))
			ctx, stop := context.WithCancel(t.Context())
			var readers sync.WaitGroup
			for range 4 {
				readers.Go(func() {
					for ctx.Err() == nil {
						if err := s.View(ctx, func(r graph.Reader) error { return consistent(ctx, r) }); err != nil && ctx.Err() == nil {
							t.Error(err)
							return
						}
					}
				})
			}
			for n := 2; n <= 12; n++ {
				apply(t, s, step(n))
			}
			stop()
			readers.Wait()
		})
	}
}

// consistent reads one version in several ways.
func consistent(ctx context.Context, r graph.Reader) error {
	anyTime := graph.Filter{Time: graph.Time{Any: true}}
	d, err := r.Dataset(ctx)
	if err != nil {
		return err
	}
	net, err := r.Subgraph(ctx, graph.SubgraphQuery{Filter: anyTime})
	if err != nil {
		return err
	}
	var hash graph.ContentHash
	for rec, err := range r.All(ctx) {
		if err != nil {
			return err
		}
		kind := graph.NodeRecord
		switch rec.(type) {
		case *graph.Edge:
			kind = graph.EdgeRecord
		case *graph.Source:
			kind = graph.SourceRecord
		case *graph.Claim:
			kind = graph.ClaimRecord
		}
		hash.Add(kind, graph.Encode(rec))
	}
	found, err := r.Search(ctx, graph.SearchQuery{Text: "Town 3"})
	if err != nil {
		return err
	}
	claims, err := r.Claims(ctx, graph.ClaimsQuery{})
	if err != nil {
		return err
	}
	releases, err := r.Releases(ctx, 0)
	switch {
	case err != nil:
		return err
	case len(net.Edges) != d.Edges[graph.SisterOf] || net.Meta.Version != d.Version || hash.Version() != d.Version || found.Version != d.Version:
		return fmt.Errorf("%d edges of %d, versions %s %s %s %s", len(net.Edges), d.Edges[graph.SisterOf], d.Version, net.Meta.Version, hash.Version(), found.Version)
	case claims.Total != d.Claims || releases[0].ID != d.Release.ID || found.Total != d.Ties/batch:
		return fmt.Errorf("%d claims of %d, release %s of %s, %d hits for %d batches", claims.Total, d.Claims, releases[0].ID, d.Release.ID, found.Total, d.Ties/batch)
	}
	return nil
}

// asWriter lends the writing connection.
func asWriter(t *testing.T, s *Store, fn func(*conn) error) {
	t.Helper()
	unlock, err := s.lockWriting(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	w, err := s.writer()
	if err == nil {
		err = fn(w)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestNamesAreKept spoils the stored index of names in several ways. A store that is opened then has one in memory before anybody searches, finds by it, and when it
// is closed a sound one stands in the file, where a reader beside it finds it.
func TestNamesAreKept(t *testing.T) {
	path := stepped(t, 3)
	for _, sql := range []string{"", "DELETE FROM names", "UPDATE names SET data = x'00'", "UPDATE names SET release = 1"} {
		spoiling := openNow(t, path)
		spoiling.names.end(0)
		asWriter(t, spoiling, func(w *conn) error { return w.Exec(sql) })
		closeStore(t, spoiling)

		s := openNow(t, path)
		s.names.end(time.Minute)
		if s.current.Load().search.value.Load() == nil {
			t.Errorf("%q: the index is not at hand", sql)
		}
		findsTowns(t, s)
		closeStore(t, s)

		reading := open(t, path, Options{ReadOnly: true})
		if !namesStand(t, reading) {
			t.Errorf("%q: the index was not kept", sql)
		}
		findsTowns(t, reading)
	}
}

// namesStand reports whether the index of the newest release's names stands in the file of a store that was opened read-only.
func namesStand(t *testing.T, s *Store) (stand bool) {
	t.Helper()
	err := s.pool.with(t.Context(), func(c *conn) error {
		x, err := readNames(c, s.current.Load().named)
		stand = x != nil
		return err
	})
	if err != nil {
		t.Error(err)
	}
	return stand
}

func findsTowns(t *testing.T, s *Store) {
	t.Helper()
	found, err := s.Search(t.Context(), graph.SearchQuery{Text: "Town 3"})
	if err != nil || found.Total != 3 {
		t.Errorf("%d hits, %v", found.Total, err)
	}
}

// TestNamesOfAnImport closes a store at once after a release, as an import does: the index stands in the file.
func TestNamesOfAnImport(t *testing.T) {
	path := newPath(t)
	for n := 1; n <= 2; n++ {
		s := openNow(t, path)
		apply(t, s, step(n))
		closeStore(t, s)
		if !namesStand(t, open(t, path, Options{ReadOnly: true})) {
			t.Errorf("release %d has no index", n)
		}
	}
}

// TestNetworkOfAnotherFormat opens a store whose network another version of this program has written, or packed: it is made from the records, once.
func TestNetworkOfAnotherFormat(t *testing.T) {
	written, err := pack([]byte("a network of the next century"))
	if err != nil {
		t.Fatal(err)
	}
	for name, parts := range map[string][][]byte{"written": written, "packed": {[]byte("a part that is packed as in the next century")}} {
		t.Run(name, func(t *testing.T) {
			path := stepped(t, 3)
			before := openNow(t, path)
			want := mustAnswer(t, before)
			asWriter(t, before, func(w *conn) error {
				return writeParts(w, sqlNetworkClear, sqlNetworkAdd, before.current.Load().network, parts)
			})
			closeStore(t, before)
			for _, rebuilt := range []bool{true, false} {
				after := openNow(t, path)
				if what := differ(mustAnswer(t, after), want); what != "" {
					t.Error(what)
				}
				if got := after.current.Load().rebuilt; got != rebuilt {
					t.Errorf("the network was made anew: %v; it should be %v", got, rebuilt)
				}
				sound(t, after)
				closeStore(t, after)
			}
		})
	}
}

// TestClosed asks a closed store.
func TestClosed(t *testing.T) {
	s := memory(t)
	apply(t, s, step(1))
	closeStore(t, s)
	closeStore(t, s)
	if _, err := s.Apply(t.Context(), step(2)); !errors.Is(err, graph.ErrUnavailable) {
		t.Errorf("Apply: %v", err)
	}
	if _, err := s.Node(t.Context(), townID(1, 1)); !errors.Is(err, graph.ErrUnavailable) {
		t.Errorf("Node: %v", err)
	}
	if err := s.Ping(t.Context()); !errors.Is(err, graph.ErrUnavailable) {
		t.Errorf("Ping: %v", err)
	}
}

// TestStatements prepares and explains every statement, so that none scans the records where it means to look something up, and sees that each file is used once.
func TestStatements(t *testing.T) {
	files, err := filepath.Glob("sql/*.sql")
	if err != nil || len(files) < 10 {
		t.Fatal(files, err)
	}
	embedded, err := os.ReadFile("statements.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if n := strings.Count(string(embedded), "//go:embed "+f+"\n"); n != 1 {
			t.Errorf("%s is embedded %d times", f, n)
		}
	}
	scans := map[string]bool{sqlHistoryFaults: true, sqlNetworkParts: true, sqlDifference: true}
	s := memory(t)
	w := s.w
	for _, sql := range []string{sqlRecordAt, sqlRecordsAt, sqlIDsAt, sqlClaimsAt, sqlClaimsAbout, sqlNodesByCode, sqlRecordEnd, sqlRecordAddMany, sqlCodeAdd, sqlAboutAdd,
		sqlNetworkClear, sqlNetworkAdd, sqlNetworkParts, sqlNamesClear, sqlNamesAdd, sqlNamesParts, sqlReleaseAdd, sqlReleases, sqlReleaseNewest, sqlDifference, sqlHistoryFaults} {
		err := w.query(func(row *sqlite3.Stmt) error {
			if step := row.ColumnText(3); !scans[sql] && strings.HasPrefix(step, "SCAN record") {
				t.Errorf("%s\n%s", sql, step)
			}
			return nil
		}, "EXPLAIN QUERY PLAN "+sql)
		if err != nil {
			t.Errorf("%s: %v", sql, err)
		}
	}
	var plan []string
	err = w.query(func(row *sqlite3.Stmt) error { plan = append(plan, row.ColumnText(3)); return nil }, "EXPLAIN QUERY PLAN "+sqlDifference)
	if text := strings.Join(plan, "\n"); err != nil || !strings.Contains(text, "record_since") || !strings.Contains(text, "record_until") {
		t.Errorf("the difference of releases does not use its indexes: %v\n%s", err, text)
	}
}
