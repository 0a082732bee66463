package boltstore

import (
	"context"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// preloaded is how many subscribers, with random phones, the store has before anything is measured.
const preloaded = 200_000

// BenchmarkUpdate measures conversations' steps, each of a random subscriber, with 1 to 256 callers
// at a time, and beside them a raw loop: the same bytes, put in ascending order into one bucket of
// another file on the same disk, a commit for each so many steps as there are callers.
func BenchmarkUpdate(b *testing.B) {
	dir := b.TempDir()
	s, err := Open(dir)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	phones := preload(b, s)
	raw := openRaw(b, filepath.Join(dir, "raw.db"))
	for _, callers := range []int{1, 16, 64, 256} {
		b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) {
			before, committed := s.db.Stats().TxStats, commits(b, s)
			rate := perSecond(b.N, func() { steps(b, s, phones, callers) })
			after := s.db.Stats().TxStats
			b.StopTimer()
			rawRate := perSecond(b.N, func() { raw.steps(b, b.N, callers) })
			b.ReportMetric(rate, "steps/s")
			b.ReportMetric(rate/rawRate, "of-raw")
			b.ReportMetric(float64(after.GetPageCount()-before.GetPageCount())/float64(b.N), "pages/step")
			b.ReportMetric(float64(b.N)/float64(commits(b, s)-committed), "steps/commit")
		})
	}
}

// commits is how many commits the file has seen.
func commits(b *testing.B, s *Store) (n int) {
	err := s.db.View(func(tx *bolt.Tx) error {
		n = tx.ID()
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return n
}

func perSecond(n int, do func()) float64 {
	began := time.Now()
	do()
	return float64(n) / time.Since(began).Seconds()
}

// preload stores subscribers with some history.
func preload(b *testing.B, s *Store) []fsm.Phone {
	phones := make([]fsm.Phone, preloaded)
	for i := range phones {
		phones[i] = fsm.Phone(fmt.Sprintf("+1%010d", 2_000_000_000+rand.Int64N(8_000_000_000)))
	}
	slices.Sort(phones)
	for range 4 {
		if _, err := s.Enrol(context.Background(), slices.Values(phones), step); err != nil {
			b.Fatal(err)
		}
	}
	return phones
}

// steps does b.N steps.
func steps(b *testing.B, s *Store, phones []fsm.Phone, callers int) {
	var next atomic.Int64
	var all sync.WaitGroup
	for range callers {
		all.Go(func() {
			for next.Add(2) <= int64(b.N)+1 {
				phone := phones[rand.IntN(len(phones))]
				for range 2 { // a text, and what became of the answer to it
					if _, err := s.Update(context.Background(), phone, step); err != nil {
						b.Error(err)
					}
				}
			}
		})
	}
	all.Wait()
}

// step is what a conversation's commits change: about 1 KB of record each time, in turns a text
// with its answer, and what became of the answer.
func step(v store.View) (fsm.Decision, error) {
	r := v.Record()
	r.Version++
	d := fsm.Decision{At: now(), Cause: "inbound SM0123456789abcdef", Counters: map[string]int64{"inbound": 1, "released": 1}}
	r.LastInbound = d.At
	r.State, r.Revision = "subscribed+welcome.interest", "0123456789abcdef"
	r.Attributes = map[string]any{"first_name": "Ann", "city": "Springfield", "vip": true}
	d.Lines = []fsm.Line{{Event: "answer", From: "subscribed", To: "subscribed+welcome.interest", Run: r.Version, Seq: r.Seq}}
	if r.Version%2 == 0 {
		answer, err := v.Message(r.Seq)
		answer.Status, r.Wire = "sent", nil
		d.Next, d.Messages = r, []fsm.Message{answer}
		return d, err
	}
	r.Seq += 2
	r.Calendar = []fsm.Item{{At: d.At + fsm.Moment(rand.IntN(86_400_000)), Kind: fsm.ItemTimeout, Run: r.Version}}
	for len(r.Seen) < 40 {
		r.Seen = append(r.Seen, rand.Uint64())
	}
	r.Seen = append(r.Seen[max(0, len(r.Seen)+1-fsm.MaxSeen):], rand.Uint64())
	r.Runs = []fsm.Run{{ID: r.Version, Workflow: "welcome", Step: "interest", Phase: fsm.Asked, EnteredAt: d.At}}
	r.Wire = &fsm.Flight{Seq: r.Seq, At: d.At, Want: fsm.Want{Sender: "+15005550006"}}
	d.Next, d.Messages = r, []fsm.Message{
		{Phone: r.Phone, Seq: r.Seq - 1, At: d.At, Body: "the 2nd one please", SID: "SM0123456789abcdef0123456789abcdef"},
		{Phone: r.Phone, Seq: r.Seq, Out: true, At: d.At, Body: strings.Repeat("words ", 20), Status: "released"},
	}
	return d, nil
}

// now is the time: steps put their places into the queues as a server does.
func now() fsm.Moment { return fsm.At(time.Now()) }

// rawFile is the raw loop's.
type rawFile struct {
	db  *bolt.DB
	key uint64
}

// rawStep is the bytes of one step's rows together: record, journal entry, messages.
const rawStep = 1300

func openRaw(b *testing.B, path string) *rawFile {
	db, err := bolt.Open(path, fileMode, &bolt.Options{FreelistType: bolt.FreelistMapType, InitialMmapSize: mapped})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	return &rawFile{db: db}
}

func (f *rawFile) steps(b *testing.B, n, batch int) {
	value := make([]byte, rawStep)
	for done := 0; done < n; done += batch {
		err := f.db.Update(func(tx *bolt.Tx) error {
			bucket, err := tx.CreateBucketIfNotExists([]byte("raw"))
			if err != nil {
				return err
			}
			bucket.FillPercent = 0.95
			for range min(batch, n-done) {
				f.key++
				if err := bucket.Put(binary.BigEndian.AppendUint64(nil, f.key), value); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkEnrol measures how fast subscribers are enrolled in order of phone.
func BenchmarkEnrol(b *testing.B) {
	s, err := Open(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	phones := func(yield func(fsm.Phone) bool) {
		for i := 0; i < b.N && yield(fsm.Phone(fmt.Sprintf("+1%010d", 2_000_000_000+i))); i++ {
		}
	}
	b.ResetTimer()
	if _, err := s.Enrol(context.Background(), phones, step); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "subscribers/s")
}
