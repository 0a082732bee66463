package bot

// ServeLinks tells what short links begin with where the program names no domain, such as
// "https://sms.acme.test/l/": a server may know its address only when it listens.
func (e *Engine) ServeLinks(base string) { e.linkBase.Store(&base) }

// shortLinks is what short links begin with now.
func (e *Engine) shortLinks() string {
	if domain := e.Program().Links.Domain; domain != "" {
		return "https://" + domain + "/l/"
	}
	return *e.linkBase.Load()
}
