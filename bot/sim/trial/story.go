package trial

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"time"
)

// Story is what happens from outside, in order of time.
type Story struct {
	Seed  uint64
	Start time.Time
	List  time.Duration // how often the carrier's lists are read
	Deeds []Deed

	OnDisk bool // it is stored by the real store
}

// MarshalJSON writes the deeds as lines.
func (s Story) MarshalJSON() ([]byte, error) {
	lines := make([]string, 0, len(s.Deeds))
	for _, d := range s.Deeds {
		lines = append(lines, d.String())
	}
	return json.Marshal(struct {
		Start time.Time `json:"start"`
		Deeds []string  `json:"deeds"`
	}{s.Start, lines})
}

// Deed is one thing that happens.
type Deed struct {
	N    int           // its number among those drawn
	At   time.Duration // since the start
	Kind Kind
	Who  int           // the person, from 0
	Text string        // what is texted, or the event's type, or the fault
	Key  string        // of an event
	Late time.Duration // since what the event tells of; or how long the fault lasts
	To   int           // which of our numbers
}

// Kind is what sort of thing happens.
type Kind string

// The kinds of deeds.
const (
	Texts    Kind = "texts"       // a person texts
	Posts    Kind = "posts"       // the shop posts an event
	Again    Kind = "again"       // the carrier posts an old text once more
	Repeats  Kind = "repeats"     // the shop posts an old event once more
	Takes    Kind = "takes"       // an agent takes the thread
	Writes   Kind = "writes into" // an agent writes
	Returns  Kind = "hands back"  // an agent hands the thread back
	OptsIn   Kind = "opts in"     // consent from elsewhere
	OptsOut  Kind = "opts out"    // withdrawn elsewhere
	Blocks   Kind = "blocks"      // a phone blocks one of our numbers at the carrier, in silence
	Erases   Kind = "erases"      // a person is to be forgotten
	Imports  Kind = "imports"     // consent from a file, given some time ago
	Codes    Kind = "codes"       // codes for gifts are imported, and all old ones once more
	Buys     Kind = "buys"        // a person buys with some code
	Faults   Kind = "faults"      // the carrier fails for a while
	DiskFull Kind = "disk"        // the next commits fail
	Killed   Kind = "killed"      // the process dies and is started again
	Sleeps   Kind = "sleeps"      // the machine stands still for a while, and the clock leaps
	Deploys  Kind = "deploys"     // another program goes live, with people inside
)

// How large a story is.
const (
	people  = 6
	deeds   = 90
	fullFor = 3 // commits
)

// spans are how many days a story goes on, about: some are crowded, some have seasons, and some are as
// quiet as most lives, with a few deeds a year and what schedules bring.
func spans() []int { return []int{14, 60, 240, 730, 1460} }

// Draw draws a story.
func Draw(seed uint64) Story {
	chance := rand.New(rand.NewPCG(seed, 2))
	s := Story{Seed: seed, Start: time.Date(2026, time.Month(1+chance.IntN(12)), 1+chance.IntN(28), chance.IntN(24), chance.IntN(60), 0, 0, time.UTC)}
	days := spans()[chance.IntN(len(spans()))]
	s.OnDisk = chance.IntN(10) == 0
	deploys := []int{0, 0, 4}[chance.IntN(3)]
	s.List = min(time.Duration(days)*time.Hour/2, 48*time.Hour)
	at := time.Duration(0)
	for who := range people { // most have joined before much happens
		if chance.IntN(4) > 0 {
			s.Deeds = append(s.Deeds, Deed{At: at, Kind: Texts, Who: who, Text: "JOIN"}, Deed{At: at + time.Minute, Kind: Texts, Who: who, Text: "YES"})
			at += 2 * time.Minute
		}
	}
	hot := 0 // so many deeds more follow one another soon
	for n := range deeds {
		if hot--; hot > 0 {
			at += pause(chance, 2)
		} else {
			at += pause(chance, days)
		}
		d := drawDeed(chance, at, n, deploys)
		s.Deeds = append(s.Deeds, d)
		if d.Kind == Faults { // a fault without anything to do is none
			hot = 10
		}
	}
	return s
}

// pause draws the time until the next deed: often little, mostly as long as lets a story go on for so
// many days.
func pause(chance *rand.Rand, days int) time.Duration {
	switch chance.IntN(4) {
	case 0:
		return time.Duration(chance.IntN(3)) * time.Second
	case 1:
		return time.Duration(chance.IntN(40)) * time.Minute
	}
	mean := float64(days) * 24 * float64(time.Hour) / (deeds / 2)
	return time.Duration(chance.ExpFloat64() * mean).Round(time.Millisecond) // the grain of what is stored
}

func drawDeed(chance *rand.Rand, at time.Duration, n, deploys int) Deed {
	d := Deed{N: n, At: at, Who: min(chance.IntN(people), chance.IntN(people)), To: chance.IntN(2)}
	kinds := []struct {
		kind   Kind
		weight int
	}{{Texts, 30}, {Posts, 38}, {Again, 3}, {Repeats, 4}, {Takes, 3}, {Writes, 3}, {Returns, 3}, {OptsIn, 2}, {OptsOut, 2}, {Imports, 2}, {Codes, 4}, {Buys, 2}, {Erases, 1}, {Blocks, 2}, {Faults, 10}, {DiskFull, 2}, {Killed, 4}, {Sleeps, 2}, {Deploys, deploys}}
	sum := 0
	for _, k := range kinds {
		sum += k.weight
	}
	pick := chance.IntN(sum)
	for _, k := range kinds {
		if pick -= k.weight; pick < 0 {
			d.Kind = k.kind
			break
		}
	}
	d.fill(chance)
	return d
}

// fill draws what a deed of its kind needs.
func (d *Deed) fill(chance *rand.Rand) {
	switch d.Kind {
	case Texts:
		d.Text = one(chance, "JOIN", "YES", "1", "2", "sour please", "hello there", "STOP", "stop", "Stop texting me please", "unsubscribe", "STOP.", "Alto", byTheWay, "START", "HELP", "AGENT", "maybe later", "3")
	case Posts:
		d.Text, d.Key = one(chance, "sale", "sale", "sale", "sale", "sale", "tip", "tip", "shipped", "shipped", "purchase", "gift", "gift", "bonus", "ready", "ready", "ready", "ready"), fmt.Sprintf("k%d", d.N)
		if chance.IntN(5) == 0 {
			d.Late = time.Duration(chance.IntN(48)) * time.Hour
		}
	case Codes:
		d.To = 1 + chance.IntN(3)
	case Again, Repeats, Buys:
		d.Key = fmt.Sprint(chance.IntN(100)) // which of the old ones, in hundredths
	case Faults:
		d.Text = one(chance, "429=0.3,5xx=0.2", "hang=0.3,drop-after=0.3", "drop-before=0.3,html=0.5", "callback-lost=0.5,callback-repeated=0.5", "callback-early=0.5,callback-reordered=0.5",
			"inbound-lost=0.4,inbound-repeated=0.3,inbound-retried=0.3", "inbound-lost=1", "list-error=0.6", "list-error=1,hang=0.6,callback-lost=1", "list-error=1,hang=0.8,callback-lost=1", "list-error=1,drop-after=0.9,callback-lost=1", "list-error=1,drop-before=0.7", "fail=0.2")
		d.Late = time.Hour + time.Duration(chance.IntN(16*60))*time.Minute
	case Imports:
		d.Late = time.Duration(chance.IntN(72)) * time.Hour
	case Sleeps:
		d.Late = time.Duration(1+chance.IntN(600)) * time.Minute
	case Deploys:
		d.To = chance.IntN(len(programs()))
	case DiskFull:
		d.Text = one(chance, "before", "after")
	case Killed:
		d.Text, d.Key = one(chance, "before", "after"), fmt.Sprint(chance.IntN(100)) // how soon, in hundredths
	}
}

func one(chance *rand.Rand, of ...string) string { return of[chance.IntN(len(of))] }

// String tells the deed as a line of the story.
func (d Deed) String() string {
	return fmt.Sprintf("%-12s %s", d.At.Round(time.Second), d.what())
}

func (d Deed) what() string {
	switch d.Kind {
	case Texts:
		return fmt.Sprintf("person %d texts %q to number %d", d.Who, d.Text, d.To)
	case Posts:
		return fmt.Sprintf("the shop posts %s %s of person %d, %s late", d.Text, d.Key, d.Who, d.Late)
	case Again:
		return fmt.Sprintf("the carrier posts an old text again (%s%% of all before it)", d.Key)
	case Repeats:
		return fmt.Sprintf("the shop posts an old event again (%s%% of all before it)", d.Key)
	case Faults:
		return fmt.Sprintf("the carrier fails for %s: %s", d.Late, d.Text)
	case Codes:
		return fmt.Sprintf("%d codes for gifts are imported, and all old ones once more", d.To)
	case Buys:
		return fmt.Sprintf("person %d buys with a code (%s%% of all before it)", d.Who, d.Key)
	case DiskFull:
		return fmt.Sprintf("the next %d commits fail, %s they are stored", fullFor, d.Text)
	case Killed:
		return fmt.Sprintf("the process is killed %s its commit or call %d from now", d.Text, d.soon())
	case Blocks:
		return fmt.Sprintf("person %d blocks number %d at the carrier", d.Who, d.To)
	case Erases:
		return fmt.Sprintf("person %d is erased", d.Who)
	case Imports:
		return fmt.Sprintf("person %d comes from a file, with consent given %s ago", d.Who, d.Late)
	case Sleeps:
		return fmt.Sprintf("the machine stands still for %s", d.Late)
	case Deploys:
		return fmt.Sprintf("program %s goes live", programs()[d.To])
	case Takes, Writes, Returns:
		return fmt.Sprintf("an agent %s the thread of person %d", d.Kind, d.Who)
	}
	return fmt.Sprintf("person %d %s elsewhere", d.Who, d.Kind)
}
