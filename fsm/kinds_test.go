package fsm

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// Ensure that the documentation tells of every kind of announcement, and of none that is not.
func TestKindsAreDocumented(t *testing.T) {
	data, err := os.ReadFile("../docs/webhooks.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := ""
	for _, k := range Kinds() {
		rows += fmt.Sprintf("| `%s` | %s | %s |\n", k.Kind, k.About, k.Says)
	}
	if !strings.Contains(string(data), "|---|---|---|\n"+rows+"\n") {
		t.Errorf("docs/webhooks.md must hold this table:\n%s", rows)
	}
}
