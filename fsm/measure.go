package fsm

import "time"

// Day is a calendar day in the program's zone, as days since 1970-01-01.
type Day int64

// Measure is what a decision adds to one sum of one day. Sums identify nobody, so an erasure leaves them
// alone. The day is that on which a thing happened, not that on which it was learned; what became of a text
// counts on the day of its release, so that no rate of a day exceeds one; an import counts on its own day.
type Measure struct {
	Day      Day
	Workflow string // empty: of no workflow, or of all together
	Name     string // which sum, below
	Step     string // of the workflow; without one, the reply's name
	Arm      string // of an experiment; sums without an arm are of everybody, those with one are never part of them
	Detail   string // what of it: a carrier's code, a guard, an offer
	N        int64  // how many; what else it may be stands with the name. It may be negative: that takes back
}

// The sums. Those of texts have the text's workflow and step.
const (
	SumEntered      = "entered"       // runs that began
	SumReleased     = "released"      // texts that went out, but for those that certainly did not go after all
	SumSegments     = "segments"      // that they took
	SumCost         = "cost"          // of them, in millionths of the program's currency: a segment costs less than a hundredth
	SumDelivered    = "delivered"     // of them, as the carrier reports
	SumFailed       = "failed"        // of them; detail: the carrier's code
	SumUnknown      = "unknown"       // of them: nobody can tell whether they went
	SumInbound      = "inbound"       // texts from people
	SumReplied      = "replied"       // texts that were answered within ReplyFor, by what is no opt-out, HELP or opt-in
	SumUnmatched    = "unmatched"     // texts from people that meant nothing here
	SumOpened       = "opened"        // openings of links by others; detail: "bot" or "unknown"
	SumClicked      = "clicked"       // texts whose links a person opened
	SumClickTime    = "click_time"    // of them, from the release to the first opening; detail: the power of two of seconds that it does not reach
	SumClickSeconds = "click_seconds" // the same added up
	SumClicks       = "clicks"        // openings of links by people
	SumOptOuts      = "optouts"       // people who opted out, by the text before, where that went out within OptOutFor
	SumJoined       = "joined"        // people who became subscribed
	SumLeft         = "left"          // people who were subscribed and are not any more
	SumComplaints   = "complaints"    // detail: how they were heard of
	SumHandoffs     = "handoffs"      // threads that went to a person
	SumGoals        = "goals"         // runs that reached their goal
	SumHeld         = "held"          // times that a text was told to wait; detail: the guard
	SumDropped      = "dropped"       // texts given up; detail: the guard
	SumDisplaced    = "displaced"     // times that a text waited or was given up for another one; detail: that one

	SumOrders   = "orders"        // all purchases, by whatever way
	SumRevenue  = "revenue"       // of them, in hundredths of the currency
	SumRepeats  = "repeat_orders" // those of people who had bought before
	SumOrderGap = "order_gap"     // seconds between a person's purchases, one after the other

	SumRefunds           = "refunds"            // given back of orders, in hundredths, on the day of the order
	SumAttributed        = "attributed"         // orders that are attributed to a text, on the day of the order; detail: by which touch
	SumAttributedRevenue = "attributed_revenue" // of them, in hundredths
	SumAttributedRefunds = "attributed_refunds" // given back of them

	SumOffered       = "offered"        // texts that made an offer; detail: the offer
	SumRedeemed      = "redeemed"       // offers that a purchase was made with; detail: the offer
	SumRedeemedValue = "redeemed_value" // of what was bought with them, in hundredths
	SumRedeemedCost  = "redeemed_cost"  // of the offers, in hundredths
)

// The sums of an experiment, each of one arm; workflow and step say of which, and without a workflow it is the
// program's holdout. They count on the day of the exposure. Who opted out is in SumOptOuts.
const (
	SumExposed      = "exposed"       // people who came to where the arms part
	SumExpected     = "expected"      // people who were to come to the arm by its weight, in millionths
	SumConverted    = "converted"     // of those who came, who then did what it is for
	SumSpent        = "spent"         // by them since then, in hundredths of the currency
	SumSpentSquared = "spent_squared" // the squares of what each of them spent, in hundredths
	SumTexts        = "texts"         // that they got of it
)

// How long after a step's text a person's own text counts as its answer, or as an opt-out because of it.
const (
	ReplyFor  = 72 * time.Hour
	OptOutFor = 24 * time.Hour
)

// Latest is the newest text of a step that went out, for what the person does after it.
type Latest struct {
	Name    string `cbor:"1,keyasint" json:"name"` // "welcome.interest"
	At      Moment `cbor:"2,keyasint" json:"at"`   // released
	Seq     uint64 `cbor:"4,keyasint" json:"seq"`
	Replied bool   `cbor:"3,keyasint,omitempty" json:"replied"`
}

// Day is the calendar day of a moment in the program's zone.
func (p *Program) Day(m Moment) Day {
	y, month, day := time.UnixMilli(int64(m)).In(p.zone).Date()
	return Day(time.Date(y, month, day, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}

// Time is the day's begin, were its zone UTC.
func (d Day) Time() time.Time { return time.Unix(int64(d)*24*60*60, 0).UTC() }
