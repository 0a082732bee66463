package fsm

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// codeLength is how many characters a link's code has: 62 to the 11th are 65 bits.
const codeLength = 11

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

var linkForm = regexp.MustCompile(`^https?://([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*)(:\d{1,5})?([/?#][!-~]*)?$`)

// maxLink bounds where a link leads to, in bytes.
const maxLink = 500

// link makes a tracked link: a short one that leads on to the given address. One that is no address, or
// leads to a host that the program does not allow, keeps the text from going out.
func (f *filling) link(v any) any {
	to, ok := v.(string)
	if !ok {
		return nil
	}
	if why := f.p.mayLead(to); why != "" {
		f.fault = why
		return nil
	}
	l := Link{Code: linkCode(f.scene.in.Secret, f.scene.rec.Phone, f.scene.seq, len(f.links)+1),
		Phone: f.scene.rec.Phone, Seq: f.scene.seq, To: f.p.tagged(to, f.scene.run), At: f.scene.now}
	if days := f.p.Links.Expire; days > 0 {
		l.Expires = f.scene.now.Add(time.Duration(days) * 24 * time.Hour)
	}
	f.links = append(f.links, l)
	return f.p.linkBase(f.scene.in) + l.Code
}

// linkBase is what short links begin with.
func (p *Program) linkBase(in Inputs) string {
	if p.Links.Domain == "" {
		return in.LinkBase
	}
	return "https://" + p.Links.Domain + "/l/"
}

// mayLead gives the reason why a link must not lead somewhere, or "".
func (p *Program) mayLead(to string) string {
	if p.leadsIntoApp(to) && len(to) <= maxLink {
		return ""
	}
	m := linkForm.FindStringSubmatch(to)
	if m == nil || len(to) > maxLink {
		return fmt.Sprintf("the link %.60q is no web address; write it like https://acme.test/shop", to)
	}
	if !p.allowsHost(m[1]) {
		return fmt.Sprintf("the link leads to %s, which links.allow does not have", m[1])
	}
	return ""
}

var appForm = regexp.MustCompile(`^([a-z][a-z0-9+.-]*)://[!-~]*$`)

// leadsIntoApp tells whether an address is one of an app's that links may lead into.
func (p *Program) leadsIntoApp(to string) bool {
	m := appForm.FindStringSubmatch(to)
	return m != nil && slices.Contains(p.Links.Schemes, m[1])
}

// allowsHost tells whether links may lead to a host: one of the allowed, or a subdomain of one.
func (p *Program) allowsHost(host string) bool {
	host = strings.ToLower(host)
	return slices.ContainsFunc(p.Links.Allow, func(allowed string) bool {
		allowed = strings.ToLower(allowed)
		return host == allowed || strings.HasSuffix(host, "."+allowed)
	})
}

// linkCode names the nth link of a text. It tells nothing about the person, and nobody can guess it.
func linkCode(secret []byte, phone Phone, seq uint64, n int) string {
	mac := hmac.New(sha256.New, secret)
	fmt.Fprintf(mac, "link|%s|%d|%d", phone, seq, n)
	sum := mac.Sum(nil)
	code := make([]byte, codeLength)
	high, low := binary.BigEndian.Uint64(sum), binary.BigEndian.Uint64(sum[8:])
	for i := range code {
		if i == 6 {
			high = low
		}
		code[i] = base62[high%62]
		high /= 62
	}
	return string(code)
}

var codeInText = regexp.MustCompile(`/l/[0-9A-Za-z]{11}`)

// withoutCodes is a text whose links are all the same, so that it can be told from its words whether it is
// another one.
func withoutCodes(body string) string { return codeInText.ReplaceAllString(body, "/l/") }
