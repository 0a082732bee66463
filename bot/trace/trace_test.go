package trace

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
)

const id = "4bf92f3577b34da6a3ce929d0e0e4736"

// Ensure that the id of a traceparent is taken where it is one, and that anything else gets an id of its own.
func TestPosted(t *testing.T) {
	for header, taken := range map[string]bool{
		"00-" + id + "-00f067aa0ba902b7-01":      true,
		"01-" + id + "-00f067aa0ba902b7-01-more": true,
		"":                                       false,
		id:                                       false,
		"ff-" + id + "-00f067aa0ba902b7-01":      false,
		"00-" + id[1:] + "-00f067aa0ba902b7-01":  false,
		"00-" + id + "00-00f067aa0ba902b7-01":    false,
		"00-" + strings.Repeat("0", 32) + "-00f067aa0ba902b7-01":    false,
		"00-" + strings.Repeat("\n", 32) + "-00f067aa0ba902b7-01":   false,
		"00-" + id + "-00f067aa0ba902b7-" + strings.Repeat("0", 99): false,
	} {
		if got := Posted(header); len(got) != size || (got.String() == id) != taken {
			t.Errorf("Posted(%q) = %s", header, got)
		}
	}
}

// Ensure that lines have the trace of their context, also of a logger with attributes and groups, and others none.
func TestHandler(t *testing.T) {
	var b bytes.Buffer
	log := slog.New(Handler(slog.NewTextHandler(&b, nil))).With("a", 1)
	log.InfoContext(With(context.Background(), Parse(id)), "traced")
	if got := b.String(); !strings.Contains(got, "a=1 trace="+id) {
		t.Error(got)
	}
	b.Reset()
	log.InfoContext(With(context.Background(), nil), "bare")
	log.WithGroup("g").Info("bare")
	if got := b.String(); strings.Contains(got, "trace") {
		t.Error(got)
	}
}
