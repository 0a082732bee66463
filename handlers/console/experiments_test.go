package console

import (
	"testing"
	"testing/fstest"

	"github.com/parley-sms/parley/bot/user"
	"github.com/parley-sms/parley/fsm"
)

// trying is the rig's program with a split, and purchases that have a value.
func trying() fstest.MapFS {
	files := acme()
	files["program.yaml"].Data = append(files["program.yaml"].Data, []byte("currency: USD\n")...)
	files["workflows/welcome.yaml"] = &fstest.MapFile{Data: []byte(`
workflow: welcome
class: lifecycle
enter: { on: opted_in, limit: 1 per 365d }
goal: { on: purchase, within: 3d }
steps:
  - { split: words, arms: { short: 50, long: 50 } }
  - { send: nudge, if: "arm.words == 'long'", text: "Still there" }
`)}
	return files
}

// Ensure experiments show their badge, intervals as a chart and the same numbers beneath.
func TestExperiments(t *testing.T) {
	r := newRig(t)
	b := r.as("mia", user.Marketer)
	b.get("/reports/experiments").wants(200, "There are no experiments yet")
	r.deploys(trying(), "a split")
	b.get("/reports/experiments").wants(200, "nobody came to it yet")
	r.joins()
	p := b.get("/reports/experiments").wants(200, `welcome.words</a> <span class="chip warn">undecided`).wants(200, "cannot tell")
	p.wants(200, "<svg").wants(200, `<th scope="row">long`).wants(200, "fewer than 100 people")
}

// Ensure orders show what was chosen and by which rules, and that who may not know people sees none of them.
func TestOrders(t *testing.T) {
	r := newRig(t)
	b := r.as("mia", user.Marketer)
	b.get("/reports/orders").wants(200, "No orders in the last 28 days")
	r.deploys(trying(), "values")
	r.happens(fsm.Fact{Happened: fsm.Happened{ID: "e1", Type: "purchase", At: fsm.At(r.Now()), Data: map[string]any{"order_id": "<b>7", "value": 12.5}}})
	b.get("/reports/orders").wants(200, "&lt;b&gt;7").wants(200, "12.50").wants(200, `href="/people/+12125550123"`).wants(200, "nothing")
}
