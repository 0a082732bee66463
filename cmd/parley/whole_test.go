package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Ensure that a file is written whole, with its mode, and that a failure leaves what was there and nothing
// beside it.
func TestWriteWhole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	says := func(words string, end error) func(io.Writer) error {
		return func(w io.Writer) error {
			_, err := io.WriteString(w, words)
			return errors.Join(err, end)
		}
	}
	if err := writeWhole(path, 0o640, says("old", nil)); err != nil {
		t.Fatal(err)
	}
	if err := writeWhole(path, 0o640, says("ha", errors.New("cut off"))); err == nil || !strings.Contains(err.Error(), path+": cut off") {
		t.Errorf("a failure is told as %v", err)
	}
	holds(t, path, "old")
	if err := writeWhole(path, 0o640, says("new", nil)); err != nil {
		t.Fatal(err)
	}
	holds(t, path, "new")
	if err := writeWhole(filepath.Join(path, "below"), 0o640, says("", nil)); err == nil {
		t.Error("a file is taken for a folder")
	}
}

// holds checks that a file has these words, its mode, and no file beside it.
func holds(t *testing.T, path, words string) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil || string(got) != words {
		t.Errorf("it holds %q, %v, want %q", got, err, words)
	}
	if info, err := os.Stat(path); err != nil || info.Mode() != 0o640 {
		t.Errorf("its mode is %v, %v", info.Mode(), err)
	}
	if list, err := os.ReadDir(filepath.Dir(path)); err != nil || len(list) != 1 {
		t.Errorf("the folder has %v, %v", list, err)
	}
}
