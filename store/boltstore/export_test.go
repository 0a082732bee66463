package boltstore

// Unsynced spares a test the waits for the disk.
func (s *Store) Unsynced() *Store {
	s.db.NoSync = true
	return s
}

// AwaitFiling waits until the threads of an older version are filed.
func AwaitFiling(s *Store) { <-s.filed }
