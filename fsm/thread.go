package fsm

import (
	"slices"
	"strings"
	"time"
)

// The bounds of what the staff keeps about a person.
const (
	MaxNote  = 1000 // characters of a note
	MaxTags  = 20
	MaxTag   = 40                  // characters
	MaxAside = 90 * 24 * time.Hour // that a thread may be put aside, or a text be written ahead
)

// noted writes a note into the journal. It stands nowhere else, so nothing can ever text it.
func (d *deciding) noted(e Noted) {
	d.dec.Cause = "note " + e.By
	if body := cut(strings.TrimSpace(e.Body), MaxNote); body != "" {
		d.line(Line{Event: "note", From: d.rec.State, To: d.rec.State, Why: body})
	}
}

// snoozed puts an open thread aside, or wakes it.
func (d *deciding) snoozed(e Snoozed) {
	d.dec.Cause = "snooze " + e.By
	if d.rec.Thread.OpenedAt == 0 {
		return
	}
	d.wakeThread()
	if e.Until <= d.now {
		return
	}
	until := min(e.Until, d.now.Add(MaxAside))
	d.rec.Thread.SnoozedUntil = until
	d.note("snooze", "put aside by "+e.By+" until "+until.String())
	d.schedule(Item{At: until, Kind: ItemSnooze})
}

// wakeThread brings a thread back that was put aside.
func (d *deciding) wakeThread() {
	if d.rec.Thread.SnoozedUntil == 0 {
		return
	}
	d.rec.Thread.SnoozedUntil = 0
	d.unschedule(func(i Item) bool { return i.Kind == ItemSnooze })
}

// snoozeDue brings it back when its time has come: somebody should look at it.
func (d *deciding) snoozeDue() {
	d.wakeThread()
	d.waiting("was put aside until now")
}

// tagged changes tags. They are kept in small letters, sorted, each once.
func (d *deciding) tagged(e Tagged) {
	d.dec.Cause = "tags " + e.By
	tags := slices.Clone(d.rec.Tags)
	for _, t := range e.Remove {
		tags = slices.DeleteFunc(tags, func(have string) bool { return have == tagOf(t) })
	}
	for _, t := range e.Add {
		if t = tagOf(t); t != "" {
			tags = append(tags, t)
		}
	}
	slices.Sort(tags)
	tags = slices.Compact(tags)
	if tags = tags[:min(len(tags), MaxTags)]; slices.Equal(tags, d.rec.Tags) {
		return
	}
	d.rec.Tags = tags
	d.note("tags", strings.Join(tags, ", "))
}

func tagOf(s string) string { return cut(strings.ToLower(strings.TrimSpace(s)), MaxTag) }
