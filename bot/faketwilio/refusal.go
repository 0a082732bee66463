package faketwilio

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
)

// refusal is an error answer of the API.
type refusal struct {
	Code     int    `json:"code"`
	Message  string `json:"message"`
	MoreInfo string `json:"more_info"`
	Status   int    `json:"status"`
}

// refuse makes the answer for an error code, with the HTTP status that goes with it.
func refuse(code int, format string, args ...any) *refusal {
	out := &refusal{
		Code: code, Status: http.StatusBadRequest, Message: fmt.Sprintf(format, args...),
		MoreInfo: fmt.Sprintf("https://www.twilio.com/docs/errors/%d", code),
	}
	switch code {
	case 20003:
		out.Status = http.StatusUnauthorized
	case 20404:
		out.Status = http.StatusNotFound
	case 20429:
		out.Status = http.StatusTooManyRequests
	case 20500:
		out.Status = http.StatusInternalServerError
	case 20503:
		out.Status = http.StatusServiceUnavailable
	}
	return out
}

// write answers with the refusal.
func (no *refusal) write(w http.ResponseWriter) {
	switch no.Status {
	case http.StatusUnauthorized:
		w.Header().Set("WWW-Authenticate", `Basic realm="Twilio API"`)
	case http.StatusTooManyRequests:
		w.Header().Set("Retry-After", "1")
	}
	writeJSON(w, no.Status, no)
}

// writeJSON answers with v. Nothing can be done about a caller who is gone.
func writeJSON(w http.ResponseWriter, code int, v any) {
	data, err := json.Marshal(v)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json;charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	w.WriteHeader(code)
	_, _ = w.Write(data)
}
