package twilio

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/parley-sms/parley/fsm"
)

// documented are the codes that Parley must know, with what it makes of them.
const documented = `
20003 not_sent sender     20404 not_sent sender   20429 throttled -         20500 in_doubt -
20503 in_doubt -          21211 refused bad_number 21212 refused sender     21214 refused unreachable
21408 refused sender      21601 refused sender    21606 refused sender      21608 refused sender
21609 refused sender      21610 refused opt_out   21611 throttled sender    21612 refused unreachable
21614 refused landline    21617 refused content   21635 refused landline    21660 refused sender
21703 refused sender      21704 refused sender    21705 refused sender      30001 throttled sender
30002 refused sender      30003 refused unreachable 30004 refused blocked   30005 refused bad_number
30006 refused landline    30007 refused content   30008 refused -           30022 throttled sender
30023 throttled sender    30027 throttled sender  30032 refused sender      30034 refused sender
30036 refused -           30410 in_doubt -        30450 refused blocked     30610 refused sender
30640 refused bad_number  35125 throttled sender  63014 refused opt_out`

// Ensure every documented code has its row, over the wire too, and nothing else has one.
func TestEveryCode(t *testing.T) {
	rows, err := reactions()
	if err != nil {
		t.Fatal(err)
	}
	cells := strings.Fields(documented)
	if len(cells) != 3*len(rows) {
		t.Errorf("%d codes are documented, the table has %d", len(cells)/3, len(rows))
	}
	for ; len(cells) > 0; cells = cells[3:] {
		code, outcome, lesson := cells[0], fsm.Outcome(cells[1]), fsm.Lesson(strings.Trim(cells[2], "-"))
		answer := saying(400, fmt.Sprintf(`{"code":%s,"message":"No.","status":400}`, code))
		_, err := answering(t, answer).Send(soon(t), text("Hi"))
		e := refusal(t, err)
		if e.Outcome != outcome || e.Code != code || e.Lesson != lesson || LessonOf(code) != lesson {
			t.Errorf("%s: got %+v and lesson %q", code, e, LessonOf(code))
		}
		if (outcome == fsm.Throttled) != (e.Wait > 0) {
			t.Errorf("%s: %s with a wait of %v", code, outcome, e.Wait)
		}
	}
}

// Ensure a code that says nothing teaches nothing.
func TestLessonOfNothing(t *testing.T) {
	for _, code := range []string{"", "0", "99999", "21610x", "timeout", "-21610"} {
		if lesson := LessonOf(code); lesson != fsm.LessonNone {
			t.Errorf("%q teaches %q", code, lesson)
		}
	}
}

// Ensure a table with a mistake is refused with its line.
func TestReadReactions(t *testing.T) {
	for text, want := range map[string]string{
		"# remark\n\n1\trefused\t-\t-\tno":           "",
		"1\trefused\t-\t-":                           "line 1: 4 cells",
		"x\trefused\t-\t-\tno":                       `code "x"`,
		"1\tnever\t-\t-\tno":                         `no outcome "never"`,
		"1\trefused\tmaths\t-\tno":                   `no lesson "maths"`,
		"1\tthrottled\t-\tlong\tno":                  "line 1: time",
		"1\trefused\t-\t-\tno\n1\trefused\t-\t-\tno": "line 2: code 1 is there twice",
		"1\tthrottled\tsender\t90s\twait\n\n2\tx\ty": "line 3",
	} {
		rows, err := readReactions(text)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, %v", text, rows, err)
		}
	}
	if rows, _ := readReactions("5\tthrottled\tsender\t90s\twait"); rows[5] != (reaction{fsm.Throttled, fsm.LessonSender, 90 * time.Second}) {
		t.Errorf("got %+v", rows)
	}
}
