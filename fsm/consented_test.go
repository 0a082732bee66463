package fsm

// Consented is where a person's consent stands, as the ledger alone tells.
type Consented struct {
	Marketing        bool // given, and it counts
	Service          bool
	ServiceWithdrawn bool // of service texts alone
	Stopped          bool
	Held             Moment          // since when marketing is; 0: it is not
	Blocks           map[string]bool // our senders that a carrier blocks
}

// FoldConsent folds a person's ledger, oldest entry first.
func FoldConsent(entries []LedgerEntry) Consented {
	c := Consented{Blocks: map[string]bool{}}
	for i := range entries {
		if entries[i].Effect != TooLate {
			c.take(&entries[i])
		}
	}
	return c
}

// take goes on by one fact.
func (c *Consented) take(e *LedgerEntry) {
	sender := e.Evidence["sender"]
	switch {
	case e.Effect == BehindBlock, e.Effect == NotAsked:
	case e.Fact == Blocked:
		c.Blocks[sender] = true
	case e.Fact == Unblocked || e.Fact == Forgotten:
		delete(c.Blocks, sender)
	case e.Fact == Requested:
		c.Stopped = false
	case e.Fact == WasGiven && e.Purpose == ForService:
		c.Service, c.ServiceWithdrawn = true, false
		c.Stopped = c.Stopped && len(c.Blocks) > 0
	case e.Fact == WasGiven:
		c.Marketing, c.Stopped = true, false
		if e.At >= c.Held {
			c.Held = 0
		}
	case e.Fact == Restored:
		c.ServiceWithdrawn = false
	case e.Fact == Withdrawn && e.Purpose == ForService:
		c.Service, c.ServiceWithdrawn = false, true
	case e.Fact == Withdrawn && e.Purpose == ForMarketing:
		c.Marketing = false
	case e.Fact == Withdrawn:
		c.Marketing, c.Service, c.Stopped, c.Held = false, false, true, 0
	case e.Fact == Held:
		c.Held = e.Recorded
	case e.Fact == Released:
		c.Held = 0
	}
}
