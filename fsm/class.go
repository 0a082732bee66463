package fsm

// Class is a workflow's priority class. Service comes before lifecycle, lifecycle before promo.
type Class string

// The classes, best first.
const (
	Service   Class = "service"
	Lifecycle Class = "lifecycle"
	Promo     Class = "promo"
)

// Classes lists the classes, best first.
func Classes() []Class { return []Class{Service, Lifecycle, Promo} }

// Weight orders classes: a greater weight goes first.
func (c Class) Weight() int {
	switch c {
	case Service:
		return 3
	case Lifecycle:
		return 2
	case Promo:
		return 1
	}
	return 0
}

// Purpose is what consent is given for.
type Purpose string

// The purposes.
const (
	ForMarketing Purpose = "marketing"
	ForService   Purpose = "service"
)

// Purpose is the consent that a class of texts needs.
func (c Class) Purpose() Purpose {
	if c == Service {
		return ForService
	}
	return ForMarketing
}

// Priority is a text's place in the ready queue; a smaller one is pulled first.
type Priority uint8

// The priorities of the ready queue.
const (
	PriorityReply     Priority = iota // compliance replies and other direct answers
	PriorityAgent                     // a person's words
	PriorityService                   // service workflows
	PriorityLifecycle                 // lifecycle workflows
	PriorityPromo                     // promotional workflows
)

// Priority is the place in the ready queue of a class's texts that answer nobody.
func (c Class) Priority() Priority {
	switch c {
	case Service:
		return PriorityService
	case Lifecycle:
		return PriorityLifecycle
	default:
		return PriorityPromo
	}
}

// String names who texts with a priority: "reply", "agent", or the class of a workflow.
func (p Priority) String() string {
	switch p {
	case PriorityReply:
		return "reply"
	case PriorityAgent:
		return "agent"
	case PriorityService:
		return string(Service)
	case PriorityLifecycle:
		return string(Lifecycle)
	}
	return string(Promo)
}
