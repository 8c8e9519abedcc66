package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"enishi/graph/neo4jstore/neo4jtest"
)

// The acceptance of the whole, by the command line, on every kind of store from one table: what a user types and must get.

// shell runs the command on one store.
type shell struct {
	t     *testing.T
	store string
}

// try returns what a command printed and its exit code.
func (s shell) try(args ...string) (stdout, stderr string, code int) {
	s.t.Helper()
	var out, err bytes.Buffer
	code = run(s.t.Context(), append(args, "--store", s.store), strings.NewReader(""), &out, &err)
	return out.String(), err.String(), code
}

// must is try for what must go well.
func (s shell) must(args ...string) string {
	s.t.Helper()
	out, stderr, code := s.try(args...)
	if code != exitOK {
		s.t.Fatalf("enishi %q exits %d\n%s", args, code, stderr)
	}
	return out
}

// ask reads the JSON answer of a path into v.
func (s shell) ask(path string, v any) {
	s.t.Helper()
	if err := json.Unmarshal([]byte(s.must("ask", path)), v); err != nil {
		s.t.Fatalf("%s: %v", path, err)
	}
}

type partnersAnswer struct {
	Ties []struct{ Tie, Body, Partner, Role string }
}

// stores opens each kind of store, filled with the dataset.
func stores(t *testing.T, test func(t *testing.T, s shell)) {
	t.Setenv("XDG_DATA_HOME", t.TempDir())
	t.Setenv("ENISHI_STORE", "")
	t.Run("file", func(t *testing.T) {
		test(t, shell{t, "file:" + filepath.Join(t.TempDir(), "enishi.db")})
	})
	t.Run("neo4j", func(t *testing.T) {
		server := neo4jtest.Server(t)
		server.Wipe(t)
		t.Setenv("ENISHI_NEO4J_USER", server.User)
		t.Setenv("ENISHI_NEO4J_PASSWORD", server.Password)
		test(t, shell{t, server.URI})
	})
}

func TestAcceptance(t *testing.T) {
	stores(t, func(t *testing.T, s shell) {
		lineages(s)
		dublin(s)
		spellings(s)
		resolution(s)
		municipalityCounts(s)
		roundTrip(s)
		faultyTables(s)
	})
}

func lineages(s shell) {
	s.t.Helper()
	for prefecture, want := range map[string]int{"jp-04": 13, "jp-21": 10, "jp-22": 22, "jp-25": 18, "jp-32": 4, "jp-35": 6, "jp-39": 4} {
		var got partnersAnswer
		s.ask("/nodes/"+prefecture+"/partners?scope=within&time=any", &got)
		if len(got.Ties) != want {
			s.t.Errorf("%s has %d lineages within, not %d", prefecture, len(got.Ties), want)
		}
	}
	var dataset struct{ Counts map[string]int }
	s.ask("/dataset", &dataset)
	for what, want := range map[string]int{"ties": 487, "prefecture": 47, "organization": 402, "program": 295, "member_of": 378, "claims": 635} {
		if got := dataset.Counts[what]; got != want {
			s.t.Errorf("the dataset has %d %s, not %d", got, what, want)
		}
	}
}

func dublin(s shell) {
	s.t.Helper()
	for _, c := range []struct{ time, body, role string }{{"&as_of=2003-04-01", "jp-04462-2006", "original"}, {"", "jp-04215", "inherited"}, {"&time=any", "jp-04215", "inherited"}} {
		var got partnersAnswer
		s.ask("/nodes/jp-04/partners?scope=within"+c.time, &got)
		got.Ties = slices.DeleteFunc(got.Ties, func(t struct{ Tie, Body, Partner, Role string }) bool { return t.Partner != "us-ga-dublin" })
		if len(got.Ties) != 1 || got.Ties[0].Body != c.body || got.Ties[0].Role != c.role {
			s.t.Errorf("Dublin, Georgia %s: %+v; one tie of %s, %s is right", c.time, got.Ties, c.body, c.role)
		}
	}
}

func spellings(s shell) {
	s.t.Helper()
	for query, id := range map[string]string{"長浜": "jp-25203", "ながはま": "jp-25203", "ナガハマ": "jp-25203", "Nagahama-shi": "jp-25203", "ﾅｶﾞﾊﾏ": "jp-25203", "nagahama": "jp-25203",
		"St. Paul": "us-mn-saint-paul", "三本木": "jp-04462-2006"} {
		var got struct {
			Hits []struct{ Node struct{ ID string } }
		}
		s.ask("/search?q="+strings.ReplaceAll(query, " ", "%20"), &got)
		if len(got.Hits) == 0 || got.Hits[0].Node.ID != id {
			s.t.Errorf("%q finds %+v, not %s first", query, got.Hits, id)
		}
	}
}

func resolution(s shell) {
	s.t.Helper()
	var then, now struct {
		Matches []struct{ ID, As string }
		Nodes   []struct {
			ID        string
			Successor *struct{ ID, Date string }
		}
	}
	s.ask("/resolve?code=jis:04462&date=2003-04-01", &then)
	if len(then.Matches) != 1 || then.Matches[0].ID != "jp-04462-2006" {
		s.t.Errorf("jis:04462 in 2003 is %+v, not Sanbongi", then.Matches)
	}
	s.ask("/resolve?code=jis:04462", &now)
	if len(now.Matches) != 1 || now.Matches[0].ID != "jp-04215" {
		s.t.Errorf("jis:04462 now is %+v, not Osaki", now.Matches)
	}
	if !slices.ContainsFunc(now.Nodes, func(n struct {
		ID        string
		Successor *struct{ ID, Date string }
	}) bool {
		return n.Successor != nil && n.Successor.Date == "2006-03-31"
	}) {
		s.t.Errorf("the answer for jis:04462 does not name the day of the merger: %+v", now.Nodes)
	}
}

// municipalityCounts compares with the published totals of cities, towns and villages; the 23 special wards come on top. What the facts make differ is
// named in importer/dataset's tests.
func municipalityCounts(s shell) {
	s.t.Helper()
	for day, want := range map[string]int{"1989-04-01": 3245, "1999-03-31": 3232, "2003-04-01": 3190, "2006-03-31": 1821, "2010-03-31": 1727} {
		var got struct{ Meta struct{ Total int } }
		s.ask("/nodes?node_kind=municipality&limit=1&as_of="+day, &got)
		if got.Meta.Total-23 != want {
			s.t.Errorf("%d municipalities on %s, not %d", got.Meta.Total-23, day, want)
		}
	}
}

// roundTrip exports, imports in another order into an empty store, again into the same, changes something and rolls it back.
func roundTrip(s shell) {
	s.t.Helper()
	dir := s.t.TempDir()
	tables := filepath.Join(dir, "tables")
	s.must("export", tables)
	shuffleRows(s.t, tables)
	other := shell{s.t, "file:" + filepath.Join(dir, "other.db")}
	other.must("import", tables, "--no-dataset")
	again := filepath.Join(dir, "again")
	other.must("export", again)
	first := filepath.Join(dir, "first")
	s.must("export", first)
	for _, name := range fileNames(s.t, first) {
		if !bytes.Equal(readBytes(s.t, filepath.Join(first, name)), readBytes(s.t, filepath.Join(again, name))) {
			s.t.Errorf("%s is not the same after export, import in another order, export", name)
		}
	}
	if out, _, code := s.try("import", tables); code != exitOK || !strings.Contains(out, "records: 0 added, 0 changed, 0 removed") {
		s.t.Errorf("importing the export again: exit %d\n%s", code, out)
	}
	version := s.version()
	one := filepath.Join(dir, "organizations.csv")
	writeFile(s.t, one, "id,name_en,sector,type,country\norg-test-society,Test Society,ngo,civic-group,JP\n")
	s.must("import", one)
	if s.version() == version {
		s.t.Error("an added organization changes no version")
	}
	s.must("rollback", "r1")
	if got := s.version(); got != version {
		s.t.Errorf("after rollback the version is %s, not %s", got, version)
	}
}

func (s shell) version() string {
	var d struct{ Version string }
	s.ask("/dataset", &d)
	return d.Version
}

// faultyTables are refused by name, and the store stays as it is.
func faultyTables(s shell) {
	s.t.Helper()
	version := s.version()
	for _, c := range []struct{ name, file, content, says string }{
		{"missing column", "ties.csv", "tie,body\ntie-x,jp-04\n", "column"},
		{"31 February", "ties.csv", "bodies,partner,kind,signed,status\njp-04100,us-ca-riverside,sister-city,1999-02-31,active\n", "1999-02-31"},
		{"unknown code", "ties.csv", "bodies,partner,kind,signed,status\njp-99999,us-ca-riverside,sister-city,1999,active\n", "99999"},
		{"undefined end", "memberships.csv", "member,group,role\norg-nobody-knows,jp-04,member\n", "org-nobody-knows"},
		{"broken quote", "organizations.csv", "id,name_en,sector\norg-a,\"Broken,ngo\n", "quote"},
		{"bad sector", "organizations.csv", "id,name_en,sector,type,country\norg-a,A,ngoo,civic-group,JP\n", "ngo"},
		{"no table", "cities.csv", "a,b\n1,2\n", "cities"},
	} {
		path := filepath.Join(s.t.TempDir(), c.file)
		writeFile(s.t, path, c.content)
		out, stderr, code := s.try("import", path)
		if code != exitRejected || !strings.Contains(out+stderr, c.says) || !strings.Contains(out+stderr, c.file) {
			s.t.Errorf("%s: exit %d, says %q; it should exit %d and name %q and the file", c.name, code, out+stderr, exitRejected, c.says)
		}
	}
	if s.version() != version {
		s.t.Error("a faulty table changed the store")
	}
	if out := s.must("check"); !strings.Contains(out, "faults") {
		s.t.Errorf("check prints %s", out)
	}
}

func shuffleRows(t *testing.T, dir string) {
	t.Helper()
	seed := rand.Uint64()
	t.Logf("shuffled with seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	for _, name := range fileNames(t, dir) {
		rows, err := csv.NewReader(bytes.NewReader(readBytes(t, filepath.Join(dir, name)))).ReadAll()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		random.Shuffle(len(rows)-1, func(i, j int) { rows[i+1], rows[j+1] = rows[j+1], rows[i+1] })
		var b bytes.Buffer
		if err := csv.NewWriter(&b).WriteAll(rows); err != nil {
			t.Fatal(err)
		}
		writeFile(t, filepath.Join(dir, name), b.String())
	}
}

func fileNames(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if len(names) < 5 {
		t.Fatalf("%s has only the files %v", dir, names)
	}
	return names
}

func readBytes(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func writeFile(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestExitCodes tells errors apart as `enishi exit-codes` promises.
func TestExitCodes(t *testing.T) {
	t.Setenv("XDG_DATA_HOME", t.TempDir())
	s := shell{t, "mem:"}
	for _, c := range []struct {
		args []string
		want int
		says string
	}{
		{[]string{"node", "jp-04"}, exitOK, "Miyagi"},
		{[]string{"node", "jp-04999"}, exitNotFound, "jp-04999"},
		{[]string{"nodes", "--limit", "100000"}, exitUsage, "500"},
		{[]string{"nodes", "--as-of", "1989-02-31"}, exitUsage, "as-of"},
		{[]string{"nodes", "--nonsense"}, exitUsage, "nonsense"},
		{[]string{"partners"}, exitUsage, "partners ID"},
		{[]string{"serach", "x"}, exitUsage, "serach"},
		{[]string{"ask", "/nowhere"}, exitNotFound, "path"},
		{[]string{"version"}, exitOK, "enishi"},
		{[]string{"rollback", "r99"}, exitNotFound, "r99"},
	} {
		out, stderr, code := s.try(c.args...)
		if code != c.want || !strings.Contains(out+stderr, c.says) {
			t.Errorf("enishi %q exits %d and says %q; it should exit %d and name %q", c.args, code, out+stderr, c.want, c.says)
		}
	}
}

// TestKeys makes, lists, checks and revokes a key; the file never holds the secret.
func TestKeys(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys.json")
	s := shell{t, "mem:"}
	secret := strings.TrimSpace(s.must("key", "create", "desk", "--keys", path))
	if len(secret) < 40 || bytes.Contains(readBytes(t, path), []byte(secret)) {
		t.Errorf("the key %q is short or kept in clear", secret)
	}
	f := &keyFile{path: path}
	if name, exist, err := f.check(secret); name != "desk" || !exist || err != nil {
		t.Errorf("the key is %q, %t, %v", name, exist, err)
	}
	if name, _, _ := f.check(secret + "x"); name != "" {
		t.Errorf("a wrong key is taken for %q", name)
	}
	if _, _, code := s.try("key", "create", "desk", "--keys", path); code != exitUsage {
		t.Errorf("a second key of that name exits %d", code)
	}
	if out := s.must("key", "list", "--keys", path); !strings.Contains(out, "desk") {
		t.Errorf("list prints %s", out)
	}
	s.must("key", "revoke", "desk", "--keys", path)
	if name, exist, _ := f.check(secret); name != "" || exist {
		t.Errorf("a revoked key is still %q", name)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key file has mode %v, %v", info.Mode(), err)
	}
}

// TestKeysMadeAtOnce: of keys that are made and revoked at once none is lost, each by a reader of its own as a process would be.
func TestKeysMadeAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys", "keys.json")
	var all sync.WaitGroup
	for i := range 40 {
		all.Go(func() {
			f := &keyFile{path: path}
			name := strconv.Itoa(i)
			if _, err := f.create(name); err != nil {
				t.Error(err)
			}
			if i%4 == 0 {
				if err := f.revoke(name); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if keys, err := (&keyFile{path: path}).load(); err != nil || len(keys) != 30 {
		t.Errorf("%d keys, %v; want 30", len(keys), err)
	}
}

// TestBackupAndRestore copies a served store and makes another of it.
func TestBackupAndRestore(t *testing.T) {
	dir := t.TempDir()
	s := shell{t, "file:" + filepath.Join(dir, "a.db")}
	version := s.version()
	copied := filepath.Join(dir, "copy.db")
	s.must("backup", copied)
	if _, _, code := s.try("backup", copied); code == exitOK {
		t.Error("a backup overwrote a file")
	}
	other := shell{t, "file:" + filepath.Join(dir, "b.db")}
	other.must("restore", copied)
	if got := other.version(); got != version {
		t.Errorf("the restored version is %s, not %s", got, version)
	}
	if _, _, code := other.try("restore", copied); code == exitOK {
		t.Error("restore replaced a store without --force")
	}
	other.must("restore", copied, "--force")
}

// TestCredits names everybody whose data the product must credit.
func TestCredits(t *testing.T) {
	t.Setenv("XDG_DATA_HOME", t.TempDir())
	out := shell{t, "mem:"}.must("credits")
	for _, who := range []string{"GeoNames", "Ministry of Internal Affairs", "e-Stat", "US Census Bureau", "Natural Earth"} {
		if !strings.Contains(out, who) {
			t.Errorf("the credits do not name %s:\n%s", who, out)
		}
	}
}
