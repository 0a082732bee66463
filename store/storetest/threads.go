package storetest

import (
	"context"
	"testing"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// Ensure that open threads lie in their trays in order, page by page, follow what happens to them, and are gone when closed.
func tryThreads(t *testing.T, s store.Store) {
	thread := func(phone fsm.Phone, th fsm.Thread) {
		t.Helper()
		must(t, s, phone, func(d *fsm.Decision) { d.Next.Thread = th })
	}
	wants := func(tray fsm.Tray, after store.ThreadPlace, limit int, want ...store.ThreadPlace) {
		t.Helper()
		got, err := s.Threads(context.Background(), tray, after, limit)
		compare(t, string(tray.Name)+" of "+tray.Owner, want, got, err)
	}
	late := fsm.Tray{Name: fsm.TrayLate}
	queue, mine, all, snoozed := fsm.Tray{Name: fsm.TrayQueue}, fsm.Tray{Name: fsm.TrayMine, Owner: "kim"}, fsm.Tray{Name: fsm.TrayAll}, fsm.Tray{Name: fsm.TraySnoozed}
	wants(all, store.ThreadPlace{}, 9)
	thread(ann, fsm.Thread{OpenedAt: 10, WaitingSince: 30})
	thread(bob, fsm.Thread{OpenedAt: 20, WaitingSince: 20})
	thread(eve, fsm.Thread{OpenedAt: 20, WaitingSince: 20})
	a, b, e := store.ThreadPlace{At: 30, Phone: ann}, store.ThreadPlace{At: 20, Phone: bob}, store.ThreadPlace{At: 20, Phone: eve}
	wants(queue, store.ThreadPlace{}, 9, b, e, a)
	wants(queue, store.ThreadPlace{}, 2, b, e)
	wants(queue, e, 2, a)
	wants(queue, a, 2)
	wants(mine, store.ThreadPlace{}, 9)
	thread(ann, fsm.Thread{OpenedAt: 10, Owner: "kim", LastAgent: 40})
	thread(bob, fsm.Thread{OpenedAt: 20, Owner: "kimono", LastAgent: 40})
	thread(eve, fsm.Thread{OpenedAt: 20, SnoozedUntil: 90, Owner: "kim"})
	wants(queue, store.ThreadPlace{}, 9)
	wants(mine, store.ThreadPlace{}, 9, store.ThreadPlace{At: 40, Phone: ann})
	wants(snoozed, store.ThreadPlace{}, 9, store.ThreadPlace{At: 90, Phone: eve})
	wants(all, store.ThreadPlace{}, 9, store.ThreadPlace{At: 10, Phone: ann}, b, e)
	thread(bob, fsm.Thread{OpenedAt: 20, Owner: "kimono", LastAgent: 40, DueAt: 50, Late: true})
	thread(eve, fsm.Thread{OpenedAt: 20, SnoozedUntil: 90, Owner: "kim", DueAt: 45, Late: true})
	wants(late, store.ThreadPlace{}, 9, store.ThreadPlace{At: 45, Phone: eve}, store.ThreadPlace{At: 50, Phone: bob})
	thread(eve, fsm.Thread{OpenedAt: 20})
	wants(late, store.ThreadPlace{}, 9, store.ThreadPlace{At: 50, Phone: bob})
	thread(ann, fsm.Thread{})
	wants(all, store.ThreadPlace{}, 9, b, e)
}
