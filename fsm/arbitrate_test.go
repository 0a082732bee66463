package fsm

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Ensure that a text yields to one that is coming where it would keep that from going, and only there.
func TestYields(t *testing.T) {
	start := time.Date(2026, 3, 3, 16, 0, 0, 0, time.UTC) // 11:00
	hour := func(n int) Moment { return At(start.Add(time.Duration(n) * time.Hour)) }
	waiting := func(at Moment) Item { // a text of the cart's that waits
		return Item{At: at, Kind: ItemText, Want: &Want{Priority: PriorityLifecycle, Since: hour(0), Sender: theSender, Run: 1, Step: "last", SendBy: hour(40), Class: Lifecycle}}
	}
	tests := map[string]struct {
		change func(*Definition)
		item   Item
		want   string
	}{
		"a text that waits, within the gap":  {nil, waiting(hour(1)), "wait yields to cart.last until 2026-03-03T17:00:00Z"},
		"beyond the gap":                     {nil, waiting(hour(2)), ""},
		"due already, but not asked yet":     {nil, waiting(hour(-1)), "wait yields to cart.last until 2026-03-03T16:00:00.001Z"},
		"one that waits for a question":      {nil, Item{At: hour(1), Kind: ItemText, Want: waiting(0).Want, Held: true}, ""},
		"in the night it goes later":         {func(d *Definition) { d.Gap = 11 * time.Hour }, waiting(hour(10)), ""},
		"behind a wait":                      {nil, Item{At: hour(1), Kind: ItemStep, Run: 2, Step: "pause"}, "wait yields to welcome.offer until 2026-03-03T17:00:00Z"},
		"behind a wait, but if":              {withIf("orders.count > 0"), Item{At: hour(1), Kind: ItemStep, Run: 2, Step: "pause"}, ""},
		"of the same class":                  {withClass(0, Promo), Item{At: hour(1), Kind: ItemStep, Run: 2, Step: "pause"}, ""},
		"a timeout is not certain":           {nil, Item{At: hour(1), Kind: ItemTimeout, Run: 1, Step: "click"}, ""},
		"a workflow that will start":         {nil, Item{At: hour(1), Kind: ItemEnter, Workflow: "news", Fact: &Happened{Type: "news", At: hour(0)}}, "wait yields to news.tell until 2026-03-03T17:00:00Z"},
		"a workflow that may not start":      {withEnter("orders.count > 0"), Item{At: hour(1), Kind: ItemEnter, Workflow: "news", Fact: &Happened{Type: "news", At: hour(0)}}, ""},
		"a suppressed one is not certain":    {withSuppressed("news"), Item{At: hour(1), Kind: ItemEnter, Workflow: "news", Fact: &Happened{Type: "news", At: hour(0)}}, ""},
		"within a cap that is nearly full":   {withoutGap(Cap{Max: 1, Per: 24 * time.Hour}), waiting(hour(5)), "wait yields to cart.last until 2026-03-03T21:00:00Z"},
		"within a cap that has room":         {withoutGap(Cap{Max: 2, Per: 24 * time.Hour}), waiting(hour(5)), ""},
		"a cap that does not count it":       {withoutGap(Cap{Max: 1, Per: 24 * time.Hour, By: ByWorkflow}), waiting(hour(5)), ""},
		"a cap that would drop the other":    {withoutGap(Cap{Max: 1, Per: 24 * time.Hour, Over: ToDrop}), waiting(hour(5)), "wait yields to cart.last until 2026-03-03T21:00:00Z"},
		"longer than it may wait":            {chain(withoutGap(Cap{Max: 1, Per: 48 * time.Hour}), withSendBy(2*time.Hour)), waiting(hour(5)), "wait yields to cart.last at 2026-03-03T21:00:00Z until 2026-03-03T18:00:00Z"},
		"nothing that caps do not set apart": {withoutGap(), waiting(hour(1)), ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			def := shop()
			def.Gap = 2 * time.Hour
			def.Workflows[3].Steps = []Step{{Name: "tell", Kind: SendStep, Texts: say("Sale!")}}
			if test.change != nil {
				test.change(&def)
			}
			p, err := Compile(def, "r")
			if err != nil {
				t.Fatal(err)
			}
			rec := Record{Phone: thePerson, State: Subscribed, Marketing: Consent{Given: true}, Revision: "r", Version: 1, RunSeq: 2, Zones: []string{theZone},
				Calendar: []Item{test.item}, Runs: []Run{{ID: 1, Workflow: "cart", Step: "last", Phase: Wanting, Key: "c"}, {ID: 2, Workflow: "welcome", Step: "pause", Phase: Scheduled}}}
			dec, err := p.Decide(rec, Inputs{Token: &Token{Sender: theSender}}, Enrol{Workflow: "sale", ID: "e"}, hour(0))
			if err != nil {
				t.Fatal(err)
			}
			if got := verdictOf(dec); got != test.want {
				t.Errorf("\ngot  %q\nwant %q\n%+v", got, test.want, dec.Lines)
			}
		})
	}
}

// verdictOf tells what a decision said of a text: "" where one went.
func verdictOf(dec Decision) string {
	for _, l := range dec.Lines {
		if what, _, _ := strings.Cut(l.Event, ":"); l.Verdict != nil {
			return what + " " + l.Why
		}
	}
	if dec.Send == nil {
		return "nothing"
	}
	return ""
}

func withIf(condition string) func(*Definition) {
	return func(d *Definition) { d.Workflows[0].Steps[3].If = condition }
}

func withClass(workflow int, c Class) func(*Definition) {
	return func(d *Definition) { d.Workflows[workflow].Class = c }
}

func withEnter(condition string) func(*Definition) {
	return func(d *Definition) { d.Workflows[5].Enter.If = condition }
}

func withSuppressed(workflow string) func(*Definition) {
	return func(d *Definition) {
		d.Suppress = map[string]Suppression{"all": {If: "orders.count == 0", Workflows: []string{workflow}}}
	}
}

func withoutGap(caps ...Cap) func(*Definition) {
	return func(d *Definition) { d.Gap, d.Caps = 0, caps }
}

func withSendBy(span time.Duration) func(*Definition) {
	return func(d *Definition) { d.Workflows[3].Steps[0].SendBy = span }
}

// Ensure that of many texts that are due at once those of the better class go first, of these those of the
// higher rank, and then the older ones, as the gap lets them go one by one.
func TestReleaseInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		def := shop()
		def.Workflows, def.Keywords, def.Quiet = nil, nil, []Window{{Days: [7]bool{true, true, true, true, true, true, true}, To: 24 * 60}}
		def.Gap = rapid.SampledFrom([]time.Duration{0, time.Minute, time.Hour}).Draw(t, "gap")
		def.Caps = []Cap{{Max: 2, Per: 5 * time.Hour, Classes: Classes()}}
		n := rapid.IntRange(2, 8).Draw(t, "workflows")
		for i := range n {
			name := fmt.Sprintf("w%d", i)
			def.Events[name] = EventType{}
			def.Workflows = append(def.Workflows, Workflow{Name: name, Class: rapid.SampledFrom(Classes()).Draw(t, "class"), Rank: rapid.IntRange(0, 2).Draw(t, "rank"),
				Enter: Enter{On: []string{name}}, Steps: []Step{{Name: "tell", Kind: SendStep, Texts: say("Hello."), SendBy: 300 * time.Hour}}})
		}
		p, err := Compile(def, "r")
		if err != nil {
			t.Fatal(err)
		}
		w := &world{t: t, p: p, rec: Record{Phone: thePerson, State: Subscribed, Marketing: Consent{Given: true}, Zones: []string{"UTC"}}, now: time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC), rows: map[uint64]Message{}}
		want := rapid.Permutation(def.Workflows).Draw(t, "order of events")
		for _, wf := range want {
			w.now = w.now.Add(time.Second)
			w.without(Fact{Happened: Happened{ID: wf.Name, Type: wf.Name, At: At(w.now)}})
			w.without(Tick{})
		}
		slices.SortStableFunc(want, func(a, b Workflow) int {
			return cmp.Or(cmp.Compare(b.Class.Weight(), a.Class.Weight()), cmp.Compare(b.Rank, a.Rank))
		})
		var got, names []string
		for range 20 * n {
			if m := w.releases(); m != nil {
				got = append(got, m.Name)
			}
		}
		for _, wf := range want {
			names = append(names, wf.Name+".tell")
		}
		if !slices.Equal(got, names) {
			t.Fatalf("%q went, in order it is %q", got, names)
		}
	})
}

// without decides while no sender has a token.
func (w *world) without(ev Event) Decision {
	return w.with(ev, nil)
}

func (w *world) with(ev Event, token *Token) Decision {
	dec, err := decideChecked(w.p, w.rec, Inputs{Token: token, Secret: []byte(testSecret)}, ev, At(w.now))
	if err != nil {
		w.t.Fatal(err)
	}
	w.rec = dec.Next
	return dec
}

// releases goes on to what is due next and lets one text go, if any may.
func (w *world) releases() *Message {
	if due := w.rec.NextDue(); due > 0 && len(w.rec.Ready) == 0 {
		w.now = due.Time()
		w.without(Tick{})
	}
	head, ok := w.rec.Head()
	if !ok {
		return nil
	}
	m := w.with(Pull{}, &Token{Sender: head.Sender}).Send
	if m != nil {
		w.without(Settled{Seq: m.Seq, SID: "SM", Outcome: Accepted, Message: *m})
	}
	return m
}
