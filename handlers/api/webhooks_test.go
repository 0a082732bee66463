package api

import (
	"net/http"
	"strings"
	"testing"
)

// Ensure it is told how webhooks stand, and that what is not known is not retried.
func TestWebhooks(t *testing.T) {
	r := newRig(t)
	r.texts(ada, "SM1", "STOP")
	got := decoded[webhooks](t, r.must(http.MethodGet, "/v1/webhooks", ""))
	if len(got.Webhooks) != 1 || got.Webhooks[0].Name != "crm" || got.Webhooks[0].Waiting != 1 || got.Webhooks[0].Oldest == 0 || got.Webhooks[0].Gone {
		t.Errorf("%+v, want that one thing waits for crm", got)
	}
	if again := decoded[retried](t, r.must(http.MethodPost, "/v1/webhooks/crm/retry", "")); again.Retried != 0 {
		t.Errorf("%+v, want nothing retried", again)
	}
	if a := r.do(http.MethodPost, "/v1/webhooks/none/retry", ""); a.status != http.StatusNotFound || !strings.Contains(a.body, "GET /v1/webhooks") {
		t.Errorf("%d %s, want 404", a.status, a.body)
	}
}
