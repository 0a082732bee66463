package phone

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/parley-sms/parley/bot"
)

const clockFile = "phone-clock"

// LoadClock gives the test phone's clock of a data folder, as far ahead as it was left, and marks
// the folder as one of the test phone. Without a folder it starts at the machine's time.
func LoadClock(dir string) (*bot.OffsetClock, error) {
	clock := &bot.OffsetClock{Base: &bot.SystemClock{}}
	if dir == "" {
		return clock, nil
	}
	path := filepath.Join(dir, clockFile)
	content, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return clock, saveOffset(dir, 0)
	}
	if err != nil {
		return nil, fmt.Errorf("read the test phone's clock: %w", err)
	}
	offset, err := time.ParseDuration(strings.TrimSpace(string(content)))
	if err != nil || offset < 0 {
		return nil, fmt.Errorf("the test phone's clock %s says %.40q; it must be a duration ahead of real time, such as 48h", path, content)
	}
	clock.Advance(clock.Base.Now().Add(offset))
	return clock, nil
}

// Used tells whether a data folder ever ran on the test phone. Its records may lie in the future,
// so no other carrier may be connected to it.
func Used(dir string) bool {
	if dir == "" {
		return false
	}
	_, err := os.Stat(filepath.Join(dir, clockFile))
	return !errors.Is(err, os.ErrNotExist) // when in doubt it was
}

// saveOffset keeps the clock's offset. The file is replaced whole, so a crash leaves the old one.
func saveOffset(dir string, offset time.Duration) error {
	if dir == "" {
		return nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make the data folder of the test phone: %w", err)
	}
	path := filepath.Join(dir, clockFile)
	if err := os.WriteFile(path+".new", []byte(offset.String()+"\n"), 0o600); err != nil {
		return fmt.Errorf("keep the test phone's clock: %w", err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		return fmt.Errorf("keep the test phone's clock: %w", err)
	}
	return nil
}
