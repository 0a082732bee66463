package program

import (
	"regexp"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
)

// The bounds of a program. Those of single values stand with their keys.
const (
	MaxFileSize  = format.MaxFileSize // bytes of one file
	MaxWorkflows = 500
	MaxSteps     = 200 // of one workflow
	MaxCondition = 500 // characters
	MaxReplies   = 100 // that agents pick from
	MaxDeclared  = 200 // events, segments, products, offers, calls and the like: of each
	MaxWord      = 100 // characters of what has no bound of its own
)

var (
	languageForm = regexp.MustCompile(`^[a-z]{2}(-[A-Z]{2})?$`)
	anyName      = regexp.MustCompile(`^[^\s.\[\]]{1,64}$`)
	keywordForm  = regexp.MustCompile(`^\S{1,40}$`)
)

// The kinds of values that many keys share.
var (
	span    = format.Formed("a span of time like 90m, 24h, 3d or 1d12h", format.SpanForm)
	days    = format.Formed("a number of days like 30d or 6w", format.DaysForm)
	rate    = format.Formed("so many in a span of time, like 1 per 7d", format.RateForm)
	percent = format.Formed("a percentage like 4% or 1.5%", `^\d{1,3}(\.\d+)?%$`)
	window  = format.Formed("a span of the day like Mon-Sat 10:00-20:00 or 10:00-20:00",
		`^(`+format.WeekdaysForm+` )?\d{1,2}:\d{2}\s*-\s*\d{1,2}:\d{2}$`)
	language  = format.Formed("a language like en or pt-BR", languageForm.String())
	word      = format.Word("a word or a few", MaxWord)
	condition = format.Word("a condition", MaxCondition)
	class     = format.Choice("service", "lifecycle", "promo")
	fate      = format.Choice(string(fsm.ToHold), string(fsm.ToDrop))
	step      = format.Word("a step's name, or end", MaxWord)
	workflow  = format.Word("a workflow's name", MaxWord)
	event     = format.Word("an event's type", MaxWord)
	wording   = format.Word("a text", fsm.MaxBody)
	languages = format.Named(languageForm, wording, 30).Keyed("a language is two letters like en, or with a country like pt-BR")
	text      = format.Either(wording, languages).Saying("a text, or a text for each language like `{ en: Hello, es: Hola }`")
	moved     = format.Named(anyName, format.Word("its name now", MaxWord), MaxDeclared).Saying("old names, each with the new one")
)

func named(item format.Kind) format.Kind { return format.Named(format.NameForm, item, MaxDeclared) }
