package proof

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/keywords"
)

var (
	linkForm   = regexp.MustCompile(`https?://\S+`)
	elseForm   = regexp.MustCompile(`\{%-?\s*(?:elsif\b.*?|else\s*)-?%\}`)
	loudForm   = regexp.MustCompile(`[!?¡¿]{3,}|!!`)
	fillerForm = regexp.MustCompile(`(?i)^[^\p{L}]*(?:(?:hi|hey|hello|dear|hola|greetings|good (?:morning|day|afternoon|evening))\b[^.!?:]{0,30}[.!?,:]*\s*)?` +
		`(?:(?:we |i )?(?:just )?hope (?:you|this|that|all|everything)|how are you|just (?:checking in|a (?:quick|friendly)|wanted|wanting|reaching)|` +
		`we (?:just )?want(?:ed)? to|this is (?:just )?a (?:quick|friendly|gentle|short)|it'?s been a while|long time no see|` +
		`we are (?:writing|reaching)|thank you for being|as a valued|esperamos que|espero que|solo quer[ií]amos)`)
)

// style notices texts that ask for two things, begin with nothing, or shout.
func (f *finder) style(list []wording) {
	for _, t := range list {
		if t.workflow == nil || t.workflow.Class.Purpose() != fsm.ForMarketing {
			continue
		}
		f.oneThing(t)
		if rest := strings.TrimSpace(strings.TrimPrefix(f.shown(t.source), f.p.Brand)); fillerForm.MatchString(rest) {
			f.notice(t.where, "begins with words that say nothing, and a lock screen shows little more; begin with what the person gains")
		}
		f.quietly(t)
	}
}

// oneThing notices a text with two links, or with a question and a link.
func (f *finder) oneThing(t wording) {
	links := 0
	for _, part := range elseForm.Split(t.source, -1) { // one of the ways of an if is shown
		links = max(links, len(linkForm.FindAllString(f.shown(part), -1)))
	}
	switch {
	case links > 1:
		f.notice(t.where, "has %d links: a person who is to choose mostly does neither; keep the one that matters", links)
	case links == 1 && t.step.Kind == fsm.AskStep && t.offer:
		f.notice(t.where, "asks a question and has a link: who opens the link does not come back to answer; send the link after the answer")
	}
}

// quietly notices shouting: many capitals, or rows of exclamation marks. Brand, codes, reserved words
// and the words that a text asks for may be in capitals.
func (f *finder) quietly(t wording) {
	text := f.shown(t.source)
	if loud := loudForm.FindString(text); loud != "" {
		f.notice(t.where, "shouts (%s): it reads as spam, and filters take it for that; one mark says as much", loud)
		return
	}
	loud, all := []string{}, words(linkForm.ReplaceAllString(text, " "))
	for _, word := range all {
		if f.shouted(t, word) {
			loud = append(loud, word)
		}
	}
	if len(loud) > 2 && 3*len(loud) >= len(all) {
		f.notice(t.where, "shouts (%s): it reads as spam, and filters take it for that; write it in small letters", strings.Join(loud[:3], " "))
	}
}

func (f *finder) shouted(t wording, word string) bool {
	if len([]rune(word)) < 3 || strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsUpper(r) }) {
		return false // small, or a code with digits
	}
	if _, reserved := keywords.Default().Reserved(word); reserved || strings.Contains(f.p.Brand, word) {
		return false
	}
	same := func(other string) bool { return strings.EqualFold(other, word) }
	for _, k := range f.p.Keywords {
		if slices.ContainsFunc(k.Words, same) {
			return false
		}
	}
	for _, o := range f.p.Offers {
		if strings.EqualFold(o.Code, word) {
			return false
		}
	}
	return !slices.ContainsFunc(t.step.Answers, func(a fsm.Answer) bool { return slices.ContainsFunc(a.Words, same) })
}
