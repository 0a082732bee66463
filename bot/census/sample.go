package census

import (
	"hash/fnv"
	"slices"

	"github.com/parley-sms/parley/fsm"
)

// sample is an even part of people, whose number need not be known before: where it grows too large, every second one
// is left out by chance. The chance lies in the number, so that the same people make the same sample.
type sample struct {
	most   int
	halved uint // times
	phones []fsm.Phone
}

func (s *sample) add(phone fsm.Phone) {
	if !s.takes(phone) {
		return
	}
	if s.phones = append(s.phones, phone); len(s.phones) <= s.most {
		return
	}
	s.halved++
	s.phones = slices.DeleteFunc(s.phones, func(p fsm.Phone) bool { return !s.takes(p) })
}

func (s *sample) takes(phone fsm.Phone) bool {
	sum := fnv.New64a()
	_, _ = sum.Write([]byte(phone)) // it never fails
	return (sum.Sum64()^sum.Sum64()>>32)&(1<<s.halved-1) == 0
}

// oneIn says of how many people the sample has one.
func (s *sample) oneIn() int64 { return 1 << s.halved }
