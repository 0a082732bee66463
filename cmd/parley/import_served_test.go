package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Ensure that contacts can be imported while a server runs, part by part through its socket: all are in at
// once, a repeat changes nothing, the ledger is proven from begin to end, and without the server all is
// the same.
func TestImportThroughServer(t *testing.T) {
	const people = 2*atOnce + 500
	dir := t.TempDir()
	data, file := filepath.Join(dir, "data"), filepath.Join(dir, "contacts.csv")
	rows := "phone,interest,consent,consent_source,consent_at\n"
	for n := range people {
		rows += fmt.Sprintf("+1212%07d,skincare,marketing,checkout form,2026-01-05T10:00:00Z\n", 2000000+n)
	}
	if err := os.WriteFile(file, []byte(rows), 0o600); err != nil {
		t.Fatal(err)
	}
	_, stop := served(t, data)
	tell := func(args ...string) string {
		t.Helper()
		code, out, said := parley(t, append(args, "--data", data)...)
		if code != 0 {
			t.Fatalf("%v: %d %s", args, code, said)
		}
		return out
	}
	if out, want := tell("import", file), fmt.Sprintf("%d rows, %[1]d people", people); !strings.Contains(out, want) {
		t.Errorf("nothing says %s:\n%s", want, out)
	}
	if out := tell("import", file); !strings.Contains(out, "nothing is done twice") {
		t.Errorf("again: %s", out)
	}
	online := tell("export", "contacts")
	if n := strings.Count(online, ",skincare,"); n != people {
		t.Errorf("%d people are exported", n)
	}
	percents := verified(t, data, people)
	stop()
	if offline := tell("export", "contacts"); offline != online {
		t.Error("without the server other contacts are exported")
	}
	if again := verified(t, data, people); percents != 100 || again != percents {
		t.Errorf("the proof was shown at %d steps by a server, at %d without, want 100", percents, again)
	}
}

// verified verifies a ledger of so many facts, and counts how often was shown how far it has come.
func verified(t *testing.T, dir string, facts uint64) (steps int) {
	t.Helper()
	d, err := openData(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer d.close()
	r, err := d.verifyLedger(t.Context(), "", func(_ string, done, _ int) {
		if steps++; done != steps {
			t.Errorf("step %d is shown as %d percent", steps, done)
		}
	})
	if err != nil || !r.Well() || r.Entries != facts {
		t.Fatalf("%+v, %v", r, err)
	}
	return steps
}
