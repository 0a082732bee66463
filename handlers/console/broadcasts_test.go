package console

import (
	"testing"
	"testing/fstest"

	"github.com/parley-sms/parley/bot/user"
)

// casting is the rig's program with a broadcast that is to come.
func casting() fstest.MapFS {
	files := acme()
	files["program.yaml"].Data = append(files["program.yaml"].Data, []byte("currency: USD\nprice: 0.01\n")...)
	files["workflows/sale.yaml"] = &fstest.MapFile{Data: []byte(`
workflow: sale
class: promo
enter: { at: "2026-05-05 12:00" }
steps:
  - { send: word, text: "{{ brand }}: <i>{{ first_name | default: 'you' }}</i>, the sale is on" }
`)}
	return files
}

// Ensure a broadcast shows when it comes, its text at its longest and shortest, and whom it would reach by the guards.
func TestBroadcasts(t *testing.T) {
	r := newRig(t)
	r.joins()
	b := r.as("mia", user.Marketer)
	b.get("/broadcasts").wants(200, "The live program has none")
	r.deploys(casting(), "a sale")
	b.get("/broadcasts").wants(200, `<a href="/broadcasts/sale">sale</a>`).wants(200, "everyone").wants(200, "not yet")
	b.get("/broadcasts/sale").wants(200, "Shortest, en: 1 segment of GSM-7").wants(200, "&lt;i&gt;").wants(200, "revision 2")
	r.beside.Wait()
	b.get("/broadcasts/sale").wants(200, "<dt>In the segment</dt><dd>1</dd>").wants(200, "<strong>1</strong>").wants(200, "0.01 USD").wants(200, "1s")
	b.get("/broadcasts/welcome").wants(404, "no broadcast")
	r.as("ann", user.Agent).get("/broadcasts").wants(403, "")
}
