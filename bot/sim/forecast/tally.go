package forecast

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/parley-sms/parley/fsm"
)

// tally counts what decisions say, day by day and workflow by workflow.
type tally struct {
	p         *fsm.Program
	begin     time.Time
	days      []Day
	workflows map[string]*Workflow
	guards    map[string]*Guard
	people    map[fsm.Phone]*person
	collided  int
}

// person is what one person got.
type person struct {
	unasked []time.Time // texts that answered nobody
	most    int         // of them in any 7 days
	stopped bool
	joined  bool
}

func newTally(h Habits, p *fsm.Program) *tally {
	t := &tally{p: p, begin: h.Begin, workflows: map[string]*Workflow{}, guards: map[string]*Guard{}, people: map[fsm.Phone]*person{}}
	for n := range h.Days {
		t.days = append(t.days, Day{Date: h.Begin.AddDate(0, 0, n).Format(time.DateOnly)})
	}
	for i := range p.Workflows {
		w := &p.Workflows[i]
		t.workflows[w.Name] = &Workflow{Name: w.Name, Class: string(w.Class)}
	}
	return t
}

// day finds the day of a moment by the shop's clock; what comes after the last counts for that.
func (t *tally) day(at fsm.Moment) *Day {
	local := at.Time().In(t.begin.Location())
	midnight := time.Date(local.Year(), local.Month(), local.Day(), 12, 0, 0, 0, time.UTC)
	first := time.Date(t.begin.Year(), t.begin.Month(), t.begin.Day(), 12, 0, 0, 0, time.UTC)
	n := int(midnight.Sub(first) / (24 * time.Hour))
	return &t.days[min(max(n, 0), len(t.days)-1)]
}

func (t *tally) person(phone fsm.Phone) *person {
	who := t.people[phone]
	if who == nil {
		who = &person{}
		t.people[phone] = who
	}
	return who
}

// add counts one decision.
func (t *tally) add(d *fsm.Decision) {
	day, who := t.day(d.At), t.person(d.Next.Phone)
	wanted := map[string]bool{} // workflows whose texts wanted to go at once
	for i := range d.Lines {
		t.line(day, &d.Lines[i], wanted)
	}
	for i := range d.Messages {
		if m := &d.Messages[i]; !m.Out && m.At == d.At {
			day.In++
		}
	}
	if d.Send != nil {
		t.text(day, who, d.Send, wanted)
	}
	if len(wanted) > 1 {
		day.Collisions++
		t.collided++
	}
	if !who.joined && d.Next.State.Ground() == fsm.Subscribed {
		who.joined = true
		day.Joined++
	}
	if !who.stopped && d.Next.State.Ground() == fsm.Stopped {
		who.stopped = true
		day.Stopped++
	}
}

// line counts an entry, or a text that was held or dropped.
func (t *tally) line(day *Day, l *fsm.Line, wanted map[string]bool) {
	verb, name, _ := strings.Cut(l.Event, ":")
	workflow, _, _ := strings.Cut(name, ".")
	w := t.workflows[workflow]
	switch {
	case w == nil:
	case verb == "enter":
		w.Entered++
		day.Entered++
	case l.Verdict == nil:
	case verb == "wait":
		wanted[workflow] = true
		w.Held++
		day.Held++
		t.guard(l.Verdict).Held++
		if displaced(l.Verdict) {
			w.Displaced++
			day.Displaced++
		}
	case verb == "drop":
		wanted[workflow] = true
		w.Dropped++
		day.Dropped++
		t.guard(l.Verdict).Dropped++
	}
}

// displaced tells whether another text of the same person went before.
func displaced(v *fsm.Verdict) bool { return v.Guard == "arbiter" }

func (t *tally) guard(v *fsm.Verdict) *Guard {
	name := v.Name
	if displaced(v) {
		name = "" // the texts that went before are many
	}
	key := v.Guard + "\x00" + name + "\x00" + v.Place
	if t.guards[key] == nil {
		t.guards[key] = &Guard{Guard: v.Guard, Name: name, Place: v.Place}
	}
	return t.guards[key]
}

// text counts a text that went out.
func (t *tally) text(day *Day, who *person, m *fsm.Message, wanted map[string]bool) {
	cost := float64(m.Segments) * t.p.Price
	day.Segments += m.Segments
	day.Cost += cost
	workflow, _, _ := strings.Cut(m.Name, ".")
	if w := t.workflows[workflow]; w != nil && m.Run != 0 {
		wanted[workflow] = true
		w.Texts++
		w.Segments += m.Segments
		w.Cost += cost
	}
	if m.Direct || m.Run == 0 {
		day.Replies++
		return
	}
	switch m.Class {
	case fsm.Service:
		day.Service++
	case fsm.Lifecycle:
		day.Lifecycle++
	default:
		day.Promo++
	}
	who.got(m.At.Time())
}

// got remembers an unasked text, and the most within any 7 days.
func (p *person) got(at time.Time) {
	p.unasked = append(p.unasked, at)
	within := 0
	for _, t := range slices.Backward(p.unasked) {
		if at.Sub(t) >= 7*24*time.Hour {
			break
		}
		within++
	}
	p.most = max(p.most, within)
}

// report sums everything up.
func (t *tally) report(lives []life) Report {
	r := Report{People: len(lives), Brand: t.p.Brand, Revision: t.p.Revision, Currency: t.p.Currency, Price: t.p.Price,
		Days: t.days, Workflows: []Workflow{}, Guards: []Guard{}}
	for i := range t.p.Workflows {
		r.Workflows = append(r.Workflows, *t.workflows[t.p.Workflows[i].Name])
	}
	for _, key := range slices.Sorted(maps.Keys(t.guards)) {
		r.Guards = append(r.Guards, *t.guards[key])
	}
	slices.SortStableFunc(r.Guards, func(a, b Guard) int { return cmp.Compare(b.Held+b.Dropped, a.Held+a.Dropped) })
	for _, d := range t.days {
		r.Total.add(d)
	}
	r.Person = t.each(lives)
	return r
}

// each tells how unasked texts are spread over people.
func (t *tally) each(lives []life) Spread {
	var all, most []int
	for _, l := range lives {
		who := t.person(l.phone)
		all, most = append(all, len(who.unasked)), append(most, who.most)
	}
	slices.Sort(all)
	slices.Sort(most)
	s := Spread{Median: all[len(all)/2], Most: all[len(all)-1], Week: most[len(most)-1], WeekOf95: most[len(most)*95/100]}
	for _, n := range all {
		s.Mean += float64(n) / float64(len(all))
	}
	return s
}
