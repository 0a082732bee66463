package areas

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// Ensure every line of the table is a remark or has known zones, well-formed places and codes, each once.
func TestTable(t *testing.T) {
	lineForm := regexp.MustCompile(`^(#.*|([A-Z]{2}(-[A-Z]{2})? )+\| (\S+ )+\| [2-9]\d\d( [2-9]\d\d)*)\n$`)
	seen := map[string]bool{}
	for line := range strings.Lines(text) {
		if !lineForm.MatchString(line) {
			t.Errorf("no line of the table: %s", line)
		}
		if fields := strings.Split(line, "|"); len(fields) == 3 {
			for _, code := range strings.Fields(fields[2]) {
				if seen[code] {
					t.Errorf("%s is there twice", code)
				}
				seen[code] = true
			}
		}
	}
	for code, area := range table() {
		for _, zone := range area.Zones {
			if _, err := time.LoadLocation(zone); err != nil {
				t.Errorf("%s: %v", code, err)
			}
		}
	}
	if len(seen) < 450 {
		t.Errorf("only %d codes", len(seen))
	}
}

// Ensure areas that lie in two zones have both, that a number that says nothing is anywhere on the
// mainland, and that other plans are not guessed at.
func TestOf(t *testing.T) {
	for _, c := range []struct {
		number, regions, zones string
		ok                     bool
	}{
		{"+12125550123", "US-NY", "America/New_York", true},
		{"+18505550123", "US-FL", "America/New_York America/Chicago", true},
		{"+14485550123", "US-FL", "America/New_York America/Chicago", true},
		{"+12085550123", "US-ID", "America/Boise America/Los_Angeles", true},
		{"+14235550123", "US-TN", "America/New_York America/Chicago", true},
		{"+17875550123", "US-PR", "America/Puerto_Rico", true},
		{"+19025550123", "CA-NS CA-PE", "America/Halifax", true},
		{"+18765550123", "JM", "America/Jamaica", true},
		{"+18005550123", "US CA", "America/New_York America/Chicago America/Denver America/Los_Angeles", true},
		{"+1", "US CA", "America/New_York America/Chicago America/Denver America/Los_Angeles", true},
		{"+442071838750", "", "", false},
		{"", "", "", false},
	} {
		area, ok := Of(c.number)
		if ok != c.ok || !slices.Equal(area.Regions, strings.Fields(c.regions)) || !slices.Equal(area.Zones, strings.Fields(c.zones)) {
			t.Errorf("%s: %v, %v", c.number, area, ok)
		}
	}
}
