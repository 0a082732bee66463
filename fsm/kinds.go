package fsm

// Kind is a kind of announcement, as programs name it.
type Kind string

// The kinds of announcements.
const (
	SubscriberOptedIn   Kind = "subscriber.opted_in"
	SubscriberOptedOut  Kind = "subscriber.opted_out"
	OptInRequested      Kind = "subscriber.opt_in_requested"
	SubscriberBlocked   Kind = "subscriber.blocked"
	SubscriberUnblocked Kind = "subscriber.unblocked"
	RevocationHeld      Kind = "revocation.held"
	RevocationReleased  Kind = "revocation.released"
	TextReceived        Kind = "text.received"
	TextSent            Kind = "text.sent"
	TextDelivered       Kind = "text.delivered"
	TextFailed          Kind = "text.failed"
	TextDropped         Kind = "text.dropped"
	QuestionAnswered    Kind = "question.answered"
	ClickedLink         Kind = "link.clicked"
	OrderAttributed     Kind = "order.attributed"
	WorkflowEntered     Kind = "workflow.entered"
	WorkflowGoal        Kind = "workflow.goal"
	WorkflowFinished    Kind = "workflow.finished"
	ThreadWaiting       Kind = "thread.waiting"
	ThreadTaken         Kind = "thread.taken"
	ThreadHandedBack    Kind = "thread.handed_back"
)

// KindAbout is a kind of announcement with when it is made, and what it says of the person beside the phone.
type KindAbout struct {
	Kind  Kind
	About string
	Says  string // fields of Details, by their names outside
}

// Kinds lists all kinds of announcements.
func Kinds() []KindAbout {
	const text = "message, text, sender, status, workflow, step, run"
	return []KindAbout{
		{SubscriberOptedIn, "consent was given, by text or elsewhere; not by an import", "purpose, source, by, at"},
		{SubscriberOptedOut, "consent was withdrawn, in whatever way; without a purpose, all of it", "purpose, source, by, at"},
		{OptInRequested, "a double opt-in waits for its YES", "purpose, source, by, at"},
		{SubscriberBlocked, "a carrier refuses our texts from a sender", "sender, source, at"},
		{SubscriberUnblocked, "it takes them again", "sender, source, at"},
		{RevocationHeld, "a text may be a revocation: marketing waits until somebody has looked", "source, at"},
		{RevocationReleased, "somebody has looked, and marketing goes on", "source, by, at"},
		{TextReceived, "the person texted; the reason says what it was taken for", "message, text, sender, reason"},
		{TextSent, "the carrier took a text to the person", text},
		{TextDelivered, "it arrived, as the carrier reports", text},
		{TextFailed, "it was refused or did not arrive; status unknown: nobody can tell", text + ", code"},
		{TextDropped, "a text was given up before it went, and why", "workflow, step, run, reason"},
		{QuestionAnswered, "a question was answered", "message, answer, workflow, step, run, at"},
		{ClickedLink, "a person, rather than a preview, opened a tracked link", "message, link, workflow, step, run, at"},
		{OrderAttributed, "an order is attributed to a text, or to another one than before; without a workflow, to none any more", "order_id, value, workflow, step, message, by, at"},
		{WorkflowEntered, "a run began", "workflow, run, reason"},
		{WorkflowGoal, "a run reached its goal; workflow.finished follows", "workflow, run, reason"},
		{WorkflowFinished, "a run ended, in whatever way", "workflow, run, reason"},
		{ThreadWaiting, "somebody should look at the conversation", "reason, by"},
		{ThreadTaken, "an agent has it", "by"},
		{ThreadHandedBack, "the bot has it back", "by"},
	}
}
