package console

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/parley-sms/parley/bot/user"
	"github.com/parley-sms/parley/fsm"
)

// texts lets anna text.
func (r *rig) texts(id, body string) {
	r.happens(fsm.Inbound{ID: id, Sender: "+12125550100", Body: body})
}

// Ensure a thread goes from the queue to who takes it, through answers and notes, and back to the bot.
func TestInbox(t *testing.T) {
	r := newRig(t)
	kim := r.as("kim", user.Agent)
	kim.get("/").leads("/inbox")
	kim.get("/inbox").wants(200, "Nobody waits for a person")
	r.joins()
	r.texts("IN1", "agent")
	kim.get("/inbox").wants(200, "+12125550123").wants(200, "asked for a person")
	kim.get("/inbox/+12125550123").wants(200, "agent").wants(200, "Take over")
	kim.post("/inbox/+12125550123/take").leads("/inbox/+12125550123")
	kim.get("/inbox?tray=mine").wants(200, "+12125550123")
	kim.get("/inbox").wants(200, "Nobody waits")
	kim.post("/inbox/+12125550123/note", "note", "likes <i>green</i>").leads("/inbox/+12125550123")
	kim.post("/inbox/+12125550123/tags", "add", "VIP").leads("/inbox/+12125550123")
	kim.post("/inbox/+12125550123/text", "seen", "99", "body", "How can I help?").leads("/inbox/+12125550123")
	p := kim.get("/inbox/+12125550123").wants(200, "How can I help?").wants(200, "vip").wants(200, "Note by kim")
	if strings.Contains(p.body, "<i>green</i>") {
		t.Error("a note is HTML")
	}
	kim.post("/inbox/+12125550123/snooze", "for", "1h").leads("/inbox/+12125550123")
	kim.get("/inbox?tray=snoozed").wants(200, "+12125550123")
	kim.post("/inbox/+12125550123/snooze", "for", "9y").wants(422, "1h, 3h, 1d or 7d")
	kim.post("/inbox/+12125550123/handback", "then", "resume").leads("/inbox/+12125550123")
	kim.get("/inbox?tray=all").wants(200, "No thread is open")
}

// Ensure a thread shows an answer below what it answers, though both are of the same moment.
func TestThreadOrder(t *testing.T) {
	newestFirst := []fsm.Message{{Seq: 2, At: 1000, Out: true, Body: "A person will answer."}, {Seq: 1, At: 1000, Body: "AGENT"}}
	if turns := turnsOf(newestFirst); turns[0].Words != "AGENT" || turns[1].Kind != "bot" {
		t.Errorf("the thread reads %+v", turns)
	}
}

// Ensure the second of two agents learns who has the thread, and that words against what one has not seen are not sent, and kept.
func TestCollisions(t *testing.T) {
	r := newRig(t)
	kim, lee := r.as("kim", user.Agent), r.as("lee", user.Agent)
	r.joins()
	r.texts("IN1", "agent")
	kim.post("/inbox/+12125550123/take").leads("/inbox/+12125550123")
	lee.post("/inbox/+12125550123/take").wants(409, "kim has this thread")
	lee.post("/inbox/+12125550123/text", "seen", "99", "body", "my words").wants(409, "kim has this thread").wants(409, "my words")
	r.texts("IN2", "and is it vegan?")
	kim.post("/inbox/+12125550123/text", "seen", "1", "body", "my answer").wants(409, "has texted meanwhile").wants(409, "my answer</textarea>").wants(409, "is it vegan?")
	lee.post("/inbox/+12125550123/take", "from", "kim").leads("/inbox/+12125550123")
	kim.post("/inbox/+12125550123/text", "seen", "99", "body", "still me").wants(409, "lee has this thread")
}

// Ensure a stopped person's thread can be read and not written to, and that staff write an opt-out down with its proof.
func TestStoppedThread(t *testing.T) {
	r := newRig(t)
	kim := r.as("kim", user.Agent)
	r.joins()
	kim.post("/inbox/+12125550123/stop", "channel", "phone").wants(422, "it is the proof")
	kim.post("/inbox/+12125550123/stop", "channel", "phone", "words", "no more please").leads("/inbox/+12125550123")
	p := kim.get("/inbox/+12125550123").wants(200, "gets no texts any more")
	if strings.Contains(p.body, "<textarea id=\"body\"") {
		t.Error("one can write to a stopped person")
	}
	kim.post("/inbox/+12125550123/text", "seen", "99", "body", "hello?").wants(409, "nothing was sent")
	ledger, err := r.store.Consent(t.Context(), anna)
	if last := ledger[len(ledger)-1]; err != nil || last.By != "kim" || last.Evidence["channel"] != "phone" || last.Evidence["words"] != "no more please" {
		t.Errorf("%+v %v", last, err)
	}
}

// Ensure long words of another alphabet are kept as far as there is room, whole characters alone, and are written down.
func TestLongWords(t *testing.T) {
	r := newRig(t)
	kim := r.as("kim", user.Agent)
	r.joins()
	kim.post("/inbox/+12125550123/stop", "channel", "phone", "words", strings.Repeat("я", 600)).leads("/inbox/+12125550123")
	ledger, err := r.store.Consent(t.Context(), anna)
	if last := ledger[len(ledger)-1]; err != nil || last.By != "kim" || !utf8.ValidString(last.Evidence["words"]) {
		t.Errorf("%+v %v", last, err)
	}
	r.browser().post("/login", "name", strings.Repeat("я", 100), "password", "x").wants(401, "")
	acts, err := r.store.Acts(t.Context(), 0, 1)
	if err != nil || len(acts) == 0 || acts[0].Did != "failed to log in" {
		t.Errorf("%+v %v", acts, err)
	}
}

// Ensure nobody else reads threads, and that what is not there is told.
func TestInboxDoors(t *testing.T) {
	r := newRig(t)
	mia, kim := r.as("mia", user.Marketer), r.as("kim", user.Agent)
	mia.get("/inbox").wants(403, "does not include")
	mia.post("/inbox/+12125550123/text", "body", "x").wants(403, "")
	mia.get("/inbox/events").wants(403, "")
	kim.get("/inbox/+19995550123").wants(404, "Nobody with this number")
	kim.post("/inbox/+19995550123/note", "note", "x").wants(404, "Nobody with this number")
	kim.get("/inbox/nonsense").wants(404, "")
	r.browser().get("/inbox/events").leads("/login?next=%2Finbox%2Fevents")
}
