package hook

import (
	"fmt"
	"net"
	"net/netip"
	"strings"
	"syscall"
)

// closed lists the networks that no call may reach, beside those that are private, loopback,
// link-local or multicast by their kind.
func closed() []netip.Prefix {
	var list []netip.Prefix
	for _, s := range []string{
		"0.0.0.0/8",        // this network
		"100.64.0.0/10",    // carriers' NAT, and some clouds' metadata
		"168.63.129.16/32", // a cloud's metadata
		"192.0.0.0/24",     // protocol assignments
		"192.0.2.0/24",     // documentation
		"192.88.99.0/24",   // relays
		"198.18.0.0/15",    // benchmarks
		"198.51.100.0/24",  // documentation
		"203.0.113.0/24",   // documentation
		"240.0.0.0/4",      // reserved, and broadcast
		"2001::/23",        // tunnels and protocol assignments
		"2001:db8::/32",    // documentation
		"2002::/16",        // tunnels, which hold IPv4 addresses
		"3fff::/20",        // documentation
	} {
		list = append(list, netip.MustParsePrefix(s))
	}
	return list
}

// public tells whether an address is one of the internet at large.
func public(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	if !a.IsGlobalUnicast() || a.IsPrivate() {
		return false
	}
	if a.Is6() && a.As16()[0]>>5 != 1 { // beyond 2000::/3 is private, translated or not given out
		return false
	}
	for _, p := range closed() {
		if p.Contains(a) {
			return false
		}
	}
	return true
}

// publicOnly refuses to dial what is not public. It is asked after names were looked up, for each
// address that is tried.
func publicOnly(_, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("dial %q: %w", address, err)
	}
	if !public(to.Addr()) {
		return fmt.Errorf("the endpoint's address %s is not public; calls reach public addresses alone", to.Addr())
	}
	return nil
}

// loopbackOnly refuses to dial anything but this machine.
func loopbackOnly(_, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("dial %q: %w", address, err)
	}
	if !to.Addr().Unmap().IsLoopback() {
		return fmt.Errorf("the endpoint's address %s is not this machine", to.Addr())
	}
	return nil
}

// local tells whether a URL's host names this machine.
func local(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}
