//go:build unix

package postgres

import (
	"os"
	"os/user"
	"strconv"
	"sync"
	"syscall"
)

// substitute is the user who runs the server in place of root, as whom it refuses to
// run: postgres, or nobody; nil if the tests are not run by root.
var substitute = sync.OnceValue(func() *syscall.Credential {
	if os.Geteuid() != 0 {
		return nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		if u, err := user.Lookup(name); err == nil {
			uid, _ := strconv.ParseUint(u.Uid, 10, 32)
			gid, _ := strconv.ParseUint(u.Gid, 10, 32)
			return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		}
	}
	return nil
})

func unprivileged() *syscall.SysProcAttr { return &syscall.SysProcAttr{Credential: substitute()} }

// giveAway makes a folder that of the user who runs the server.
func giveAway(dir string) error {
	u := substitute()
	if u == nil {
		return nil
	}
	return os.Chown(dir, int(u.Uid), int(u.Gid))
}
