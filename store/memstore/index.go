package memstore

import (
	"slices"

	"github.com/parley-sms/parley/fsm"
)

// index keeps who is due, ready or on the wire in order, so that a simulation of many people does not
// look at all of them each time.
type index struct {
	due     sorted
	held    sorted
	ready   map[string]sorted // by sender
	flights sorted
}

// sorted is a list of places in the order of byPlace.
type sorted []place

func (s *sorted) add(p place) {
	at, _ := slices.BinarySearchFunc(*s, p, byPlace)
	*s = slices.Insert(*s, at, p)
}

func (s *sorted) remove(p place) {
	if at, found := slices.BinarySearchFunc(*s, p, byPlace); found {
		*s = slices.Delete(*s, at, at+1)
	}
}

// move changes what a subscriber asks for.
func (x *index) move(phone fsm.Phone, from, to queued) {
	x.each(phone, from, (*sorted).remove)
	x.each(phone, to, (*sorted).add)
}

// each does something with each place that a subscriber has.
func (x *index) each(phone fsm.Phone, q queued, do func(*sorted, place)) {
	if q.due != 0 {
		do(&x.due, place{phone: phone, at: q.due})
	}
	if q.held != 0 {
		do(&x.held, place{phone: phone, at: q.held})
	}
	if q.ready {
		list := x.ready[q.head.Sender]
		do(&list, place{phone: phone, at: q.head.Since, priority: q.head.Priority})
		if x.ready[q.head.Sender] = list; len(list) == 0 {
			delete(x.ready, q.head.Sender)
		}
	}
	for _, f := range q.flights {
		do(&x.flights, place{phone: phone, at: f.At, seq: f.Seq})
	}
}
