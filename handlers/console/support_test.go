package console

import (
	"fmt"
	"strings"
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
	r.passes(4 * 24 * time.Hour)
	r.happens(fsm.Tick{})
	kim.get("/inbox?tray=late").wants(200, "overdue since")
	kim.get("/inbox?tray=mine").wants(200, "You have no threads")
	kim.get("/inbox").wants(200, "kim left it unanswered").wants(200, "overdue since")
	kim.get("/inbox/+12125550123").wants(200, "overdue since").wants(200, "the thread goes back into the queue")
}

const annas = "/inbox/+12125550123"

// Ensure a usual answer is put into the draft, filled in, and goes only when it is sent.
func TestUsualAnswers(t *testing.T) {
	r := newRig(t)
	kim := r.as("kim", user.Agent)
	r.joins()
	r.happens(fsm.Attributes{Set: map[string]any{"first_name": "<Anna>"}, Source: "api"})
	kim.get(annas).wants(200, "<option>open</option>")
	kim.post(annas+"/insert", "body", "Hello!", "reply", "open").wants(200, "Hello!\nWe are open 9 to 5, &lt;Anna&gt;.</textarea>")
	kim.post(annas+"/insert", "body", "Hello!", "reply", "shut").wants(422, "no reply").wants(422, "Hello!</textarea>")
	texts, err := r.store.Messages(t.Context(), anna, 0, 9)
	for _, m := range texts {
		if m.Name == fsm.AgentName || err != nil {
			t.Errorf("inserting sent %+v %v", m, err)
		}
	}
}

// Ensure words for later are shown with the night that they would go in, can be taken back once, and go with STOP.
func TestSendLater(t *testing.T) {
	r := newRig(t)
	kim := r.as("kim", user.Agent)
	r.joins()
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	tomorrow := r.Now().In(zone).AddDate(0, 0, 1)
	night := time.Date(tomorrow.Year(), tomorrow.Month(), tomorrow.Day(), 23, 0, 0, 0, zone)
	kim.post(annas+"/text", "seen", "99", "body", "my words", "at", "soon").wants(422, "That is no time").wants(422, "my words</textarea>")
	kim.post(annas+"/text", "seen", "99", "body", "my words", "at", "2020-01-01T10:00").wants(422, "is past")
	kim.post(annas+"/text", "seen", "99", "body", "my words", "at", "2099-01-01T10:00").wants(422, "90 days ahead")
	kim.post(annas+"/text", "seen", "99", "body", "my words", "at", night.Format("2006-01-02T15:04")).leads(annas)
	kim.get(annas).wants(200, "a text of the staff: “my words”").wants(200, "It is night there then").wants(200, "Take it back")
	lee := r.as("lee", user.Agent)
	since := fmt.Sprint(night.UnixMilli())
	lee.post(annas+"/unsend", "since", since).wants(409, "kim has this thread")
	kim.post(annas+"/unsend", "since", since).leads(annas)
	kim.post(annas+"/unsend", "since", since).wants(409, "have gone already")
	kim.post(annas+"/text", "seen", "99", "body", "my words", "at", night.Format("2006-01-02T15:04")).leads(annas)
	r.texts("IN9", "STOP")
	if p := kim.get(annas).wants(200, "since they said STOP"); strings.Contains(p.body, "Take it back") || strings.Contains(p.body, `id="composer"`) {
		t.Error("a stopped person's thread can be written to, or words for later survived")
	}
	kim.post(annas+"/text", "seen", "99", "body", "my words", "at", night.Format("2006-01-02T15:04")).wants(409, "nothing was sent")
}

// Ensure an offer is made by its rules, and the refusal is told in words.
func TestOfferByHand(t *testing.T) {
	r := newRig(t)
	kim := r.as("kim", user.Agent)
	r.joins()
	kim.get(annas).wants(200, `<option value="sorry"`)
	kim.post(annas+"/text", "seen", "99", "body", "Sorry!", "offer", "sorry").wants(409, "does not say {{ offer.code }}").wants(409, "Sorry!</textarea>")
	kim.post(annas+"/text", "seen", "99", "body", "Sorry! {{ offer.code }}", "offer", "sorry").leads(annas)
	r.happens(fsm.Pull{})
	kim.post(annas+"/text", "seen", "99", "body", "Again! {{ offer.code }}", "offer", "sorry").wants(409, "the offer may not be made")
}

// Ensure a thread is given to those alone who can have one, and from whom the page showed.
func TestAssign(t *testing.T) {
	r := newRig(t)
	kim := r.as("kim", user.Agent)
	r.as("lee", user.Agent)
	r.as("mia", user.Marketer)
	r.joins()
	kim.post(annas + "/take").leads(annas)
	kim.post(annas+"/assign", "to", "mia", "from", "kim").wants(422, "Those who can: kim, lee.")
	kim.post(annas+"/assign", "to", "lee", "from", "kim").leads(annas)
	kim.get(annas).wants(200, "lee has it").wants(200, "given to lee by kim")
	kim.post(annas+"/assign", "to", "kim", "from", "kim").wants(409, "lee has this thread")
}

// Ensure what is known of a person is changed by the program's types alone, and that it is written down who did it.
func TestAttributeByHand(t *testing.T) {
	r := newRig(t)
	kim := r.as("kim", user.Agent)
	r.joins()
	kim.post(annas+"/attribute", "name", "age", "value", "old").wants(422, "must be a number")
	kim.post(annas+"/attribute", "name", "shoe", "value", "9").wants(422, "no attribute of that name")
	kim.post(annas+"/attribute", "name", "age", "value", "42").leads(annas)
	kim.get(annas).wants(200, "<dd>42</dd>").wants(200, "now 42, by kim")
	kim.post(annas+"/attribute", "name", "age", "value", "").leads(annas)
	if rec, err := r.store.Record(t.Context(), anna); err != nil || rec.Attributes["age"] != nil {
		t.Errorf("%+v %v", rec.Attributes, err)
	}
}
