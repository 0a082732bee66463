package boltstore

import (
	"bytes"
	"encoding/binary"
	"math"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// place is where a subscriber stands in a queue, or among watchers: a key without a value.
type place struct {
	bucket string
	key    string
}

// placesOf gives all places that follow from a record.
func placesOf(r *fsm.Record) []place {
	var list []place
	if due := r.NextDue(); due != 0 {
		list = append(list, place{calendarBucket, calendarKey(due, r.Phone)})
	}
	if head, ok := r.Head(); ok {
		list = append(list, place{readyBucket, readyKey(&head, r.Phone)})
	}
	for _, f := range r.Flights() {
		list = append(list, place{flightsBucket, flightKey(f.At, r.Phone, f.Seq)})
	}
	if r.Hold != nil && r.Hold.Due != 0 {
		list = append(list, place{heldBucket, calendarKey(r.Hold.Due, r.Phone)})
	}
	for _, f := range r.Filed() {
		list = append(list, place{threadsBucket, threadKey(f.Tray, f.At, r.Phone)})
	}
	for _, w := range r.Watches() {
		list = append(list, place{watchersBucket, string(append(watchPrefix(w), r.Phone...))})
	}
	return list
}

// trayPrefix is what the places of a tray begin with.
func trayPrefix(b fsm.Tray) []byte { return part(part(nil, string(b.Name)), b.Owner) }

// threadKey is (tray, time, phone).
func threadKey(b fsm.Tray, at fsm.Moment, phone fsm.Phone) string {
	return string(append(moment(trayPrefix(b), at), phone...))
}

// calendarKey is (due, phone).
func calendarKey(due fsm.Moment, phone fsm.Phone) string {
	return string(append(moment(nil, due), phone...))
}

func parseCalendarKey(key []byte) (due fsm.Moment, phone fsm.Phone, ok bool) {
	if len(key) < 8 {
		return 0, "", false
	}
	return parseMoment(key), fsm.Phone(key[8:]), true
}

// readyKey is (sender, priority, since, phone).
func readyKey(head *fsm.Want, phone fsm.Phone) string {
	key := append(senderPrefix(head.Sender), byte(head.Priority))
	return string(append(moment(key, head.Since), phone...))
}

// senderPrefix is what a sender's places begin with. Its length stands first, since a sender may
// be any string and no sender may begin with another.
func senderPrefix(sender string) []byte {
	return append([]byte{byte(len(sender))}, sender...)
}

// watchPrefix is what the places of an event's watchers begin with; their phones follow.
func watchPrefix(w fsm.Watch) []byte { return part(part(nil, w.Event), w.Key) }

// part appends a string with its length before it, as a sender's.
func part(key []byte, s string) []byte {
	return append(binary.BigEndian.AppendUint16(key, uint16(len(s))), s...)
}

// cutPart takes the first part off a key.
func cutPart(key []byte) (s string, rest []byte, ok bool) {
	if len(key) < 2 {
		return "", nil, false
	}
	n := 2 + int(binary.BigEndian.Uint16(key))
	if len(key) < n {
		return "", nil, false
	}
	return string(key[2:n]), key[n:], true
}

// past is where the keys behind all that begin with a prefix are.
func past(prefix []byte) []byte {
	key := bytes.Clone(prefix)
	for i := len(key) - 1; i >= 0; i-- {
		if key[i]++; key[i] != 0 {
			break
		}
	}
	return key
}

func parseReadyKey(key []byte) (sender string, phone fsm.Phone, ok bool) {
	if len(key) == 0 || len(key) < 1+int(key[0])+1+8 {
		return "", "", false
	}
	n := 1 + int(key[0])
	return string(key[1:n]), fsm.Phone(key[n+1+8:]), true
}

// parseQueue reads whose queue a place of the ready queue belongs to, and since when it is there. Pre is what
// all places of that queue begin with.
func parseQueue(key []byte) (q store.Queue, pre []byte, ok bool) {
	sender, _, ok := parseReadyKey(key)
	if !ok {
		return q, nil, false
	}
	n := 1 + len(sender) + 1
	return store.Queue{Sender: sender, Priority: fsm.Priority(key[n-1]), Oldest: parseMoment(key[n:])}, key[:n], true
}

// flightKey is (released, phone, seq).
func flightKey(at fsm.Moment, phone fsm.Phone, seq uint64) string {
	key := append(moment(nil, at), phone...)
	return string(binary.BigEndian.AppendUint64(append(key, phoneEnd), seq))
}

func parseFlightKey(key []byte) (store.Flight, bool) {
	if len(key) < 8+1+8 {
		return store.Flight{}, false
	}
	end := len(key) - 8
	return store.Flight{
		Phone: fsm.Phone(bytes.TrimSuffix(key[8:end], []byte{phoneEnd})),
		Seq:   binary.BigEndian.Uint64(key[end:]),
		At:    parseMoment(key),
	}, true
}

// moment appends an instant such that bytes are in order of time, before 1970 too.
func moment(key []byte, m fsm.Moment) []byte {
	return binary.BigEndian.AppendUint64(key, uint64(m)^(math.MaxInt64+1))
}

func parseMoment(key []byte) fsm.Moment {
	return fsm.Moment(binary.BigEndian.Uint64(key) ^ (math.MaxInt64 + 1))
}
