package console

import (
	"strings"
	"testing"
	"time"

	"github.com/parley-sms/parley/bot/user"
)

// Ensure the page of reports tells of the span and the workflow that are asked for, draws it with the numbers beneath, and refuses what cannot be told.
func TestReports(t *testing.T) {
	r := newRig(t)
	r.joins()
	r.passes(24 * time.Hour) // a report ends with the day before
	b := r.as("mia", user.Marketer)
	p := b.get("/reports").wants(200, `<a href="/workflows/welcome">welcome</a>`).wants(200, "Owner: growth").wants(200, "Nothing happened in care")
	p.wants(200, "<figure").wants(200, "The numbers of this chart").wants(200, `<option value="28" selected>`)
	if p := b.get("/reports?days=7&workflow=welcome").wants(200, "How welcome did"); strings.Contains(p.body, "<figure") || strings.Contains(p.body, "<h2>Everything") {
		t.Error("a week is drawn, or more than one workflow is told of")
	}
	b.get("/reports?workflow=none").wants(422, "there is no workflow")
	b.get("/reports?days=99999").wants(422, "at most 800 days")
	r.as("ann", user.Agent).get("/reports").wants(403, "")
}
