package script

import (
	"regexp"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
)

// The bounds of tests.
const (
	MaxFiles = 500
	MaxTests = 300 // of one file
	MaxDeeds = 300 // of one test
	maxWord  = 100 // characters of what has no bound of its own
)

// The kinds of values that many keys share.
var (
	anyName = regexp.MustCompile(`^\S{1,81}$`)
	word    = format.Word("a word or a few", maxWord)
	text    = format.Word("a text; … stands for any words", fsm.MaxBody)
	span    = format.Formed("a span of time like 90m, 24h, 3d or 1d12h", format.SpanForm)
	when    = format.Formed("a time by the person's clock: 11:00, Mon 11:00 or 2026-03-02 11:00", whenPattern)
	value   = format.Anything("a value", 500)
	values  = format.Named(format.NameForm, value, 32).Saying("names with their values")
	event   = format.Either(word, format.Named(anyName, format.Either(values, value), 2).Saying("an event's type with its fields"))
	names   = format.List(format.Word("a name", 200), 50)
)

// Format describes the files of the folder tests, for documentation and editors.
func Format() format.File { return format.File{Shape: &fileShape, Mark: "tests"} }

var fileShape = format.Shape{
	Name: "tests/NAME.yaml", About: "Stories of what people do and what they should get. `parley test` plays them.",
	Keys: []format.Key{
		format.May("workflow", word, "the workflow that these tests are of", "cart"),
		format.Need("tests", format.List(format.Of(&testShape), MaxTests), "the tests", "[{ test: joins, steps: [{ texts: JOIN }] }]"),
	},
}

var testShape = format.Shape{
	Name: "a test", About: "The story of one person. Nothing happens but what its lines say, and what the program does.",
	Keys: []format.Key{
		format.Need("test", format.Word("a sentence", 200), "what it shows", "a cart that is bought in time is left alone"),
		format.May("at", when, "when it begins; Monday 2026-01-05 10:00 where it is left out", `"2026-03-02 10:00"`),
		format.May("person", format.Of(&personShape), "who it is about; somebody unknown where it is left out", "{ subscribed: true }"),
		format.May("arms", format.Named(anyName, word, 30), "which arm of which split the person gets; { holdout: held } puts the person into the program's holdout, which a test is otherwise never about", "{ cart.offer_test: reminder }"),
		format.Need("steps", format.List(format.Either(lineKinds()...), MaxDeeds), "what happens, line by line", "[{ texts: JOIN }, { wait: 24h }, { receives: nothing }]"),
	},
}

var personShape = format.Shape{
	Name: "a person", About: "What is known before the test begins.",
	Keys: []format.Key{
		format.May("phone", format.Formed("a phone like +12125550123", phonePattern), "the number", `"+12125550123"`),
		format.May("zone", format.List(format.Word("a time zone", maxWord), 10), "the time zone, whose clock the test goes by; several where it is not known which; the shop's where it is left out", "America/Los_Angeles"),
		format.May("region", format.Formed("a place like US-TX or FR", fsm.RegionForm), "where the person lives, whose law holds beside that of the number's area code", "US-TX"),
		format.May("language", format.Formed("a language like en or pt-BR", `^[a-z]{2}(-[A-Z]{2})?$`), "the language", "es"),
		format.May("subscribed", format.Flag(), "agreed to marketing a month ago", "true"),
		format.May("attributes", values, "attributes with their values", "{ first_name: Ann }"),
		format.May("orders", format.Of(&ordersShape), "what was bought before", "{ count: 2, total: 90, last: 40d }"),
		format.May("knows", format.List(format.Named(anyName, format.Either(values, value), 2).Saying("an event's type with its fields, and ago"), 20), "events of the past, which start nothing", "[{ purchase: { product: serum }, ago: 3d }]"),
	},
}

const phonePattern = `^\+[1-9]\d{6,14}$`

var phoneForm = regexp.MustCompile(phonePattern)

var ordersShape = format.Shape{
	Name: "orders", About: "All orders together.",
	Keys: []format.Key{
		format.Need("count", format.Whole(0, 10000), "how many", "2"),
		format.May("total", format.Number("an amount"), "what they cost together", "90"),
		format.May("last", span, "how long ago the last one was; a day where it is left out", "40d"),
	},
}
