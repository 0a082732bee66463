package bot_test

import (
	"strings"
	"testing"

	"github.com/parley-sms/parley/bot"
)

// Ensure times are told by the wall clock alone: with a monotonic reading a clock that was set back
// would pass for one that went on, and what is stored would go back with it.
func TestClockIsTheWallClock(t *testing.T) {
	clock := &bot.SystemClock{}
	first := clock.Now()
	if strings.Contains(first.String(), "m=") {
		t.Errorf("%v has a monotonic reading", first)
	}
	if second := clock.Now(); second.Before(first) {
		t.Errorf("the clock went back from %v to %v", first, second)
	}
}
