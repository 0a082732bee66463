// Package handlers puts everything that Parley answers over HTTP onto one router. Each room below
// it serves one kind of visitor:
//
//   - twilio: the carrier's webhooks;
//   - api: shops and scripts with a bearer token;
//   - sources: shops and other systems that post webhooks in a form of their own;
//   - links: subscribers who open a short link of a text;
//   - join: people who join by a page;
//   - phone: the test phone, on the carrier "phone" alone;
//   - console: the staff, logged in; look has the files that all pages share;
//   - ops: health, readiness and metrics;
//   - admin: the commands on this machine, over a socket in the data folder.
//
// The router trusts no proxy's word for who is calling, redirects nothing by itself (a carrier
// follows a redirect without the text that it was posting), and refuses posts that a browser sends
// from another origin.
package handlers
