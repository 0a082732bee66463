package law

import (
	"regexp"

	"github.com/parley-sms/parley/fsm/program/format"
	"github.com/parley-sms/parley/fsm/quiet"
)

// The bounds of rules.
const (
	maxPlaces   = 300
	maxVersions = 20 // of the rules of one place
	maxCaps     = 5  // of one rule
	maxWord     = 300
)

var placeForm = regexp.MustCompile(`^([A-Z]{2}(-[A-Z0-9]{1,3})?|unknown)$`)

const dateForm = `^\d{4}-\d{2}-\d{2}$`

var (
	word  = format.Word("a sentence or a few", maxWord)
	date  = format.Formed("a date like 2026-01-31", dateForm)
	hours = format.List(format.Formed("hours like Mon-Sat 10:00-20:00, 10:00-20:00 or Sun closed", `^[A-Za-z0-9:, -]{5,60}$`), 20)
	days  = format.List(format.Formed("days like january 1, first monday of september, last monday of may, easter +1, or the name of a calendar; with "+
		"observed after it one on a weekend closes the Friday before or the Monday after, too", `^[a-z0-9_+ ]{3,60}$`), 40)
	rate = format.Formed("a rate like 3 per 24h", format.RateForm)
)

// Days is the kind of a list of holidays, as Builtin's Holidays read it.
var Days = days

// Format describes the file, for documentation and editors.
func Format() format.File { return format.File{Shape: &fileShape, Mark: "places"} }

var fileShape = format.Shape{
	Name: "rules.yaml", About: "What the law of places demands of marketing texts: hours, holidays and caps. A place that is named here has these rules in place of those " +
		"that come with Parley. They are data and no legal advice: have them reviewed. A number is judged by every place that it may belong to, and each by the rules " +
		"that are in force on the day of the text there; send_hours, caps and gap of program.yaml hold beside them.",
	Keys: []format.Key{
		format.May("calendars", format.Named(format.NameForm, days, 50), "lists of holidays that rules may name", "{ bank: [january 1, easter +1] }"),
		format.Need("places", format.Named(placeForm, format.List(format.Of(&ruleShape), maxVersions), maxPlaces).
			Keyed("a place is a country like FR, a part of one like US-TX, or unknown: where somebody may be in any part of a divided country, or anywhere"),
			"the rules of each place, one for each time in which they are others", `{ IT: { hours: "09:00-20:00", source: our lawyers, reviewed: 2026-11-23 } }`),
	},
}

var ruleShape = format.Shape{
	Name: "a rule", About: "What a place demands from one day until another.",
	Keys: []format.Key{
		format.Need("hours", hours, "when texts may go, by the clock of whom they are for; every day has hours or is closed", "[Mon-Sat 09:00-21:00, Sun closed]"),
		format.May("holidays", days, "days on which none may go", "[us_federal, december 24]"),
		format.May("caps", format.List(format.Either(rate, format.Of(&capShape)), maxCaps), "the most marketing texts that one person may get", "[{ limit: 3 per 24h, by: topic }]"),
		format.May("purposes", format.List(format.Choice(quiet.Marketing, quiet.Service), 2), "of the texts that it binds; marketing where it is left out", "[marketing, service]"),
		format.May("from", date, "the first day on which it binds", "2025-09-01"),
		format.May("until", date, "the first day on which it no longer binds", "2026-10-18"),
		format.May("safe", format.Of(&safeShape), "of a country: what to keep to where no moment suits everywhere that somebody may be", `{ zone: America/New_York, hours: "12:00-20:00" }`),
		format.Need("source", word, "where this stands", "Florida Statutes 501.616(6)"),
		format.Need("reviewed", date, "when somebody last compared it with its source", "2026-11-23"),
		format.May("note", word, "what is uncertain about it", "the cap is not confirmed"),
	},
}

var capShape = format.Shape{
	Name: "a cap of the law", About: "A bound on the marketing texts of one person.",
	Keys: []format.Key{
		format.Need("limit", rate, "the most texts in a span of time", "3 per 24h"),
		format.May("by", format.Choice("all", "topic"), "topic counts those on each topic by themselves; all where it is left out", "topic"),
	},
}

var safeShape = format.Shape{
	Name: "safe hours", About: "Hours, by one clock, that are decent in a whole country.",
	Keys: []format.Key{
		format.Need("zone", format.Word("an IANA time zone", maxWord), "the clock", "America/New_York"),
		format.Need("hours", hours, "the hours", `"12:00-20:00"`),
	},
}
