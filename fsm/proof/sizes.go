package proof

import (
	"fmt"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/segment"
)

// Size is what one text takes, as Twilio bills it with Smart Encoding.
type Size struct {
	Where    string           `json:"where"`
	Language string           `json:"language"`
	Encoding segment.Encoding `json:"encoding"` // of the longest
	Shortest int              `json:"shortest_segments"`
	Longest  int              `json:"longest_segments"`          // where variables bring characters of the GSM alphabet alone
	Widest   int              `json:"widest_segments,omitempty"` // where they bring others as well, such as Ł; 0 where none can
}

// sizes measures every text of the program, workflows by order, and tells of those that cost more than
// they need.
func (f *finder) sizes() []Size {
	var all []fsm.Extreme
	for i := range f.p.Workflows {
		for k := range f.p.Workflows[i].Steps {
			all = append(all, f.p.Extremes(f.p.Workflows[i].Name, k)...)
		}
	}
	all = append(all, f.p.BaseExtremes()...)
	sizes := make([]Size, 0, len(all))
	for _, e := range all {
		long := segment.Of(e.Longest, true)
		s := Size{Where: e.Where, Language: e.Language, Encoding: long.Encoding, Shortest: segment.Of(e.Shortest, true).Segments, Longest: long.Segments}
		if e.Any {
			s.Widest = segment.Of(e.Widest, true).Segments
		}
		sizes = append(sizes, s)
		f.costly(e, long)
	}
	return sizes
}

const (
	manySegments = 3 // more than these nobody reads
	nearEdge     = 5 // characters that are easily left out
)

// costly tells of a text that costs more than it needs: for the sake of one character, for a few
// characters too many, or all in all.
func (f *finder) costly(e fsm.Extreme, long segment.Count) {
	f.foreign(e, long)
	if edge := held(long.Segments - 1); long.Encoding == segment.GSM7 && long.Segments > 1 && long.Chars-edge <= nearEdge && long.Chars > edge {
		f.notice(e.Where, "takes %d segments when it is longest, and just so: %s fewer save a segment of each such text", long.Segments, characters(long.Chars-edge))
	}
	if long.Segments > manySegments {
		f.notice(e.Where, "takes %d segments when it is longest (%d characters): it costs as much as %d texts, and few read so far; say it in less, or put it behind a link",
			long.Segments, long.Chars, long.Segments)
	}
}

// held is how many septets so many segments hold.
func held(segments int) int {
	if segments == 1 {
		return 160
	}
	return 153 * segments
}

func characters(n int) string {
	if n == 1 {
		return "1 character"
	}
	return fmt.Sprintf("%d characters", n)
}

// foreign names the character that takes a text out of the GSM alphabet, where that costs segments.
func (f *finder) foreign(e fsm.Extreme, long segment.Count) {
	text := segment.Smart(e.Longest)
	culprits := segment.Forces(text)
	if len(culprits) == 0 {
		return
	}
	for _, c := range culprits {
		text = strings.ReplaceAll(text, c.Char, plain(c.Char))
	}
	if saved := segment.Of(text, true).Segments; saved < long.Segments {
		instead := "leave it out"
		if by := plain(culprits[0].Char); by != "" {
			instead = fmt.Sprintf("write %q", by)
		}
		f.notice(e.Where, "has %q, which is not in the GSM alphabet: it leaves 70 characters a segment instead of 160, so the text takes %d segments instead of %d; %s",
			culprits[0].Char, long.Segments, saved, instead)
	}
}

// plain is a letter without its accents, or nothing for what is none of the GSM alphabet without them.
func plain(char string) string {
	base := norm.NFD.String(char)
	for i := range base {
		if i > 0 {
			base = base[:i]
			break
		}
	}
	if segment.Of(base, true).Encoding == segment.GSM7 {
		return base
	}
	return ""
}

// largest gives for each workflow the most segments of one of its texts: where variables stay within the
// GSM alphabet, and at all.
func (f *finder) largest(sizes []Size) (longest, widest map[string]int) {
	longest, widest = map[string]int{}, map[string]int{}
	for _, s := range sizes {
		if rest, ok := strings.CutPrefix(s.Where, "workflows."); ok {
			name, _, _ := strings.Cut(rest, ".")
			longest[name] = max(longest[name], s.Longest)
			widest[name] = max(widest[name], s.Longest, s.Widest)
		}
	}
	return longest, widest
}

// cost adds to a worst case what it comes to in segments and money.
func (f *finder) cost(w *Worst, longest, widest map[string]int) {
	for i := range w.Shares {
		s := &w.Shares[i]
		s.Segments, s.Widest = times(s.After, longest[s.Workflow]), times(s.After, widest[s.Workflow])
	}
	if w.Free {
		return
	}
	w.Segments, w.Widest = w.segments(longest), w.segments(widest)
	w.Currency = f.p.Currency
	w.Cost = float64(w.Segments) * f.p.Price
}

// segments is the most that the texts of a worst case take together: the largest first, of each workflow
// no more than it can send.
func (w *Worst) segments(size map[string]int) int {
	sent := map[int]int{} // by the segments of a text: how many such there can be
	most := 0
	for _, s := range w.Shares {
		sent[size[s.Workflow]] = plus(sent[size[s.Workflow]], s.After)
		most = max(most, size[s.Workflow])
	}
	total, left := 0, w.After
	for n := most; n > 0; n-- {
		texts := min(sent[n], left)
		left -= texts
		total = plus(total, times(texts, n))
	}
	return total
}
