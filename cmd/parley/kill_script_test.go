package main_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The senders: the carrier acts on STOP for the long code, and leaves all to us for the short code.
const (
	longCode  = "+12025550100"
	shortCode = "72345"
)

// words are the program's keywords; a person uses each once, so that every answer is told apart.
var words = []string{"alpha", "bravo", "charlie", "foxtrot", "juliet", "kilo", "oscar", "quebec", "sierra", "zulu"}

const programYAML = `brand: Acme
contact: help@acme.test
frequency: Up to 8 msgs/month
language: en
zone: America/New_York
double_opt_in: true
senders:
  - address: "+12025550100"
  - address: "72345"
attributes: { interest: string }
keywords:
  join: { words: [join], does: opt_in }
`

const workflowYAML = `workflow: welcome
class: lifecycle
owner: growth
enter: { on: opted_in, limit: 1 per 365d }
steps:
  - ask: interest
    text: "What do you like? Reply 1 for skincare, 2 for makeup."
    answers:
      skincare: [1, skin]
      makeup: [2, "make up"]
    save: interest
    timeout: 24h
    on_timeout: end
  - send: noted
    offer: vip
    text: "We will tell you about {{ interest | default: 'beauty' }}. Your code: {{ offer.code }}"
`

func writeProgram(t *testing.T, dir string) {
	t.Helper()
	var b strings.Builder
	b.WriteString(poolYAML + programYAML)
	for _, word := range words {
		fmt.Fprintf(&b, "  %[1]s: { words: [%[1]s], reply: \"{{ brand }} %[2]s\" }\n", word, answerTo(word))
	}
	if err := os.MkdirAll(filepath.Join(dir, "workflows"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"program.yaml": b.String(), "workflows/welcome.yaml": workflowYAML} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// What the answers can be told by.
const (
	confirmation = "reply YES to get texts"
	welcome      = "you're in!"
	question     = "What do you like?"
	noted        = "We will tell you about"
	help         = "For help:"
	goodbye      = "you are unsubscribed"
	again        = "you're subscribed again"
)

func answerTo(word string) string { return "says hello to " + word + "." }

// answers are all texts that a server of this program may send here.
func answers() []string {
	all := []string{confirmation, welcome, question, noted, help, goodbye, again}
	for _, word := range words {
		all = append(all, answerTo(word))
	}
	return all
}

// step is what a person texts at once, and the answers that it must have. The next step comes when
// they are there, or where there are none, when the server has handled the texts.
type step struct {
	bodies  []string
	answers []string
	maybe   []string // answers that a STOP beside the texts may void
}

// script draws a whole conversation, and the ground that it ends on.
func script(rng *rand.Rand, sender string) (steps []step, ground string) {
	left := rng.Perm(len(words))
	draw := func(n int) (texts, answers []string) {
		for _, i := range left[:n] {
			texts, answers = append(texts, words[i]), append(answers, answerTo(words[i]))
		}
		left = left[n:]
		return texts, answers
	}
	steps = []step{
		{bodies: []string{"JOIN"}, answers: []string{confirmation}},
		{bodies: []string{"yes"}, answers: []string{welcome, question}},
		{bodies: []string{[]string{"1", "skin", "2", "make up"}[rng.IntN(4)]}, answers: []string{noted}},
	}
	texts, said := draw(1 + rng.IntN(3))
	steps = append(steps, step{bodies: texts, answers: said}, step{bodies: []string{"HELP"}, answers: []string{help}})
	if rng.IntN(4) == 0 {
		return steps, "subscribed"
	}
	texts, said = draw(1 + rng.IntN(2))
	stop := step{bodies: append(texts, "STOP"), maybe: said}
	if sender == shortCode {
		stop.answers = []string{goodbye}
	}
	silent, _ := draw(1)
	steps = append(steps, stop, step{bodies: silent})
	if sender == shortCode {
		steps = append(steps, step{bodies: []string{"help"}, answers: []string{help}})
	}
	if rng.IntN(3) == 0 {
		return steps, "stopped"
	}
	texts, said = draw(1)
	return append(steps, step{bodies: []string{"START"}, answers: []string{again}}, step{bodies: texts, answers: said}), "subscribed"
}
