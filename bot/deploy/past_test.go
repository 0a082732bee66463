package deploy_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/parley-sms/parley/bot/deploy"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// Ensure that the program of an older revision is given as it decided then, with the senders that the
// settings of that time gave it, also where no server runs; and that an unknown one is told as such.
func TestProgramOfThen(t *testing.T) {
	inMemory(t, func(t *testing.T, s store.Store) {
		fit := func(def *fsm.Definition) error {
			def.Senders = []fsm.Sender{{Address: "+12125550199", Kind: fsm.TestPhone}}
			return nil
		}
		fitted := &deploy.Deployer{Store: s, Now: time.Now, Fit: fit}
		started, err := fitted.Start(t.Context(), "shop", drip(send("first")))
		if err != nil {
			t.Fatal(err)
		}
		r := newRig(t, s, drip(send("second"), "moved: { first: second }"))
		defer r.stop()
		offline := &deploy.Deployer{Store: s, Now: time.Now}
		for name, d := range map[string]*deploy.Deployer{"offline": offline, "online": r.deployer} {
			p, err := d.Program(t.Context(), started.Revision.Hash)
			if err != nil || p.Revision != started.Revision.Hash || !slices.Equal(p.Senders, started.Program.Senders) || p.Workflows[0].Steps[0].Name != "first" {
				t.Errorf("%s: the first program is %+v, %v", name, p, err)
			}
			if p, err := d.Program(t.Context(), ""); err != nil || p.Workflows[0].Steps[0].Name != "second" || p.Workflows[0].Moved["first"] != "second" {
				t.Errorf("%s: the live program is %+v, %v", name, p, err)
			}
			if _, err := d.Program(t.Context(), "0123456789"); !errors.Is(err, deploy.ErrNoProgram) {
				t.Errorf("%s: an unknown one is %v", name, err)
			}
		}
	})
}
