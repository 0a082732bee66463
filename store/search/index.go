package search

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/internal/guard"
)

// fileName is the index's name in the data folder.
const fileName = "search.db"

// form is the version of the index's layout. One of another is made anew.
const form = 1

// mapped is how much of the address space is set aside at once: readers and the writer wait for one another only when the
// file outgrows it.
const mapped = 256 << 20

// The buckets.
const (
	metaBucket   = "meta"
	wordsBucket  = "words"
	textsBucket  = "texts"
	factsBucket  = "facts"
	endsBucket   = "ends"
	peopleBucket = "people"
)

var formKey = []byte("form")

// Index finds texts and people. It is safe from many goroutines; one at a time should write.
type Index struct {
	path  string
	mu    sync.RWMutex // held for writing while the file is changed for another
	db    *bolt.DB     // nil: it is closed
	whole atomic.Bool
}

// Open opens the index in a data folder that this process holds. One that is missing, damaged or of another version begins empty.
func Open(dir string) (*Index, error) {
	x := &Index{path: filepath.Join(dir, fileName)}
	if err := x.open(); err == nil || errors.Is(err, os.ErrPermission) {
		return x, err
	}
	return x, x.Reset()
}

// Remove deletes the index of a data folder that no process holds. Where there is none, that is well.
func Remove(dir string) error {
	if err := os.Remove(filepath.Join(dir, fileName)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("remove the search index: %w", err)
	}
	return nil
}

func (x *Index) open() error {
	err := guard.Reading(func() (err error) {
		x.db, err = bolt.Open(x.path, 0o600, &bolt.Options{Timeout: time.Second, FreelistType: bolt.FreelistMapType, InitialMmapSize: mapped})
		if err != nil {
			return err
		}
		return x.db.Update(layOut)
	})
	if err != nil {
		err = fmt.Errorf("open the search index: %w", err)
		if x.db != nil {
			err = errors.Join(err, x.db.Close())
		}
		x.db = nil
	}
	return err
}

// layOut makes an empty file an index, and refuses one of another form.
func layOut(tx *bolt.Tx) error {
	for _, name := range []string{metaBucket, wordsBucket, textsBucket, factsBucket, endsBucket, peopleBucket} {
		if _, err := tx.CreateBucketIfNotExists([]byte(name)); err != nil {
			return fmt.Errorf("create bucket %s: %w", name, err)
		}
	}
	meta := tx.Bucket([]byte(metaBucket))
	switch was := meta.Get(formKey); {
	case was == nil:
		return meta.Put(formKey, number(form))
	case len(was) != 8 || binary.BigEndian.Uint64(was) != form:
		return errors.New("the search index is of another version")
	}
	return nil
}

// Reset makes the index empty.
func (x *Index) Reset() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.db != nil {
		_ = guard.Reading(x.db.Close) // it goes away
		x.db = nil
	}
	if err := Remove(filepath.Dir(x.path)); err != nil {
		return err
	}
	x.whole.Store(false)
	return x.open()
}

// Completed notes that a walk came to its end.
func (x *Index) Completed() { x.whole.Store(true) }

// Whole tells whether a walk came to its end since the index was opened: until then texts may be missing.
func (x *Index) Whole() bool { return x.whole.Load() }

// Close makes every later call fail with store.ErrClosed.
func (x *Index) Close() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.db == nil {
		return nil
	}
	db := x.db
	x.db = nil
	return db.Close()
}

// view runs a function that only looks.
func (x *Index) view(ctx context.Context, look func(*bolt.Tx) error) error {
	return x.use(ctx, func(db *bolt.DB) error { return db.View(look) })
}

// update runs a function that writes, in one commit.
func (x *Index) update(ctx context.Context, write func(*bolt.Tx) error) error {
	return x.use(ctx, func(db *bolt.DB) error { return db.Update(write) })
}

func (x *Index) use(ctx context.Context, do func(*bolt.DB) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.db == nil {
		return fmt.Errorf("the search index: %w", store.ErrClosed)
	}
	if err := guard.Reading(func() error { return do(x.db) }); err != nil {
		return fmt.Errorf("the search index: %w", err)
	}
	return nil
}

func number(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }
