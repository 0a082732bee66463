package deploy

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"

	"github.com/parley-sms/parley/fsm/program"
)

// MaxPacked bounds a packed program: a store takes no larger value.
const MaxPacked = 4 << 20

// Pack puts the files of a program folder into one value: the same files give the same bytes.
func Pack(folder fs.FS) ([]byte, error) {
	var names []string
	for _, pattern := range []string{"program.yaml", "rules.yaml", "workflows/*.yaml", "tests/*.yaml"} {
		found, err := fs.Glob(folder, pattern)
		if err != nil {
			return nil, fmt.Errorf("list the files of the program: %w", err)
		}
		slices.Sort(found)
		names = append(names, found...)
	}
	var packed bytes.Buffer
	w := zip.NewWriter(&packed)
	for _, name := range names {
		if err := pack(w, folder, name); err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("pack the program: %w", err)
	}
	if packed.Len() > MaxPacked {
		return nil, fmt.Errorf("the program has %d bytes even when packed; it may have %d", packed.Len(), MaxPacked)
	}
	return packed.Bytes(), nil
}

// pack adds one file, and no more of it than shows that it is too large.
func pack(w *zip.Writer, folder fs.FS, name string) error {
	file, err := folder.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	into, err := w.Create(name) // without a time
	if err != nil {
		return err
	}
	_, err = io.CopyN(into, file, program.MaxFileSize+1)
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// Unpack gives the files of a packed program.
func Unpack(packed []byte) (fs.FS, error) {
	files, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return nil, fmt.Errorf("unpack the program: %w", err)
	}
	return files, nil
}
