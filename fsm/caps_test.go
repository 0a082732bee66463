package fsm

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/parley-sms/parley/fsm/quiet"
)

// Ensure that a cap of every scope counts what it should and nothing else, and that its verdict names the
// cap as its author wrote it, the texts that fill it, and when it is free.
func TestCapScopes(t *testing.T) {
	now := At(time.Date(2026, 3, 4, 16, 0, 0, 0, time.UTC))
	released := []Release{
		{1, now.Add(-30 * time.Hour), Lifecycle, "news.tell", ""}, {2, now.Add(-20 * time.Hour), Promo, "sale.size", ""},
		{3, now.Add(-10 * time.Hour), Lifecycle, "news.tell", ""}, {4, now.Add(-5 * time.Hour), Service, "order.sent", ""},
		{5, now.Add(-3 * time.Hour), Lifecycle, "cart.remind", ""},
	}
	day := 24 * time.Hour
	tests := map[string]struct {
		change func(*Definition)
		of     string // the workflow that wants to send
		want   string // "" where it goes
	}{
		"all marketing":            {withCaps(Cap{Max: 3, Per: day}), "news", "wait cap 3 per 24h, filled by sale.size (#2), news.tell (#3), cart.remind (#5) until 2026-03-04T20:00:00Z"},
		"not yet full":             {withCaps(Cap{Max: 4, Per: day}), "news", ""},
		"service is not marketing": {withCaps(Cap{Max: 3, Per: day}), "order", ""},
		"a class":                  {withCaps(Cap{Max: 1, Per: day, Classes: []Class{Promo}}), "sale", "wait cap 1 per 24h (promo), filled by sale.size (#2) until 2026-03-04T20:00:00Z"},
		"another class":            {withCaps(Cap{Max: 1, Per: day, Classes: []Class{Promo}}), "news", ""},
		"the workflow":             {withCaps(Cap{Max: 1, Per: day, By: ByWorkflow}), "news", "wait cap 1 per 24h, workflow news, filled by news.tell (#3) until 2026-03-05T06:00:00Z"},
		"another workflow":         {withCaps(Cap{Max: 1, Per: day, By: ByWorkflow}), "poll", ""},
		"its topic":                {withCaps(Cap{Max: 2, Per: day, By: ByTopic}), "news", "wait cap 2 per 24h, topic offers, filled by sale.size (#2), news.tell (#3) until 2026-03-04T20:00:00Z"},
		"no topic":                 {withCaps(Cap{Max: 1, Per: day, By: ByTopic}), "poll", "wait cap 1 per 24h, no topic, filled by cart.remind (#5) until 2026-03-05T13:00:00Z"},
		"another topic":            {withCaps(Cap{Max: 2, Per: day, By: ByTopic}), "poll", ""},
		"its own":                  {withOwnCap("news", Cap{Max: 2, Per: 2 * day}), "news", "wait cap 2 per 48h of news, filled by news.tell (#1, #3) until 2026-03-05T10:00:00Z"},
		"another's own":            {withOwnCap("news", Cap{Max: 1, Per: 2 * day}), "poll", ""},
		"the gap":                  {func(d *Definition) { d.Gap = 4 * time.Hour }, "news", "wait gap 4h, filled by cart.remind (#5) until 2026-03-04T17:00:00Z"},
		"longer than it may wait":  {withCaps(Cap{Max: 1, Per: 10 * day, Classes: []Class{Promo}}), "sale", "wait cap 1 per 10d (promo), filled by sale.size (#2), free at 2026-03-13T20:00:00Z until 2026-03-05T16:00:00Z"},
		"dropped":                  {withCaps(Cap{Max: 1, Per: day, Over: ToDrop}), "news", "drop cap 1 per 24h, filled by cart.remind (#5), free at 2026-03-05T13:00:00Z"},
		"dropped by its step":      {chain(withCaps(Cap{Max: 1, Per: day}), withCapped(ToDrop)), "news", "drop cap 1 per 24h, filled by cart.remind (#5), free at 2026-03-05T13:00:00Z"},
		"held by its step":         {chain(withCaps(Cap{Max: 1, Per: day, Over: ToDrop}), withCapped(ToHold)), "news", "wait cap 1 per 24h, filled by cart.remind (#5) until 2026-03-05T13:00:00Z"},
		"the longest":              {withCaps(Cap{Max: 3, Per: day}, Cap{Max: 1, Per: 2 * day, By: ByWorkflow}), "news", "wait cap 1 per 48h, workflow news, filled by news.tell (#3), free at 2026-03-06T06:00:00Z until 2026-03-05T16:00:00Z"},
		"a drop before a hold":     {withCaps(Cap{Max: 3, Per: day, Over: ToDrop}, Cap{Max: 1, Per: 2 * day, By: ByWorkflow}), "news", "drop cap 3 per 24h, filled by sale.size (#2), news.tell (#3), cart.remind (#5), free at 2026-03-04T20:00:00Z"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			def := shop()
			for _, i := range []int{3, 5} {
				def.Workflows[i].Topic = "offers"
			}
			test.change(&def)
			p, err := Compile(def, "r")
			if err != nil {
				t.Fatal(err)
			}
			rec := Record{Phone: thePerson, State: Subscribed, Marketing: Consent{Given: true}, Revision: "r", Version: 1, Seq: 5, Released: released, Zones: []string{theZone}}
			if got := said(t, p, rec, test.of, now); got != test.want {
				t.Errorf("\ngot  %s\nwant %s", got, test.want)
			}
		})
	}
}

func withCaps(caps ...Cap) func(*Definition) {
	return func(d *Definition) { d.Caps = caps }
}

func withOwnCap(workflow string, c Cap) func(*Definition) {
	return func(d *Definition) {
		i := slices.IndexFunc(d.Workflows, func(w Workflow) bool { return w.Name == workflow })
		d.Workflows[i].Caps = []Cap{c}
	}
}

// withCapped says of the texts of the news what becomes of them over a cap.
func withCapped(f Fate) func(*Definition) {
	return func(d *Definition) { d.Workflows[5].Steps[0].Capped = f }
}

func chain(changes ...func(*Definition)) func(*Definition) {
	return func(d *Definition) {
		for _, change := range changes {
			change(d)
		}
	}
}

// said starts a workflow and tells what became of its first text: "" where it went, else "wait …" or "drop …".
func said(t *testing.T, p *Program, rec Record, workflow string, now Moment) string {
	t.Helper()
	dec, err := decideChecked(p, rec, Inputs{Token: &Token{Sender: theSender}}, Enrol{Workflow: workflow, ID: "e"}, now)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range dec.Lines {
		if what, _, _ := strings.Cut(l.Event, ":"); l.Verdict != nil {
			return what + " " + l.Why
		}
	}
	if dec.Send == nil {
		t.Fatalf("nothing was said: %+v", dec.Lines)
	}
	return ""
}

// Ensure that the law's caps of every place that a number may belong to bind beside the program's, by
// topic, and that the verdict says whose they are.
func TestLawCaps(t *testing.T) {
	now := At(time.Date(2026, 3, 4, 18, 0, 0, 0, time.UTC)) // 13:00
	def := shop()
	def.Law = []quiet.Rule{{Place: "US-FL", Week: quiet.Week{3: {{From: 8 * 60, To: 20 * 60}}, 4: {{From: 8 * 60, To: 20 * 60}}}, Caps: []quiet.Cap{{Max: 2, Per: 24 * time.Hour, ByTopic: true}}}}
	def.Workflows[3].Topic = "sale"
	p, err := Compile(def, "r")
	if err != nil {
		t.Fatal(err)
	}
	rec := Record{Phone: thePerson, State: Subscribed, Marketing: Consent{Given: true}, Revision: "r", Version: 1, Seq: 3, Zones: []string{theZone},
		Released: []Release{{1, now.Add(-4 * time.Hour), Promo, "sale.size", ""}, {2, now.Add(-3 * time.Hour), Lifecycle, "news.tell", ""}, {3, now.Add(-2 * time.Hour), Promo, "sale.size", ""}}}
	for _, c := range []struct{ region, of, want string }{
		{"US-FL", "sale", "wait US-FL 2 per 24h, topic sale, filled by sale.size (#1, #3) until 2026-03-05T14:00:00Z"},
		{"US-FL", "news", ""},
		{"US-GA", "sale", ""},
	} {
		rec.Regions = []string{c.region}
		if got := said(t, p, rec, c.of, now); got != c.want {
			t.Errorf("%s in %s\ngot  %s\nwant %s", c.of, c.region, got, c.want)
		}
	}
}

// Ensure that what a text that went out was called moves with its workflow, so that it still counts.
func TestReleasesMove(t *testing.T) {
	def := shop()
	def.Moved = map[string]string{"letter": "news"}
	def.Workflows[5].Caps = []Cap{{Max: 1, Per: 24 * time.Hour}}
	p, err := Compile(def, "new")
	if err != nil {
		t.Fatal(err)
	}
	now := At(time.Date(2026, 3, 4, 16, 0, 0, 0, time.UTC))
	rec := Record{Phone: thePerson, State: Subscribed, Marketing: Consent{Given: true}, Revision: "old", Version: 1, Seq: 1, Zones: []string{theZone},
		Released: []Release{{1, now.Add(-time.Hour), Lifecycle, "letter.tell", ""}}}
	if got, want := said(t, p, rec, "news", now), "wait cap 1 per 24h of news, filled by news.tell (#1) until 2026-03-05T15:00:00Z"; got != want {
		t.Errorf("\ngot  %s\nwant %s", got, want)
	}
}

// Ensure that no window of any cap is ever overfull, whatever happens under whatever program: counted
// again from the texts that went out.
func TestCapsAreKept(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		def := randomDefinition(t)
		def.Caps = append(def.Caps, Cap{Max: 2, Per: 20 * time.Hour, By: ByTopic}, Cap{Max: 1, Per: time.Hour, Classes: []Class{Service}, By: ByWorkflow, Over: fate(t)})
		p, err := Compile(def, "r1")
		if err != nil {
			t.Fatal(err)
		}
		w := &world{t: t, p: p, rec: Record{Phone: thePerson}, now: time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC), rows: map[uint64]Message{}}
		for range rapid.IntRange(1, 80).Draw(t, "events") {
			w.step()
		}
		var went []Message
		for _, m := range w.rows {
			if m.Out && m.Run != 0 && !m.Direct && m.Status != notSentStatus {
				went = append(went, m)
			}
		}
		for _, c := range p.Limits() {
			recount(t, def, c, went, "")
		}
		for _, wf := range def.Workflows {
			for _, c := range wf.Caps {
				c.Classes = Classes()
				recount(t, def, c, went, wf.Name)
			}
		}
	})
}

// recount counts the texts of a cap in each of its windows.
func recount(t *rapid.T, def Definition, c Cap, went []Message, only string) {
	of := func(m Message) string {
		name, _, _ := strings.Cut(m.Name, ".")
		i := slices.IndexFunc(def.Workflows, func(w Workflow) bool { return w.Name == name })
		switch c.By {
		case ByWorkflow:
			return name
		case ByTopic:
			return def.Workflows[i].Topic
		}
		return ""
	}
	for _, last := range went {
		n := 0
		for _, m := range went {
			marketing := len(c.Classes) == 0 && m.Class != Service
			mine := only == "" || strings.HasPrefix(m.Name, only+".") && strings.HasPrefix(last.Name, only+".")
			if (marketing || slices.Contains(c.Classes, m.Class)) && of(m) == of(last) && mine && m.At <= last.At && last.At.Sub(m.At) < c.Per {
				n++
			}
		}
		if n > c.Max {
			var names []string
			for _, m := range went {
				names = append(names, fmt.Sprintf("%s #%d %s", m.Name, m.Seq, m.At))
			}
			t.Fatalf("cap %s by %s: %d texts before %s\n%s", c, c.By, n, last.At, strings.Join(names, "\n"))
		}
	}
}

// Ensure that a record that is too full to remember what went out counts its texts for every workflow and
// topic: rather too few texts than too many.
func TestNamelessReleasesCount(t *testing.T) {
	now := At(time.Date(2026, 3, 4, 16, 0, 0, 0, time.UTC))
	for _, c := range []Cap{{Max: 1, Per: time.Hour, By: ByWorkflow}, {Max: 1, Per: time.Hour, By: ByTopic}} {
		def := shop()
		def.Caps = []Cap{c}
		p, err := Compile(def, "r")
		if err != nil {
			t.Fatal(err)
		}
		rec := Record{Phone: thePerson, State: Subscribed, Marketing: Consent{Given: true}, Revision: "r", Version: 1, Seq: 1, Zones: []string{theZone},
			Released: []Release{{1, now.Add(-time.Minute), Lifecycle, "", ""}}}
		got := said(t, p, rec, "poll", now)
		if diff := cmp.Diff(true, strings.Contains(got, "filled by a text (#1)")); diff != "" {
			t.Errorf("%s: %s", c.By, got)
		}
	}
}
