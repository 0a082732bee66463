package explain_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/parley-sms/parley/bot/explain"
	"github.com/parley-sms/parley/fsm"
)

var update = flag.Bool("update", false, "rewrite testdata/*.txt")

func (r *rig) golden(name, got string) {
	r.Helper()
	path := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			r.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		r.Fatal(err)
	}
	if string(want) != got {
		r.Errorf("%s differs; go test ./bot/explain -update rewrites it. It is now\n%s", path, got)
	}
}

// Ensure that a whole conversation is told in order and in plain words, with what comes next and what
// keeps each text back.
func TestConversation(t *testing.T) {
	r := newRig(t, shop())
	r.text("JOIN")
	r.text("YES")
	r.later(time.Minute)
	r.text("the 2nd")
	r.fact("sale", nil)
	r.later(9 * time.Hour) // in the evening
	r.fact("cart_updated", map[string]any{"cart_id": "c1"})
	r.fact("shipped", map[string]any{"order_id": "o1"})
	r.later(2 * time.Hour)
	r.golden("evening", r.ask(explain.Question{}).String())
	r.later(30 * time.Hour)
	r.text("maybe no more texts?")
	r.fact("sale", nil)
	r.apply(fsm.AgentText{Agent: "kim", Body: "How can I help?"})
	r.golden("held", r.ask(explain.Question{}).String())
	r.text("STOP")
	r.later(24 * time.Hour)
	r.golden("stopped", r.ask(explain.Question{}).String())
	r.prove()
	if strings.Contains(r.ask(explain.Question{}).String(), "not taken in: sale (condition)") {
		t.Error("it tells what did not happen")
	}
}
