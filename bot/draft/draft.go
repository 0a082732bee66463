package draft

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"time"

	"github.com/parley-sms/parley/bot/deploy"
	"github.com/parley-sms/parley/fsm/program"
)

// The bounds of drafts.
const (
	MaxDrafts = 20
	MaxFiles  = 300
	MaxBytes  = 1 << 20 // of all files of one draft together
)

// The errors that callers tell apart.
var (
	ErrName   = errors.New("a draft's name has 1 to 40 small letters, digits and dashes")
	ErrFile   = errors.New("a program has the files program.yaml and rules.yaml, and others as workflows/NAME.yaml and tests/NAME.yaml")
	ErrTaken  = errors.New("there is a draft of this name already")
	ErrMany   = fmt.Errorf("there are %d drafts already; remove one first", MaxDrafts)
	ErrLarge  = fmt.Errorf("a draft has at most %d files of %d KiB, and %d KiB together", MaxFiles, program.MaxFileSize>>10, MaxBytes>>10)
	ErrNone   = errors.New("there is no such draft")
	ErrNewer  = errors.New("somebody has changed this file meanwhile")
	nameForm  = regexp.MustCompile(`^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$`)
	fileForms = regexp.MustCompile(`^(?:(?:program|rules)\.yaml|(?:workflows|tests)/[A-Za-z0-9_-]{1,60}\.yaml)$`)
)

// Draft is a program that is being written.
type Draft struct {
	Name  string            `json:"name"`
	From  int               `json:"from"` // the revision that it began as
	By    string            `json:"by"`   // who changed it last
	At    time.Time         `json:"at"`   // UTC
	Files map[string]string `json:"files"`
}

// Names lists the files, the settings first.
func (d *Draft) Names() []string {
	names := slices.Sorted(maps.Keys(d.Files))
	slices.SortStableFunc(names, func(a, b string) int { return folder(a) - folder(b) })
	return names
}

// folder orders files by where they lie.
func folder(name string) int {
	for i, prefix := range []string{"program.yaml", "rules.yaml", "workflows/", "tests/"} {
		if len(name) >= len(prefix) && name[:len(prefix)] == prefix {
			return i
		}
	}
	return 9
}

// Mark tells texts of a file apart; that of no file is empty.
func (d *Draft) Mark(file string) string {
	content, there := d.Files[file]
	if !there {
		return ""
	}
	sum := sha256.Sum256([]byte(content))
	return hex.EncodeToString(sum[:6])
}

// With is the draft with one file's text in place of its own; an empty one removes the file.
func (d Draft) With(file, content string) (Draft, error) {
	if !fileForms.MatchString(file) {
		return d, fmt.Errorf("%w; %.60q is none of them", ErrFile, file)
	}
	d.Files = maps.Clone(d.Files)
	d.Files[file] = content
	if content == "" {
		delete(d.Files, file)
	}
	return d, d.check()
}

func (d *Draft) check() error {
	total := 0
	for _, content := range d.Files {
		if total += len(content); len(content) > program.MaxFileSize {
			return ErrLarge
		}
	}
	if total > MaxBytes || len(d.Files) > MaxFiles {
		return ErrLarge
	}
	return nil
}

// Folder gives the files as a program folder.
func (d *Draft) Folder() (fs.FS, error) {
	var packed bytes.Buffer
	w := zip.NewWriter(&packed)
	for _, name := range d.Names() {
		file, err := w.Create(name)
		if err == nil {
			_, err = io.WriteString(file, d.Files[name])
		}
		if err != nil {
			return nil, fmt.Errorf("pack %s: %w", name, err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("pack the draft: %w", err)
	}
	return deploy.Unpack(packed.Bytes())
}

// Packed gives the files as a deploy takes them.
func (d *Draft) Packed() ([]byte, error) {
	folder, err := d.Folder()
	if err != nil {
		return nil, err
	}
	return deploy.Pack(folder)
}
