package main_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// poolYAML adds an offer to the program whose codes come from a pool.
const poolYAML = "offers:\n  vip: { codes: pool, worth: \"5%\" }\n"

// codePrefix is what a code of the pool is told by.
const codePrefix = "VIP-"

// importCodes fills the pool.
func (w *world) importCodes(n int) {
	w.t.Helper()
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%s%06d\n", codePrefix, i)
	}
	if err := os.WriteFile(w.path("codes"), []byte(b.String()), 0o600); err != nil {
		w.t.Fatal(err)
	}
	w.command("import", "--codes", "vip", w.path("codes"), "--data", w.path("data"))
}

// left asks how many codes nobody has.
func (w *world) left() (n int) {
	w.t.Helper()
	var list struct{ Offers []struct{ Left int } }
	if err := w.get(w.t.Context(), "http://"+w.address+"/v1/offers", &list); err != nil || len(list.Offers) != 1 {
		w.t.Fatalf("the offers are %+v, %v", list, err)
	}
	return list.Offers[0].Left
}

// checkCodes: every phone got one code, the one that the server says was given to it, and nobody else got
// that; all others are left in the pool.
func (f *facts) checkCodes(t *testing.T, w *world, codes, left int) {
	rows, err := csv.NewReader(strings.NewReader(w.command("export", "offers", "--data", w.path("data")))).ReadAll()
	if err != nil || len(rows) == 0 {
		t.Fatalf("the export of offers has %d rows, %v", len(rows), err)
	}
	given, to := map[string]string{}, map[string]string{}
	for _, row := range rows[1:] {
		phone, code := row[0], row[2]
		if given[code] != "" || to[phone] != "" {
			t.Errorf("%s is given to %s, which has %s; it was given to %s", code, phone, to[phone], given[code])
		}
		given[code], to[phone] = phone, code
	}
	for _, p := range f.people {
		for _, row := range f.ledger[p.phone] {
			_, code, ok := strings.Cut(row.Body, codePrefix)
			if ok && codePrefix+code[:6] != to[p.phone] {
				t.Errorf("%s got %q; it was given %q", p.phone, row.Body, to[p.phone])
			}
		}
	}
	if left != codes-len(f.people) || len(given) != len(f.people) {
		t.Errorf("of %d codes %d were given to %d people, and %d are left", codes, len(given), len(f.people), left)
	}
	again := exec.Command(filepath.Join(w.bin, "parley"), "import", "--json", "--codes", "vip", w.path("codes"), "--data", w.path("data"))
	if said, _ := again.Output(); !strings.Contains(string(said), `"taken":0,`) { // that all are refused is a finding
		t.Errorf("codes were lost: imported again, it is said of them %.500s", said)
	}
}
