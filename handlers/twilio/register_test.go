package twilio

import (
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
)

// Ensure the webhooks are not opened where they could not tell who posts.
func TestRegister(t *testing.T) {
	good := Options{PublicURLs: []string{"https://a.test"}, Tokens: []string{"ab"}, Engine: &engine{}}
	for want, change := range map[string]func(*Options){
		"":                    func(*Options) {},
		"an engine":           func(o *Options) { o.Engine = nil },
		"PARLEY_PUBLIC_URL":   func(o *Options) { o.PublicURLs = nil },
		"public URL is \"\"":  func(o *Options) { o.PublicURLs = []string{"https://a.test", ""} },
		"TWILIO_AUTH_TOKEN":   func(o *Options) { o.Tokens = nil },
		"token 1 of 1":        func(o *Options) { o.Tokens = []string{""} },
		"token 2 of 2":        func(o *Options) { o.Tokens = []string{"ab", " "} },
		"takes no callback":   func(o *Options) { o.PublicURLs = []string{"https://a_b.test"} },
		"must be such as htt": func(o *Options) { o.PublicURLs = []string{"sms.example.com"} },
	} {
		o := good
		change(&o)
		router := gin.New()
		err := Register(router, o)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
		if err != nil && len(router.Routes()) > 0 {
			t.Errorf("%s: routes all the same", want)
		}
	}
}
