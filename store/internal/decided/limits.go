package decided

import (
	"errors"
	"fmt"
	"strings"

	"github.com/parley-sms/parley/fsm"
)

// The limits of what makes up keys, in bytes.
const (
	MaxPhone   = 64
	MaxSender  = 128
	MaxCounter = 256
	MaxKey     = 512     // of a small value of the server
	MaxValue   = 4 << 20 // one small value of the server
)

// KnownRows is how many messages back a View's Known looks.
const KnownRows = 2000

// CheckPhone refuses a phone that can be no key.
func CheckPhone(phone fsm.Phone) error {
	if phone == "" {
		return errors.New("the phone is empty")
	}
	if len(phone) > MaxPhone {
		return fmt.Errorf("phone %s: %d bytes, at most %d", phone.Redacted(), len(phone), MaxPhone)
	}
	if strings.ContainsRune(string(phone), 0) {
		return fmt.Errorf("phone %s: it holds a zero byte", phone.Redacted())
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
