package main

import (
	"io"
	"os"
)

// screen gives a place for progress bars: a terminal, or nowhere.
func screen(out io.Writer) io.Writer {
	if f, ok := out.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			return out
		}
	}
	return io.Discard
}
