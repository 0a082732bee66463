package console

import (
	"errors"
	"strings"
	"testing"

	"github.com/parley-sms/parley/bot/user"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// Ensure a person is found by the number as people write it, and that what is none is told.
func TestSearch(t *testing.T) {
	r := newRig(t)
	b := r.as("bob", user.Agent)
	b.get("/people").wants(200, "Phone number")
	b.get("/people?phone=(212)%20555-0123").leads("/people/+12125550123")
	b.get("/people?phone=").wants(422, "there is no number")
	b.get("/people?phone=%3Cb%3E").wants(422, "is no phone number").wants(422, "&lt;b&gt;")
	b.get("/people/+12125550123").wants(404, "never seen here")
}

// Ensure the page tells how somebody stands, what comes next, and what happened, now and then; and the ledger to those alone who may prove.
func TestPerson(t *testing.T) {
	r := newRig(t)
	agent, approver := r.as("bob", user.Agent), r.as("eve", user.Approver)
	r.joins()
	r.happens(fsm.Attributes{Set: map[string]any{"first_name": "<i>Anna"}})
	p := agent.get("/people/+12125550123").wants(200, "subscribed since").wants(200, "consent to marketing texts came from form")
	p.wants(200, "&lt;i&gt;Anna").wants(200, "welcome.hello").wants(200, "there · change 1")
	if strings.Contains(p.body, "Consent ledger") || strings.Contains(p.body, "Erase") {
		t.Error("an agent sees the ledger")
	}
	approver.get("/people/+12125550123").wants(200, "Consent given").wants(200, "I agree").wants(200, "/consent/json")
	agent.get("/people/+12125550123?at=2026-05-04T12:00").wants(200, "As of")
	agent.get("/people/+12125550123?at=2026-05-01T12:00").wants(404, "never seen here")
	agent.get("/people/+12125550123?at=2030-05-01T12:00").wants(422, "in the future")
	agent.get("/people/+12125550123?at=soon").wants(422, "is no moment")
	agent.get("/people/+12125550123?after=x").wants(422, "is no number of a change")
	agent.get("/people/+12125550123?after=1").wants(200, "Earlier")
	agent.get("/people/+12125550123?message=99").wants(404, "no such text")
}

// Ensure one text is told with why it was taken for what.
func TestPersonsText(t *testing.T) {
	r := newRig(t)
	r.happens(fsm.Inbound{ID: "SM9", Sender: "+12125550100", Body: "JOIN"})
	b := r.as("bob", user.Agent)
	b.get("/people/+12125550123?message=1").wants(200, "Text 1, inbound").wants(200, "it was taken for")
}

// Ensure the consent file is given, in both forms, and that this is written down without the number.
func TestConsentFile(t *testing.T) {
	r := newRig(t)
	r.joins()
	b := r.as("ada", user.Admin)
	r.as("mia", user.Marketer).get("/people/+12125550123/consent/page").wants(403, "")
	if p := b.get("/people/+12125550123/consent/page").wants(200, "I agree"); !strings.Contains(p.head.Get("Content-Disposition"), "consent-12125550123.html") {
		t.Errorf("disposition: %s", p.head.Get("Content-Disposition"))
	}
	b.get("/people/+12125550123/consent/json").wants(200, `"format": "parley consent dossier 1"`)
	b.get("/people/+12125550123/consent/pdf").wants(404, "as a page or as JSON")
	b.get("/people/+12125559999/consent/json").wants(404, "Nothing is known")
	if p := b.get("/staff/audit").wants(200, "took the consent file of a person"); strings.Contains(p.body, "2125550123") {
		t.Error("the audit holds a number")
	}
}

// Ensure only who types the number erases, and that nothing is left to see.
func TestErase(t *testing.T) {
	r := newRig(t)
	r.joins()
	agent, b := r.as("bob", user.Agent), r.as("ada", user.Admin)
	agent.post("/people/+12125550123/erase", "phone", "+12125550123").wants(403, "")
	b.post("/people/+12125550123/erase", "phone", "yes").wants(422, "Nobody was erased")
	b.post("/people/+12125559999/erase", "phone", "+12125559999").wants(404, "Nothing is known")
	b.get("/people/+12125550123").wants(200, "I agree")
	b.post("/people/+12125550123/erase", "phone", "+12125550123").wants(200, "is erased")
	if _, err := r.store.Record(t.Context(), anna); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("record: %v", err)
	}
	b.get("/staff/audit").wants(200, "erased a person")
}
