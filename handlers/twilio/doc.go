// Package twilio takes in what Twilio posts: texts from phones, and reports of what became of ours.
//
// A post passes four gates, and each refusal is a problem (RFC 9457) that says what would be right:
// its method (405) and form (415, 413, 400), its signature (403), its fields (400), and the store (503).
// Only what is on disk is answered with 200. Twilio is never answered with words: an empty
// <Response/> is the one answer that texts nobody.
//
// The signature covers the public URL, which a proxy may hide from us. So it is checked against the
// configured URLs and the request target as it was received; X-Forwarded-* headers are not looked at.
// Nothing is trimmed or put in order before it is checked, nor after it: a body is kept to the byte,
// also where it is no UTF-8.
//
// A redirect would lose the form, since Twilio follows it with a GET: the router must have
// RedirectTrailingSlash and RedirectFixedPath off.
//
// The scheme has no clock and no number used once, so an old post can be repeated for ever. The
// engine must do nothing at a MessageSid or a status that it knows.
package twilio
