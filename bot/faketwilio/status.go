package faketwilio

import (
	"net/url"
	"slices"
	"strconv"
	"time"
)

// report posts the statuses of m beside, without those first ones that went early. There is
// no message where the call was not accepted.
func (s *Server) report(m *message, from int) {
	if m == nil || m.callback == "" {
		return
	}
	order := make([]int, 0, maxStatuses)
	for i := from; i < len(m.statuses); i++ {
		order = append(order, i)
	}
	due := slices.Clone(order)
	if m.fate.reordered {
		slices.Reverse(order)
	}
	if virtual := s.opt.Virtual; virtual != nil {
		for i, which := range order {
			virtual.At(m.statuses[due[i]].at, func() { s.postStatus(m, which) })
		}
		return
	}
	started := s.spawn(func() {
		for i, which := range order {
			s.pause(s.ctx, time.Until(m.statuses[due[i]].at))
			s.postStatus(m, which)
		}
	})
	if !started {
		s.settle(len(order))
	}
}

// settle counts statuses as done.
func (s *Server) settle(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pending -= n
	s.touch()
}

// postStatus posts the ith status of m: once, twice or not at all.
func (s *Server) postStatus(m *message, i int) {
	defer s.settle(1)
	if m.fate.lost[i] {
		s.note(Callback{SID: m.sid, Status: m.statuses[i].name, URL: m.callback, Lost: true})
		return
	}
	s.postOnce(m, i)
	if m.fate.repeated[i] {
		s.postOnce(m, i)
	}
}

// postOnce posts a status and notes the answer.
func (s *Server) postOnce(m *message, i int) {
	st := m.statuses[i]
	p := parcel{signed: m.callback, form: s.statusForm(m, st), token: m.sid + "-" + st.name}
	answer, err := s.deliver(s.ctx, p, func() {})
	done := Callback{SID: m.sid, Status: st.name, ErrorCode: st.code, URL: m.callback, Answer: answer.code}
	if err != nil {
		done.Err = err.Error()
	}
	s.note(done)
}

// note puts a callback in the list.
func (s *Server) note(c Callback) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.At = s.now()
	s.callbacks.add(c)
	s.touch()
}

// statusForm gives the parameters of a status.
func (s *Server) statusForm(m *message, st status) url.Values {
	form := url.Values{
		"MessageSid": {m.sid}, "SmsSid": {m.sid}, "MessageStatus": {st.name}, "SmsStatus": {st.name},
		"AccountSid": {s.opt.AccountSID}, "From": {m.from}, "To": {m.to}, "ApiVersion": {apiVersion},
	}
	if m.service != "" {
		form.Set("MessagingServiceSid", m.service)
	}
	if st.code != 0 {
		form.Set("ErrorCode", strconv.Itoa(st.code))
	}
	if st.name == "delivered" || st.name == "undelivered" {
		form.Set("RawDlrDoneDate", st.at.UTC().Format("0601021504"))
	}
	return form
}
