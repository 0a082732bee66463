package census

import (
	"context"
	"maps"
	"slices"

	"github.com/parley-sms/parley/fsm"
)

// MaxExamples is how many people of a segment are named.
const MaxExamples = 10

// Sizes are how many people are in the segments of a program.
type Sizes struct {
	At       fsm.Moment // as of which the segments were asked
	Revision string     // of the program
	Looked   int64      // people
	Cut      bool       // there are more than MaxLooked
	Segments []Segment  // everyone first, the others by name
}

// Segment is one of them.
type Segment struct {
	Name      string
	Condition string // empty: of everyone
	UsedBy    []string
	Size      int64
	Texted    int64 // of them, those who are subscribed
	Examples  []fsm.Phone
}

// Segments asks of everybody in which segments he is now. It calls looked with how many were asked so far.
func Segments(ctx context.Context, s People, p *fsm.Program, now fsm.Moment, looked func(int64)) (Sizes, error) {
	sizes := Sizes{At: now, Revision: p.Revision, Segments: segmentsOf(p)}
	var err error
	sizes.Looked, sizes.Cut, err = each(ctx, s, looked, func(rec *fsm.Record) {
		for i := range sizes.Segments {
			if one := &sizes.Segments[i]; p.InSegment(one.Name, rec, now) {
				one.add(rec)
			}
		}
	})
	return sizes, err
}

func (s *Segment) add(rec *fsm.Record) {
	s.Size++
	if rec.State.Ground() == fsm.Subscribed {
		s.Texted++
	}
	if len(s.Examples) < MaxExamples {
		s.Examples = append(s.Examples, rec.Phone)
	}
}

// segmentsOf lists the segments of a program, nobody in them yet, with the schedules and broadcasts that are for them.
func segmentsOf(p *fsm.Program) []Segment {
	list := []Segment{{Name: fsm.Everyone}}
	for _, name := range slices.Sorted(maps.Keys(p.Segments)) {
		list = append(list, Segment{Name: name, Condition: p.Segments[name]})
	}
	for i := range list {
		for _, w := range p.Workflows {
			scheduled := w.Enter.Every != nil || w.Enter.Once != ""
			if scheduled && (w.Enter.Segment == list[i].Name || w.Enter.Segment == "" && list[i].Name == fsm.Everyone) {
				list[i].UsedBy = append(list[i].UsedBy, w.Name)
			}
		}
	}
	return list
}
