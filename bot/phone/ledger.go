package phone

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/parley-sms/parley/fsm"
)

const (
	ledgerFile = "phone.jsonl"
	maxTexts   = 10_000 // texts remembered, and lines read from the file
)

// Text is one text in the carrier's ledger.
type Text struct {
	SID      string    `json:"sid"`
	Out      bool      `json:"out,omitempty"` // to the handset
	Phone    fsm.Phone `json:"phone"`         // the handset's number
	Sender   string    `json:"sender"`        // our number or service
	Body     string    `json:"body"`
	At       time.Time `json:"at"`
	Status   string    `json:"status"`            // the carrier's word
	Code     string    `json:"code,omitempty"`    // why it failed
	Reached  bool      `json:"reached,omitempty"` // the handset shows it
	Seq      uint64    `json:"seq,omitempty"`     // the server's message
	Name     string    `json:"name,omitempty"`    // what the program calls it
	Segments int       `json:"segments,omitempty"`
}

// ledger remembers texts, the newest state of each, and writes every change as a line of JSON. A
// line with an id that was written before replaces what was known of that text.
type ledger struct {
	mu    sync.Mutex
	file  *os.File // nil: memory only
	texts []*Text  // in the order they came
	bySID map[string]*Text
}

// openLedger reads a folder's ledger and opens it for what comes.
func openLedger(dir string, log *slog.Logger) (*ledger, error) {
	l := &ledger{bySID: map[string]*Text{}}
	if dir == "" {
		return l, nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder of the test phone: %w", err)
	}
	path := filepath.Join(dir, ledgerFile)
	torn, err := l.load(path, log)
	if err != nil {
		return nil, err
	}
	if l.file, err = os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600); err != nil {
		return nil, fmt.Errorf("open the test phone's ledger: %w", err)
	}
	if torn { // the last process ended while it wrote: what comes begins on a new line
		_, err = l.file.WriteString("\n")
	}
	return l, err
}

// put adds a text or a new state of one, on disk first.
func (l *ledger) put(t Text) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file != nil {
		line, err := json.Marshal(t)
		if err != nil {
			return fmt.Errorf("write the test phone's ledger: %w", err)
		}
		if _, err := l.file.Write(append(line, '\n')); err != nil {
			return fmt.Errorf("write the test phone's ledger: %w", err)
		}
	}
	l.remember(t)
	return nil
}

func (l *ledger) remember(t Text) {
	if known := l.bySID[t.SID]; known != nil {
		*known = t
		return
	}
	if len(l.texts) >= maxTexts {
		delete(l.bySID, l.texts[0].SID)
		l.texts = slices.Delete(l.texts, 0, 1)
	}
	l.texts = append(l.texts, &t)
	l.bySID[t.SID] = &t
}

// list gives the texts that fit, oldest first.
func (l *ledger) list(fits func(*Text) bool) []Text {
	l.mu.Lock()
	defer l.mu.Unlock()
	var found []Text
	for _, t := range l.texts {
		if fits(t) {
			found = append(found, *t)
		}
	}
	return found
}

func (l *ledger) close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file == nil {
		return nil
	}
	if err := l.file.Close(); err != nil && !errors.Is(err, os.ErrClosed) {
		return fmt.Errorf("close the test phone's ledger: %w", err)
	}
	return nil
}
