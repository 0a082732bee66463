package boltstore

import (
	"fmt"
	"os"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/internal/guard"
)

// inspect refuses a data file that cannot be served, without changing it. It takes no longer for
// a large file: what is damaged in the middle is found when it is read.
func inspect(path string) error {
	if err := look(path, checkSchema); err != nil {
		return fmt.Errorf("inspect %s: %w", path, err)
	}
	return nil
}

// look opens a data file for reading alone and looks at it, if it is as long as it says.
func look(path string, at func(tx *bolt.Tx) error) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() || info.Size() == 0 {
		return fmt.Errorf("%w: it must be a file that is not empty", store.ErrDamaged)
	}
	db, err := openFile(path, &bolt.Options{ReadOnly: true, Timeout: time.Second})
	if err != nil {
		return err
	}
	err = guard.Reading(func() error {
		return db.View(func(tx *bolt.Tx) error {
			if tx.Size() > info.Size() {
				return fmt.Errorf("%w: it has %d bytes and should have %d", store.ErrDamaged, info.Size(), tx.Size())
			}
			return at(tx)
		})
	})
	if closed := db.Close(); err == nil {
		err = closed
	}
	return err
}
