package faketwilio

// SetFaults puts other faults in force, from the next call on.
func (s *Server) SetFaults(f Faults) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = f
}

// Faults gives those in force.
func (s *Server) Faults() Faults {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.faults
}

// Reset forgets all messages, requests, callbacks and blocks. Numbers go on, so that no SID
// comes twice, and faults stay.
func (s *Server) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clear()
	s.touch()
}

// Reseed is Reset and also starts the numbers again under another seed.
func (s *Server) Reseed(seed uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seed, s.numbers = seed, [kinds]uint64{}
	s.clear()
	s.touch()
}

// clear empties the lists. The lock is held, or the server not yet shared.
func (s *Server) clear() {
	s.messages = shelf[*message]{max: s.opt.Max}
	s.requests = shelf[*Request]{max: s.opt.Max}
	s.callbacks = shelf[Callback]{max: s.opt.Max}
	s.bySID, s.blocked = map[string]*message{}, map[pair]bool{}
}
