package boltstore

// Unsynced spares a test the waits for the disk.
func (s *Store) Unsynced() *Store {
	s.db.NoSync = true
	return s
}
