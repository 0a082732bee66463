package console

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/parley-sms/parley/bot/ledger"
	"github.com/parley-sms/parley/bot/user"
	"github.com/parley-sms/parley/fsm"
)

// Ensure a text that may be an opt-out waits with its clock, is decided once, and that the ledger tells who did.
func TestRevocations(t *testing.T) {
	for do, fact := range map[string]string{"stop": fsm.Withdrawn, "release": fsm.Released} {
		r := newRig(t)
		b := r.as("eve", user.Approver)
		b.get("/compliance").wants(200, "Nobody waits")
		r.joins()
		r.happens(fsm.Inbound{ID: "SM1", Sender: "+12125550100", Body: "not interested"})
		b.get("/compliance").wants(200, "free “not interested”").wants(200, "11 business days left")
		b.post("/compliance/revocations/+12125550123", "text", "1", "do", "nonsense").wants(422, "is no decision")
		b.post("/compliance/revocations/+12125550123", "text", "7", "do", do).wants(409, "Nothing was changed")
		b.post("/compliance/revocations/+12125559999", "text", "1", "do", do).wants(404, "Nothing is known")
		b.post("/compliance/revocations/+12125550123", "text", "1", "do", do).leads("/compliance")
		b.post("/compliance/revocations/+12125550123", "text", "1", "do", do).wants(409, "Nobody waits").wants(409, "eve has decided already that it is")
		facts, err := r.store.Consent(t.Context(), anna)
		if err != nil {
			t.Fatal(err)
		}
		if last := facts[len(facts)-1]; last.Fact != fact || last.By != "eve" {
			t.Errorf("%s: %+v", do, last)
		}
		r.as("mia", user.Marketer).post("/compliance/revocations/+12125550123", "text", "1", "do", do).wants(403, "")
	}
}

// Ensure the whole ledger is proved, with what was kept elsewhere, and that the page tells by whom and what of.
func TestProof(t *testing.T) {
	r := newRig(t)
	b := r.as("eve", user.Approver)
	b.get("/compliance").wants(200, "none yet")
	r.joins()
	anchor, err := ledger.Extend(t.Context(), r.store, ledger.Anchor{}, fsm.At(r.Now()))
	if err != nil {
		t.Fatal(err)
	}
	b.get("/compliance").wants(200, anchor.Hash)
	b.post("/compliance/proof", "head", strings.Repeat("x", 200)).wants(422, "is no hash")
	b.post("/compliance/proof", "head", anchor.Hash).leads("/compliance#proof")
	r.beside.Wait()
	b.get("/compliance").wants(200, "Nothing is wrong. 1 facts of 1 people")
	b.post("/compliance/proof", "head", strings.Repeat("0", 64)).leads("/compliance#proof")
	r.beside.Wait()
	b.get("/compliance").wants(200, "1 faults")
	r.as("ada", user.Admin).get("/staff/audit").wants(200, "had the consent ledger proved")
}

// Ensure only one proof runs at a time, that one that failed is told, and that what came of the one before stays.
func TestTask(t *testing.T) {
	var p task[int]
	if !p.begin("eve") || p.begin("ada") {
		t.Error("two tasks run at once")
	}
	p.progress(1, 4)
	if s := p.state(); s.Percent != 25 || s.By != "eve" {
		t.Errorf("%+v", s)
	}
	result := 7
	p.end(&result, nil, time.Time{})
	p.begin("ada")
	p.end(nil, errors.New("the disk is full"), time.Time{})
	if s := p.state(); s.Running || s.Failed != "The disk is full." || *s.Result != 7 || !p.begin("ada") {
		t.Error("it has not ended")
	}
}
