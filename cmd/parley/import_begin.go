package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/parley-sms/parley/bot/deploy"
)

// begin makes the program of a data folder that has none yet live in it, as the first serve would:
// without one nobody could tell what the columns are.
func (c *importing) begin(ctx context.Context) error {
	missing := c.holds()
	if missing == nil {
		return nil
	}
	if !errors.Is(missing, fs.ErrNotExist) || c.Program == "" {
		return fmt.Errorf("%w; to begin with an import, name the program with --program", missing)
	}
	s := serve{Program: c.Program, Data: c.Data, Grace: time.Minute}
	if err := s.complete(); err != nil {
		return err
	}
	folder, files, err := s.folder()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	return c.with(ctx, func(d *data) error {
		if d.store == nil {
			return nil // a server was faster
		}
		_, err := (&deploy.Deployer{Store: d.store, Fit: s.senders, Now: time.Now}).Start(ctx, folder, files)
		return err
	})
}
