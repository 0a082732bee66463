package proof

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// String writes the figures for people.
func (r Report) String() string {
	var b strings.Builder
	b.WriteString("At worst, one person gets unasked\n")
	fmt.Fprintf(&b, "  in 24 h  %s\n", r.Day)
	fmt.Fprintf(&b, "  in 7 d   %s\n", r.Week)
	fmt.Fprintf(&b, "and %d answers an hour to what he texts.\n", r.Replies)
	if r.Resends > 0 {
		fmt.Fprintf(&b, "Of steps with in_doubt: resend, a text of which nobody knows whether it went can go %d times.\n", r.Resends)
	}
	return b.String()
}

// String writes how many texts come together, and of which workflows most.
func (w Worst) String() string {
	if w.Free {
		return "any number of texts: nothing limits " + listed(w.Open)
	}
	s := texts(w.After)
	switch {
	case len(w.Open) > 0:
		s += ", by the caps alone"
	case w.After < w.Before:
		s += fmt.Sprintf(", held back by caps from %d", w.Before)
	}
	if of := w.most(); of != "" {
		s += ": " + of
	}
	return s + w.inSegments()
}

// inSegments writes what the texts take, and cost.
func (w Worst) inSegments() string {
	s := fmt.Sprintf("; %d segment", w.Segments)
	if w.Segments != 1 {
		s += "s"
	}
	if w.Cost > 0 {
		s += fmt.Sprintf(", %.2f %s", w.Cost, w.Currency)
	}
	if w.Widest > w.Segments {
		s += fmt.Sprintf(" (%d if values bring letters such as Ł)", w.Widest)
	}
	return s
}

// most lists the workflows with the most texts, before caps.
func (w Worst) most() string {
	const told = 4
	var shares []Share
	for _, s := range w.Shares {
		if s.Open || s.Before > 0 {
			shares = append(shares, s)
		}
	}
	size := func(s Share) int {
		if s.Open {
			return endless
		}
		return s.Before
	}
	slices.SortStableFunc(shares, func(a, b Share) int { return cmp.Compare(size(b), size(a)) })
	var parts []string
	for i, s := range shares {
		switch {
		case i == told && len(shares) > told+1:
			return listed(append(parts, fmt.Sprintf("%d more workflows", len(shares)-told)))
		case s.Open:
			parts = append(parts, fmt.Sprintf("any number of %s", s.Workflow))
		default:
			parts = append(parts, fmt.Sprintf("%d of %s", s.Before, s.Workflow))
		}
	}
	return listed(parts)
}
