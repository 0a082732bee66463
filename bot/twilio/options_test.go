package twilio

import (
	"strings"
	"testing"
)

// Ensure settings that would fail later are refused at once, with what would be right.
func TestNew(t *testing.T) {
	good := Options{AccountSID: "AC12", Tokens: []string{"ab12", "cd34"}, PublicURL: "https://u:p@sms.example.com/x/"}
	for want, change := range map[string]func(*Options){
		"":                              func(*Options) {},
		"TWILIO_AUTH_TOKEN":             func(o *Options) { o.Tokens = nil },
		"token 2 of 2 is empty":         func(o *Options) { o.Tokens = []string{"ab", ""} },
		"other characters than":         func(o *Options) { o.Tokens = []string{"a-b"} },
		"account SID is \"\"":           func(o *Options) { o.AccountSID = "" },
		"account SID is \"AC_1\"":       func(o *Options) { o.AccountSID = "AC_1" },
		"account SID is \"SK12\"":       func(o *Options) { o.AccountSID = "SK12" },
		"public URL is \"example.com\"": func(o *Options) { o.PublicURL = "example.com" },
		"public URL is \"https://a?b\"": func(o *Options) { o.PublicURL = "https://a?b" },
		"underscore":                    func(o *Options) { o.PublicURL = "https://my_host.test" },
		"API base is \"ftp://x\"":       func(o *Options) { o.BaseURL = "ftp://x" },
		"API base is \"http://x/y\"":    func(o *Options) { o.BaseURL = "http://x/y" },
		"API base is \"https://\"":      func(o *Options) { o.BaseURL = "https://" },
	} {
		o := good
		change(&o)
		c, err := New(o)
		switch {
		case want == "" && (err != nil || c.Name() != "twilio" || c.token != "ab12"):
			t.Errorf("got %+v, %v", c, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("got %v, want %q", err, want)
		case err != nil && strings.Contains(err.Error(), "a-b"):
			t.Errorf("the token is in %q", err)
		}
	}
}
