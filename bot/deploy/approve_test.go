package deploy_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/parley-sms/parley/bot/deploy"
	"github.com/parley-sms/parley/store"
)

// approved asks for a second person's approval.
func approved(files fstest.MapFS) fstest.MapFS {
	files["program.yaml"].Data = append(files["program.yaml"].Data, []byte("approval: required\n")...)
	return files
}

// Ensure nothing takes the place of a program that asks for approval until somebody else has approved the same plan: no
// folder, and no older revision.
func TestApproval(t *testing.T) {
	stores(t, func(t *testing.T, s store.Store) {
		r := newRig(t, s, approved(drip(send("one"))))
		defer r.stop()
		order := func(by string) deploy.Order {
			packed, err := deploy.Pack(drip(send("one") + send("two"))) // which asks for no approval any more
			if err != nil {
				t.Fatal(err)
			}
			o := deploy.Order{Program: packed, Author: by, Message: "two texts"}
			plan, err := r.deployer.Plan(t.Context(), o)
			if err != nil || !plan.Usable() {
				t.Fatal(err, plan.Findings)
			}
			o.Hash = plan.Plan.Hash
			return o
		}
		o := order("ann")
		for range 2 { // twice proposed is once
			out, err := r.deployer.Deploy(t.Context(), o)
			if err != nil || out.Deployed != nil || !out.Proposed || !strings.Contains(out.Refused, "a second person") {
				t.Fatalf("%+v, %v", out, err)
			}
		}
		if list, err := deploy.Proposals(t.Context(), s); err != nil || len(list) != 1 || list[0].By != "ann" {
			t.Fatalf("%+v, %v", list, err)
		}
		if _, err := r.deployer.Approve(t.Context(), o.Hash, "Ann"); !errors.Is(err, deploy.ErrOwn) {
			t.Errorf("ann approves her own: %v", err)
		}
		if _, err := r.deployer.Approve(t.Context(), "000000000000", "bea"); !errors.Is(err, deploy.ErrNoProposal) {
			t.Errorf("an unknown one: %v", err)
		}
		out, err := r.deployer.Approve(t.Context(), o.Hash, "bea")
		if err != nil || out.Deployed == nil || out.Deployed.Author != "ann" || out.Deployed.Approver != "bea" || out.Deployed.Message != "two texts" {
			t.Fatalf("%+v, %v", out, err)
		}
		if list, _ := deploy.Proposals(t.Context(), s); len(list) != 0 {
			t.Error("it waits still")
		}
		back := deploy.Order{Revision: "1", Author: "ann"}
		plan, _ := r.deployer.Plan(t.Context(), back)
		back.Hash = plan.Plan.Hash
		if out, err := r.deployer.Deploy(t.Context(), back); err != nil || out.Deployed == nil {
			t.Errorf("the live program asks for no approval: %+v, %v", out, err)
		}
	})
}

// Ensure a proposal whose plan is another one by now is not made, and that one may be declined.
func TestProposals(t *testing.T) {
	inMemory(t, func(t *testing.T, s store.Store) {
		r := newRig(t, s, drip(send("one")))
		defer r.stop()
		propose := func(files fstest.MapFS, hash string) (deploy.Outcome, string) {
			packed, _ := deploy.Pack(files)
			o := deploy.Order{Program: packed, Author: "ann"}
			plan, _ := r.deployer.Plan(t.Context(), o)
			o.Hash = plan.Plan.Hash + hash
			out, err := r.deployer.Propose(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			return out, o.Hash
		}
		if out, _ := propose(drip(send("two")), "x"); out.Proposed {
			t.Error("another plan was proposed than was seen")
		}
		_, first := propose(drip(send("two")), "")
		_, second := propose(drip(send("three")), "")
		if out, err := r.deployer.Approve(t.Context(), first, "bea"); err != nil || out.Deployed == nil {
			t.Fatal(out, err)
		}
		if out, err := r.deployer.Approve(t.Context(), second, "bea"); err != nil || out.Deployed != nil || !strings.Contains(out.Refused, "another one") {
			t.Errorf("a plan that nobody saw was made: %+v, %v", out, err)
		}
		if err := r.deployer.Decline(t.Context(), second); err != nil {
			t.Error(err)
		}
		if err := r.deployer.Decline(t.Context(), second); !errors.Is(err, deploy.ErrNoProposal) {
			t.Error(err)
		}
	})
}
