package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/parley-sms/parley/bot"
)

// confirm shows how many would enter a workflow, and asks whether they may.
func (c *importing) confirm(std streams, out bot.Outcome) error {
	if c.Enter == "" || c.Yes {
		return nil
	}
	fmt.Fprintf(std.err, "%d of %d people would enter %s. Type yes to let them: ", out.Entered, out.Contacts, c.Enter)
	said, _ := bufio.NewReader(io.LimitReader(std.in, 1000)).ReadString('\n') // its end is a no
	if strings.TrimSpace(strings.ToLower(said)) == "yes" {
		return nil
	}
	return fmt.Errorf("nothing was imported: confirm with yes, or with --yes, that %d people enter %s", out.Entered, c.Enter)
}

// tellFile prints what the scan found.
func (c *importing) tellFile(out io.Writer, r *imported) {
	fmt.Fprintf(out, "%s: %d rows, %d people\n", c.File, r.Rows, r.Contacts)
	for _, line := range []struct {
		n    int
		what string
	}{
		{r.Refused, "refused" + c.refusedAt()},
		{r.Bare, "that speak of consent without its source and time: it is not taken"},
		{r.Duplicates, "with the phone of an earlier row, and taken as one with it"},
	} {
		if line.n > 0 {
			fmt.Fprintf(out, "  rows %s: %d\n", line.what, line.n)
		}
	}
	for _, twin := range r.Twice {
		fmt.Fprintf(out, "    line %d: the phone of line %d\n", twin.Line, twin.Before)
	}
}

// refusedAt says where the reasons are.
func (c *importing) refusedAt() string {
	if c.Refused == "" {
		return " (--refused FILE tells why)"
	}
	return ", see " + c.Refused
}

// tell prints what came of the people.
func (c *importing) tell(out io.Writer, r *imported) error {
	title := "Imported:"
	if c.DryRun {
		title = "Nothing was stored. It would do this:"
	}
	fmt.Fprintln(out, title)
	o := r.Outcome
	for _, line := range []struct {
		n    int64
		what string
	}{
		{o.Contacts, "people"},
		{o.New, "not on record before"},
		{o.Subscribed, "with marketing consent by it"},
		{o.Outweighed, "with a consent that does not count, for a later STOP or a carrier's block"},
		{o.OptedOut, "who withdrew their consent"},
		{o.Entered, "entering " + c.Enter},
		{o.Full, "without room for one of their attributes"},
		{o.Again, "in already"},
	} {
		if line.n > 0 || line.what == "people" {
			fmt.Fprintf(out, "  %s: %d\n", line.what, line.n)
		}
	}
	return nil
}
