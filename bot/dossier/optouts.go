package dossier

import (
	"time"

	"github.com/parley-sms/parley/fsm"
)

// optOuts lists the withdrawals that count.
func (d *Dossier) optOuts() {
	for n := range d.Lives {
		life := &d.Lives[n]
		for i := range life.Facts {
			if f := &life.Facts[i]; f.Fact == fsm.Withdrawn && f.Counts() {
				o := optOutOf(f, life.Facts[i+1:])
				o.Life, o.Known = n+1, !life.Erased
				d.OptOuts = append(d.OptOuts, o)
			}
		}
	}
}

// optOutOf tells a withdrawal, and when a later fact ended it.
func optOutOf(f *Fact, later []Fact) OptOut {
	o := OptOut{Entry: f.Number, Purpose: f.Purpose, Source: f.Source, By: f.By, At: f.At, Obeyed: f.Recorded, Took: "at once, in the same commit"}
	if took := f.Recorded.UTC.Sub(f.At.UTC); took > 0 {
		o.Took = took.Round(time.Second).String() + " after it was said"
	}
	for i := range later {
		if renews(&later[i], f.Purpose) {
			o.Until = later[i].Recorded
			break
		}
	}
	return o
}

// renews tells whether a fact lets texts of a purpose go again; without one, texts of any.
func renews(f *Fact, p fsm.Purpose) bool {
	given, restored := f.Fact == fsm.WasGiven, f.Fact == fsm.Restored
	switch {
	case !f.Counts():
		return false
	case p != "":
		return (given || restored) && f.Purpose == p
	}
	return given || restored || f.Fact == fsm.Requested // service texts may go to whoever asks to be let in
}

// look takes in a workflow's text: whether it was released after the opt-out, or reported after it.
func (o *OptOut) look(m *fsm.Message, zone *time.Location) {
	if !o.Known || o.Purpose != "" && m.Class.Purpose() != o.Purpose {
		return
	}
	switch {
	case m.At <= o.Obeyed.UTC:
		o.LastText = timeOf(m.At, zone)
		if m.SettledAt > o.Obeyed.UTC {
			o.OnWire++
		}
	case !o.Until.Known() || m.At < o.Until.UTC:
		o.After++
	}
}

// spans lists the times in which a carrier blocked, or marketing was held.
func (d *Dossier) spans() {
	for n := range d.Lives {
		open := map[string]int{}
		for i := range d.Lives[n].Facts {
			d.span(&d.Lives[n].Facts[i], open)
		}
	}
}

// held is the hold among what is open; blocks are there by their sender, which is an address.
const held = "held"

// span takes one more fact. Open has the indexes of the spans that have not ended. A hold ends as
// fsm.Consented says; of an erased person the senders are not known any more.
func (d *Dossier) span(f *Fact, open map[string]int) {
	if !f.Counts() {
		return
	}
	begin := func(key string) {
		if _, there := open[key]; !there {
			open[key] = len(d.Spans)
			d.Spans = append(d.Spans, Span{What: f.Fact, Sender: f.Evidence["sender"], Why: f.Source, From: f.At, Entry: f.Number, known: f.Recorded.UTC})
		}
	}
	end := func(key, how string) {
		if at, there := open[key]; there {
			d.Spans[at].To, d.Spans[at].Ended = f.At, how
			delete(open, key)
		}
	}
	switch {
	case f.Fact == fsm.Blocked:
		begin(f.Evidence["sender"])
	case f.Fact == fsm.Held:
		begin(held)
	case f.Fact == fsm.Unblocked:
		end(f.Evidence["sender"], "the person's START to that sender")
	case f.Fact == fsm.Forgotten:
		end(f.Evidence["sender"], "too many senders were blocked to remember it")
	case f.Fact == fsm.Released:
		end(held, "somebody looked")
	case f.Fact == fsm.WasGiven && f.Purpose == fsm.ForMarketing && d.outlives(f, open):
		end(held, "consent was given anew")
	case f.Fact == fsm.Withdrawn && f.Purpose == "":
		end(held, "it was obeyed as an opt-out")
	}
}

// outlives tells whether a consent was given after marketing was held.
func (d *Dossier) outlives(f *Fact, open map[string]int) bool {
	at, there := open[held]
	return there && f.At.UTC >= d.Spans[at].known
}
