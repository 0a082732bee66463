package search_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"
	"pgregory.net/rapid"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store/search"
)

func compact(t *testing.T, from, to string) {
	t.Helper()
	old, err := bolt.Open(from, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer old.Close()
	db, err := bolt.Open(to, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := bolt.Compact(db, old, 0); err != nil {
		t.Fatal(err)
	}
}

// said is a text as a slow search goes through them.
type said struct {
	search.Text
	at    fsm.Moment
	words []string
}

// Ensure that whatever is said, in whatever order, erased and interrupted, a search finds what going through all texts finds.
func TestAsASlowSearch(t *testing.T) {
	vocabulary := []string{"tea", "team", "te", "coffee", "cof", "x1", "x12", "мир"}
	words := rapid.SliceOfN(rapid.SampledFrom(vocabulary), 0, 6)
	rapid.Check(t, func(rt *rapid.T) {
		r := newRig(t)
		phones := []fsm.Phone{ann, bob, eve}
		all := map[fsm.Phone][]said{}
		rt.Repeat(map[string]func(*rapid.T){
			"say": func(rt *rapid.T) {
				phone := rapid.SampledFrom(phones).Draw(rt, "phone")
				r.now += fsm.Moment(rapid.IntRange(0, 3).Draw(rt, "later")) * 1000
				times, w := rapid.SampledFrom([]int{1, 2, 300}).Draw(rt, "times"), words.Draw(rt, "words")
				first, seq := r.now, uint64(len(all[phone]))
				r.says(phone, slices.Repeat([]string{strings.Join(w, " ")}, times)...)
				for i := range times {
					all[phone] = append(all[phone], said{at(phone, seq+uint64(i)+1), first + fsm.Moment(i) + 1, w})
				}
			},
			"erase": func(rt *rapid.T) {
				phone := rapid.SampledFrom(phones).Draw(rt, "phone")
				if all[phone] != nil {
					r.erase(phone)
					delete(all, phone)
				}
			},
			"follow": func(rt *rapid.T) { r.follow(rapid.SampledFrom(phones).Draw(rt, "phone")) },
			"walk":   func(rt *rapid.T) { r.walk(rapid.IntRange(1, 4).Draw(rt, "limit")) },
			"reopen": func(*rapid.T) {
				if err := r.index.Close(); err != nil {
					rt.Fatal(err)
				}
				r.open()
			},
			"": func(rt *rapid.T) {
				r.follow(phones...)
				asked := rapid.SliceOfN(rapid.SampledFrom(vocabulary), 1, 3).Draw(rt, "asked")
				want := slow(all, asked)
				var got []search.Text
				for q := (search.Query{Text: strings.Join(asked, ", "), Limit: 50}); ; {
					f, err := r.index.Find(t.Context(), q)
					if err != nil {
						rt.Fatal(err)
					}
					got = append(got, f.Texts...)
					if q.Before = f.Before; q.Before == 0 {
						break
					}
				}
				if !slices.Equal(got, want) {
					rt.Fatalf("%v: found %v, want %v", asked, got, want)
				}
			},
		})
	})
}

// slow goes through all texts, newest first.
func slow(all map[fsm.Phone][]said, asked []string) []search.Text {
	var hits []said
	for _, list := range all {
		for _, s := range list {
			whole := func(w string) bool { return slices.Contains(s.words, w) }
			begun := func(w string) bool { return strings.HasPrefix(w, asked[len(asked)-1]) }
			if slices.ContainsFunc(s.words, begun) && !slices.ContainsFunc(asked[:len(asked)-1], func(w string) bool { return !whole(w) }) {
				hits = append(hits, s)
			}
		}
	}
	slices.SortFunc(hits, func(a, b said) int { return -cmp.Compare(a.at, b.at) })
	list := []search.Text{}
	for _, h := range hits {
		list = append(list, h.Text)
	}
	return list
}
