package browser

import (
	"io"
	"net"
	"strings"
	"sync"
)

// line is the way from a browser to the server, which can be cut.
type line struct {
	net.Listener
	to string

	mu   sync.Mutex
	cut  bool
	open []net.Conn
}

// lay lays a line to the server.
func (w *world) lay() *line {
	w.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		w.Fatal(err)
	}
	w.Cleanup(func() { _ = l.Close() })
	way := &line{Listener: l, to: strings.TrimPrefix(w.at, "http://")}
	go way.serve()
	return way
}

func (l *line) serve() {
	for {
		from, err := l.Accept()
		if err != nil {
			return
		}
		to, err := net.Dial("tcp", l.to)
		if err != nil || !l.keeps(from, to) {
			_ = from.Close()
			continue
		}
		go func() { _, _ = io.Copy(to, from); _ = to.Close() }()
		go func() { _, _ = io.Copy(from, to); _ = from.Close() }()
	}
}

// keeps remembers both ends of a connection, or closes them where the line is cut.
func (l *line) keeps(ends ...net.Conn) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open = append(l.open, ends...)
	if l.cut {
		l.close()
	}
	return !l.cut
}

// set cuts the line, or mends it.
func (l *line) set(cut bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut = cut
	if cut {
		l.close()
	}
}

func (l *line) close() {
	for _, c := range l.open {
		_ = c.Close()
	}
	l.open = nil
}
