package program

import (
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
)

var (
	expression = format.Word("an expression over the payload, such as body.customer.phone", MaxCondition)
	secret     = format.Formed("the name of an environment variable", secretForm.String())
)

var sourceShape = format.Shape{
	Name: "a source", About: "A shop or other system that posts webhooks in a form of its own, to /webhooks/sources/ and its name.",
	Keys: []format.Key{
		format.May("preset", format.Choice(presets()...), "a system that Parley knows: its signature and mappings, to which yours are added; one of the same name takes the place of the preset's", "shopify"),
		format.May("without", format.List(format.Word("a mapping's name", MaxWord), fsm.MaxMappings), "mappings of the preset that are not for you", "[fulfilled]"),
		format.May("secret", secret, "the variable with the key that signs, with several and commas while it changes; for basic with user:password", "SHOPIFY_SECRET"),
		format.May("auth", format.Of(&authShape), "how it signs; the preset's where it is left out", "{ scheme: hmac, header: X-Signature }"),
		format.May("ping", format.Formed("a name", `^[A-Za-z0-9_]{1,40}$`), "it tries the address with a form of this one field, which is answered and does nothing", "webhook_id"),
		format.May("topic", expression, "what a payload is about; conditions call it topic", "body.type"),
		format.May("delivery", expression, "the id of a delivery, of which a repeat does nothing; the body itself where it is left out", "body.id"),
		format.May("region", format.Formed("two letters", `^[A-Z]{2}$`), "the country of numbers that are written without one", "US"),
		format.May("consent", format.Of(&boxShape), "what people saw who ticked the box there; without it no consent is taken", `{ shown: "Text me offers", box: unchecked }`),
		format.May("mappings", format.Named(format.NameForm, format.Of(&mappingShape), fsm.MaxMappings),
			"what payloads tell, each by a name of yours; all whose condition holds", `{ paid: { on: "topic == 'paid'", event: purchase, phone: body.phone } }`),
	},
}

var authShape = format.Shape{
	Name: "a signature", About: "How a source proves that it is itself.",
	Keys: []format.Key{
		format.Need("scheme", format.Choice("hmac", "basic", "token"), "hmac signs each payload, basic sends a user and password, token a word in a header", "hmac"),
		format.May("header", word, "which carries the signature or token; Authorization for a token where it is left out", "X-Signature"),
		format.May("prefix", word, "what stands before it there", `"sha256="`),
		format.May("pair", word, "where the header holds pairs like t=1,v1=ab: the name of the signature's", "v1"),
		format.May("algorithm", format.Choice("sha256", "sha1", "sha512"), "of the HMAC; sha256 where it is left out", "sha256"),
		format.May("encoding", format.Choice("hex", "base64"), "of the HMAC; hex where it is left out", "base64"),
		format.May("key", format.Choice("text", "base64"), "base64: the key is decoded first, without whsec_, as Standard Webhooks have it; text where it is left out", "base64"),
		format.May("signed", word, "what is signed: {body}, and other headers or pairs by their names; {body} where it is left out", `"{t}.{body}"`),
		format.May("timestamp", word, "the header or pair with the time in seconds, which must be signed, too", "t"),
		format.May("tolerance", span, "how far that time may be off; 5m where it is left out", "5m"),
	},
}

var boxShape = format.Shape{
	Name: "a consent box", About: "The box that people tick for texts. No payload tells its words, and consent needs them as proof.",
	Keys: []format.Key{
		format.Need("shown", wording, "the words beside the box, to the letter", `"Text me offers from Acme. Consent is no condition of purchase."`),
		format.Need("box", format.Choice("unchecked", "prechecked", "unknown"), "how it stands before anybody touches it; only unchecked is consent", "unchecked"),
		format.May("form", format.Word("an address or a name", fsm.MaxField), "where it stands", `"https://acme.test/checkout"`),
	},
}

var mappingShape = format.Shape{
	Name: "a mapping", About: "What is made of a payload: an event, consent to marketing, or its withdrawal.",
	Keys: []format.Key{
		format.May("on", condition, "which payloads; all where it is left out", `"topic == 'orders/paid'"`),
		format.May("each", expression, "a list in the payload, of which each item makes one, called item", "body.line_items"),
		format.May("event", event, "the type of the event", "purchase"),
		format.May("id", expression, "what happened, so that it counts once; the delivery where it is left out", "body.id"),
		format.May("at", expression, "when, as 2026-12-24T09:30:00Z or in seconds since 1970; now where it is left out", "body.created_at"),
		format.May("phone", expression, "of whom; a payload without one does nothing, unless its customer_id has a number", "either(body.phone, body.customer.phone)"),
		format.May("customer_id", expression, "the shop's id of the customer: with a phone it makes the number his, alone it stands for the number that he has, for all but opt_in", "string(body.customer.id)"),
		format.May("country", expression, "two letters: of a number without its country code", "body.billing_address.country_code"),
		format.May("fields", format.Named(format.NameForm, expression, 20), "of the event", "{ value: float(body.total_price) }"),
		format.May("opt_in", format.Of(&sourceConsentShape), "consent to marketing; where the program has double_opt_in, people are asked to confirm it", `{ if: "body.sms == true" }`),
		format.May("opt_out", format.Of(&sourceConsentShape), "consent to marketing is withdrawn", `{ if: "body.sms == false" }`),
	},
}

var sourceConsentShape = format.Shape{
	Name: "consent in a payload", About: "When a payload tells that somebody agreed to marketing, or no longer does.",
	Keys: []format.Key{
		format.Need("if", condition, "the value that tells so", `"body.accepts_sms == true"`),
		format.May("source", word, "where it happened, as the ledger has it; the source's name where it is left out", "checkout"),
		format.May("shown", wording, "the words beside the box, where they are not the source's own", `"Text me offers"`),
		format.May("at", expression, "when; the mapping's time where it is left out", "body.consent_updated_at"),
		format.May("evidence", format.Named(format.NameForm, expression, 8), "what else proves it, by name: ip, user_agent", "{ ip: body.client_details.browser_ip }"),
	},
}
