package faketwilio

import (
	"crypto/subtle"
	"net/http"
)

// authorise refuses a call with other credentials than the account's, or for another account.
func (s *Server) authorise(r *http.Request) *refusal {
	sid, token, _ := r.BasicAuth()
	good := subtle.ConstantTimeCompare([]byte(sid+":"+token), []byte(s.opt.AccountSID+":"+s.opt.AuthToken))
	if good != 1 {
		return refuse(20003, "Authenticate")
	}
	if r.PathValue("account") != s.opt.AccountSID {
		return notFound(r)
	}
	return nil
}

// notFound is the answer where a resource does not exist.
func notFound(r *http.Request) *refusal {
	return refuse(20404, "The requested resource %s was not found", r.URL.Path)
}
