// Package guard keeps a damaged file from ending the process.
package guard

import (
	"fmt"
	"runtime/debug"

	"github.com/parley-sms/parley/store"
)

// Reading runs something that reads a bbolt file. bbolt trusts what it reads, and panics or reads
// beyond the file's end where the file is damaged; both come back as store.ErrDamaged.
func Reading(look func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", store.ErrDamaged, p)
		}
	}()
	return look()
}
