package boltstore

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/parley-sms/parley/store"
)

// lockName is a file of its own, so that a folder is held before anything in it is touched, and
// while its data file is not there yet.
const lockName = "parley.lock"

// lockFolder keeps other processes out of a data folder until the file it returns is closed, or
// this process ends.
func lockFolder(dir string, wait time.Duration) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, lockName), os.O_RDWR|os.O_CREATE, fileMode)
	if err != nil {
		return nil, fmt.Errorf("lock the data folder: %w", err)
	}
	deadline := time.Now().Add(wait)
	for {
		err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if !errors.Is(err, syscall.EWOULDBLOCK) || time.Now().After(deadline) {
			break
		}
		time.Sleep(min(wait, 20*time.Millisecond))
	}
	if err == nil {
		return f, nil
	}
	_ = f.Close() // the lock was not got
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, fmt.Errorf("lock the data folder %s: %w: stop it, or use another folder", dir, store.ErrLocked)
	}
	return nil, fmt.Errorf("lock the data folder %s: %w", dir, err)
}
