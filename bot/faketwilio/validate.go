package faketwilio

import (
	"hash/fnv"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"unicode/utf8"
)

const (
	maxBody     = 1600  // characters
	maxValidity = 36000 // seconds
)

var (
	phoneNumber = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)
	shortCode   = regexp.MustCompile(`^[0-9]{3,8}$`)
	serviceSID  = regexp.MustCompile(`^MG[0-9a-fA-F]{32}$`)
)

// readText makes a message of a form, or says what is wrong with it.
func (s *Server) readText(form url.Values) (*message, *refusal) {
	m := &message{
		direction: OutboundAPI, to: form.Get("To"), from: form.Get("From"), body: form.Get("Body"),
		service: form.Get("MessagingServiceSid"), callback: form.Get("StatusCallback"),
		media: len(form["MediaUrl"]),
	}
	m.segments = segments(m.body)
	for _, check := range []func(*message) *refusal{checkTo, s.checkSender, checkBody, checkCallback} {
		if no := check(m); no != nil {
			return nil, no
		}
	}
	if form.Has("SendAt") || form.Has("ScheduleType") || form.Has("ContentSid") {
		return nil, refuse(20001, "Scheduling and content templates are not part of this fake")
	}
	if no := readValidity(m, form.Get("ValidityPeriod")); no != nil {
		return nil, no
	}
	return m, nil
}

func checkTo(m *message) *refusal {
	if m.to == "" {
		return refuse(21604, "A 'To' phone number is required.")
	}
	if !phoneNumber.MatchString(m.to) {
		return refuse(21211, "Invalid 'To' Phone Number: %s", m.to)
	}
	if m.to == m.from {
		return refuse(21266, "'To' and 'From' number cannot be the same: %s", m.to)
	}
	return nil
}

// checkSender makes sure that a sender is named and is the account's, and picks one of the
// service's numbers where only the service is named.
func (s *Server) checkSender(m *message) *refusal {
	switch {
	case m.from == "" && m.service == "":
		return refuse(21603, "A 'From' phone number is required.")
	case m.service != "" && !s.knownService(m.service):
		return refuse(21705, "The Messaging Service Sid %s is invalid.", m.service)
	case m.from == "":
		m.from = s.senderOf(m.service, m.to)
	case !phoneNumber.MatchString(m.from) && !shortCode.MatchString(m.from):
		return refuse(21212, "Invalid From Number (caller ID): %s", m.from)
	case !s.owned(m.from):
		return refuse(21606, "The 'From' phone number provided (%s) is not a valid message-capable "+
			"Twilio phone number for this destination.", m.from)
	}
	return nil
}

func checkBody(m *message) *refusal {
	if m.body == "" && m.media == 0 {
		return refuse(21602, "Message body is required.")
	}
	if utf8.RuneCountInString(m.body) > maxBody {
		return refuse(21617, "The concatenated message body exceeds the %d character limit.", maxBody)
	}
	return nil
}

func checkCallback(m *message) *refusal {
	if m.callback == "" {
		return nil
	}
	u, err := url.Parse(m.callback)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return refuse(21609, "Invalid 'StatusCallback' URL: %s", m.callback)
	}
	return nil
}

func readValidity(m *message, text string) *refusal {
	if text == "" {
		return nil
	}
	seconds, err := strconv.Atoi(text)
	if err != nil || seconds < 1 || seconds > maxValidity {
		return refuse(21624, "Invalid validity period: %s", text)
	}
	m.validity = seconds
	return nil
}

func (s *Server) knownService(sid string) bool {
	if len(s.opt.Services) == 0 {
		return serviceSID.MatchString(sid)
	}
	return len(s.opt.Services[sid]) > 0
}

// senderOf picks the number that a service uses for a phone: always the same one.
func (s *Server) senderOf(service, phone string) string {
	numbers := s.opt.Services[service]
	if len(numbers) == 0 {
		return DefaultSender
	}
	hash := fnv.New32a()
	_, _ = hash.Write([]byte(phone))
	return numbers[hash.Sum32()%uint32(len(numbers))]
}

// owned says whether number is the account's.
func (s *Server) owned(number string) bool {
	if len(s.opt.Numbers) == 0 {
		return true
	}
	_, inService := s.serviceOf[number]
	return inService || slices.Contains(s.opt.Numbers, number)
}
