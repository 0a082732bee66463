package fsm

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Ensure that a record tells where its runs stand and what they wait for, each event once.
func TestStandsAndWatches(t *testing.T) {
	r := Record{Runs: []Run{
		{Workflow: "stock", Step: "wait", Phase: Waiting, Key: "serum", Awaits: []string{"price_drop", "back_in_stock"}},
		{Workflow: "drop", Step: "wait", Phase: Waiting, Key: "serum", Awaits: []string{"price_drop"}},
		{Workflow: "stock", Step: "tell", Phase: Wanting, Key: "balm"},
	}}
	stands := []Stand{{"stock", "wait", Waiting}, {"drop", "wait", Waiting}, {"stock", "tell", Wanting}}
	if diff := cmp.Diff(stands, r.Stands()); diff != "" {
		t.Errorf("stands (-want +got):\n%s", diff)
	}
	watches := []Watch{{"back_in_stock", "serum"}, {"price_drop", "serum"}}
	if diff := cmp.Diff(watches, r.Watches()); diff != "" {
		t.Errorf("watches (-want +got):\n%s", diff)
	}
}
