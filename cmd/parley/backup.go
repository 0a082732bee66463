package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"

	"github.com/schollz/progressbar/v3"

	"github.com/parley-sms/parley/handlers/admin"
)

// backup writes a copy of the data.
type backup struct {
	folder
	File string `arg:"" help:"File to write; it must not exist." type:"path"`
}

// Run writes the copy.
func (b *backup) Run(ctx context.Context, std streams) error {
	if _, err := os.Lstat(b.File); err == nil {
		return fmt.Errorf("%s exists; give the name of a new file", b.File)
	}
	if err := b.holds(); err != nil {
		return err
	}
	bar := progressbar.NewOptions64(-1, progressbar.OptionSetWriter(screen(std.err)), progressbar.OptionShowBytes(true),
		progressbar.OptionSetDescription("backup"), progressbar.OptionClearOnFinish())
	count := &counted{}
	err := writeWhole(b.File, 0o600, func(w io.Writer) error {
		count.w = io.MultiWriter(w, bar)
		return b.with(ctx, func(d *data) error { return d.backup(ctx, count) })
	})
	_ = bar.Finish() // it only shows
	if err != nil {
		return fmt.Errorf("make the backup: %w", err)
	}
	fmt.Fprintf(std.out, "%s: %d bytes\n", b.File, count.n)
	return nil
}

// counted counts what is written.
type counted struct {
	w io.Writer
	n int64
}

// Write implements io.Writer.
func (c *counted) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}

// backup copies the data, from here or through the server that holds it.
func (d *data) backup(ctx context.Context, w io.Writer) error {
	if d.store != nil {
		_, err := d.store.Backup(ctx, w)
		return err
	}
	answer, err := d.request(ctx, http.MethodGet, "/backup", nil)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if _, err := io.Copy(w, answer.Body); err != nil {
		return err
	}
	if done := answer.Trailer.Get(admin.BackupDone); done != "ok" {
		return fmt.Errorf("the server did not finish it: %s", done)
	}
	return nil
}
