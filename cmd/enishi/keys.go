package main

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"
	"github.com/spf13/cobra"
)

// writeKey is a key that may change the data over HTTP. The secret has 256 random bits, so that its plain SHA-256 is as hard to invert as
// a slow hash would make it.
type writeKey struct {
	Name    string    `json:"name"`
	SHA256  string    `json:"sha256"`
	Created time.Time `json:"created"`
}

// keyFile holds the write keys, hashed, in a file that only its owner reads. It is read anew when it changed, so that a
// running server knows of keys made meanwhile.
type keyFile struct {
	path string

	mu   sync.Mutex
	seen os.FileInfo
	keys []writeKey
}

func (f *keyFile) load() ([]writeKey, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	info, err := os.Stat(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		f.seen, f.keys = nil, nil
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if f.seen != nil && info.ModTime().Equal(f.seen.ModTime()) && info.Size() == f.seen.Size() && os.SameFile(info, f.seen) {
		return f.keys, nil
	}
	data, err := os.ReadFile(f.path)
	if err != nil {
		return nil, err
	}
	var keys []writeKey
	if err := json.Unmarshal(data, &keys); err != nil {
		return nil, fmt.Errorf("%s is not a key file: %w", f.path, err)
	}
	f.seen, f.keys = info, keys
	return keys, nil
}

// change reads the keys, and writes what fn makes of them, while no other process changes them: a lock on a file beside theirs is held meanwhile, which ends with the process.
func (f *keyFile) change(fn func([]writeKey) ([]writeKey, error)) error {
	if err := os.MkdirAll(filepath.Dir(f.path), 0o700); err != nil {
		return err
	}
	lock := flock.New(f.path+".lock", flock.SetPermissions(0o600))
	if err := lock.Lock(); err != nil {
		return fmt.Errorf("lock of the key file: %w", err)
	}
	defer lock.Close()
	keys, err := f.load()
	if err != nil {
		return err
	}
	if keys, err = fn(keys); err != nil {
		return err
	}
	return f.save(keys)
}

// save writes the whole file under another name and renames it, so that no reader sees half.
func (f *keyFile) save(keys []writeKey) error {
	data, err := json.MarshalIndent(keys, "", "  ")
	if err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(f.path), ".keys-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(append(data, '\n'))
	if err := errors.Join(err, tmp.Sync(), tmp.Close()); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), f.path)
}

// check reports the name of the key, and whether any key exists at all.
func (f *keyFile) check(secret string) (name string, exist bool, err error) {
	keys, err := f.load()
	if err != nil {
		return "", false, err
	}
	sum := sha256.Sum256([]byte(secret))
	got := []byte(hex.EncodeToString(sum[:]))
	for _, k := range keys {
		if subtle.ConstantTimeCompare(got, []byte(k.SHA256)) == 1 {
			name = k.Name
		}
	}
	return name, len(keys) > 0, nil
}

func (f *keyFile) create(name string) (secret string, err error) {
	raw := make([]byte, 32)
	rand.Read(raw) // never fails, see crypto/rand
	secret = "enishi_" + base64.RawURLEncoding.EncodeToString(raw)
	sum := sha256.Sum256([]byte(secret))
	return secret, f.change(func(keys []writeKey) ([]writeKey, error) {
		for _, k := range keys {
			if k.Name == name {
				return nil, usagef("a key named %q exists; revoke it first or choose another name", name)
			}
		}
		return append(keys[:len(keys):len(keys)], writeKey{name, hex.EncodeToString(sum[:]), time.Now().UTC().Truncate(time.Second)}), nil
	})
}

func (f *keyFile) revoke(name string) error {
	return f.change(func(keys []writeKey) ([]writeKey, error) {
		var kept []writeKey
		for _, k := range keys {
			if k.Name != name {
				kept = append(kept, k)
			}
		}
		if len(kept) == len(keys) {
			return nil, usagef("no key is named %q; `enishi key list` shows them", name)
		}
		return kept, nil
	})
}

func (a *app) keyCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "key",
		Short: "Make, list and revoke the keys that may change the data over HTTP",
		Long: `Reads need no key. POST /imports and rollbacks need "Authorization: Bearer KEY" and are off while no key exists.
Keys are kept hashed in ` + "`--keys`" + ` (ENISHI_KEYS), by default in the user's data directory; a key is shown once, when it is made. A running server
takes note of changes at once.`,
		Example: "  enishi key create import-desk\n  enishi key list\n  enishi key revoke import-desk",
	}
	create := &cobra.Command{Use: "create NAME", Short: "Make a key and show it, once", Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			file, err := a.keys()
			if err != nil {
				return err
			}
			secret, err := file.create(args[0])
			if err != nil {
				return err
			}
			fmt.Fprintf(a.stderr, "Key %q. It is shown only now:\n", args[0])
			fmt.Fprintln(a.stdout, secret)
			return nil
		}}
	list := &cobra.Command{Use: "list", Short: "List the keys' names and dates", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			file, err := a.keys()
			if err != nil {
				return err
			}
			keys, err := file.load()
			if err != nil {
				return err
			}
			rows := make([][]string, len(keys))
			for i, k := range keys {
				rows[i] = []string{k.Name, k.Created.Format(time.RFC3339)}
			}
			return a.table([]string{"name", "created"}, rows, keys)
		}}
	revoke := &cobra.Command{Use: "revoke NAME", Short: "Revoke a key", Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			file, err := a.keys()
			if err != nil {
				return err
			}
			if err := file.revoke(args[0]); err != nil {
				return err
			}
			fmt.Fprintf(a.stderr, "Key %q is revoked.\n", args[0])
			return nil
		}}
	cmd.AddCommand(create, list, revoke)
	return cmd
}
