package report

import (
	"os"
	"strings"
	"testing"
)

// Ensure that the reference of programs names every target that is measured.
func TestTargetsAreTold(t *testing.T) {
	manual, err := os.ReadFile("../../docs/program.md")
	if err != nil {
		t.Fatal(err)
	}
	if told := "in reports: " + strings.Join(targetNames(), ", ") + ";"; !strings.Contains(string(manual), told) {
		t.Errorf("docs/program.md does not say %q", told)
	}
}
