package storetest

import (
	"context"
	"errors"
	"slices"

	"pgregory.net/rapid"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

func phones() []fsm.Phone { return []fsm.Phone{ann, bob, eve, "SHOP"} }
func customers() []string { return []string{"c", "c1", "d"} }
func senders() []string   { return []string{"", "MG", "MG1"} }
func webhooks() []string  { return []string{"crm", "crm2"} }
func codes() []string     { return []string{"a", "ab", "b"} }

func watches() []fsm.Watch {
	return []fsm.Watch{{Event: "a", Key: ""}, {Event: "a", Key: "k"}, {Event: "ak", Key: ""}, {Event: "ak", Key: "k"}}
}

var errRefused = errors.New("refused")

// call is something to do to a store, the same each time.
type call struct {
	name string
	do   func(s store.Store) error
}

func drawCall() *rapid.Generator[call] {
	return rapid.OneOf(drawUpdate(), drawUpdate(), drawUpdate(), drawEnrol(), drawPut(), drawAddCodes(), drawMerge(), drawPosted())
}

func drawUpdate() *rapid.Generator[call] {
	return rapid.Custom(func(t *rapid.T) call {
		phone := rapid.SampledFrom(phones()).Draw(t, "phone")
		decide := drawDecide(t)
		return call{"Update " + string(phone), func(s store.Store) error {
			_, err := s.Update(context.Background(), phone, decide)
			return err
		}}
	})
}

func drawEnrol() *rapid.Generator[call] {
	return rapid.Custom(func(t *rapid.T) call {
		list := rapid.SliceOfN(rapid.SampledFrom(phones()), 0, 5).Draw(t, "phones")
		decide := drawDecide(t)
		return call{"Enrol", func(s store.Store) error {
			_, err := s.Enrol(context.Background(), slices.Values(list), decide)
			return err
		}}
	})
}

func drawPut() *rapid.Generator[call] {
	return rapid.Custom(func(t *rapid.T) call {
		key := rapid.SampledFrom([]string{"", "v", "v1", "w"}).Draw(t, "key")
		value := rapid.SampledFrom([][]byte{nil, {}, []byte("x")}).Draw(t, "value")
		return call{"Put " + key, func(s store.Store) error { return s.Put(context.Background(), key, value) }}
	})
}

func drawAddCodes() *rapid.Generator[call] {
	return rapid.Custom(func(t *rapid.T) call {
		offer := rapid.SampledFrom([]string{"vip", "vi"}).Draw(t, "offer")
		list := rapid.SliceOfN(rapid.SampledFrom([]string{"A1", "a1", "B2", "C3", "D4"}), 1, 3).Draw(t, "codes")
		return call{"AddCodes " + offer, func(s store.Store) error {
			_, err := s.AddCodes(context.Background(), offer, list)
			return err
		}}
	})
}

func drawMerge() *rapid.Generator[call] {
	return rapid.Custom(func(t *rapid.T) call {
		from, into := rapid.SampledFrom(customers()).Draw(t, "from"), rapid.SampledFrom(customers()).Draw(t, "into")
		return call{"Merge " + from + " " + into, func(s store.Store) error { return s.Merge(context.Background(), from, into) }}
	})
}

// drawPosted posts what goes first, or lets all that was given up go again, or drops some.
func drawPosted() *rapid.Generator[call] {
	return rapid.Custom(func(t *rapid.T) call {
		webhook, came := rapid.SampledFrom(webhooks()).Draw(t, "webhook"), rapid.IntRange(0, 4).Draw(t, "came")
		return call{"Posted " + webhook, func(s store.Store) error {
			ctx := context.Background()
			if came > int(store.GaveItUp) {
				_, err := s.ReviveOutgoing(ctx, webhook, 7)
				return err
			}
			due, _, err := s.Outgoing(ctx, webhook, 20, 1)
			if err != nil || len(due) == 0 {
				return err
			}
			due[0].Due += 3
			return s.Posted(ctx, due[0], store.Posted(came))
		}}
	})
}

// drawDecide draws what a decision changes. One of eight decisions is refused, another is none.
func drawDecide(t *rapid.T) store.Decide {
	fate := rapid.IntRange(0, 7).Draw(t, "fate")
	seqs := rapid.SliceOfN(rapid.Uint64Range(1, 8), 0, 3).Draw(t, "messages")
	facts := rapid.IntRange(0, 2).Draw(t, "facts")
	codes := rapid.SliceOfN(rapid.SampledFrom(codes()), 0, 2).Draw(t, "links")
	held := rapid.IntRange(0, 9).Draw(t, "held")
	record := drawRecord(t)
	offer := rapid.SampledFrom([]string{"", "", "vip", "vi"}).Draw(t, "offer")
	counted := drawMeasures(t)
	news := rapid.SliceOfN(rapid.SampledFrom(webhooks()), 0, 3).Draw(t, "news")
	customer := rapid.SampledFrom(append(customers(), "", "")).Draw(t, "customer")
	return func(v store.View) (fsm.Decision, error) {
		d := fsm.Decision{Next: v.Record(), Counters: map[string]int64{"calls": 1}, Measures: counted, Nothing: fate == 1, Cause: "drawn"}
		if fate == 0 {
			return d, errRefused
		}
		d.Next.Version += uint64(max(1, 4-fate)) // fate 2 is refused by the store
		record(&d.Next)
		if d.Next.Hold = nil; held > 3 {
			d.Next.Hold = &fsm.Hold{Due: fsm.Moment(held)}
		}
		for _, seq := range seqs {
			if m, err := v.Message(seq); err == nil {
				m.Attempt++
				d.Messages = append(d.Messages, m)
			} else {
				text(&d, seq, "", seq%2 == 0)
			}
		}
		if code, err := v.FreeCode(offer); err == nil {
			grant(&d, offer, code, 1+d.Next.Version)
		}
		if customer != "" {
			d.Binds = []fsm.Bind{{Customer: customer, At: fsm.Moment(held)}}
		}
		for _, webhook := range news {
			tell(&d, webhook, fsm.Moment(held), "a")
		}
		for range facts {
			d.Next.Ledger++
			d.Ledger = append(d.Ledger, fsm.LedgerEntry{Phone: d.Next.Phone, Number: d.Next.Ledger, Fact: "given", Hash: []byte{byte(fate)}})
		}
		for _, code := range codes {
			d.Links = append(d.Links, fsm.Link{Code: code, Phone: d.Next.Phone, Seq: uint64(facts)})
		}
		if fate == 7 && held > 5 {
			d.Erased = &fsm.Erasure{Pseudonym: "of " + string(d.Next.Phone), ErasedAt: fsm.Moment(held)}
		}
		return d, nil
	}
}

// drawMeasures draws what is added to daily sums, some of which add up to nothing.
func drawMeasures(t *rapid.T) []fsm.Measure {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) fsm.Measure {
		return fsm.Measure{
			Day: fsm.Day(rapid.IntRange(-1, 4).Draw(t, "day")), Workflow: rapid.SampledFrom([]string{"", "c", "cart"}).Draw(t, "of"),
			Name: rapid.SampledFrom([]string{"failed", "fail"}).Draw(t, "name"), Detail: rapid.SampledFrom([]string{"", "30007"}).Draw(t, "detail"),
			N: rapid.Int64Range(-2, 2).Draw(t, "n"),
		}
	}), 0, 4).Draw(t, "measures")
}

// drawRuns draws live runs, some of which wait for an event without a phone.
func drawRuns(t *rapid.T) []fsm.Run {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) fsm.Run {
		run := fsm.Run{
			ID: 1, Workflow: rapid.SampledFrom([]string{"cart", "c"}).Draw(t, "workflow"), Step: rapid.SampledFrom([]string{"art", "x"}).Draw(t, "step"),
			Phase: rapid.SampledFrom([]fsm.Phase{fsm.Waiting, fsm.Scheduled}).Draw(t, "phase"), Key: rapid.SampledFrom([]string{"", "k"}).Draw(t, "key"),
		}
		if rapid.Bool().Draw(t, "awaits") {
			run.Awaits = rapid.SampledFrom([][]string{{"a"}, {"ak", "a"}}).Draw(t, "events")
		}
		return run
	}), 0, 3).Draw(t, "runs")
}

// drawRecord draws the parts of a record that queues, watchers and counts follow from, and one that
// comes and goes.
func drawRecord(t *rapid.T) func(r *fsm.Record) {
	moment := rapid.Int64Range(1, 20)
	due := rapid.SliceOfN(moment, 0, 2).Draw(t, "calendar")
	flights := rapid.SliceOfNDistinct(moment, 0, 3, rapid.ID[int64]).Draw(t, "doubts")
	wire := rapid.Bool().Draw(t, "wire")
	language := rapid.SampledFrom([]string{"", "es"}).Draw(t, "language")
	priority := fsm.Priority(rapid.IntRange(0, 4).Draw(t, "priority"))
	runs := drawRuns(t)
	wants := rapid.SliceOfN(rapid.SampledFrom(senders()), 0, 2).Draw(t, "ready")
	return func(r *fsm.Record) {
		r.Language, r.Calendar, r.Ready, r.Doubts, r.Wire, r.Runs = language, nil, nil, nil, nil, runs
		for _, m := range slices.Sorted(slices.Values(due)) {
			r.Calendar = append(r.Calendar, fsm.Item{At: fsm.Moment(m), Kind: fsm.ItemStep})
		}
		for i, sender := range wants {
			r.Ready = append(r.Ready, fsm.Want{Sender: sender, Priority: priority, Since: fsm.Moment(i)})
		}
		for _, n := range flights {
			r.Doubts = append(r.Doubts, fsm.Flight{Seq: uint64(n), At: fsm.Moment(n / 3)})
		}
		if wire {
			r.Wire = &fsm.Flight{Seq: 99, At: 7}
		}
	}
}
