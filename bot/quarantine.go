package bot

import (
	"context"
	"errors"
	"fmt"

	"github.com/parley-sms/parley/store"
)

const quarantineKey = "quarantine"

// loadQuarantine reads whether the data was restored from a backup and not let go yet.
func (e *Engine) loadQuarantine(ctx context.Context) error {
	_, err := e.Store.Get(ctx, quarantineKey)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read whether the data is in quarantine: %w", err)
	}
	e.quarantined.Store(true)
	return nil
}
