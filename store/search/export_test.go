package search

// NoSync lets commits return before the disk has them.
func (x *Index) NoSync() { x.db.NoSync = true }
