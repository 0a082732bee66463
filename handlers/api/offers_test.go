package api

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// Ensure codes are put into a pool once, that what is refused is told with its reason, and that the offers
// tell how many are left.
func TestCodes(t *testing.T) {
	r := newRig(t)
	got := decoded[codesTaken](t, r.must(http.MethodPost, "/v1/offers/vip/codes", `{"codes": ["A1", "b2", "a1", "no way", "HELLO"]}`))
	if got.Taken != 2 || len(got.Refused) != 3 {
		t.Errorf("%+v, want 2 taken", got)
	}
	list := decoded[offers](t, r.must(http.MethodGet, "/v1/offers", ""))
	if len(list.Offers) != 2 || list.Offers[1].Name != "vip" || list.Offers[1].Left == nil || *list.Offers[1].Left != 2 {
		t.Errorf("%+v, want 2 left of vip", list)
	}
}

// Ensure what can be no codes, or is for no pool, is refused and changes nothing.
func TestCodesRefused(t *testing.T) {
	r := newRig(t)
	many := strings.TrimSuffix(strings.Repeat(`"A",`, maxCodes+1), ",")
	for body, status := range map[string]int{
		`{}`: 422, `{"codes": "A1"}`: 422, `{"codes": []}`: 422, `{"codes": [1]}`: 422, `{"codes": null}`: 422, `{"code": ["A"]}`: 422, `[`: 400,
		`{"codes": [` + many + `]}`: 422,
	} {
		if a := r.do(http.MethodPost, "/v1/offers/vip/codes", body); a.status != status {
			t.Errorf("%.40s: %d, want %d", body, a.status, status)
		}
	}
	for _, name := range []string{"hello", "nothing"} {
		if a := r.do(http.MethodPost, fmt.Sprintf("/v1/offers/%s/codes", name), `{"codes": ["A1"]}`); a.status != http.StatusNotFound {
			t.Errorf("%s: %d, want 404", name, a.status)
		}
	}
}
