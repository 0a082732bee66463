package program

import (
	"regexp"
	"strings"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
)

var fieldType = format.Formed("a type: string, number, bool, date or time; with ? after it an event may lack it",
	`^(string|number|bool|date|time)\??$`)

var fields = format.Named(format.NameForm, format.Either(fieldType, format.Of(&fieldShape)), 20)

var eventKind = format.Either(format.Of(&eventShape), fields)

var fieldShape = format.Shape{
	Name: "a field", About: "An attribute of a person, or a field of an event, of which more is to be said than its type.",
	Keys: []format.Key{
		format.May("type", fieldType,
			"what its values are; string where it is left out. A date is written 2026-12-24, a time 2026-12-24T09:30:00-05:00",
			"string"),
		format.May("max", format.Whole(1, fsm.MaxAttribute),
			"the most characters of a string: texts that say it have a longest length", "20"),
		format.May("chars", format.Choice("any", "gsm"),
			"gsm: a value with other characters is not said, so that it never makes a text dearer", "gsm"),
		format.May("one_of", format.List(format.Word("a value", fsm.MaxAttribute), 50), "its only values", "[skincare, makeup]"),
	},
}

var eventShape = format.Shape{
	Name: "an event", About: "The long form of an event, which can say whom it reaches.",
	Keys: []format.Key{
		format.May("for", format.Choice("watchers"),
			"watchers: it is posted without a phone, and reaches everybody whose run waits for it with the same key", "watchers"),
		format.May("fields", fields, "its fields", "{ product: string }"),
	},
}

var linksShape = format.Shape{
	Name: "links", About: "How links in texts are shortened and tracked.",
	Keys: []format.Key{
		format.May("domain", format.Formed("a host name", hostForm.String()),
			"of short links; your server's own where it is left out", "go.acme.test"),
		format.May("allow", format.List(format.Formed("a host name", hostForm.String()), 50),
			"hosts that links may lead to, with all their subdomains", "[acme.test]"),
		format.May("schemes", format.List(format.Formed("a scheme in small letters", `^[a-z][a-z0-9+.-]{1,39}$`), 10),
			"of apps of yours that links may lead into, as acme://product/17", "[acme]"),
		format.May("utm", format.Named(regexp.MustCompile("^("+strings.Join(fsm.UTMNames(), "|")+")$"), format.Word("a value", fsm.MaxName), 5).
			Keyed("the parameters are "+strings.Join(fsm.UTMNames(), ", ")+", without utm_"),
			"parameters that web addresses get for your analytics, where they do not have them; {{ workflow }} and {{ step }} stand for those of the text",
			`{ source: sms, medium: sms, campaign: "{{ workflow }}" }`),
		format.May("expire", days, "a link leads nowhere after this; never where it is left out", "90d"),
	},
}

var offerShape = format.Shape{
	Name: "an offer", About: "An incentive. A text with an offer is passed over for people who may not have it.",
	Keys: []format.Key{
		format.May("code", word, "what texts say as {{ offer.code }}, the same for everybody", "HELLO10"),
		format.May("codes", format.Choice(string(fsm.PoolCodes), string(fsm.GeneratedCodes)),
			"in place of code: everybody gets a code of his own, from those that were imported (pool) or made by Parley (generated). Where none is left, the text waits", "pool"),
		format.May("prefix", format.Formed("at most 12 letters, digits, - and _", `^[A-Za-z0-9_-]{1,12}$`), "what generated codes begin with", "THX"),
		format.May("low", format.Whole(1, 1_000_000), "an operator is told when a pool has fewer codes left", "100"),
		format.May("cost", format.Number("a number above 0"), "what one redemption costs you, in the currency: for the margin", "4.50"),
		format.May("worth", word, "what texts say as {{ offer.worth }}", `"10%"`),
		format.May("limit", rate, "how often one person may get it", "1 per 90d"),
		format.May("if", condition, "who may get it", `"orders.count == 0"`),
	},
}

var (
	urlKey    = format.Need("url", format.Formed("an https address", urlForm.String()), "the address", `"https://shop.acme.test/hook"`)
	secretKey = format.May("secret", format.Formed("the name of an environment variable", secretForm.String()),
		"the variable with the key that signs what is posted, or with two and a comma while it changes", "LOYALTY_SECRET")
)

var callShape = format.Shape{
	Name: "an endpoint", About: "Where a call step posts to.",
	Keys: []format.Key{urlKey, secretKey},
}

var webhookShape = format.Shape{
	Name: "a webhook", About: "A system that is told what happens to people, as it happens. What it is told, and how it is posted, stands in [webhooks.md](webhooks.md).",
	Keys: []format.Key{
		urlKey,
		format.Need("secret", format.Formed("the name of an environment variable", secretForm.String()),
			"the variable with the key that signs what is posted, or with two and a comma while it changes", "CRM_SECRET"),
		format.Need("events", format.List(format.Choice(kindNames()...), 30), "what it is told of", "[subscriber.opted_in, subscriber.opted_out, question.answered]"),
	},
}

// kindNames lists what webhooks may be told of.
func kindNames() (names []string) {
	for _, k := range fsm.Kinds() {
		names = append(names, string(k.Kind))
	}
	return names
}
