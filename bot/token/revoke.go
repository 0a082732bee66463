package token

import (
	"context"
	"fmt"
)

// Revoke removes the token of a name, or gives ErrUnknown. It is refused from then on.
func Revoke(ctx context.Context, v Values, name string) error {
	tokens, err := kept(ctx, v)
	if err != nil {
		return err
	}
	found := false
	for key, t := range tokens { // all of the name: two may have been made at the same moment
		if t.Name != name {
			continue
		}
		found = true
		if err := v.Put(ctx, key, nil); err != nil {
			return fmt.Errorf("revoke the token %q: %w", name, err)
		}
	}
	if !found {
		return fmt.Errorf("revoke the token %.60q: %w", name, ErrUnknown)
	}
	return nil
}
