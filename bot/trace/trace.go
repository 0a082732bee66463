// Package trace carries the id by which an operator finds all lines of the log about one thing: from the post that
// began it, over the text that it led to and the call to the carrier, to the delivery report.
//
// An id is that of W3C's Trace Context: 16 bytes, written as 32 hexadecimal digits. Nothing is decided by it.
package trace

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"io"
	"log/slog"
	"strings"
)

// ID is a trace's id; empty: there is none.
type ID []byte

// size is what an id has, in bytes.
const size = 16

// String writes an id as it stands in logs.
func (id ID) String() string { return hex.EncodeToString(id) }

// New makes an id of random bytes; none where there are none.
func New(random io.Reader) ID {
	id := make(ID, size)
	if _, err := io.ReadFull(random, id); err != nil {
		return nil
	}
	return id
}

// Parse reads an id as String writes it; none for anything else, and for zeros alone.
func Parse(s string) ID {
	id, err := hex.DecodeString(s)
	if err != nil || len(id) != size || strings.Trim(s, "0") == "" {
		return nil
	}
	return id
}

// Posted is the id of a traceparent header, "00-" id "-" parent "-" flags, or one of its own where there is none
// that can be believed.
func Posted(header string) ID {
	if parts := strings.Split(header, "-"); len(header) < 100 && len(parts) >= 4 && len(parts[0]) == 2 && parts[0] != "ff" {
		if id := Parse(parts[1]); id != nil {
			return id
		}
	}
	return New(rand.Reader)
}

type key struct{}

// With gives a context with an id.
func With(ctx context.Context, id ID) context.Context {
	if len(id) == 0 {
		return ctx
	}
	return context.WithValue(ctx, key{}, id)
}

// From is the id of a context.
func From(ctx context.Context) ID {
	id, _ := ctx.Value(key{}).(ID)
	return id
}

// Handler gives a handler that adds the id of a line's context to it.
func Handler(h slog.Handler) slog.Handler { return &handler{h} }

type handler struct{ slog.Handler }

// Handle implements slog.Handler.
func (h *handler) Handle(ctx context.Context, r slog.Record) error {
	if id := From(ctx); len(id) > 0 {
		r.AddAttrs(slog.String("trace", id.String()))
	}
	return h.Handler.Handle(ctx, r)
}

// WithAttrs implements slog.Handler.
func (h *handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return Handler(h.Handler.WithAttrs(attrs))
}

// WithGroup implements slog.Handler.
func (h *handler) WithGroup(name string) slog.Handler { return Handler(h.Handler.WithGroup(name)) }
