package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/parley-sms/parley/bot/explain"
)

// parley runs a command of this build.
func parley(t *testing.T, args ...string) (code int, out, said string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = run(t.Context(), args, streams{strings.NewReader(""), &stdout, &stderr})
	return code, stdout.String(), stderr.String()
}

// served runs a server on a folder until stop is called, and gives its address.
func served(t *testing.T, data string) (address string, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out, in := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, []string{"serve", "--data", data, "--listen", "127.0.0.1:0", "--carrier", "phone"}, streams{strings.NewReader(""), in, io.Discard})
		_ = in.Close()
	}()
	head := make([]byte, 4096)
	n, err := out.Read(head)
	if err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	found := regexp.MustCompile(`http://[0-9.:]+`).Find(head[:n])
	if found == nil {
		t.Fatalf("no address in %q", head[:n])
	}
	return string(found), func() {
		cancel()
		if code := <-ended; code != 0 {
			t.Errorf("the server ended with %d", code)
		}
	}
}

func post(t *testing.T, address string, form url.Values) {
	t.Helper()
	answer, err := http.PostForm(address, form)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode >= 300 {
		body, _ := io.ReadAll(answer.Body)
		t.Fatalf("%s: %s %s", address, answer.Status, body)
	}
}

// Ensure that a person is explained by a running server and, in the same words, without one; that of a
// past moment and of one text is told, too; and that all of it can be proved.
func TestExplainCommand(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	address, stop := served(t, data)
	for _, body := range []string{"JOIN", "YES", "2"} {
		post(t, address+"/phone/messages", url.Values{"from": {"+12125550123"}, "body": {body}})
	}
	answer, err := http.Post(address+"/phone/clock", "application/json", strings.NewReader(`{"advance": "72h"}`))
	if err != nil || answer.StatusCode >= 300 {
		t.Fatal(answer, err)
	}
	answer.Body.Close()
	tell := func(args ...string) string {
		t.Helper()
		code, out, said := parley(t, append([]string{"explain", "+12125550123", "--data", data}, args...)...)
		if code != 0 {
			t.Fatalf("%v: %d %s", args, code, said)
		}
		return out
	}
	var report explain.Report
	if err := json.Unmarshal([]byte(tell("--json")), &report); err != nil {
		t.Fatal(err)
	}
	asked := [][]string{
		{"--at", report.At.Time().Format("2006-01-02T15:04:05Z")}, {"--message", "1"}, {"--message", "+12125550123/2"}, {"--all"},
		{"--since", report.Story[3].At.Time().Format("2006-01-02T15:04:05Z")}, {"--verify"}, {"--at", report.Story[0].At.Time().Add(1e9).Format("2006-01-02T15:04:05Z")},
	}
	online := make([]string, len(asked))
	for i, args := range asked {
		online[i] = tell(args...)
	}
	stop()
	head := regexp.MustCompile(`(?m)^\+12125550123 at .*$`) // the clock goes on
	for i, args := range asked {
		offline := tell(args...)
		if head.ReplaceAllString(offline, "") != head.ReplaceAllString(online[i], "") {
			t.Errorf("%v: with a server\n%s\nand without\n%s", args, online[i], offline)
		}
	}
	for _, words := range []string{`they texted to +15550100100: "JOIN" (text /1), taken for: keyword: join`, "What comes next"} {
		if !strings.Contains(tell(), words) {
			t.Errorf("nothing says %s:\n%s", words, tell())
		}
	}
	want := fmt.Sprintf("+12125550123: %d changes, folded they are the stored record to the byte; %[1]d decided again to the same\n", report.Changes)
	if online[5] != want {
		t.Errorf("proved: %s, want %s", online[5], want)
	}
	if code, out, said := parley(t, "explain", "--verify", "--data", data); code != 0 || !strings.Contains(out, "1 people, ") {
		t.Errorf("everybody: %d %s %s", code, out, said)
	}
}

// Ensure that what cannot be answered ends with 1 and clear words, and what cannot be asked with 2.
func TestExplainCommandRefuses(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	address, stop := served(t, data)
	post(t, address+"/phone/messages", url.Values{"from": {"+12125550123"}, "body": {"JOIN"}})
	stop()
	for _, c := range []struct {
		args string
		code int
		said string
	}{
		{"+12125550199", 1, "never seen here"},
		{"anna", 1, "never seen here; a number is written in full"},
		{"", 1, "give a number"},
		{"+12125550123 --at 2001-01-01T00:00:00Z", 1, "its first change came later"},
		{"+12125550123 --at 2101-01-01T00:00:00Z", 1, "in the future"},
		{"+12125550123 --at yesterday", 2, "yesterday"},
		{"+12125550123 --since 5", 2, "5"},
		{"+12125550123 --message 99", 1, "there is no such text"},
		{"+12125550123 --message +12125550199/1", 1, "another person"},
		{"+12125550123 --message 1 --all", 1, "--all"},
		{"+12125550123 --verify --all", 1, "--verify"},
		{"+12125550199 --verify", 1, "never seen here"},
		{"+12125550123 +12125550124", 2, "unexpected argument"},
	} {
		code, out, said := parley(t, append([]string{"explain", "--data", data}, strings.Fields(c.args)...)...)
		if code != c.code || !strings.Contains(said, c.said) || out != "" && code == 1 {
			t.Errorf("explain %s: %d %s%s, want %d and %q", c.args, code, out, said, c.code, c.said)
		}
	}
	if code, _, said := parley(t, "explain", "+12125550123", "--data", filepath.Join(data, "none")); code != 1 || !strings.Contains(said, "there is no data") {
		t.Errorf("without data: %d %s", code, said)
	}
}
