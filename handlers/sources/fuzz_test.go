package sources

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"
)

// Ensure that no body and no header makes a source's webhook panic, that every answer is one of those that it has, and
// that what is refused lets nothing happen.
func FuzzPost(f *testing.F) {
	for _, shop := range []string{"shopify", "woocommerce", "stripe"} {
		files, err := filepath.Glob("testdata/" + shop + "/*.json")
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range files {
			body, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(shop, "orders/create", "X-Shopify-Event-Id", "e1", body)
		}
	}
	f.Add("own", "paid", "X-Token", testKey, []byte(`{"type":"paid","order":1,"value":2,"phone":"+12125550123","who":"\u0000"}`))
	f.Add("own", "", "Content-Type", "text/plain; =", []byte(`{"type":"stock","items":[{"sku":1e400},{"sku":[[]]},null]}`))
	f.Fuzz(func(t *testing.T, source, topic, header, value string, body []byte) {
		r := newRig(t)
		if r.program.Sources[source].Secret == "" || len(value) > 1000 {
			return
		}
		head := r.signedAs(source, topic, string(body))
		head.Set("X-Token", testKey)
		head.Set("Authorization", "Basic "+value)
		head[http.CanonicalHeaderKey(header)] = []string{value}
		w := r.post(source, string(body), head)
		switch w.Code {
		case http.StatusOK:
		case 400, 401, 413, 415, 422, 503:
			if len(r.did) > 0 {
				t.Errorf("%d %s, and it did %v", w.Code, w.Body, r.did)
			}
		default:
			t.Errorf("%d %s", w.Code, w.Body)
		}
	})
}
