package program

import (
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
)

// settingsShape describes program.yaml.
var settingsShape = format.Shape{
	Name: "program.yaml", About: "What is true of all workflows: who you are, what people may text, and the rules.",
	Keys: []format.Key{
		format.Need("brand", word, "whom every text is from; texts say it as {{ brand }}", "Acme Beauty"),
		format.Need("contact", word, "how a person reaches a human: an e-mail address or phone number", "help@acme.test"),
		format.Need("frequency", word, "how often you text, as opt-in texts must say it", "up to 4 msgs/month"),
		format.May("language", language,
			"of all texts that are in one language, and of people of whom nothing is known; en where it is left out", "en"),
		format.May("languages", format.List(language, 30),
			"that every text should have; one that a text lacks falls back to language", "[en, es]"),
		format.May("double_opt_in", format.Flag(), "who joins must answer YES before anything else is texted", "true"),
		format.May("zone", format.Word("an IANA time zone", MaxWord),
			"your shop's own clock: business hours and schedules go by it", "America/New_York"),
		format.May("senders", format.List(format.Either(sender, format.Of(&senderShape)), 100),
			"the numbers and messaging services that you text from", `["+15550100100"]`),
		format.May("keywords", format.Named(keywordForm, format.Of(&keywordShape), MaxDeclared).
			Keyed("a keyword is one word of at most 40 letters; write others under words"),
			"words that do something when somebody texts them alone", "{ join: { does: opt_in } }"),
		format.May("texts", format.Named(anyName, text, 50),
			"other words for what Parley says by itself", `{ help: "{{ brand }}: ask {{ contact }}. Reply STOP to cancel." }`),
		format.May("send_hours", format.List(window, 20),
			"when texts that answer nobody may go out, by the recipient's clock", `"Mon-Sat 10:00-20:00"`),
		format.May("business_hours", format.List(window, 20),
			"when agents are there, by the shop's clock", "Mon-Fri 09:00-17:00"),
		format.May("support", format.Of(&supportShape), "how soon they answer, and which texts fetch them", "{ first_response: 1h, next_response: 4h }"),
		format.May("replies", format.Named(format.NameForm, text, MaxReplies),
			"what agents often write: they pick one, change it as they like and send it. It says what texts of the machine may say, but holds no tracked link",
			`{ hours: "We are open Mon-Fri 9-5, {{ first_name | default: 'friend' }}." }`),
		format.May("caps", format.List(format.Either(rate, format.Of(&capShape)), 10),
			"the most marketing texts that one person gets, from all workflows together", "[3 per 24h, 8 per 30d]"),
		format.May("suppress", named(format.Of(&suppressShape)),
			"when texts are kept back that could go otherwise, each rule by its name", `{ buyers: { if: "orders.days_since < 3", classes: [promo] } }`),
		format.May("holdout", format.Either(percent, format.Of(&holdoutShape)),
			"a share of all people who get no marketing at all, so that reports can tell what marketing brings", "5%"),
		format.May("gap", span, "the least time between two marketing texts to one person", "4h"),
		format.May("fresh", span, "how long a question is not talked over by texts of its own class", "30m"),
		format.May("late_after", span, "an event that comes later than this starts nothing, but counts", "24h"),
		format.May("settle", span, "how long an entry waits for events that come out of order", "90s"),
		format.May("classes", format.Of(&classesShape), "rules for all workflows of a class", "{ promo: { send_by: 12h } }"),
		format.May("attributes", format.Named(format.NameForm, format.Either(fieldType, format.Of(&fieldShape)), fsm.MaxAttributes),
			"what you know of a person", "{ first_name: string, birthday: date }"),
		format.May("events", named(eventKind),
			"what your shop tells: every type of event, with its fields", "{ cart_updated: { cart_id: string, value: number? } }"),
		format.May("segments", named(condition), "groups of people, each by a condition", `{ vip: "orders.total >= 500" }`),
		format.May("products", format.Named(anyName, days, 500),
			"how long one lasts, for replenishment; default stands for all others", "{ default: 30d, serum: 45d }"),
		format.May("links", format.Of(&linksShape),
			"how links in texts are shortened and tracked", "{ domain: go.acme.test, allow: [acme.test] }"),
		format.May("offers", named(format.Of(&offerShape)),
			"incentives: who may get one, and how often", `{ welcome10: { code: HELLO10, worth: "10%" } }`),
		format.May("calls", named(format.Of(&callShape)),
			"endpoints of yours that a step may ask", `{ loyalty: { url: "https://shop.acme.test/hook" } }`),
		format.May("webhooks", format.Named(format.NameForm, format.Of(&webhookShape), fsm.MaxWebhooks),
			"systems of yours, such as a CRM, that are told what happens to people", `{ crm: { url: "https://crm.acme.test/hook", secret: CRM_SECRET, events: [subscriber.opted_out] } }`),
		format.May("sources", format.Named(format.NameForm, format.Of(&sourceShape), 20),
			"shops and other systems that post webhooks in a form of their own", "{ shopify: { preset: shopify, secret: SHOPIFY_SECRET } }"),
		format.May("alerts", format.Of(&alertsShape), "what a running server tells of that is not as it should be, and where it posts that", `{ url: "https://chat.acme.test/hooks/ops", queue: 45m }`),
		format.May("attribution", format.Of(&attributionShape), "which text an order is attributed to", "{ windows: { click: 5d } }"),
		format.May("join", format.Of(&joinShape), "the page for each keyword that opts in, on which people join by a form or a QR code", `{ privacy: "https://acme.test/privacy" }`),
		format.May("currency", format.Formed("three letters", `^[A-Z]{3}$`), "of money in texts and costs", "USD"),
		format.May("price", format.Number("a number above 0"),
			"of one segment, in the currency: for the worst-case cost", "0.0083"),
		format.May("approval", format.Choice("required"), "a program goes live only when a second person, an approver or admin, has approved its plan in the console", "required"),
		format.May("moved", moved, "workflows that have another name now: old to new", "{ old_workflow: new_workflow }"),
	},
}

var sender = format.Formed("a number like +15550100100, a short code, or a Messaging Service as MG and 32 digits", addressForm.String())

var senderShape = format.Shape{
	Name: "a sender", About: "A number or messaging service with settings of its own.",
	Keys: []format.Key{
		format.Need("address", sender, "the number, short code or service", `"+15550100100"`),
		format.May("kind", format.Choice(string(fsm.LongCode), string(fsm.TollFree), string(fsm.ShortCode), string(fsm.Pool), string(fsm.TestPhone)),
			"told from the address where it is left out", "toll_free"),
		format.May("pace", format.Number("a number"), "segments per second, above 0 and at most 1000", "2.5"),
		format.May("stop_reply", format.Choice("carrier", "parley"), "who confirms a STOP", "carrier"),
	},
}

var keywordShape = format.Shape{
	Name: "a keyword", About: "Its own name is one of its words. It has exactly one of does, reply and start.",
	Keys: []format.Key{
		format.May("words", format.List(word, 50), "other spellings", `[human, "a person"]`),
		format.May("does", format.Choice("opt_in", "agent"), "joins the texts, or fetches a person", "opt_in"),
		format.May("reply", text, "answers with a text", `"We are open 9-5."`),
		format.May("start", workflow, "starts a workflow", "preferences"),
	},
}

var capShape = format.Shape{
	Name: "a cap", About: "A bound on the texts of some classes.",
	Keys: []format.Key{
		format.Need("limit", rate, "the most texts in a span of time", "1 per 24h"),
		format.May("classes", format.List(class, 3),
			"which count; marketing (lifecycle and promo) where it is left out", "[promo]"),
		format.May("by", format.Choice(string(fsm.ByAll), string(fsm.ByWorkflow), string(fsm.ByTopic)),
			"which texts count together: all, those of each workflow, or those of all workflows of a topic; all where it is left out", "workflow"),
		format.May("also", format.List(event, 10), "events by which your shop tells what other channels sent: each counts as a text, when it happened", "[email_sent, push_sent]"),
		overKey,
	},
}

// ownCapShape is a cap of one workflow.
var ownCapShape = format.Shape{
	Name: "a cap of a workflow", About: "A bound on the texts of one workflow, beside those of program.yaml.",
	Keys: []format.Key{format.Need("limit", rate, "the most texts in a span of time", "2 per 7d"), overKey},
}

var overKey = format.May("over", fate,
	"what becomes of a text that would exceed it: held until the cap allows it, or dropped; hold where it is left out", "drop")

var suppressShape = format.Shape{
	Name: "a suppression", About: "Keeps texts back while a condition on the person holds. It is asked when a text would go, and never of answers.",
	Keys: []format.Key{
		format.Need("if", condition, "whose texts are kept back", `"thread.open"`),
		format.May("classes", format.List(class, 3),
			"whose texts; marketing (lifecycle and promo) where it is left out", "[promo]"),
		format.May("workflows", format.List(workflow, 50), "of these alone; all of the classes where it is left out", "[sale]"),
		format.May("then", fate,
			"hold: until the condition no longer holds, or send_by passes; drop: at once. hold where it is left out", "drop"),
	},
}

var holdoutShape = format.Shape{
	Name: "a holdout", About: "People who get no marketing. Each is drawn once and stays what he was drawn for; service texts and answers of the machine itself are never held.",
	Keys: []format.Key{
		format.Need("share", percent, "how many of all, at most 50%", "5%"),
		format.May("salt", format.Word("a name", MaxWord), "another one draws anew, and begins another experiment", "spring_2027"),
		format.May("since", format.Word("a date", MaxWord), "the first day, by the shop's clock; at once where it is left out", `"2026-11-01"`),
	},
}

var classesShape = format.Shape{
	Name: "classes", About: "Rules for all workflows of a class.",
	Keys: []format.Key{
		format.May("service", format.Of(&classShape), "workflows that people need: deliveries, appointments", "{ send_by: 24h }"),
		format.May("lifecycle", format.Of(&classShape), "workflows about what a person did", "{ send_by: 20h }"),
		format.May("promo", format.Of(&classShape), "workflows that promote", "{ send_by: 12h }"),
	},
}

var classShape = format.Shape{
	Name: "a class", About: "Rules for all workflows of the class.",
	Keys: []format.Key{
		format.May("send_by", span, "a text that could not go in this time is dropped; 24h where it is left out", "12h"),
	},
}
