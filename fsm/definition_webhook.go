package fsm

// Webhook is an endpoint that is told what happens to people, as it happens.
type Webhook struct {
	Endpoint        // where it is posted to, and what signs it
	Events   []Kind // what it is told of
}
