package sources

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"sync"
)

// maxDelivered is how many deliveries of all sources are remembered; beyond them the oldest is forgotten.
const maxDelivered = 50_000

// seenPlace is where a delivery is kept: as many places as are remembered, taken in turn. Each holds the number of
// the delivery, and a digest of it.
const seenPlace = "source/seen/%05d"

// repeats remembers what was delivered, on disk, so that what somebody recorded and posts again does nothing.
type repeats struct {
	mu    sync.Mutex
	known map[uint64]int       // the places of digests
	at    [maxDelivered]uint64 // the digests of places; 0: none
	last  uint64               // the number of the newest
}

// load reads what was remembered.
func (r *repeats) load(ctx context.Context, s Store) error {
	r.known = map[uint64]int{}
	values, err := s.List(ctx, "source/seen/")
	if err != nil {
		return fmt.Errorf("read which deliveries of sources are known: %w", err)
	}
	for key, value := range values {
		var place int
		if _, err := fmt.Sscanf(key, seenPlace, &place); err != nil || place < 0 || place >= maxDelivered || len(value) != 16 {
			return fmt.Errorf("read which deliveries of sources are known: %q is none", key)
		}
		r.put(place, binary.BigEndian.Uint64(value[8:]))
		r.last = max(r.last, binary.BigEndian.Uint64(value))
	}
	return nil
}

// put remembers a digest in place of the one that was there.
func (r *repeats) put(place int, digest uint64) {
	if r.known[r.at[place]] == place {
		delete(r.known, r.at[place])
	}
	r.at[place], r.known[digest] = digest, place
}

// seen tells whether a delivery was taken before.
func (r *repeats) seen(source, delivery string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, known := r.known[digestOf(source, delivery)]
	return known
}

// add remembers a delivery that was taken.
func (r *repeats) add(ctx context.Context, s Store, source, delivery string) error {
	digest := digestOf(source, delivery)
	r.mu.Lock()
	r.last++
	number := r.last
	place := int(number % maxDelivered)
	r.put(place, digest)
	r.mu.Unlock()
	value := binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(nil, number), digest)
	return s.Put(ctx, fmt.Sprintf(seenPlace, place), value)
}

// digestOf names a delivery shortly.
func digestOf(source, delivery string) uint64 {
	sum := sha256.Sum256([]byte(source + " " + delivery))
	return binary.BigEndian.Uint64(sum[:])
}
