package storetest

import (
	"context"
	"fmt"
	"testing"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// Ensure that the calendar follows each record's earliest item.
func tryCalendar(t *testing.T, s store.Store) {
	at := func(phone fsm.Phone, times ...fsm.Moment) {
		must(t, s, phone, func(d *fsm.Decision) {
			d.Next.Calendar = nil
			for _, m := range times {
				d.Next.Calendar = append(d.Next.Calendar, fsm.Item{At: m, Kind: fsm.ItemStep})
			}
		})
	}
	due := func(now fsm.Moment, limit int, want string) {
		t.Helper()
		list, next, err := s.Due(context.Background(), now, limit)
		if got := fmt.Sprint(list, int64(next)); got != want || err != nil {
			t.Errorf("Due(%d, limit %d) = %s, %v, want %s", now, limit, got, err, want)
		}
	}
	due(1000, 10, "[] 0")
	at(eve, 300, 900)
	at(bob, 100)
	at(ann, 300)
	due(99, 10, "[] 100")
	due(100, 10, fmt.Sprintf("[%s] 300", bob))
	due(1000, 10, fmt.Sprintf("[%s %s %s] 0", bob, ann, eve))
	due(1000, 2, fmt.Sprintf("[%s %s] 300", bob, ann))
	due(1000, 0, "[] 100")
	at(eve, 900)
	at(bob)
	at(ann, 300)
	due(1000, 10, fmt.Sprintf("[%s %s] 0", ann, eve))
	at(ann, -5)
	due(-1, 10, fmt.Sprintf("[%s] 900", ann))
}

// Ensure that the ready queue follows each record's best text, and is empty while one is on the wire.
func tryReady(t *testing.T, s store.Store) {
	want := func(phone fsm.Phone, sender string, p fsm.Priority, since fsm.Moment) {
		must(t, s, phone, func(d *fsm.Decision) {
			d.Next.Ready = []fsm.Want{{Sender: sender, Priority: p, Since: since}, {Sender: "other"}}
		})
	}
	ready := func(sender string, limit int, want string) {
		t.Helper()
		list, err := s.Ready(context.Background(), sender, limit)
		if fmt.Sprint(list) != want || err != nil {
			t.Errorf("Ready(%q, limit %d) = %v, %v, want %s", sender, limit, list, err, want)
		}
	}
	senders := func(want ...string) {
		t.Helper()
		list, err := s.ReadySenders(context.Background())
		if fmt.Sprintf("%q", list) != fmt.Sprintf("%q", want) || err != nil {
			t.Errorf("ReadySenders = %q, %v, want %q", list, err, want)
		}
	}
	senders()
	want(ann, "MG1", fsm.PriorityPromo, 10)
	want(bob, "MG1", fsm.PriorityReply, 90)
	want(eve, "MG1", fsm.PriorityPromo, 9)
	want("20202", "Z", 255, 1<<62)
	want("SHOP", "", fsm.PriorityReply, 1)
	ready("MG1", 10, fmt.Sprintf("[%s %s %s]", bob, eve, ann))
	ready("MG1", 2, fmt.Sprintf("[%s %s]", bob, eve))
	ready("MG", 10, "[]")
	ready("other", 10, "[]")
	ready("", 10, "[SHOP]")
	ready("MG1", 0, "[]")
	ready("MG1", -1, "[]")
	senders("", "MG1", "Z")
	must(t, s, bob, func(d *fsm.Decision) { d.Next.Wire = &fsm.Flight{Seq: 1, At: 5} })
	must(t, s, eve, func(d *fsm.Decision) { d.Next.Ready = d.Next.Ready[1:] })
	ready("MG1", 10, fmt.Sprintf("[%s]", ann))
	ready("other", 10, fmt.Sprintf("[%s]", eve))
	must(t, s, bob, func(d *fsm.Decision) { d.Next.Wire = nil })
	want(ann, "Z", fsm.PriorityAgent, 1)
	ready("MG1", 10, fmt.Sprintf("[%s]", bob))
	ready("Z", 10, fmt.Sprintf("[%s 20202]", ann))
	senders("", "MG1", "Z", "other")
}

// Ensure that queues are counted by sender and priority, up to a bound, with their oldest text.
func tryQueues(t *testing.T, s store.Store) {
	queues := func(most int, want ...store.Queue) {
		t.Helper()
		list, err := s.Queues(context.Background(), most)
		if len(want) == 0 {
			want = nil
		}
		compare(t, fmt.Sprintf("queues up to %d", most), want, list, err)
	}
	want := func(phone fsm.Phone, wants ...fsm.Want) {
		must(t, s, phone, func(d *fsm.Decision) { d.Next.Ready = wants })
	}
	queues(10)
	want(ann, fsm.Want{Sender: "MG1", Priority: fsm.PriorityPromo, Since: 10}, fsm.Want{Sender: "other"})
	want(bob, fsm.Want{Sender: "MG1", Priority: fsm.PriorityReply, Since: 90})
	want(eve, fsm.Want{Sender: "MG1", Priority: fsm.PriorityPromo, Since: 9})
	want("20202", fsm.Want{Sender: "Z", Priority: 255, Since: -5})
	want("SHOP", fsm.Want{Since: 1})
	bare := store.Queue{Waiting: 1, Oldest: 1}
	replies, promos := store.Queue{Sender: "MG1", Waiting: 1, Oldest: 90}, store.Queue{Sender: "MG1", Priority: fsm.PriorityPromo, Waiting: 2, Oldest: 9}
	last := store.Queue{Sender: "Z", Priority: 255, Waiting: 1, Oldest: -5}
	queues(10, bare, replies, promos, last)
	promos.Waiting = 1
	queues(1, bare, replies, promos, last)
	want("SHOP")
	must(t, s, bob, func(d *fsm.Decision) { d.Next.Wire = &fsm.Flight{Seq: 1, At: 5} })
	queues(1, promos, last)
}

// Ensure that flights follow the texts on the wire and in doubt.
func tryFlights(t *testing.T, s store.Store) {
	flights := func(limit int, want ...store.Flight) {
		t.Helper()
		list, err := s.Flights(context.Background(), limit)
		if len(want) == 0 {
			want = nil
		}
		compare(t, fmt.Sprintf("list of %d flights", limit), want, list, err)
	}
	flights(10)
	must(t, s, bob, func(d *fsm.Decision) { d.Next.Wire = &fsm.Flight{Seq: 7, At: 300} })
	must(t, s, eve, func(d *fsm.Decision) { d.Next.Wire = &fsm.Flight{Seq: 1, At: 300} })
	must(t, s, ann, func(d *fsm.Decision) {
		d.Next.Doubts = []fsm.Flight{{Seq: 3, At: 400}, {Seq: 2, At: 200}}
		d.Next.Wire = &fsm.Flight{Seq: 4, At: 400}
	})
	flights(10, store.Flight{Phone: ann, Seq: 2, At: 200}, store.Flight{Phone: bob, Seq: 7, At: 300}, store.Flight{Phone: eve, Seq: 1, At: 300},
		store.Flight{Phone: ann, Seq: 3, At: 400}, store.Flight{Phone: ann, Seq: 4, At: 400})
	flights(1, store.Flight{Phone: ann, Seq: 2, At: 200})
	flights(0)
	flights(-1)
	must(t, s, bob, func(d *fsm.Decision) { d.Next.Wire = nil })
	must(t, s, ann, func(d *fsm.Decision) { d.Next.Doubts, d.Next.Wire = []fsm.Flight{*d.Next.Wire}, nil })
	flights(10, store.Flight{Phone: eve, Seq: 1, At: 300}, store.Flight{Phone: ann, Seq: 4, At: 400})
}
