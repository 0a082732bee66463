package fsm

import "strings"

// State is where a subscriber's machine stands: a ground, and where there is one a foreground
// behind a plus sign: "subscribed", "unknown+care.rating", "subscribed+agent".
type State string

// The grounds: what consent says.
const (
	Unknown    = "unknown"    // no marketing consent; may be owed service texts
	AwaitYes   = "pending"    // asked to confirm a double opt-in
	Subscribed = "subscribed" // agreed to marketing
	Stopped    = "stopped"    // texted STOP, or was opted out of everything
)

// Agent is the foreground while a person handles the thread.
const Agent = "agent"

// Grounds lists the four grounds in the order of the table.
func Grounds() []string { return []string{Unknown, AwaitYes, Subscribed, Stopped} }

// Join builds the state of a ground and a foreground, which may be empty.
func Join(ground, foreground string) State {
	if foreground == "" {
		return State(ground)
	}
	return State(ground + "+" + foreground)
}

// Ground is the part that consent decides.
func (s State) Ground() string {
	ground, _, _ := strings.Cut(string(s), "+")
	return ground
}

// Foreground is the open question ("welcome.interest"), "agent", or empty.
func (s State) Foreground() string {
	_, foreground, _ := strings.Cut(string(s), "+")
	return foreground
}

// Outward is how the state is told to the outside: the foreground where there is one, else the ground.
func (s State) Outward() string {
	if foreground := s.Foreground(); foreground != "" {
		return foreground
	}
	return s.Ground()
}
