package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"

	"github.com/schollz/progressbar/v3"

	"github.com/parley-sms/parley/handlers/admin"
	"github.com/parley-sms/parley/store/boltstore"
)

// backup writes a copy of the data.
type backup struct {
	folder
	File  string `arg:"" help:"File to write; it must not exist." type:"path"`
	Clean bool   `help:"Leave out what is free in the data file, which may hold old bytes of people who were erased; it takes longer, and holds no server up."`
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
	count, whole := &counted{}, b.File
	if b.Clean {
		whole += ".whole"
	}
	err := writeWhole(whole, 0o600, func(w io.Writer) error {
		count.w = io.MultiWriter(w, bar)
		return b.with(ctx, func(d *data) error { return d.backup(ctx, count) })
	})
	_ = bar.Finish() // it only shows
	if err == nil && b.Clean {
		count.n, err = cleaned(b.File, whole)
	}
	if err != nil {
		return fmt.Errorf("make the backup: %w", err)
	}
	fmt.Fprintf(std.out, "%s: %d bytes\n", b.File, count.n)
	return nil
}

// cleaned puts a clean copy of a backup into a file, removes the backup, and gives the copy's size in bytes.
func cleaned(file, whole string) (int64, error) {
	part := file + ".part"
	err := os.Remove(part) // a killed one's
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	if err == nil {
		err = boltstore.Clean(part, whole)
	}
	if err == nil {
		err = os.Rename(part, file)
	}
	if err = errors.Join(err, os.Remove(whole)); err != nil {
		_ = os.Remove(part) // it may not be there
		return 0, err
	}
	info, err := os.Stat(file)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
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
