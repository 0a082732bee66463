package fsm

import (
	"runtime"
	"testing"
	"time"
)

var benchTime = time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC)

// BenchmarkDecide measures one decision of each common kind, for a subscriber in a question with
// another one suspended.
func BenchmarkDecide(b *testing.B) {
	p := compiled(b, "shop")
	asked := inQuestion(b, p, benchTime)
	waiting := asked
	waiting.Ready = []Want{{Priority: PriorityReply, Sender: theSender, Name: TextHelp, Body: "help", Direct: true}}
	token := &Token{Sender: theSender}
	for _, c := range []struct {
		name  string
		rec   Record
		event Event
	}{
		{"unmatched", Record{Phone: thePerson}, Inbound{ID: "1", Sender: theSender, Body: "what is this"}},
		{"answer", asked, Inbound{ID: "1", Sender: theSender, Body: "5"}},
		{"stop", asked, Inbound{ID: "1", Sender: theSender, Body: "STOP"}},
		{"release", waiting, Pull{}},
		{"event", asked, Fact{Happened: Happened{ID: "x", Type: "cart", At: At(benchTime), Data: map[string]any{"cart": "c1"}}}},
		{"nothing due", asked, Tick{}},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := p.Decide(c.rec, Inputs{Token: token, Secret: []byte(testSecret)}, c.event, At(benchTime)+1); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkTable builds the machine of 100 workflows of 20 steps, and says how large it is.
func BenchmarkTable(b *testing.B) {
	def := large(100, 20)
	rows := table(def.Workflows)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	kept := machine(b, rows)
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportAllocs()
	for b.Loop() {
		machine(b, table(def.Workflows))
	}
	b.ReportMetric(float64(len(kept.Rows())), "rows")
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "MB-kept")
}

// BenchmarkCompile compiles the same program whole, texts and conditions included.
func BenchmarkCompile(b *testing.B) {
	def := large(100, 20)
	for b.Loop() {
		if _, err := Compile(def, "r"); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFire takes one transition in the large table.
func BenchmarkFire(b *testing.B) {
	m := machine(b, table(large(100, 20).Workflows))
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := m.Fire("subscribed+w1.s1", evAnswer); !ok {
			b.Fatal("no such transition")
		}
	}
}
