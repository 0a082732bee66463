package api

import (
	"net/http"
	"testing"

	"github.com/parley-sms/parley/bot/report"
)

// Ensure a report tells of what happened, and that one that cannot be made is refused with the reason.
func TestReport(t *testing.T) {
	r := newRig(t)
	r.must(http.MethodPost, "/v1/subscribers/+12125550100/opt-in", `{"id": "o1", "source": "form", "purpose": "marketing", "evidence": {"form": "checkout"}}`)
	today := r.engine.Now().UTC().Format("2006-01-02")
	got := decoded[report.Review](t, r.must(http.MethodGet, "/v1/report?since="+today+"&until="+today, ""))
	if got.From != today || got.All.Sums["joined"] != 1 || len(got.Metrics) == 0 {
		t.Errorf("%+v, want one who joined", got.All.Sums)
	}
	for _, query := range []string{"since=yesterday", "until=2026-02-30", "since=2026-02-02&until=2026-02-01", "workflow=nope", "since=1000-01-01"} {
		if a := r.do(http.MethodGet, "/v1/report?"+query, ""); a.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d, want 422", query, a.status)
		}
	}
}
