package decided

import (
	"errors"
	"fmt"
	"strings"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// The limits of what makes up keys, in bytes.
const (
	MaxPhone   = 64
	MaxSender  = 128
	MaxCounter = 256
	MaxPart    = 1 << 10 // of a workflow, step, phase, event type or run's key
	MaxCode    = 64      // of a tracked link
	MaxKey     = 512     // of a small value of the server
	MaxValue   = 4 << 20 // one small value of the server
)

// KnownRows is how many messages back a View's Known looks.
const KnownRows = 2000

// CheckPhone refuses a phone that can be no key.
func CheckPhone(phone fsm.Phone) error {
	switch {
	case phone == "":
		return fmt.Errorf("%w: the phone is empty", store.ErrDecision)
	case len(phone) > MaxPhone:
		return fmt.Errorf("%w: phone %s: %d bytes, at most %d", store.ErrDecision, phone.Redacted(), len(phone), MaxPhone)
	case strings.ContainsRune(string(phone), 0):
		return fmt.Errorf("%w: phone %s: it holds a zero byte", store.ErrDecision, phone.Redacted())
	}
	return nil
}

// CheckValue refuses a small value of the server that is not small, or has no key.
func CheckValue(key string, value []byte) error {
	switch {
	case key == "":
		return errors.New("put a value: the key is empty")
	case len(key) > MaxKey:
		return fmt.Errorf("put a value: the key has %d bytes, at most %d", len(key), MaxKey)
	case len(value) > MaxValue:
		return fmt.Errorf("put value %q: %d bytes, at most %d", key, len(value), MaxValue)
	}
	return nil
}
