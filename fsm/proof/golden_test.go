package proof_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program"
	"github.com/parley-sms/parley/fsm/proof"
)

var update = flag.Bool("update", false, "write the goldens anew")

// levels are how goldens write them.
var levels = map[fsm.Level]string{fsm.Refusal: "refused", fsm.Warning: "warning", fsm.Notice: "notice"}

// Ensure each small program is told just what is to say about it: what can happen to a subscriber,
// where, and what would be right.
func TestFindings(t *testing.T) {
	folders, err := filepath.Glob("testdata/*/program.yaml")
	if err != nil || len(folders) == 0 {
		t.Fatal(folders, err)
	}
	for _, file := range folders {
		folder := filepath.Dir(file)
		t.Run(filepath.Base(folder), func(t *testing.T) {
			def, revision, err := program.Load(os.DirFS(folder))
			if err != nil {
				t.Fatal(err)
			}
			p, err := fsm.Compile(def, revision)
			if err != nil {
				t.Fatal(err)
			}
			faults, r := proof.Check(p)
			var b strings.Builder
			for _, f := range faults {
				fmt.Fprintf(&b, "%s: %s: %s\n", levels[f.Level], f.Where, f.Message)
			}
			b.WriteString("\n" + r.String())
			golden(t, folder+".txt", b.String())
		})
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s: -want +got\n%s", file, diff)
	}
}
