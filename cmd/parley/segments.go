package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/parley-sms/parley/fsm/segment"
)

// segments counts segments.
type segments struct {
	Text  string `arg:"" optional:"" help:"The text; without it, lines are read from the input."`
	Smart bool   `help:"Replace look-alike characters first, as Twilio's smart encoding does." default:"true" negatable:""`
	JSON  bool   `name:"json" help:"Read lines {\"text\": …, \"smart\": bool} and answer each with JSON."`
}

// segmentCount is the answer for one text.
type segmentCount struct {
	Encoding segment.Encoding `json:"encoding"`
	Segments int              `json:"segments"`
	Chars    int              `json:"chars"`
}

// maxLine bounds a line of input.
const maxLine = 1 << 20

// Run counts one text or every line.
func (s *segments) Run(std streams) error {
	if s.JSON {
		return s.lines(std, s.answerJSON)
	}
	if s.Text != "" {
		return s.tell(std.out, s.Text)
	}
	return s.lines(std, func(out *bufio.Writer, _ int, line []byte) error { return s.tell(out, string(line)) })
}

// lines answers line by line, so that a caller may keep the process and talk with it.
func (s *segments) lines(std streams, answer func(*bufio.Writer, int, []byte) error) error {
	out := bufio.NewWriter(std.out)
	in := bufio.NewScanner(std.in)
	in.Buffer(nil, maxLine)
	for n := 1; in.Scan(); n++ {
		if err := errors.Join(answer(out, n, in.Bytes()), out.Flush()); err != nil {
			return err
		}
	}
	if err := in.Err(); err != nil {
		return fmt.Errorf("read the input: %w", err)
	}
	return nil
}

func (s *segments) answerJSON(out *bufio.Writer, n int, line []byte) error {
	ask := struct {
		Text  *string `json:"text"`
		Smart bool    `json:"smart"`
	}{}
	if err := json.Unmarshal(line, &ask); err != nil {
		return fmt.Errorf("line %d: %w; a line is {\"text\": \"…\", \"smart\": true}", n, err)
	}
	if ask.Text == nil {
		return fmt.Errorf("line %d: text is missing; a line is {\"text\": \"…\", \"smart\": true}", n)
	}
	c := segment.Of(*ask.Text, ask.Smart)
	return json.NewEncoder(out).Encode(segmentCount{c.Encoding, c.Segments, c.Chars})
}

// tell answers for people.
func (s *segments) tell(out io.Writer, text string) error {
	c := segment.Of(text, s.Smart)
	_, err := fmt.Fprintf(out, "%s, %d segments, %d characters\n", c.Encoding, c.Segments, c.Chars)
	return err
}
