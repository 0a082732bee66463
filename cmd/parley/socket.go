package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
)

// socketFile is where a running server answers the commands, in the data folder.
const socketFile = "parley.sock"

// maxSocketPath is how long a socket's path may be.
const maxSocketPath = 100

// socketPath gives a path of the folder's socket that is short enough for the kernel.
func socketPath(dir string) (path string, done func(), err error) {
	path = dataFile(dir, socketFile)
	if len(path) <= maxSocketPath {
		return path, func() {}, nil
	}
	folder, err := os.Open(dir)
	if err != nil {
		return "", nil, fmt.Errorf("open the data folder: %w", err)
	}
	return fmt.Sprintf("/proc/self/fd/%d/%s", folder.Fd(), socketFile), func() { _ = folder.Close() }, nil
}

// listenSocket opens the folder's socket. The caller holds the folder, so a socket that is there
// already was left by a process that was killed.
func listenSocket(dir string) (net.Listener, error) {
	path, done, err := socketPath(dir)
	if err != nil {
		return nil, err
	}
	defer done()
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("remove an old socket: %w", err)
	}
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		return nil, fmt.Errorf("open the socket of the data folder: %w", err)
	}
	l.SetUnlinkOnClose(len(path) <= maxSocketPath && path == dataFile(dir, socketFile))
	return l, os.Chmod(path, 0o600)
}

// dialSocket connects to the server that holds a folder.
func dialSocket(ctx context.Context, dir string) (net.Conn, error) {
	path, done, err := socketPath(dir)
	if err != nil {
		return nil, err
	}
	defer done()
	return new(net.Dialer).DialContext(ctx, "unix", path)
}
