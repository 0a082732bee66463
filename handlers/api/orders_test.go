package api

import (
	"net/http"
	"net/url"
	"testing"
)

// Ensure that orders are told by time, page by page, with what they are attributed to, and that refunds are
// subtracted.
func TestOrders(t *testing.T) {
	r := newRig(t)
	r.must(http.MethodPost, "/v1/events", `{"id":"e1","type":"purchase","phone":"+12125550123","at":"2020-01-02T00:00:00Z","data":{"order_id":"a/1","order":"x","value":42.5}}`)
	r.must(http.MethodPost, "/v1/events", `{"id":"e2","type":"purchase","phone":"+12125550124","at":"2020-01-03T00:00:00Z","data":{"order_id":"b","order":"x","value":10}}`)
	r.must(http.MethodPost, "/v1/events", `{"id":"e3","type":"refund","phone":"+12125550123","data":{"order_id":"a/1","value":2.5}}`)
	all := decoded[orderList](t, r.must(http.MethodGet, "/v1/orders?since=2020-01-01T00:00:00Z", ""))
	if len(all.Orders) != 2 || all.Orders[0].ID != "a/1" || all.Orders[0].Refunded != 2.5 || all.Orders[0].Value != 42.5 || all.Next != nil {
		t.Errorf("%+v, want two orders", all)
	}
	if all.Attribution.Rules == "" {
		t.Errorf("by no rules: %+v", all.Attribution)
	}
	page := decoded[orderList](t, r.must(http.MethodGet, "/v1/orders?limit=1", ""))
	if len(page.Orders) != 1 || page.Next == nil {
		t.Fatalf("%+v, want one and a next", page)
	}
	rest := decoded[orderList](t, r.must(http.MethodGet, "/v1/orders?after="+url.QueryEscape(*page.Next), ""))
	if len(rest.Orders) != 1 || rest.Orders[0].ID != "b" {
		t.Errorf("%+v, want the second", rest)
	}
	for query, want := range map[string]int{"until=2020-01-03T00:00:00Z": 1, "workflow=cart": 0, "since=2020-01-03T00:00:00Z": 1, "since=2030-01-01T00:00:00Z": 0} {
		if got := decoded[orderList](t, r.must(http.MethodGet, "/v1/orders?"+query, "")); len(got.Orders) != want {
			t.Errorf("%s: %d orders, want %d", query, len(got.Orders), want)
		}
	}
	for _, query := range []string{"since=monday", "until=1", "limit=0", "limit=x", "after=x", "after=1/2"} {
		if a := r.do(http.MethodGet, "/v1/orders?"+query, ""); a.status != http.StatusUnprocessableEntity && a.status != http.StatusBadRequest {
			t.Errorf("%s: %d %s", query, a.status, a.body)
		}
	}
}
