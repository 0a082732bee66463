package rehearse

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Text writes a report for people: every test, the transcripts of those that failed, or of all, and
// what no test has shown.
func (r Report) Text(transcripts bool) string {
	var b strings.Builder
	for _, f := range r.Files {
		fmt.Fprintln(&b, f.Name)
		for _, t := range f.Tests {
			t.text(&b, transcripts)
		}
	}
	if len(r.Files) > 0 {
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "%d passed, %d failed\n", r.Passed, r.Failed)
	if len(r.Coverage) > 0 {
		b.WriteString("\n")
	}
	for _, c := range r.Coverage {
		c.text(&b)
	}
	return b.String()
}

func (t Result) text(b *strings.Builder, transcript bool) {
	if t.OK {
		fmt.Fprintf(b, "  ok      %s\n", t.Name)
	} else {
		fmt.Fprintf(b, "  FAILED  %s\n", t.Name)
	}
	if transcript || !t.OK {
		transcribe(b, t.Transcript)
	}
	if t.Failure != nil {
		t.Failure.text(b)
	}
}

// mostShown is how much of a long transcript is shown, at its begin and at its end.
const mostShown = 150

// transcribe writes a transcript, a heading for each day and the time where it changes.
func transcribe(b *strings.Builder, entries []Entry) {
	day, clock := "", ""
	for i, e := range entries {
		if left := len(entries) - i - mostShown; i >= mostShown && left > 0 {
			if i == mostShown {
				fmt.Fprintf(b, "      … %d more …\n", left)
			}
			continue
		}
		at := strings.Fields(e.At) // weekday, date, time
		if at[1] != day {
			day, clock = at[1], ""
			fmt.Fprintf(b, "      %s %s\n", at[0], at[1])
		}
		shown := at[2]
		if shown == clock {
			shown = ""
		}
		clock = at[2]
		fmt.Fprintf(b, "      %5s  %-9s %s\n", shown, e.Who, e.words())
	}
}

// words are what was said or done, and behind a text of ours what it is.
func (e Entry) words() string {
	text := strings.ReplaceAll(e.Text, "\n", "\n                       ")
	var what []string
	if e.Name != "" {
		what = append(what, e.Name)
	}
	if e.Segments > 1 {
		what = append(what, fmt.Sprintf("%d segments", e.Segments))
	}
	if e.Lost != "" {
		what = append(what, e.Lost)
	}
	if len(what) == 0 {
		return text
	}
	return text + "  [" + strings.Join(what, ", ") + "]"
}

// text writes where and why a test failed, with a mark under the first place that differs.
func (f *Failure) text(b *strings.Builder) {
	fmt.Fprintf(b, "    %s:%d: %s\n", f.Place.File, f.Place.Line, f.Message)
	if f.Place.Source != "" {
		fmt.Fprintf(b, "        %s\n", strings.TrimSpace(f.Place.Source))
	}
	if !f.compared {
		return
	}
	fmt.Fprintf(b, "      expected  %s\n", blank(f.Expected))
	fmt.Fprintf(b, "      got       %s\n", strings.ReplaceAll(strings.TrimSpace(f.Got), "\n", "\n                "))
	if _, at := matches(f.Expected, f.Got); at > 0 && at <= len(blank(f.Got)) && !strings.Contains(f.Got, "\n") {
		fmt.Fprintf(b, "                %s^\n", strings.Repeat(" ", utf8.RuneCountInString(blank(f.Got)[:at])))
	}
}

// text writes what the tests have shown of a workflow.
func (c Coverage) text(b *strings.Builder) {
	var counts, never []string
	for _, g := range c.Groups {
		counts = append(counts, fmt.Sprintf("%d of %d %s", g.Taken, g.Of, g.Kind))
		if len(g.Never) > 0 {
			never = append(never, fmt.Sprintf("    %-9s %s", g.Kind, strings.Join(g.Never, "; ")))
		}
	}
	fmt.Fprintf(b, "%s: %s\n", c.Workflow, strings.Join(counts, ", "))
	if len(never) > 0 {
		fmt.Fprintf(b, "  never taken:\n%s\n", strings.Join(never, "\n"))
	}
}
