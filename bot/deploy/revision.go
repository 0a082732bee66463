package deploy

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/parley-sms/parley/fsm/plan"
	"github.com/parley-sms/parley/store"
)

// Revision is a program that went live.
type Revision struct {
	Number   int        `json:"number"` // 1, 2, 3…; the greatest is live
	Hash     string     `json:"hash"`   // of its program
	Author   string     `json:"author"`
	Message  string     `json:"message,omitempty"`
	Approver string     `json:"approver,omitempty"` // the second person, where one had to approve it
	At       time.Time  `json:"at"`                 // UTC
	Summary  []string   `json:"summary,omitempty"`
	Folder   string     `json:"folder,omitempty"`   // it was read from; empty: an older revision came back
	AtStart  bool       `json:"at_start,omitempty"` // a server found it in its folder when it started
	Moves    plan.Moves `json:"moves"`              // composed of all revisions so far
}

const (
	revisionPrefix = "revision/"
	programPrefix  = "program/"
)

// Revisions lists all revisions, oldest first.
func Revisions(ctx context.Context, s store.Store) ([]Revision, error) {
	values, err := s.List(ctx, revisionPrefix)
	if err != nil {
		return nil, fmt.Errorf("list the revisions: %w", err)
	}
	list := make([]Revision, 0, len(values))
	for _, key := range slices.Sorted(maps.Keys(values)) {
		var r Revision
		if err := json.Unmarshal(values[key], &r); err != nil {
			return nil, fmt.Errorf("read %s: %w", key, err)
		}
		list = append(list, r)
	}
	return list, nil
}

// latest is the live one of a list; it has no number where there is none.
func latest(list []Revision) Revision {
	if len(list) == 0 {
		return Revision{}
	}
	return list[len(list)-1]
}

// keep stores a revision behind all others. With its second value it is live.
func keep(ctx context.Context, s store.Store, r Revision, packed []byte) error {
	if err := s.Put(ctx, programPrefix+r.Hash, packed); err != nil {
		return fmt.Errorf("keep the program: %w", err)
	}
	value, err := json.Marshal(r)
	if err == nil {
		err = s.Put(ctx, fmt.Sprintf("%s%08d", revisionPrefix, r.Number), value)
	}
	if err != nil {
		return fmt.Errorf("keep the revision: %w", err)
	}
	return nil
}

// files reads the program of a revision.
func files(ctx context.Context, s store.Store, hash string) ([]byte, fs.FS, error) {
	packed, err := s.Get(ctx, programPrefix+hash)
	if err != nil {
		return nil, nil, fmt.Errorf("read the program of revision %s: %w", hash, err)
	}
	unpacked, err := Unpack(packed)
	return packed, unpacked, err
}

// find looks for a revision by its number, or by its hash or the beginning of that.
func find(list []Revision, name string) (Revision, error) {
	number, _ := strconv.Atoi(name)
	for _, r := range slices.Backward(list) {
		if r.Number == number || len(name) >= 4 && strings.HasPrefix(r.Hash, name) {
			return r, nil
		}
	}
	if len(list) == 0 {
		return Revision{}, errors.New("there is no revision yet")
	}
	return Revision{}, fmt.Errorf("there is no revision %q; parley deploy --list lists them", name)
}
