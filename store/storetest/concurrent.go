package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// Ensure that updates of one phone from many goroutines are serial: none is lost.
func tryConcurrent(t *testing.T, s store.Store) {
	const callers, each = 32, 8
	var all sync.WaitGroup
	for range callers {
		all.Go(func() {
			for range each {
				_, err := s.Update(context.Background(), ann, change(func(d *fsm.Decision) {
					text(d, d.Next.Seq+1, "", false)
					d.Counters = map[string]int64{"texts": 1}
				}))
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	record, err := s.Record(context.Background(), ann)
	compare(t, "record", fsm.Record{Phone: ann, Version: callers * each, Seq: callers * each}, record, err)
	counters, err := s.Counters(context.Background())
	compare(t, "counters", map[string]int64{"texts": callers * each}, counters, err)
}

// Ensure that updates that fail do not touch those that are stored at the same time.
func tryNeighbours(t *testing.T, s store.Store) {
	refusal := errors.New("no")
	var all sync.WaitGroup
	for i := range 64 {
		all.Go(func() {
			phone := fsm.Phone(fmt.Sprintf("+1500%07d", i/2)) // each twice: one fails, one is stored
			runs := 0
			_, err := s.Update(context.Background(), phone, func(v store.View) (fsm.Decision, error) {
				runs++
				d, _ := change(touch)(v)
				switch i % 4 {
				case 0:
					return d, refusal
				case 2:
					d.Next.Version += 5
				}
				return d, nil
			})
			if (i%2 == 0) != (err != nil) || runs != 1 {
				t.Errorf("update %d ran %d times: %v", i, runs, err)
			}
		})
	}
	all.Wait()
	list, err := s.Subscribers(context.Background(), "", 100)
	if len(list) != 32 || err != nil {
		t.Errorf("%d subscribers, %v, want 32", len(list), err)
	}
	for _, r := range list {
		if r.Version != 1 {
			t.Errorf("%s has version %d, want 1", r.Phone, r.Version)
		}
	}
}
