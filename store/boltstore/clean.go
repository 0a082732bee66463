package boltstore

import (
	"errors"
	"fmt"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/parley-sms/parley/store/internal/guard"
)

// cleanAtOnce is how many bytes of rows go into one transaction of a clean copy.
const cleanAtOnce = 16 << 20

// Clean copies a backup to a new file, row by row, without what is free in it. So nothing is in the copy
// of what was changed, or erased with a person, before the backup was made, and the copy is smaller.
// On an error the new file may be there, and is none.
func Clean(to, from string) error {
	if err := guard.Reading(func() error { return clean(to, from) }); err != nil {
		return fmt.Errorf("clean %s: %w", from, err)
	}
	return nil
}

func clean(to, from string) (err error) {
	old, err := openFile(from, &bolt.Options{ReadOnly: true, Timeout: time.Second})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, old.Close()) }()
	if err := old.View(checkSchema); err != nil {
		return err
	}
	db, err := openFile(to, &bolt.Options{Timeout: time.Second, FreelistType: bolt.FreelistMapType, NoSync: true})
	if err != nil {
		return err
	}
	return errors.Join(bolt.Compact(db, old, cleanAtOnce), db.Sync(), db.Close())
}
