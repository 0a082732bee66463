package programtest

import (
	"strings"
	"time"

	"pgregory.net/rapid"
)

func (d *drawing) between(low, high int) int { return rapid.IntRange(low, high).Draw(d.T, "number") }

func (d *drawing) chance() bool { return rapid.Bool().Draw(d.T, "chance") }

func (d *drawing) oneOf(list []string) string { return rapid.SampledFrom(list).Draw(d.T, "choice") }

func (d *drawing) pick(list ...string) string { return d.oneOf(list) }

// maybe is one of a list, or nothing.
func (d *drawing) maybe(list ...string) string { return d.oneOf(append([]string{""}, list...)) }

func (d *drawing) letters() string { return rapid.StringMatching(`[a-z]{1,6}`).Draw(d.T, "letters") }

// span is some time, or none.
func (d *drawing) span() time.Duration {
	return time.Duration(d.between(0, 3*24*3600)) * time.Second
}

// longer is a span that is some time.
func (d *drawing) longer() time.Duration {
	unit := rapid.SampledFrom([]time.Duration{time.Minute, time.Hour, 24 * time.Hour}).Draw(d.T, "unit")
	return time.Duration(d.between(1, 30)) * unit
}

// days are some days of the week.
func (d *drawing) days() (days [7]bool) {
	for day := range days {
		days[day] = d.chance()
	}
	days[d.between(0, 6)] = true
	return days
}

// words are some words as people write them, with all that YAML gives a meaning to.
func (d *drawing) words() string {
	letters := []rune("aZ0 9:#-?&*!|>'\"@`,[].=+~/\\<$€ñ🎉\u00a0\n\t")
	s := strings.TrimSpace(rapid.StringOfN(rapid.SampledFrom(letters), 1, 40, -1).Draw(d.T, "words"))
	if s == "" {
		return "word"
	}
	return s
}

// text is a text, and what it is in other languages.
func (d *drawing) text() (text string, in map[string]string) {
	if d.chance() {
		return d.wording(), nil
	}
	own := d.def.Language
	if own == "" {
		own = "en"
	}
	in = map[string]string{"pt-BR": d.wording()}
	for _, language := range []string{"en", "es"} {
		if language != own && d.chance() {
			in[language] = d.wording()
		}
	}
	return d.wording(), in
}

// wording is a text in one language.
func (d *drawing) wording() string {
	return d.pick("", "{{ brand }}: ", "{{ interest | default: 'you' }}, ", "{% if vip %}Dear {% endif %}",
		"{{ orders.total | money }} ", "{% if birthday %}{{ birthday | date: '%b %-d' }} {% endif %}") + d.words()
}
