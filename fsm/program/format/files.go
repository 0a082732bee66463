package format

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// MaxFileSize bounds one file, in bytes.
const MaxFileSize = 64 << 10

// Files lists the YAML files of a folder by name, hidden ones left out; none where there is no such folder. One whose name
// would be passed over, and more files than may be, are findings.
func (r *Reader) Files(fsys fs.FS, folder string, most int) []string {
	entries, err := fs.ReadDir(fsys, folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		r.Add(Finding{File: folder, Severity: Wrong, Message: fmt.Sprintf("list its files: %v", err)})
	}
	var names []string
	for _, e := range entries {
		name := path.Join(folder, e.Name())
		switch ext := path.Ext(name); {
		case strings.HasPrefix(e.Name(), "."): // an editor's, or the system's
		case ext == ".yaml":
			names = append(names, name)
		case ext == ".yml":
			r.Add(Finding{File: name, Severity: Wrong, Message: "would not be read; name it " + strings.TrimSuffix(name, "yml") + "yaml"})
		}
	}
	if len(names) > most {
		r.Add(Finding{File: folder, Severity: Wrong, Message: fmt.Sprintf("holds %d files; it may hold %d", len(names), most)})
		names = names[:most]
	}
	slices.Sort(names)
	return names
}

// ReadFile reads a file within the bound.
func ReadFile(fsys fs.FS, name string) ([]byte, error) {
	if info, err := fs.Stat(fsys, name); err == nil && !info.Mode().IsRegular() {
		return nil, errors.New("is no plain file; put the text itself there")
	}
	file, err := fsys.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errors.New("is missing; a program folder holds program.yaml and workflows/*.yaml")
	}
	if err != nil {
		return nil, fmt.Errorf("open it: %w", err)
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, MaxFileSize+1))
	if err != nil {
		return nil, fmt.Errorf("read it: %w", err)
	}
	if len(data) > MaxFileSize {
		return nil, fmt.Errorf("is larger than %d KiB; make several files of it", MaxFileSize>>10)
	}
	return data, nil
}
