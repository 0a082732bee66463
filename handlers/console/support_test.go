package console

import (
	"testing"
	"time"

	"github.com/parley-sms/parley/bot/user"
	"github.com/parley-sms/parley/fsm"
)

// Ensure the list and the thread say when an answer is due and that it is late, and that whoever let a thread lie has it no more.
func TestOverdue(t *testing.T) {
	r := newRig(t)
	kim := r.as("kim", user.Agent)
	r.joins()
	r.texts("IN1", "I want a refund")
	kim.get("/inbox").wants(200, "angry: “refund”").wants(200, "answer due")
	kim.post("/inbox/+12125550123/take").leads("/inbox/+12125550123")
	kim.get("/inbox?tray=late").wants(200, "No answer is late")
	r.now = r.now.Add(4 * 24 * time.Hour)
	r.happens(fsm.Tick{})
	kim.get("/inbox?tray=late").wants(200, "overdue since")
	kim.get("/inbox?tray=mine").wants(200, "You have no threads")
	kim.get("/inbox").wants(200, "kim left it unanswered").wants(200, "overdue since")
	kim.get("/inbox/+12125550123").wants(200, "overdue since").wants(200, "the thread goes back into the queue")
}
