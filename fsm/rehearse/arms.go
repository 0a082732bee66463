package rehearse

import (
	"fmt"
	"strings"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/rehearse/script"
)

// mostSecrets bounds the search for a secret that gives a person the arms that a test wants.
const mostSecrets = 200_000

// secretFor finds a secret by which a person gets certain arms, by "workflow.split": they are drawn by a
// keyed hash, so nearly every choice has its secret.
func secretFor(p *fsm.Program, phone fsm.Phone, arms map[string]string) ([]byte, bool) {
	for i := range mostSecrets {
		secret := fmt.Appendf(nil, "rehearsal %d", i)
		if draws(p, secret, phone, arms) {
			return secret, true
		}
	}
	return nil, false
}

func draws(p *fsm.Program, secret []byte, phone fsm.Phone, arms map[string]string) bool {
	if drawn := p.HoldoutArm(secret, phone); drawn != "" && (drawn == fsm.HeldArm) != (arms[script.Holdout] == fsm.HeldArm) {
		return false // nobody is held unless the test says so
	}
	for split, arm := range arms {
		if split == script.Holdout {
			continue
		}
		workflow, step, _ := strings.Cut(split, ".")
		if p.Arm(secret, workflow, step, phone) != arm {
			return false
		}
	}
	return true
}
