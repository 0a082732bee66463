package console

import (
	"testing"

	"github.com/parley-sms/parley/bot/user"
)

// Ensure segments are counted beside the request, with examples, and counted anew for another program.
func TestSegments(t *testing.T) {
	r := newRig(t)
	r.joins()
	b := r.as("mia", user.Marketer)
	b.get("/segments").wants(200, "Segments")
	r.beside.Wait()
	b.get("/segments").wants(200, `<th scope="row">everyone`).wants(200, `<a href="/people/+12125550123">`)
	files := acme()
	files["program.yaml"].Data = append(files["program.yaml"].Data, []byte("segments: { buyers: \"orders.count > 0\" }\n")...)
	r.deploys(files, "a segment")
	b.get("/segments")
	r.beside.Wait()
	b.get("/segments").wants(200, `buyers<br><code class="soft">orders.count > 0`).wants(200, "nobody").wants(200, "no schedule")
	b.post("/segments").leads("/segments")
	r.as("ann", user.Agent).get("/segments").wants(403, "")
}
