package draft

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/parley-sms/parley/bot/deploy"
	"github.com/parley-sms/parley/store"
)

// Values is where drafts are kept.
type Values interface {
	Get(ctx context.Context, key string) ([]byte, error)
	Put(ctx context.Context, key string, value []byte) error
	List(ctx context.Context, prefix string) (map[string][]byte, error)
}

// Book keeps the drafts. One Book makes all changes.
type Book struct {
	Values Values
	Now    func() time.Time

	mu sync.Mutex // one change at a time
}

const prefix = "draft/"

// List lists all drafts, the one that was changed last first.
func (b *Book) List(ctx context.Context) ([]Draft, error) {
	values, err := b.Values.List(ctx, prefix)
	if err != nil {
		return nil, fmt.Errorf("list the drafts: %w", err)
	}
	var list []Draft
	for key, value := range values {
		var d Draft
		if err := json.Unmarshal(value, &d); err != nil {
			return nil, fmt.Errorf("read %s: %w", key, err)
		}
		list = append(list, d)
	}
	slices.SortFunc(list, func(a, b Draft) int { return b.At.Compare(a.At) })
	return list, nil
}

// Get reads a draft, or fails with ErrNone.
func (b *Book) Get(ctx context.Context, name string) (d Draft, err error) {
	if !nameForm.MatchString(name) {
		return d, ErrNone
	}
	value, err := b.Values.Get(ctx, prefix+name)
	if errors.Is(err, store.ErrNotFound) {
		return d, ErrNone
	}
	if err == nil {
		err = json.Unmarshal(value, &d)
	}
	if err != nil {
		return d, fmt.Errorf("read the draft %s: %w", name, err)
	}
	return d, nil
}

// Begin makes a draft of a packed program, which is a revision's.
func (b *Book) Begin(ctx context.Context, name, by string, revision int, packed []byte) (Draft, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	d := Draft{Name: name, From: revision, By: by, Files: map[string]string{}}
	if !nameForm.MatchString(name) {
		return d, ErrName
	}
	list, err := b.List(ctx)
	switch {
	case err != nil:
		return d, err
	case slices.ContainsFunc(list, func(o Draft) bool { return o.Name == name }):
		return d, ErrTaken
	case len(list) >= MaxDrafts:
		return d, ErrMany
	}
	folder, err := deploy.Unpack(packed)
	if err != nil {
		return d, err
	}
	if err := d.fill(folder); err != nil {
		return d, err
	}
	return b.keep(ctx, d)
}

// fill takes the files of a program.
func (d *Draft) fill(folder fs.FS) error {
	err := fs.WalkDir(folder, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(folder, name)
		d.Files[name] = string(content)
		return err
	})
	if err != nil {
		return fmt.Errorf("read the program: %w", err)
	}
	return d.check()
}

// Save keeps a file's text, or removes the file where it is empty. It fails with ErrNewer and the draft as it is now where the
// file is another one than the author has read, by its Mark.
func (b *Book) Save(ctx context.Context, name, file, read, content, by string) (Draft, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	d, err := b.Get(ctx, name)
	if err != nil {
		return d, err
	}
	changed, err := d.With(file, tidy(content))
	if err != nil {
		return d, err
	}
	if changed.Mark(file) == d.Mark(file) {
		return d, nil
	}
	if read != d.Mark(file) {
		return d, ErrNewer
	}
	changed.By = by
	return b.keep(ctx, changed)
}

// tidy gives a text lines as files have them, whatever a form makes of them.
func tidy(content string) string {
	content = strings.ReplaceAll(content, "\r\n", "\n")
	if strings.TrimSpace(content) == "" {
		return ""
	}
	return strings.TrimRight(content, "\n") + "\n"
}

func (b *Book) keep(ctx context.Context, d Draft) (Draft, error) {
	d.At = b.Now().UTC()
	value, err := json.Marshal(d)
	if err == nil {
		err = b.Values.Put(ctx, prefix+d.Name, value)
	}
	if err != nil {
		return d, fmt.Errorf("keep the draft %s: %w", d.Name, err)
	}
	return d, nil
}

// Remove removes a draft, or fails with ErrNone.
func (b *Book) Remove(ctx context.Context, name string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, err := b.Get(ctx, name); err != nil {
		return err
	}
	if err := b.Values.Put(ctx, prefix+name, nil); err != nil {
		return fmt.Errorf("remove the draft %s: %w", name, err)
	}
	return nil
}
