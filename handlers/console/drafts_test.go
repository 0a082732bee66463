package console

import (
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/parley-sms/parley/bot/deploy"
	"github.com/parley-sms/parley/bot/user"
)

// field reads the value of a hidden field.
func (p page) field(name string) string {
	p.Helper()
	found := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(p.body)
	if found == nil {
		p.Fatalf("there is no field %s:\n%.2000s", name, p.body)
	}
	return html.UnescapeString(found[1])
}

const changed = `workflow: care
class: service
enter: { on: purchase, key: order_id, limit: 9 per 1d }
steps:
  - { send: thanks, text: "Thank you so much!" }
`

// Ensure a draft is written with the checker's findings beside it, saved, and goes live by the plan that was seen.
func TestDraft(t *testing.T) {
	r := newRig(t)
	b := r.as("eve", user.Approver)
	b.get("/programs/drafts").wants(200, "No drafts yet")
	b.post("/programs/drafts", "name", "No good!", "from", "1").wants(422, "small letters")
	b.post("/programs/drafts", "name", "spring", "from", "9").wants(422, "Choose a revision")
	b.post("/programs/drafts", "name", "spring", "from", "1").leads("/programs/drafts/spring")
	b.post("/programs/drafts", "name", "spring", "from", "1").wants(409, "a draft of this name already")
	p := b.get("/programs/drafts/spring?file=workflows/care.yaml").wants(200, "It can go live").wants(200, "Thank you!").wants(200, "<svg")
	read := p.field("read")
	p = b.post("/programs/drafts/spring/check", "file", "workflows/care.yaml", "read", read, "text", "workflow: care\nclas: service\n</textarea><b>")
	p.wants(200, "keep it from going live").wants(200, "not saved yet").wants(200, "&lt;/textarea&gt;&lt;b&gt;")
	b.post("/programs/drafts/spring/check", "file", "../x", "text", "y").wants(422, "A program has the files")
	b.post("/programs/drafts/spring/save", "file", "workflows/care.yaml", "read", read, "text", strings.Repeat("x", 70<<10)).wants(422, "at most")
	b.post("/programs/drafts/spring/save", "file", "workflows/care.yaml", "read", read, "text", changed).leads("/programs/drafts/spring?file=workflows/care.yaml")
	p = b.get("/programs/drafts/spring/plan").wants(200, "workflow care").wants(200, "Let it go live by this plan")
	b.post("/programs/drafts/spring/publish", "do", "publish", "hash", "000000000000").wants(409, "another one")
	b.post("/programs/drafts/spring/publish", "do", "publish", "hash", p.field("hash"), "message", "warmer").leads("/programs")
	b.get("/programs").wants(200, "warmer")
	b.get("/programs/drafts/spring").wants(404, "no such draft")
	r.as("ada", user.Admin).get("/staff/audit").wants(200, "let the draft spring go live as revision 2")
	r.as("ann", user.Agent).get("/programs/drafts").wants(403, "")
}

// Ensure of two people who write one file neither loses a word.
func TestTwoWriters(t *testing.T) {
	r := newRig(t)
	one, two := r.as("mia", user.Marketer), r.as("max", user.Marketer)
	one.post("/programs/drafts", "name", "spring", "from", "1")
	const at = "/programs/drafts/spring?file=workflows/care.yaml"
	read := one.get(at).field("read")
	two.post("/programs/drafts/spring/save", "file", "workflows/care.yaml", "read", read, "text", changed)
	mine := strings.Replace(changed, "so much", "a lot", 1)
	p := one.post("/programs/drafts/spring/save", "file", "workflows/care.yaml", "read", read, "text", mine)
	p.wants(409, "max has changed this file meanwhile").wants(409, "a lot").wants(409, "so much")
	one.get(at).wants(200, "so much")
	one.post("/programs/drafts/spring/save", "file", "workflows/care.yaml", "read", p.field("read"), "text", mine).leads(at)
	one.get(at).wants(200, "a lot")
	one.post("/programs/drafts/spring/save", "file", "workflows/care.yaml", "read", one.get(at).field("read"), "text", " ").leads("/programs/drafts/spring")
	one.post("/programs/drafts/spring/remove").leads("/programs/drafts")
}

// Ensure a program that asks for it changes only when somebody else has approved the plan.
func TestSecondPerson(t *testing.T) {
	r := newRig(t)
	strict := acme()
	strict["program.yaml"].Data = append(strict["program.yaml"].Data, []byte("approval: required\n")...)
	r.deploys(strict, "strict")
	eve, mia := r.as("eve", user.Approver), r.as("mia", user.Marketer)
	eve.post("/programs/drafts", "name", "spring", "from", "2")
	read := eve.get("/programs/drafts/spring?file=workflows/care.yaml").field("read")
	eve.post("/programs/drafts/spring/save", "file", "workflows/care.yaml", "read", read, "text", changed)
	p := eve.get("/programs/drafts/spring/plan").wants(200, "asks for the approval of a second person")
	hash := p.field("hash")
	eve.post("/programs/drafts/spring/publish", "do", "publish", "hash", hash, "message", "warmer").leads("/programs/proposals/" + hash)
	mia.get("/programs").wants(200, "What waits for a second person").wants(200, "warmer")
	mia.get("/programs/proposals/"+hash).wants(200, "An approver or admin decides")
	mia.post("/programs/proposals/"+hash, "do", "approve").wants(403, "")
	eve.post("/programs/proposals/"+hash, "do", "approve").wants(403, "it takes a second person")
	ada := r.as("ada", user.Admin)
	ada.get("/programs/proposals/"+hash).wants(200, "Approve this plan")
	ada.post("/programs/proposals/"+hash, "do", "approve").leads("/programs")
	ada.get("/programs").wants(200, "approved by ada").wants(200, `<a href="/programs/3">3</a> <span class="chip">live</span>`)
	ada.get("/programs/proposals/"+hash).wants(404, "No such proposal")

	plan, err := r.deployer.Plan(t.Context(), deploy.Order{Revision: "1"})
	if err != nil {
		t.Fatal(err)
	}
	back := plan.Plan.Hash
	ada.post("/programs/1", "hash", back).leads("/programs/proposals/" + back)
	eve.post("/programs/proposals/"+back, "do", "decline").leads("/programs")
	ada.get("/staff/audit").wants(200, "declined the plan "+back).wants(200, "approved the plan "+hash)
}
