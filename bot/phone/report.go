package phone

import (
	"context"
	"sync"
	"time"

	"github.com/parley-sms/parley/fsm"
)

// SlowBy is how much later slow reports come, in real time.
const SlowBy = 10 * time.Second

// report is one status of one text, to be told.
type report struct {
	text   Text
	status fsm.Status
}

// reports is a queue told by one goroutine at a time, which lives only while there is something
// to tell: so reports come in order and nothing has to be stopped.
type reports struct {
	mu    sync.Mutex
	queue []report
	idle  chan struct{} // closed when the queue has been told; nil: it is idle
}

// report tells the server how a text fares, beside the send.
func (p *Phone) report(t Text, f fate) {
	if len(f.reports) == 0 {
		return
	}
	var list []report
	for _, s := range f.reports {
		s.Seq, s.SID = t.Seq, t.SID
		list = append(list, report{t, s})
	}
	if f.slow {
		time.AfterFunc(SlowBy, func() { p.enqueue(list) })
		return
	}
	p.enqueue(list)
}

func (p *Phone) enqueue(list []report) {
	r := &p.reports
	r.mu.Lock()
	defer r.mu.Unlock()
	r.queue = append(r.queue, list...)
	if r.idle == nil {
		r.idle = make(chan struct{})
		go p.tellReports()
	}
}

// tellReports tells the queue until it is empty.
func (p *Phone) tellReports() {
	for {
		next, ok := p.reports.next()
		if !ok {
			return
		}
		p.tellReport(next)
	}
}

func (r *reports) next() (report, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.queue) == 0 {
		close(r.idle)
		r.idle, r.queue = nil, nil
		return report{}, false
	}
	head := r.queue[0]
	r.queue = r.queue[1:]
	return head, true
}

// tellReport tells one status. A server that does not take it misses it, as with a real carrier.
func (p *Phone) tellReport(r report) {
	t := r.text
	t.Status, t.Code = r.status.Status, r.status.Code
	if err := p.ledger.put(t); err != nil {
		p.log.Error("the test phone could not write a status", "sid", t.SID, "err", err)
	}
	p.tell()
	if p.OnStatus == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 15*time.Second)
	defer cancel()
	if err := p.OnStatus(ctx, t.Phone, r.status); err != nil {
		p.log.Warn("the server did not take a status", "phone", t.Phone.Redacted(), "sid", t.SID, "err", err)
	}
}

// Reported waits until every report that is due has been told; slow ones are not due yet.
func (p *Phone) Reported(ctx context.Context) error {
	for {
		p.reports.mu.Lock()
		idle := p.reports.idle
		p.reports.mu.Unlock()
		if idle == nil {
			return nil
		}
		select {
		case <-idle:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
