package boltstore

import (
	"context"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/parley-sms/parley/store"
)

// Stats implements store.Store. Bytes is what the data file uses, which shrinks only when the file
// is compacted.
func (s *Store) Stats(ctx context.Context) (store.Stats, error) {
	stats := store.Stats{LastCommit: time.Duration(s.lastCommit.Load())}
	err := s.read(ctx, func(tx *bolt.Tx) error {
		meta := tx.Bucket([]byte(metaBucket))
		stats.Subscribers = count(meta, subscribersKey)
		stats.Messages = count(meta, messagesKey)
		stats.Bytes = tx.Size()
		return nil
	})
	return stats, err
}
