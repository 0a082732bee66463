package fsm

import "testing"

// Ensure that reports and answers may come in any order: none moves a text back, none is lost.
func TestReportsInAnyOrder(t *testing.T) {
	d := newDriver(t, compiled(t, "shop"), local(t, theZone, "2026-03-02 10:00").Time())
	d.next = []Settled{{Outcome: silence}}
	d.do(Fact{Happened: Happened{ID: "1", Type: "shipped", At: At(d.now)}})
	seq := d.sent[0].Seq
	for _, c := range []struct {
		event             Event
		status, sid, code string
		runs              int
	}{
		{Status{Seq: seq, Status: "sent"}, "sent", "", "", 0}, // it came before the answer, and proves it
		{Settled{Seq: seq, Outcome: Accepted, SID: "SM9"}, "sent", "SM9", "", 0},
		{Status{Seq: seq, SID: "SM8", Status: "failed"}, "sent", "SM9", "", 0}, // of another text
		{Status{Seq: seq, SID: "SM9", Status: "queued", Code: "1"}, "sent", "SM9", "", 0},
		{Status{Seq: seq, SID: "SM9", Status: "odd"}, "sent", "SM9", "", 0},
		{Status{Seq: seq, SID: "SM9", Status: "undelivered", Code: "30003"}, "undelivered", "SM9", "30003", 0},
		{Status{Seq: seq, SID: "SM9", Status: "sent"}, "undelivered", "SM9", "30003", 0},
		{Status{Seq: seq, SID: "SM9", Status: "delivered"}, "undelivered", "SM9", "30003", 0},
		{Settled{Seq: seq, Outcome: Refused, SID: "SM9"}, "undelivered", "SM9", "30003", 0},
		{Settled{Seq: 99, Outcome: Refused}, "undelivered", "SM9", "30003", 0},
		{Status{Seq: 99, Status: "failed"}, "undelivered", "SM9", "30003", 0},
		{Status{Seq: seq, SID: "SM9", Status: "read"}, "read", "SM9", "30003", 0},
	} {
		d.decide(c.event, nil)
		if m := d.rows[seq]; m.Status != c.status || m.SID != c.sid || m.Code != c.code || len(d.rec.Runs) != c.runs || d.rec.Wire != nil {
			t.Errorf("after %+v: %s %s %s, %d runs", c.event, m.Status, m.SID, m.Code, len(d.rec.Runs))
		}
	}
}
