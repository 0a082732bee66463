package fsm

import "time"

// Every list, loop and text has a bound. What exceeds a list's bound falls off at its old end,
// but for runs, calendar items and texts that want to go, whose newcomers are refused with a reason
// in the journal. A record that is too large all the same forgets, then ends its newest runs, and at the
// very last sheds what rules still ask for (bounds.go): no record is ever too large to be stored.
const (
	MaxRecord     = 8 << 10 // bytes of one encoded record
	MaxBody       = 1600    // characters of one text, as Twilio has it
	MaxHops       = 32      // steps taken by one decision
	MaxRuns       = 16      // live runs of one person
	MaxCalendar   = 72      // calendar items of one person
	MaxDates      = 8       // workflows that a date of a person starts
	MaxBought     = 8       // products bought that are remembered
	MaxFuses      = 17      // workflows whose texts of a day are counted, and the count of all
	MaxExposed    = 16      // experiments of one person that are remembered
	MaxGiven      = 32      // offers made that are remembered for limits
	MaxCalls      = 30      // calls made for one person in an hour
	MaxAwaits     = 8       // events without a phone that one run waits for
	MaxLater      = 3       // texts of the staff for one person that wait for their time
	MaxReplies    = 8       // answers and agents' texts of one person that want to go
	MaxReleased   = 32      // releases remembered for caps
	MaxSeen       = 64      // ids of texts remembered, and as many of events
	MaxEvents     = 12      // events remembered
	MaxTallies    = 8       // types of events whose times are remembered
	MaxTally      = 12      // times remembered of one type
	MaxClicks     = 8       // texts of one run whose clicks are counted
	MaxOpenings   = 50      // of one text's links by bots that are kept, and as many by unknown openers
	MaxAnswered   = 16      // questions of one run whose answers are remembered
	MaxSent       = 32      // texts of one run that are remembered as sent
	MaxFields     = 8       // fields of an event that are kept
	MaxEntries    = 64      // entries remembered for limits
	MaxBlocks     = 8       // senders that a carrier blocks
	MaxDoubts     = 8       // texts whose outcome is unknown
	MaxAttempts   = 5       // releases of one text of which nobody knows whether it went
	MaxAttribute  = 40      // characters of an attribute's value
	MaxAttributes = 32      // attributes of one person
	MaxName       = 64      // bytes of a name, source or reason that a record keeps

	maxLawCap         = MaxReleased / 2                        // texts that a cap of the law counts
	minSeen           = 16                                     // ids that even a full record remembers
	maxAttributeBytes = 2 << 10                                // of all attributes of one person
	maxAnswerBytes    = 768                                    // of one question's answers
	roomForRuns       = MaxCalendar - 2*MaxRuns - 5 - MaxDates // calendar items that are no run's own
)

// The times of the machine that programs do not set.
const (
	PendingFor      = 72 * time.Hour      // an opt-in waits for its YES
	PendingEvery    = 24 * time.Hour      // it is asked for again at most this often
	PendingCounts   = 30 * 24 * time.Hour // a YES still confirms
	ClosedFor       = 7 * 24 * time.Hour  // the last question is remembered
	EventsFor       = 7 * 24 * time.Hour  // recent events are remembered
	ResumeSilently  = 10 * time.Minute    // a suspended question returns without a text
	CrossedWires    = 15 * time.Second    // a text this soon after a question may be for the one before
	AgentUnattended = 24 * time.Hour      // business hours until an unattended thread is handed back
	AgentSilent     = 72 * time.Hour      // without an agent's word
	ReconcileGrace  = 2 * time.Minute     // a released text that is not listed by then is absent
	LoopWindow      = time.Hour           // automatic replies are counted over it
	LoopReplies     = 20                  // automatic replies in a window
	LoopSame        = 3                   // equal automatic replies in a row within LoopSameWindow
	LoopSameWindow  = 10 * time.Minute
	SendBy          = 24 * time.Hour   // a step without a send_by, its own or its class's
	CallFor         = 10 * time.Minute // a call is made again until then, where its step says nothing
	UnreachableDays = 3                // days of "unreachable" after which a number counts as bad

	callAgain    = 30 * time.Second // until a call is made for the second time
	defaultLasts = 30               // days that a product lasts of which nothing is said

	replyGoodFor    = time.Hour      // an answer that cannot go out by then is dropped
	longestValidity = 10 * time.Hour // the longest that Twilio keeps trying
)
