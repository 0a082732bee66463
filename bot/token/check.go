package token

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/parley-sms/parley/store"
)

// Check finds the token of a secret, or ErrUnknown. The secret is compared by its hash alone, so
// how long it takes tells nothing of it.
func Check(ctx context.Context, v Values, secret string) (Token, error) {
	if !strings.HasPrefix(secret, prefix) {
		return Token{}, ErrUnknown
	}
	value, err := v.Get(ctx, key(secret))
	if errors.Is(err, store.ErrNotFound) {
		return Token{}, ErrUnknown
	}
	if err != nil {
		return Token{}, fmt.Errorf("look a token up: %w", err)
	}
	return decode(value)
}
