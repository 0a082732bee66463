package phone

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-sms/parley/store/memstore"
)

// idle is an engine that has nothing to do.
type idle struct{}

func (idle) Settle(context.Context) error { return nil }
func (idle) Coming() time.Time            { return time.Time{} }
func (idle) Wake()                        {}

// Ensure the clock stays as far ahead as it was left, and marks its folder.
func TestClockSurvivesRestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		if Used(dir) {
			t.Error("an empty folder counts as used")
		}
		p := open(t, dir)
		if !Used(dir) {
			t.Error("the folder does not tell that it was used")
		}
		rest := Around(idle{}, memstore.New())
		if err := p.Advance(t.Context(), rest, 50*time.Hour); err != nil {
			t.Fatal(err)
		}
		at := p.Now()
		time.Sleep(time.Minute)
		again := open(t, dir)
		if got, want := again.Now(), at.Add(time.Minute); !got.Equal(want) {
			t.Errorf("after a restart it is %v, want %v", got, want)
		}
	})
}

// Ensure a clock's file that makes no sense is refused and left alone.
func TestClockRefuses(t *testing.T) {
	for _, content := range []string{"", "tomorrow", "-3h"} {
		dir := t.TempDir()
		path := filepath.Join(dir, clockFile)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := LoadClock(dir); err == nil {
			t.Errorf("%q was taken for a clock", content)
		}
		if left, err := os.ReadFile(path); err != nil || string(left) != content {
			t.Errorf("%q was overwritten with %q, %v", content, left, err)
		}
	}
	if Used("") {
		t.Error("no folder counts as used")
	}
}
