package trial

import (
	"context"
	"fmt"
	"strings"
)

// Verdict is what came of one story.
type Verdict struct {
	Seed      uint64         `json:"seed"`
	Story     Story          `json:"story"`
	Findings  []Finding      `json:"findings"`
	Marks     map[string]int `json:"marks"`
	Trace     string         `json:"trace"`
	Years     float64        `json:"subscriber_years"` // that all people lived together
	Texts     int            `json:"texts"`            // that the carrier took
	Decisions int            `json:"decisions"`        // that were stored
}

// Try lives the story of a seed and judges it.
func (c Court) Try(ctx context.Context, seed uint64) (Verdict, error) { return c.Hear(ctx, Draw(seed)) }

// Hear lives a story and judges it.
func (c Court) Hear(ctx context.Context, s Story) (Verdict, error) {
	e, err := c.lived(ctx, s)
	if err != nil {
		return Verdict{}, fmt.Errorf("live the story of seed %d: %w", s.Seed, err)
	}
	return Verdict{Story: s, Seed: s.Seed, Findings: e.judge(), Marks: e.Marks, Trace: e.Trace,
		Years: people * e.end.Sub(s.Start).Hours() / (365 * 24), Texts: len(e.sent), Decisions: e.decisions}, nil
}

// Shrink leaves out of a story that fails as many deeds as it can, so that the same check still finds
// something.
func (c Court) Shrink(ctx context.Context, v Verdict) (Verdict, error) {
	for part := len(v.Story.Deeds) / 2; part > 0; part /= 2 {
		for from := 0; from < len(v.Story.Deeds); {
			less := v.Story
			to := min(from+part, len(less.Deeds))
			less.Deeds = append(append([]Deed(nil), less.Deeds[:from]...), less.Deeds[to:]...)
			w, err := c.Hear(ctx, less)
			if ctx.Err() != nil {
				return v, ctx.Err()
			}
			if err == nil && finds(w, v.Findings[0].Check) {
				v = w
			} else {
				from = to
			}
		}
	}
	return v, nil
}

func finds(v Verdict, check string) bool {
	for _, f := range v.Findings {
		if f.Check == check {
			return true
		}
	}
	return false
}

// String tells the findings, and the story that led to them.
func (v Verdict) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "seed %d, from %s:\n", v.Seed, v.Story.Start.Format("2006-01-02 15:04 UTC"))
	for _, d := range v.Story.Deeds {
		fmt.Fprintf(&b, "  %s\n", d)
	}
	for _, f := range v.Findings {
		fmt.Fprintf(&b, "must not be (%s): %s\n", f.Check, f.What)
	}
	return b.String()
}
