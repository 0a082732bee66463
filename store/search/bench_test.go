package search_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/search"
)

var benchTexts = flag.Int("texts", 20_000, "texts of the benchmark")

// made is a store of made-up people with ten texts each. The words of texts are as common as words are: the nth is said 1/n times as often as the first.
type made struct {
	store.Store
	people int
}

const (
	madeTexts = 10
	madeWords = 12
)

func madePhone(i int) fsm.Phone { return fsm.Phone(fmt.Sprintf("+1500%07d", i)) }

func (m made) Subscribers(_ context.Context, after fsm.Phone, limit int) (list []fsm.Record, _ error) {
	i := 0
	if after != "" {
		fmt.Sscanf(string(after), "+1500%d", &i)
		i++
	}
	for ; i < m.people && len(list) < limit; i++ {
		list = append(list, fsm.Record{Phone: madePhone(i), Seq: madeTexts, Attributes: map[string]any{"first_name": madeWord(i % 3000), "tier": "gold"}})
	}
	return list, nil
}

func (made) Customers(_ context.Context, phone fsm.Phone) ([]string, error) {
	return []string{"c" + string(phone[5:])}, nil
}

func (m made) Messages(_ context.Context, phone fsm.Phone, _ uint64, _ int) (list []fsm.Message, _ error) {
	var i int
	fmt.Sscanf(string(phone), "+1500%d", &i)
	draw := rand.New(rand.NewPCG(7, uint64(i)))
	often := rand.NewZipf(draw, 1.1, 3, 100_000)
	for seq := uint64(madeTexts); seq > 0; seq-- {
		words := make([]string, madeWords)
		for j := range words {
			words[j] = madeWord(int(often.Uint64()))
		}
		at := fsm.Moment(1_700_000_000_000 + seq*86_400_000*30 + draw.Uint64N(86_400_000*30))
		list = append(list, fsm.Message{Phone: phone, Seq: seq, At: at, Body: strings.Join(words, " ")})
	}
	return list, nil
}

// madeWord spells a number in syllables.
func madeWord(n int) string {
	const syllables = "batekidolufasemironuvagepicozutaledi"
	word := ""
	for n += 36; n > 0; n /= 18 {
		word += syllables[2*(n%18) : 2*(n%18)+2]
	}
	return word
}

// BenchmarkSearch makes an index (-texts says of how many) and looks for what is easy and for what is hard to find.
func BenchmarkSearch(b *testing.B) {
	s := made{people: *benchTexts / madeTexts}
	dir := b.TempDir()
	x, err := search.Open(dir)
	if err != nil {
		b.Fatal(err)
	}
	defer x.Close()
	began, after := time.Now(), fsm.Phone("")
	for more := true; more; {
		d, err := x.Walk(b.Context(), s, after, 1000)
		if err != nil {
			b.Fatal(err)
		}
		after, more = d.To, d.More
	}
	info, err := os.Stat(filepath.Join(dir, "search.db"))
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("%d texts indexed in %v, %d MB", *benchTexts, time.Since(began).Round(time.Second), info.Size()>>20)
	w := madeWord
	for _, try := range []struct{ name, text string }{
		{"a rare word", w(90_001)}, {"the commonest word", w(0)}, {"two common words", w(0) + " " + w(1)}, {"a common and a rare word", w(0) + " " + w(90_001)},
		{"two rare words", w(40_001) + " " + w(50_002)}, {"eight common words", strings.Join([]string{w(0), w(1), w(2), w(3), w(4), w(5), w(6), w(7)}, " ")},
		{"a beginning of two letters", "ba"}, {"common and beginning", w(3) + " ba"}, {"rare and beginning", w(60_001) + " te"}, {"no such word", "xylophone"},
		{"end of a number", "0042"}, {"a whole number", "+1 500 0000 042"}, {"a tier of everybody", "gold"}, {"a name", w(1234)},
	} {
		b.Run(strings.ReplaceAll(try.name, " ", "_"), func(b *testing.B) {
			var all []time.Duration
			for b.Loop() {
				began := time.Now()
				if _, err := x.Find(b.Context(), search.Query{Text: try.text, Limit: 30}); err != nil {
					b.Fatal(err)
				}
				all = append(all, time.Since(began))
			}
			slices.Sort(all)
			b.ReportMetric(float64(all[len(all)-1].Microseconds())/1000, "max-ms")
		})
	}
	b.Run("walk_that_finds_nothing_new", func(b *testing.B) {
		for b.Loop() {
			if _, err := x.Walk(b.Context(), s, "", 1000); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkFollow measures what a conversation of two texts costs the index, 500 of them a commit, without the wait for the disk.
func BenchmarkFollow(b *testing.B) {
	const together = 500
	r := newRig(b)
	for i := range 20 * together {
		r.says(madePhone(i), "hello", "hello to you")
	}
	r.walk(1000)
	b.ResetTimer()
	for n := range b.N {
		b.StopTimer()
		phones := make([]fsm.Phone, together)
		for i := range phones {
			phones[i] = madePhone((n*together + i) % (20 * together))
			r.says(phones[i], "where is my order of "+madeWord(n)+"?", "Acme: we are open Mon-Sat 9-18.")
		}
		b.StartTimer()
		r.follow(phones...)
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*together), "µs/conversation")
}
