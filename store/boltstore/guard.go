package boltstore

import (
	"fmt"
	"runtime/debug"

	"github.com/parley-sms/parley/store"
)

// guarded runs something that reads the file. bbolt trusts what it reads, and panics or reads
// beyond the file's end where the file is damaged; both come back as store.ErrDamaged.
func guarded(look func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", store.ErrDamaged, p)
		}
	}()
	return look()
}
