package fsm

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"
)

// full is a record in which every list is at its bound and every text as long as it may be; our senders
// are of some length.
func full(p *Program, now Moment, sender int) Record {
	name := strings.Repeat("😀", MaxName/4)
	value := strings.Repeat("😀", MaxAttribute)
	id := uint64(math.MaxInt64)
	data := map[string]any{}
	for i := range MaxFields {
		data[fmt.Sprint(i)+value[4:]] = value
	}
	h := Happened{ID: name, Type: name, At: now, Data: data}
	want := Want{Priority: PriorityPromo, Since: now, Sender: strings.Repeat("s", sender), Retry: true, SendBy: now.Add(time.Hour), Attempts: 1 << 30,
		Direct: true, Class: Lifecycle, Rank: 1 << 30, Answers: id, Texted: now, Resent: 1 << 30}
	consent := Consent{Given: true, Proven: true, At: now, Source: name, Entry: id, Withdrawn: 1}
	r := Record{
		Phone: Phone(strings.Repeat("5", 64)), Version: id, Seq: id, RunSeq: id, Ledger: id, Revision: strings.Repeat("r", 64), State: Subscribed + "+" + Agent,
		Marketing: consent, Service: consent, Pending: &Pending{At: now, AskedAt: now, Keyword: name, Again: true, Expired: true},
		Hold: &Hold{Reason: name, Since: now, Seq: id}, Attributes: map[string]any{}, Orders: Orders{1 << 60, 1e300, now, now},
		Regions: []string{"CA-NT", "CA-NU", "CA-YT", "US-FL"}, Region: "US-VA",
		Zones: slices.Repeat([]string{"America/Argentina/ComodRivadavia"}, 10), ZoneSource: name, Language: name, Sender: want.Sender,
		Thread: Thread{Owner: name, WaitingSince: now, OpenedAt: now, LastAgent: now, Reason: name},
		Loop:   Loop{now, 1 << 30, id, now, 1 << 30}, Number: Number{name, 2, 1 << 40}, LastInbound: now, StoppedAt: now - 1, StartedAt: now, AskedAt: now,
	}
	for i := range MaxAttributes {
		if key := fmt.Sprint(i, name)[:MaxName]; r.roomFor(key, value) == "" {
			r.Attributes[key] = value
		}
	}
	fullRuns(p, &r, now, data)
	fullTexts(&r, now, want, h)
	return r
}

// fullRuns puts in as many runs as there may be, a suspended question of each class among them, and
// what each has on the calendar.
func fullRuns(p *Program, r *Record, now Moment, data map[string]any) {
	name, value := r.ZoneSource, strings.Repeat("😀", MaxAttribute)
	q := Question{Seq: math.MaxInt64, AskedAt: now, Expires: now.Add(time.Hour), Retries: 1 << 30, LeftAt: now, Save: name, Key: value, Revision: r.Revision,
		Answers: []Answer{{Name: "a", Words: []string{strings.Repeat("w", maxAnswerBytes-30)}}}}
	for i := range MaxRuns {
		w := p.order[len(p.order)-1-i]
		run := Run{ID: math.MaxInt64 - uint64(i), Workflow: w.Name, Key: fmt.Sprint(i%10) + value[4:], Step: w.Steps[2].Name, Phase: Scheduled, EnteredAt: now, StepAt: now,
			Data: data, Arms: map[string]string{w.Steps[0].Name: name}, Revision: r.Revision, Direct: true, Since: now, Woke: math.MaxUint64, Text: math.MaxInt64}
		fullRun(&run, now, name)
		if i < len(Classes()) {
			run.Step, run.Phase = w.Steps[1].Name, Asked
			q.Run, q.Workflow, q.Step, q.Class = run.ID, w.Name, run.Step, w.Class
			r.Stack = append(r.Stack, q)
			r.Calendar = append(r.Calendar, Item{At: q.Expires, Kind: ItemTimeout, Run: run.ID, Step: run.Step})
		} else {
			r.Calendar = append(r.Calendar, Item{At: now.Add(time.Hour), Kind: ItemStep, Run: run.ID, Step: run.Step})
		}
		r.Runs = append(r.Runs, run)
	}
	r.Closed = &q
	for range MaxEntries {
		r.Entries = append(r.Entries, Entered{Workflow: q.Workflow, At: now})
	}
}

// fullRun has a run remember as much as it may.
func fullRun(run *Run, now Moment, name string) {
	run.Replies, run.TextAt = map[string]string{}, now
	for i := range MaxClicks {
		run.Clicks = append(run.Clicks, Click{Step: fmt.Sprint(i, name)[:40], At: now, N: 1 << 30})
		run.Awaits = append(run.Awaits, fmt.Sprint(i, name)[:40])
	}
	for i := range MaxAnswered {
		run.Replies[fmt.Sprint(i, name)[:40]] = name
	}
	for range MaxSent {
		run.Sent = append(run.Sent, math.MaxUint32)
	}
}

// fullTexts puts in as many texts as there may be, before and after their release, and every list that
// remembers something.
func fullTexts(r *Record, now Moment, want Want, h Happened) {
	for range roomForRuns - MaxReplies {
		r.Calendar = append(r.Calendar, Item{At: now.Add(time.Hour), Kind: ItemEnter, Workflow: r.Entries[0].Workflow, Fact: &h})
	}
	reply := want
	reply.Name, reply.Body = h.Type, strings.Repeat("😀", MaxBody)
	for range MaxReplies {
		r.Ready = append(r.Ready, reply)
		r.Calendar = append(r.Calendar, Item{At: now.Add(time.Hour), Kind: ItemText, Want: &reply})
	}
	r.Calendar = append(r.Calendar, Item{At: now.Add(2 * time.Hour), Kind: ItemThread})
	flown := want
	flown.Name, flown.Step = h.Type, strings.Repeat("n", 40)
	for i := range MaxDoubts {
		r.Doubts = append(r.Doubts, Flight{Seq: math.MaxInt64 - uint64(i), At: now, Want: flown})
		r.Blocks = append(r.Blocks, Block{Sender: fmt.Sprint(i, strings.Repeat("s", len(want.Sender)-1)), Since: now, Source: h.Type})
		r.Lifted = append(r.Lifted, Block{Sender: fmt.Sprint(i, strings.Repeat("t", len(want.Sender)-1)), Since: now, Source: "START"})
	}
	r.Wire = &Flight{Seq: math.MaxInt64 - 9, At: now, Want: flown}
	for range MaxSeen {
		r.Seen, r.SeenElse = append(r.Seen, math.MaxUint64), append(r.SeenElse, math.MaxUint64)
	}
	for range MaxEvents {
		r.Events = append(r.Events, h)
	}
	fullMemory(r, now, h.Type)
	for i := range MaxReleased {
		r.Released = append(r.Released, Release{Seq: math.MaxInt64 - uint64(i), At: now, Class: Lifecycle})
	}
	for range MaxCarried {
		r.Carried = append(r.Carried, Unclaimed{Seq: math.MaxInt64, Body: math.MaxUint64, At: now})
	}
}

// fullMemory puts in what events and offers leave behind.
func fullMemory(r *Record, now Moment, name string) {
	r.Calls = Loop{Since: now, Count: 1 << 30}
	for i := range MaxTallies {
		r.Tallies = append(r.Tallies, Tally{Type: fmt.Sprint(i, name)[:MaxName], At: slices.Repeat([]Moment{now}, MaxTally)})
	}
	for range MaxGiven {
		r.Given = append(r.Given, Given{Offer: name[:40], At: now})
	}
	for i := range MaxBought {
		r.Bought = append(r.Bought, Habit{Product: fmt.Sprint(i, name)[:MaxName], Count: 1 << 30, First: now, Last: now})
	}
}

// Ensure that a record in which everything is as large as it may be is stored all the same, and still
// knows the state, the consent, what the carriers block and what is in doubt; and that somebody is told.
func TestFullRecord(t *testing.T) {
	p, err := Compile(heavy(), strings.Repeat("r", 64))
	if err != nil {
		t.Fatal(err)
	}
	now := At(time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC))
	for _, c := range []struct{ sender, released int }{
		{34, MaxReleased}, // as long as the id of a messaging service
		{128, 11},         // as long as a store takes it
	} {
		r := full(p, now, c.sender)
		if size := len(encoded(r)); size > r.size() || size < 8*MaxRecord {
			t.Fatalf("the record has %d bytes, the bound says %d; it is to be as full as can be", size, r.size())
		}
		dec, err := p.Decide(r, Inputs{}, Attributes{Language: "en"}, now)
		if err != nil {
			t.Fatal(err)
		}
		next := &dec.Next
		if err := checkRecord(p, next); err != nil {
			t.Error(err)
		}
		if next.State != r.State || !next.Marketing.Given || len(next.Blocks) != len(r.Blocks) || len(next.Doubts) != len(r.Doubts) ||
			next.Wire == nil || len(next.Released) < c.released {
			t.Errorf("it forgot too much: %s, %+v, %d blocks, %d doubts, %d releases", next.State, next.Marketing, len(next.Blocks), len(next.Doubts), len(next.Released))
		}
		if len(dec.Alarms) == 0 {
			t.Error("nobody was told")
		}
	}
}
