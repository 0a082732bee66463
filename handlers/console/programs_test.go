package console

import (
	"strings"
	"testing"

	"github.com/parley-sms/parley/bot/deploy"
	"github.com/parley-sms/parley/bot/user"
)

// Ensure revisions are listed with who and why, and shown with their files and what going back would do.
func TestPrograms(t *testing.T) {
	r := newRig(t)
	other := acme()
	delete(other, "workflows/care.yaml")
	r.deploys(other, "care was <b>dropped")
	b := r.as("mia", user.Marketer)
	b.get("/programs").wants(200, "care was &lt;b&gt;dropped").wants(200, `<a href="/programs/2">2</a> <span class="chip">live</span>`)
	b.get("/programs/2").wants(200, "Hello &lt;b&gt;you")
	p := b.get("/programs/1").wants(200, "workflow care: added").wants(200, "An approver can let it go live")
	if strings.Contains(p.body, "Make this plan") {
		t.Error("a marketer may go back")
	}
	for _, none := range []string{"3", "x", "-1"} {
		b.get("/programs/"+none).wants(404, "There is no revision")
	}
	zip := b.get("/programs/1/zip").wants(200, "PK")
	if _, err := deploy.Unpack([]byte(zip.body)); err != nil || zip.head.Get("Content-Type") != "application/zip" {
		t.Errorf("%v, %s", err, zip.head.Get("Content-Type"))
	}
}

// Ensure only an approver goes back, by the plan that was seen, and that it is written down.
func TestGoBack(t *testing.T) {
	r := newRig(t)
	other := acme()
	delete(other, "workflows/care.yaml")
	r.deploys(other, "care was dropped")
	plan, err := r.deployer.Plan(t.Context(), deploy.Order{Revision: "1"})
	if err != nil {
		t.Fatal(err)
	}
	r.as("mia", user.Marketer).post("/programs/1", "hash", plan.Plan.Hash).wants(403, "")
	b := r.as("eve", user.Approver)
	b.post("/programs/1", "hash", "000000000000").wants(409, "the plan is another one")
	b.post("/programs/1").wants(409, "confirm the plan")
	b.post("/programs/9", "hash", plan.Plan.Hash).wants(404, "")
	b.post("/programs/1", "hash", plan.Plan.Hash, "message", "care is back").leads("/programs")
	b.get("/programs").wants(200, "care is back").wants(200, `<a href="/programs/3">3</a> <span class="chip">live</span>`)
	b.get("/workflows/care").wants(200, "thanks")
	r.as("ada", user.Admin).get("/staff/audit").wants(200, "let revision 3 go live, the program of revision 1")
}
