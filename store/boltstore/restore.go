package boltstore

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/parley-sms/parley/store"
)

// ErrOccupied is returned where a backup was to be restored over a store.
var ErrOccupied = errors.New("the data folder holds a store already")

// ErrRestoring is returned for a folder in which a restore was interrupted: it would open empty, and
// forget every opt-out.
var ErrRestoring = errors.New("a restore was interrupted here: run it again")

// Restore puts a backup into a data folder that has no store yet, and marks it with
// store.QuarantineKey. The backup is checked from end to end first, which may take a second for
// each 100 MB. On any error the folder has no store, as before.
func Restore(dir, backup string, list ...Option) error {
	o := gather(list)
	if err := os.MkdirAll(dir, folderMode); err != nil {
		return fmt.Errorf("restore %s: %w", backup, err)
	}
	lock, err := lockFolder(dir, o.lockWait)
	if err != nil {
		return fmt.Errorf("restore %s: %w", backup, err)
	}
	defer lock.Close()
	if err := restoreLocked(dir, backup); err != nil {
		return fmt.Errorf("restore %s: %w", backup, err)
	}
	return nil
}

func restoreLocked(dir, backup string) error {
	path := filepath.Join(dir, dataName)
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("%w: %s: move it away first", ErrOccupied, path)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := removeTemps(dir); err != nil {
		return err
	}
	mark := filepath.Join(dir, restoringName)
	if err := os.WriteFile(mark, []byte(filepath.Base(backup)+"\n"), fileMode); err != nil {
		return err
	}
	defer os.Remove(mark) // after a kill it stays, and so does the refusal to open the folder
	return install(dir, func(path string) error {
		if err := copyFile(path, backup); err != nil {
			return err
		}
		if err := verify(path); err != nil {
			return err
		}
		return quarantine(path, "restored from "+filepath.Base(backup))
	})
}

func copyFile(to, from string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_TRUNC, fileMode)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}

// quarantine marks a data file that nobody has opened.
func quarantine(path, note string) error {
	db, err := openFile(path, &bolt.Options{Timeout: time.Second, FreelistType: bolt.FreelistMapType})
	if err != nil {
		return err
	}
	err = db.Update(func(tx *bolt.Tx) error {
		return tx.Bucket([]byte(valuesBucket)).Put([]byte(store.QuarantineKey), []byte(note))
	})
	return errors.Join(err, db.Close())
}
