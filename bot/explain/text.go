package explain

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/parley-sms/parley/fsm/plain"
)

// String writes a report for a terminal.
func (r *Report) String() string {
	var b strings.Builder
	r.writeHead(&b)
	r.writeStory(&b)
	if r.Message == nil && r.Next == nil {
		r.writeNext(&b)
	}
	return strings.Map(printable, b.String())
}

// Part writes one more part of the story.
func (r *Report) Part() string {
	var b strings.Builder
	r.writeTold(&b)
	if r.Next == nil {
		r.writeNext(&b)
	}
	return strings.Map(printable, b.String())
}

// printable keeps what others wrote from driving the terminal.
func printable(c rune) rune {
	if unicode.IsControl(c) && c != '\n' {
		return '�'
	}
	return c
}

func (r *Report) writeHead(b *strings.Builder) {
	fmt.Fprintf(b, "%s at %s (%s)\n", r.Phone, r.Local, r.At)
	if len(r.Zones) > 1 {
		fmt.Fprintf(b, "Times are those of %s. The number may as well be in %s: unasked texts keep to the hours of each.\n",
			r.Zone, strings.Join(r.Zones[1:], ", "))
	}
	if t := r.Message; t != nil {
		t.write(b)
		return
	}
	fmt.Fprintln(b, "\nHow they stand")
	for _, line := range r.State {
		fmt.Fprintln(b, "  "+line)
	}
	for i, o := range r.Orders {
		if i == 0 {
			fmt.Fprintln(b, "\nWhat they bought last")
		}
		fmt.Fprintf(b, "  %s  order %s of %.2f, refunded %.2f: %s\n", o.Local, o.ID, o.Value, o.Refunded, o.Said)
	}
}

func (r *Report) writeStory(b *strings.Builder) {
	switch {
	case r.Message != nil:
		fmt.Fprintln(b, "\nThe changes that it had a part in")
	case len(r.Story) == 0:
		fmt.Fprintf(b, "\nNothing happened then (%d changes are earlier)\n", r.Earlier)
	default:
		fmt.Fprintf(b, "\nWhat happened (changes %d to %d of %d)\n", r.Story[0].Version, r.Story[len(r.Story)-1].Version, r.Changes)
	}
	if r.Earlier > 0 && r.Message == nil {
		fmt.Fprintf(b, "  %d earlier changes are not told; --since TIME or --all tells them\n", r.Earlier)
	}
	r.writeTold(b)
}

func (r *Report) writeTold(b *strings.Builder) {
	for _, t := range r.Story {
		fmt.Fprintf(b, "  %-4d %s  %s\n", t.Version, t.Local, t.What)
		for _, l := range t.Lines {
			if !l.Repeats() {
				fmt.Fprintln(b, "         "+l.Said)
			}
		}
	}
}

// Repeats tells whether a line says what its change was about anyway.
func (l *ToldLine) Repeats() bool {
	verb, _, _ := strings.Cut(l.Event, ":")
	return verb == "accepted" || verb == "status" || verb == "event"
}

// writeNext tells what is scheduled, and what keeps texts back.
func (r *Report) writeNext(b *strings.Builder) {
	fmt.Fprintln(b, "\nWhat comes next")
	for _, d := range r.Scheduled {
		fmt.Fprintf(b, "  %s (%s)  %s\n", d.Local, d.At, d.What)
	}
	if len(r.Scheduled) == 0 {
		fmt.Fprintln(b, "  nothing is scheduled")
	}
	if len(r.Unsent) == 0 {
		return
	}
	fmt.Fprintln(b, "\nTexts that have not gone")
	for _, u := range r.Unsent {
		u.write(b, r.zone())
	}
}

// zone is whose clock the report goes by.
func (r *Report) zone() *time.Location {
	zone, err := time.LoadLocation(r.Zone)
	if err != nil {
		return time.UTC
	}
	return zone
}

func (u *Unsent) write(b *strings.Builder, zone *time.Location) {
	fmt.Fprintf(b, "  %s, its guards are asked: %s", u.Name, u.Local)
	if u.SendBy > 0 {
		fmt.Fprintf(b, "; it is dropped at %s", plain.Clock(u.SendBy, zone))
	}
	fmt.Fprintln(b)
	say := func(when string, list []Objection) {
		for _, o := range list {
			fmt.Fprintf(b, "    %s: %s. For it to go: %s\n", when, o.Why, o.Remedy)
		}
		if len(list) == 0 {
			fmt.Fprintf(b, "    %s: nothing keeps it back\n", when)
		}
	}
	say("now", u.Now)
	if u.At > 0 {
		say("then", u.Then)
	}
}

func (t *Text) write(b *strings.Builder) {
	fmt.Fprintf(b, "\nText %s, %s, %s: %q\n", t.ID, t.Direction, t.Local, t.Body)
	fmt.Fprintf(b, "  status: %s\n", t.Status)
	for _, part := range []struct {
		head  string
		lines []string
	}{{"Why", t.Because}, {"All guards let it go", []string{strings.Join(t.Passed, ", ")}}, {"What became of it", t.Became}} {
		if strings.Join(part.lines, "") == "" {
			continue
		}
		fmt.Fprintln(b, "  "+part.head)
		for _, line := range part.lines {
			fmt.Fprintln(b, "    "+line)
		}
	}
	if t.Again != nil {
		fmt.Fprintln(b, "  "+t.Again.Said)
	}
}

// String says in one line what was proved.
func (p *Proof) String() string {
	said := fmt.Sprintf("%s: %d changes", p.Phone, p.Changes)
	if p.Folds {
		said += ", folded they are the stored record to the byte"
	} else {
		said += ", folded they are NOT the stored record"
	}
	said += fmt.Sprintf("; %d decided again to the same", p.Same)
	for _, part := range []struct {
		n    uint64
		what string
	}{{p.OtherBuild, "recorded by another build, which decided otherwise"}, {p.NotKept, "not to be decided again"}} {
		if part.n > 0 {
			said += fmt.Sprintf(", %d %s", part.n, part.what)
		}
	}
	if len(p.Differs) > 0 {
		said += ", and DIFFERENTLY: change " + strings.Join(numbers(p.Differs), ", ")
	}
	return said
}

func numbers(list []uint64) []string {
	said := make([]string, len(list))
	for i, n := range list {
		said[i] = fmt.Sprint(n)
	}
	return said
}
