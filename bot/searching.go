package bot

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/search"
)

// The pace of the search index. It is not in a hurry: decisions come first.
const (
	searchEvery  = time.Second      // between two commits of what changed
	searchRest   = 10 * time.Second // after one that removed somebody, which reads the whole index
	searchAtOnce = 500              // people whom a walk looks at in one turn
	searchNote   = 100_000          // people between two notes in the log
	maxChanged   = 50_000           // people who are remembered as changed; where more are, a walk finds them
)

// searching keeps the search index up with the store. Changes are told to it in memory alone; what was missed while no server ran is
// found by the walk through everybody that each start begins with.
type searching struct {
	e     *Engine
	index *search.Index
	next  time.Time

	walk    search.Done // so far
	walking bool

	mu      sync.Mutex
	changed map[fsm.Phone]struct{}
	missed  bool // more changed than could be remembered
}

func newSearching(e *Engine) *searching {
	return &searching{e: e, index: e.Search, walking: true, changed: map[fsm.Phone]struct{}{}}
}

func (s *searching) Name() string { return "search" }

// note remembers people of whom something changed that is found.
func (s *searching) note(phones ...fsm.Phone) {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, phone := range phones {
		if len(s.changed) >= maxChanged {
			s.missed = true
			return
		}
		s.changed[phone] = struct{}{}
	}
}

// Turn indexes who changed, and a part of the walk.
func (s *searching) Turn(ctx context.Context, now time.Time) (time.Time, error) {
	if now.Before(s.next) {
		return s.next, nil
	}
	gone, more, err := s.turn(ctx)
	if errors.Is(err, store.ErrDamaged) {
		s.e.Log.Warn("the search index is damaged; it is made anew", "err", err)
		s.walk, s.walking = search.Done{}, true
		more, err = true, s.index.Reset()
	}
	ended := s.e.Now()
	switch {
	case err != nil, gone > 0:
		s.next = ended.Add(searchRest)
	case more:
		s.next = ended.Add(ended.Sub(now)) // as long as it worked it rests
	default:
		s.next = ended.Add(searchEvery)
		return time.Time{}, err
	}
	return s.next, err
}

// turn does one round, and says how many people it removed and whether there is more to do.
func (s *searching) turn(ctx context.Context) (gone int, more bool, err error) {
	followed, err := s.follow(ctx)
	if err != nil || !s.walking {
		return followed.Gone, followed.More, err
	}
	d, err := s.index.Walk(ctx, s.e.Store, s.walk.To, searchAtOnce)
	if err != nil {
		return followed.Gone, true, err
	}
	s.walked(d)
	return followed.Gone + d.Gone, followed.More || s.walking, nil
}

// follow indexes who changed. Whom it did not come to stays noted.
func (s *searching) follow(ctx context.Context) (search.Done, error) {
	phones := s.take()
	d, err := s.index.Follow(ctx, s.e.Store, phones)
	if err != nil {
		d.People = 0
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, phone := range phones[d.People:] {
		s.changed[phone] = struct{}{}
	}
	return d, err
}

// take gives who changed, and begins a walk where that is not all.
func (s *searching) take() []fsm.Phone {
	s.mu.Lock()
	defer s.mu.Unlock()
	phones := slices.Sorted(maps.Keys(s.changed))
	clear(s.changed)
	if s.missed {
		s.missed, s.walk, s.walking = false, search.Done{}, true
	}
	return phones
}

// walked adds a part of the walk.
func (s *searching) walked(d search.Done) {
	before := s.walk.People
	s.walk = search.Done{To: d.To, People: before + d.People, Texts: s.walk.Texts + d.Texts, Gone: s.walk.Gone + d.Gone}
	switch {
	case !d.More:
		s.walking = false
		s.index.Completed()
		s.e.Log.Info("the search index is whole", "people", s.walk.People, "texts_added", s.walk.Texts, "people_removed", s.walk.Gone)
	case s.walk.People/searchNote > before/searchNote:
		s.e.Log.Info("bringing the search index up to date", "people", s.walk.People, "texts_added", s.walk.Texts)
	}
}
