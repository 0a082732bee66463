package boltstore

import (
	"log/slog"
	"time"
)

// Option changes how a store is opened.
type Option func(*options)

type options struct {
	maxBytes int
	lockWait time.Duration
	noSync   bool
	log      *slog.Logger
	watch    func(subscribers int, took time.Duration)
}

// MaxBytes keeps the data file from growing beyond so many bytes. An update that would need more
// fails, as it does on a full disk, and the store goes on.
func MaxBytes(n int) Option { return func(o *options) { o.maxBytes = n } }

// LockWait is how long Open waits for another process to let go of the data folder. The default
// is one second.
func LockWait(d time.Duration) Option { return func(o *options) { o.lockWait = d } }

// NoSync lets commits return before the disk has them. A power cut may then lose or damage the data: it
// is for simulations, which have no such thing.
func NoSync() Option { return func(o *options) { o.noSync = true } }

// Log is told how the counting of an older version's data goes. The default is slog.Default().
func Log(l *slog.Logger) Option { return func(o *options) { o.log = l } }

// Watch is told of each commit: how many subscribers' updates were in it, and what it took on the disk. It
// must not block: the next commit waits for it.
func Watch(told func(subscribers int, took time.Duration)) Option {
	return func(o *options) { o.watch = told }
}

func gather(list []Option) options {
	o := options{lockWait: time.Second, log: slog.Default(), watch: func(int, time.Duration) {}}
	for _, set := range list {
		set(&o)
	}
	return o
}
