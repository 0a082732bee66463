package phone

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
)

// load reads the last lines of a ledger's file. It tells whether the file ends within a line.
func (l *ledger) load(path string, log *slog.Logger) (torn bool, err error) {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("open the test phone's ledger: %w", err)
	}
	defer f.Close()
	lines, torn, err := lastLines(f, maxTexts)
	if err != nil {
		return torn, fmt.Errorf("read the test phone's ledger %s: %w", path, err)
	}
	for _, line := range lines {
		var t Text
		if err := json.Unmarshal(line, &t); err != nil || t.SID == "" {
			log.Warn("a line of the test phone's ledger is damaged; it is passed over", "file", path, "err", err)
			continue
		}
		l.remember(t)
	}
	return torn, nil
}

// lastLines reads the last n lines that are not empty, and whether the last of them lacks its end.
func lastLines(r io.Reader, n int) (lines [][]byte, torn bool, err error) {
	in := bufio.NewReader(r)
	for {
		line, err := in.ReadBytes('\n')
		torn = len(line) > 0 && err != nil
		if line = bytes.TrimSpace(line); len(line) > 0 {
			lines = append(lines, line)
		}
		if len(lines) > 2*n {
			lines = append(lines[:0:0], lines[len(lines)-n:]...)
		}
		if errors.Is(err, io.EOF) {
			return lines[max(len(lines)-n, 0):], torn, nil
		}
		if err != nil {
			return nil, torn, err
		}
	}
}
