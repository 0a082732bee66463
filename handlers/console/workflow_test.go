package console

import (
	"strings"
	"testing"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/user"
	"github.com/parley-sms/parley/fsm"
)

// Ensure the list and the page of a workflow tell who is inside, where and why, with the targets, and that nothing of a program is HTML.
func TestWorkflows(t *testing.T) {
	r := newRig(t)
	b := r.as("mia", user.Marketer)
	b.get("/workflows").wants(200, "nothing to measure yet")
	r.joins()
	p := b.get("/workflows").wants(200, `<a href="/workflows/welcome">welcome</a>`).wants(200, "growth")
	p.wants(200, `<td class="number">1</td>`).wants(200, "conversion 8%: <strong class=\"worse\">0%, missed</strong>")
	p = b.get("/workflows/welcome").wants(200, "<strong>1</strong>").wants(200, "for their text to go")
	p.wants(200, "0 (0% of those who entered)").wants(200, "1 inside").wants(200, "<svg")
	if strings.Contains(p.body, "<b>you") {
		t.Error("a text of the program is HTML")
	}
	b.get("/workflows/nothing").wants(404, "no workflow")
}

// Ensure a workflow is paused and resumed by who may propose, once, in words, and that it is written down.
func TestPause(t *testing.T) {
	r := newRig(t)
	b := r.as("mia", user.Marketer)
	for _, how := range []string{"nonsense", "fuse"} {
		b.post("/workflows/welcome/pause", "how", how).wants(422, "is no way to pause")
	}
	b.post("/workflows/nothing/pause", "how", "sends").wants(404, "")
	b.post("/workflows/welcome/pause").leads("/workflows/welcome") // it goes on already
	for range 2 {
		b.post("/workflows/welcome/pause", "how", "sends").leads("/workflows/welcome")
	}
	if paused, _ := bot.Pauses(t.Context(), r.store); paused["welcome"] != fsm.PauseSends {
		t.Errorf("paused: %v", paused)
	}
	b.get("/workflows").wants(200, "its texts wait")
	b.get("/workflows/welcome").wants(200, "Resume welcome")
	b.post("/workflows/welcome/pause").leads("/workflows/welcome")
	b.get("/workflows/welcome").wants(200, "Pause welcome")
	page := r.as("ada", user.Admin).get("/staff/audit").wants(200, "paused the workflow welcome (sends)").wants(200, "resumed the workflow welcome")
	if n := strings.Count(page.body, "paused the workflow"); n != 1 {
		t.Errorf("%d pauses are written down", n)
	}
}
