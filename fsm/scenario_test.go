package fsm

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the transcripts in testdata/scenarios/*.golden")

// Ensure that whole conversations go as the scenario files tell, text by text, and that their
// transcripts with every line of the journal stay as they were.
func TestScenarios(t *testing.T) {
	files, err := filepath.Glob("testdata/scenarios/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scenarios: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			s := &scenario{t: t}
			s.play(string(source))
			s.compare(strings.TrimSuffix(file, ".txt") + ".golden")
		})
	}
}

// scenario plays one file. A line is a deed ("> JOIN", "wait 24h"), a text that must have come
// ("< Acme: …", in order, none left out), or a check ("state subscribed").
type scenario struct {
	t          *testing.T
	d          *driver
	read       int // texts of the person that were expected already
	transcript strings.Builder
	journal    []string
}

func (s *scenario) play(source string) {
	for i, line := range strings.Split(source, "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		s.transcript.WriteString(line + "\n")
		if strings.HasPrefix(line, "#") {
			continue
		}
		if err := s.line(line); err != nil {
			s.t.Fatalf("line %d: %s\n%v\n\nThe conversation so far:\n%s", i+1, line, err, s.transcript.String())
		}
	}
	if err := s.allRead(); err != nil {
		s.t.Fatalf("at the end: %v\n\n%s", err, s.transcript.String())
	}
	if s.d != nil {
		if err := checkLedger(&s.d.rec, s.d.ledger); err != nil {
			s.t.Errorf("at the end: %v\n\n%+v", err, s.d.ledger)
		}
	}
}

func (s *scenario) line(line string) error {
	verb, rest, _ := strings.Cut(line, " ")
	rest = strings.TrimSpace(rest)
	if verb == "<" {
		return s.expect(rest)
	}
	if check, ok := checks[verb]; ok {
		return check(s, rest)
	}
	deed, ok := deeds[verb]
	if !ok {
		return fmt.Errorf("unknown word %q", verb)
	}
	if err := s.allRead(); err != nil {
		return err
	}
	return deed(s, rest)
}

// expect takes the next text to the person. An expectation may end in "…".
func (s *scenario) expect(want string) error {
	if s.read >= len(s.d.sent) {
		return fmt.Errorf("no text came")
	}
	m := s.d.sent[s.read]
	s.read++
	got := m.Body
	if from, text, ok := strings.Cut(want, "] "); ok && strings.HasPrefix(from, "[") {
		if from[1:] != m.Sender {
			return fmt.Errorf("it came from %s", m.Sender)
		}
		want = text
	}
	if prefix, open := strings.CutSuffix(want, "…"); open && strings.HasPrefix(got, prefix) || got == want {
		return nil
	}
	return fmt.Errorf("the text is: %s", got)
}

// allRead fails where a text came that nobody expected.
func (s *scenario) allRead() error {
	if s.d != nil && s.read < len(s.d.sent) {
		return fmt.Errorf("unexpected text: %s", s.d.sent[s.read].Body)
	}
	return nil
}

// evidenceForm is the part of a verdict that package keywords answers for.
var evidenceForm = regexp.MustCompile(`\b(exact|free|near)[/ ].*`)

// note writes a decision into the transcript.
func (s *scenario) note(dec Decision) {
	plain := func(text string) string { return evidenceForm.ReplaceAllString(text, "$1") }
	clock := s.d.now.Format("Mon 02 15:04:05")
	if dec.Nothing {
		s.transcript.WriteString("    " + clock + " nothing\n")
		return
	}
	s.transcript.WriteString("    " + clock + " " + dec.Cause + "\n")
	for _, l := range dec.Lines {
		text := l.Event
		if l.From != l.To {
			text += " " + string(l.From) + " → " + string(l.To)
		}
		if l.Why != "" {
			text += " | " + plain(l.Why)
		}
		s.journal = append(s.journal, text)
		s.transcript.WriteString("        " + text + "\n")
	}
	for _, m := range dec.Messages {
		if !m.Out {
			s.transcript.WriteString("        means: " + plain(m.Meaning) + "\n")
		}
	}
	if dec.Send != nil {
		s.transcript.WriteString("        sends " + dec.Send.Name + ": " + dec.Send.Body + "\n")
	}
	for _, c := range dec.Calls {
		fmt.Fprintf(&s.transcript, "        calls %s as %s: %v\n", c.Endpoint, c.ID, c.Data)
	}
	for _, alarm := range dec.Alarms {
		s.transcript.WriteString("        alarm: " + alarm + "\n")
	}
}

func (s *scenario) compare(golden string) {
	s.t.Helper()
	got := s.transcript.String()
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			s.t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		s.t.Fatalf("no transcript yet (run with -update): %v", err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		s.t.Errorf("the transcript changed (-was +is):\n%s", diff)
	}
}

// duration reads "90s", "24h" or "3d".
func duration(text string) (time.Duration, error) {
	if days, ok := strings.CutSuffix(text, "d"); ok {
		n, err := strconv.Atoi(days)
		return time.Duration(n) * 24 * time.Hour, err
	}
	return time.ParseDuration(text)
}
