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
	Deeds []Deed
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
	At   time.Duration // since the start
	Kind Kind
	Who  int    // the person, from 0
	Text string // what is texted, or the event's type, or the fault
	Key  string // of an event
	Late time.Duration
	To   int // which of our numbers
}

// Kind is what sort of thing happens.
type Kind string

// The kinds of deeds.
const (
	Texts    Kind = "texts"    // a person texts
	Posts    Kind = "posts"    // the shop posts an event
	Again    Kind = "again"    // the carrier posts an old text once more
	Repeats  Kind = "repeats"  // the shop posts an old event once more
	Takes    Kind = "takes"    // an agent takes the thread
	Writes   Kind = "writes"   // an agent writes
	Returns  Kind = "returns"  // an agent hands the thread back
	OptsIn   Kind = "opts in"  // consent from elsewhere
	OptsOut  Kind = "opts out" // withdrawn elsewhere
	Faults   Kind = "faults"   // the carrier fails from now on, or no more
	DiskFull Kind = "disk"     // the next commits fail
	Killed   Kind = "killed"   // the process dies and is started again
)

// How large a story is.
const (
	people = 6
	deeds  = 90
	slowly = 12 // in one of four stories time passes so much more slowly: months rather than days
)

// Draw draws a story.
func Draw(seed uint64) Story {
	chance := rand.New(rand.NewPCG(seed, 2))
	s := Story{Seed: seed, Start: time.Date(2026, time.Month(1+chance.IntN(12)), 1+chance.IntN(28), chance.IntN(24), chance.IntN(60), 0, 0, time.UTC)}
	at, pace := time.Duration(0), time.Duration(1)
	if chance.IntN(4) == 0 {
		pace = slowly
	}
	for who := range people { // most have joined before much happens
		if chance.IntN(4) > 0 {
			s.Deeds = append(s.Deeds, Deed{At: at, Kind: Texts, Who: who, Text: "JOIN"}, Deed{At: at + time.Minute, Kind: Texts, Who: who, Text: "YES"})
			at += 2 * time.Minute
		}
	}
	for n := range deeds {
		at += pause(chance) * pace
		s.Deeds = append(s.Deeds, drawDeed(chance, at, n))
	}
	return s
}

// pause draws the time until the next deed: often at once, mostly hours.
func pause(chance *rand.Rand) time.Duration {
	switch chance.IntN(4) {
	case 0:
		return time.Duration(chance.IntN(3)) * time.Second
	case 1:
		return time.Duration(chance.IntN(40)) * time.Minute
	}
	return time.Duration(chance.ExpFloat64() * float64(5*time.Hour)).Round(time.Millisecond) // the grain of what is stored
}

func drawDeed(chance *rand.Rand, at time.Duration, n int) Deed {
	d := Deed{At: at, Who: chance.IntN(people), To: chance.IntN(2)}
	kinds := []struct {
		kind   Kind
		weight int
	}{{Texts, 30}, {Posts, 38}, {Again, 3}, {Repeats, 4}, {Takes, 3}, {Writes, 3}, {Returns, 3}, {OptsIn, 2}, {OptsOut, 2}, {Faults, 6}, {DiskFull, 2}, {Killed, 4}}
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
	d.fill(chance, n)
	return d
}

// fill draws what a deed of its kind needs.
func (d *Deed) fill(chance *rand.Rand, n int) {
	switch d.Kind {
	case Texts:
		d.Text = one(chance, "JOIN", "YES", "1", "2", "sour please", "hello there", "STOP", "stop", "Stop texting me please", "unsubscribe", "START", "HELP", "AGENT", "maybe later", "3")
	case Posts:
		d.Text, d.Key = one(chance, "sale", "sale", "tip", "tip", "shipped", "shipped", "purchase"), fmt.Sprintf("k%d", n)
		if chance.IntN(5) == 0 {
			d.Late = time.Duration(chance.IntN(48)) * time.Hour
		}
	case Again, Repeats:
		d.Key = fmt.Sprint(chance.IntN(100)) // which of the old ones, in hundredths
	case Faults:
		d.Text = one(chance, "", "", "429=0.3,5xx=0.2", "hang=0.3,drop-after=0.3", "drop-before=0.4,html=0.2", "callback-lost=0.5,callback-repeated=0.5", "callback-early=0.5,callback-reordered=0.5",
			"inbound-lost=0.4,inbound-repeated=0.3,inbound-retried=0.3", "inbound-lost=1", "list-error=0.6", "list-error=1,hang=0.6", "fail=0.2")
	case DiskFull:
		d.Text = one(chance, "before", "after")
	case Killed:
		d.Text, d.Key = one(chance, "before", "after"), fmt.Sprint(chance.IntN(100)) // how soon, in hundredths
	}
}

func one(chance *rand.Rand, of ...string) string { return of[chance.IntN(len(of))] }

// String tells the deed as a line of the story.
func (d Deed) String() string {
	line := fmt.Sprintf("%-12s person %d %s", d.At.Round(time.Second), d.Who, d.Kind)
	for _, more := range []string{d.Text, d.Key} {
		if more != "" {
			line += " " + more
		}
	}
	if d.Late > 0 {
		line += fmt.Sprintf(", %s late", d.Late)
	}
	if d.Kind == Texts {
		line += fmt.Sprintf(", to number %d", d.To)
	}
	return line
}
