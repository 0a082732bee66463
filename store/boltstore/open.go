package boltstore

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/internal/guard"
)

const (
	// dataName is the data file's name in its folder.
	dataName = "parley.db"
	// tempPattern names what is not finished. Open removes what a crash left behind.
	tempPattern = "parley-*.tmp"
	// restoringName marks a folder into which a backup is being restored.
	restoringName = "parley.restoring"

	fileMode   = 0o600
	folderMode = 0o700

	// mapped is how much of the address space is set aside at once: readers and the committer
	// wait for one another only when the file outgrows it.
	mapped = 1 << 30
)

// Open opens the store in a data folder, and creates what is not there. It fails with
// store.ErrLocked where another process holds the folder, and with store.ErrDamaged or
// store.ErrNewer where the file is not one that this build can serve; then nothing was changed.
func Open(dir string, list ...Option) (*Store, error) {
	o := gather(list)
	if err := os.MkdirAll(dir, folderMode); err != nil {
		return nil, fmt.Errorf("open the store: %w", err)
	}
	lock, err := lockFolder(dir, o.lockWait)
	if err != nil {
		return nil, fmt.Errorf("open the store: %w", err)
	}
	db, err := openLocked(dir, o)
	if err != nil {
		_ = lock.Close() // the store was not opened
		return nil, fmt.Errorf("open the store: %w", err)
	}
	s := &Store{dir: dir, lock: lock, db: db, jobs: make(chan *job, maxBatch), stopped: make(chan struct{}), counted: make(chan struct{}), filed: make(chan struct{}), watch: o.watch}
	go s.commitAll()
	s.beginCounting(o.log)
	s.beginFiling(o.log)
	return s, nil
}

// openLocked opens the data file of a folder that is held.
func openLocked(dir string, o options) (*bolt.DB, error) {
	path := filepath.Join(dir, dataName)
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Lstat(filepath.Join(dir, restoringName)); err == nil {
			return nil, fmt.Errorf("%s: %w", dir, ErrRestoring)
		}
		if err := removeTemps(dir); err != nil {
			return nil, err
		}
		if err := create(dir); err != nil {
			return nil, fmt.Errorf("create %s: %w", path, err)
		}
	}
	if err := inspect(path); err != nil {
		return nil, err
	}
	db, err := openFile(path, &bolt.Options{
		Timeout:         time.Second,
		FreelistType:    bolt.FreelistMapType,
		InitialMmapSize: mapped,
		MaxSize:         o.maxBytes,
		NoSync:          o.noSync,
	})
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	if err := guard.Reading(func() error { return upgrade(db) }); err != nil {
		return nil, errors.Join(fmt.Errorf("upgrade %s: %w", path, err), db.Close())
	}
	return db, nil
}

// create puts an empty store into a folder, whole or not at all.
func create(dir string) error {
	return install(dir, func(path string) error {
		db, err := openFile(path, &bolt.Options{Timeout: time.Second, FreelistType: bolt.FreelistMapType})
		if err != nil {
			return err
		}
		return errors.Join(db.Update(layOut), db.Close())
	})
}

// install makes a data file under another name and then gives it its own. The folder is held,
// and has no data file.
func install(dir string, build func(path string) error) error {
	f, err := os.CreateTemp(dir, tempPattern)
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if err := f.Close(); err != nil {
		return err
	}
	if err := build(f.Name()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), filepath.Join(dir, dataName)); err != nil {
		return err
	}
	return syncFolder(dir)
}

// syncFolder makes a new name in a folder durable.
func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

func removeTemps(dir string) error {
	left, err := filepath.Glob(filepath.Join(dir, tempPattern))
	if err != nil {
		return fmt.Errorf("look for unfinished files: %w", err)
	}
	for _, path := range left {
		if err := os.Remove(path); err != nil {
			return fmt.Errorf("remove an unfinished file: %w", err)
		}
	}
	return nil
}

// openFile is bolt.Open for files that may be damaged.
func openFile(path string, o *bolt.Options) (*bolt.DB, error) {
	var file *os.File
	o.OpenFile = func(name string, flag int, perm os.FileMode) (f *os.File, err error) {
		file, err = os.OpenFile(name, flag, perm)
		return file, err
	}
	var db *bolt.DB
	panicked := true
	err := guard.Reading(func() (err error) {
		db, err = bolt.Open(path, fileMode, o)
		panicked = false
		return err
	})
	if panicked && file != nil {
		_ = file.Close() // and with it bbolt's lock
	}
	if err != nil {
		return nil, classify(err)
	}
	return db, nil
}

// classify names the cause of a file that did not open. What the operating system did not refuse,
// bbolt did, since it makes no sense.
func classify(err error) error {
	var refused *fs.PathError
	switch {
	case errors.Is(err, bolterrors.ErrTimeout):
		return fmt.Errorf("%w: the data file is open elsewhere", store.ErrLocked)
	case errors.Is(err, store.ErrDamaged), errors.As(err, &refused):
		return err
	}
	return fmt.Errorf("%w: %w", store.ErrDamaged, err)
}
