package keywords

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// phrase is one line of a corpus: tab-separated label, language, family, words.
type phrase struct{ label, lang, family, text string }

func corpus(t *testing.T, file string) []phrase {
	t.Helper()
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var phrases []phrase
	for i, line := range strings.Split(string(source), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		columns := strings.SplitN(line, "\t", 4)
		if len(columns) != 4 {
			t.Fatalf("%s:%d: %d columns; there must be 4", file, i+1, len(columns))
		}
		phrases = append(phrases, phrase{columns[0], columns[1], columns[2], columns[3]})
	}
	return phrases
}

// meaning is what the tiers say of a text when no question is open.
func meaning(l *Lexicon, body string) Verdict {
	text := Read(body)
	v := l.Exact(text)
	if v.Kind == Stop || v.Kind == Start || v.Kind == Help {
		return v
	}
	return l.FreeText(text)
}

// counts holds the outcomes of a set of phrases by what they are and what they were taken for.
type counts map[string]map[Kind]int

func (c counts) add(label string, got Kind) {
	if c[label] == nil {
		c[label] = map[Kind]int{}
	}
	c[label][got]++
}

func (c counts) total(label string) (n int) {
	for _, k := range c[label] {
		n += k
	}
	return n
}

func (c counts) out(label string) int { return c[label][Revocation] + c[label][Stop] }

// recall is the share of the revocations that are taken for one (or for STOP: the effect is the same).
func (c counts) recall() float64 { return ratio(c.out("revocation"), c.total("revocation")) }

// precision is the share of true ones among the free texts taken for a revocation; a text that
// means none, or is unclear, is a wrong one.
func (c counts) precision(wrong ...string) float64 {
	right, all := c.out("revocation"), c.out("revocation")
	for _, label := range wrong {
		all += c.out(label)
	}
	return ratio(right, all)
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 1
	}
	return float64(a) / float64(b)
}

func (c counts) String() string {
	var b strings.Builder
	for _, label := range slices.Sorted(maps.Keys(c)) {
		fmt.Fprintf(&b, " %s %d/%d", label, c[label][Kind(label)], c.total(label))
		if label == "none" {
			fmt.Fprintf(&b, "(none %d, revocation %d)", c[label][None], c.out(label))
		}
	}
	return fmt.Sprintf("precision %.3f (ambiguous counted too %.3f) recall %.3f;%s",
		c.precision("none"), c.precision("none", "ambiguous"), c.recall(), b.String())
}

func TestCorpus(t *testing.T) {
	for _, part := range []string{"tuning", "heldout"} {
		t.Run(part, func(t *testing.T) { score(t, part) })
	}
}

func score(t *testing.T, part string) {
	if _, err := os.Stat("testdata/" + part + ".tsv"); err != nil {
		t.Skip()
	}
	l := Default()
	all, byLang, wrong := counts{}, map[string]counts{}, map[string]int{}
	for _, p := range corpus(t, "testdata/"+part+".tsv") {
		got := meaning(l, p.text)
		all.add(p.label, got.Kind)
		if byLang[p.lang] == nil {
			byLang[p.lang] = counts{}
		}
		byLang[p.lang].add(p.label, got.Kind)
		if string(got.Kind) != p.label && !(p.label == "none" && got.Kind == None) {
			name := string(got.Kind)
			if name == "" {
				name = "none"
			}
			wrong[p.family+" "+p.lang+" ("+p.label+" taken for "+name+")"]++
			if part == "tuning" {
				t.Logf("%s %s: %q was taken for %q (%s %s)", p.label, p.lang, p.text, got.Kind, got.Rule, got.Match)
			}
		}
	}
	t.Logf("%s: %v", part, all)
	for _, lang := range slices.Sorted(maps.Keys(byLang)) {
		t.Logf("  %s: %v", lang, byLang[lang])
	}
	for _, family := range slices.Sorted(maps.Keys(wrong)) {
		t.Logf("  wrong: %d %s", wrong[family], family)
	}
}
