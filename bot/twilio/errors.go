package twilio

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/parley-sms/parley/fsm"
)

//go:embed errors.tsv
var errorsTSV string

// reaction is what one error code means.
type reaction struct {
	outcome fsm.Outcome
	lesson  fsm.Lesson
	wait    time.Duration // for Throttled, where the answer does not say
}

// reactions are the rows of errors.tsv by code, read once.
var reactions = sync.OnceValues(func() (map[int]reaction, error) { return readReactions(errorsTSV) })

func reactionTo(code int) (r reaction, known bool) {
	rows, _ := reactions() // New has seen that they can be read
	r, known = rows[code]
	return r, known
}

// LessonOf is what an error code teaches, also when it comes in a delivery report. A code that is
// unknown, or none, teaches nothing.
func LessonOf(code string) fsm.Lesson {
	n, err := strconv.Atoi(code)
	if err != nil {
		return fsm.LessonNone
	}
	r, _ := reactionTo(n)
	return r.lesson
}

// readReactions reads lines of code, outcome, lesson, wait and meaning between tabs; "-" is nothing,
// and "#" begins a remark.
func readReactions(text string) (map[int]reaction, error) {
	rows := map[int]reaction{}
	number := 0
	for line := range strings.Lines(text) {
		number++
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		code, r, err := readReaction(strings.Split(line, "\t"))
		if err != nil {
			return nil, fmt.Errorf("errors.tsv, line %d: %w", number, err)
		}
		if _, twice := rows[code]; twice {
			return nil, fmt.Errorf("errors.tsv, line %d: code %d is there twice", number, code)
		}
		rows[code] = r
	}
	return rows, nil
}

func readReaction(cells []string) (code int, r reaction, err error) {
	if len(cells) != 5 {
		return 0, r, fmt.Errorf("%d cells; there must be code, outcome, lesson, wait and meaning", len(cells))
	}
	if code, err = strconv.Atoi(cells[0]); err != nil {
		return 0, r, fmt.Errorf("code %q is no number", cells[0])
	}
	r.outcome = fsm.Outcome(cells[1])
	if !slices.Contains([]fsm.Outcome{fsm.Refused, fsm.Throttled, fsm.NotSent, fsm.InDoubt}, r.outcome) {
		return 0, r, fmt.Errorf("there is no outcome %q", cells[1])
	}
	if cells[2] != "-" {
		r.lesson = fsm.Lesson(cells[2])
		if !slices.Contains(lessons(), r.lesson) {
			return 0, r, fmt.Errorf("there is no lesson %q", cells[2])
		}
	}
	if cells[3] != "-" {
		r.wait, err = time.ParseDuration(cells[3])
	}
	return code, r, err
}

func lessons() []fsm.Lesson {
	return []fsm.Lesson{
		fsm.LessonOptOut, fsm.LessonBadNumber, fsm.LessonLandline, fsm.LessonUnreachable,
		fsm.LessonBlocked, fsm.LessonContent, fsm.LessonSender,
	}
}
