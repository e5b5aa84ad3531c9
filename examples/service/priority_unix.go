//go:build unix

package main

import (
	"os"
	"strconv"
	"syscall"
)

// apart keeps a signal to the service's group, such as that of Ctrl-C, from a process
// that it started: a refit under way is still answered.
func apart() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

// stepBack gives this process the lowest priority: on Linux each of the threads that
// it has, whose children inherit it.
func stepBack() error {
	const lowest = 19
	threads, err := os.ReadDir("/proc/self/task")
	if err != nil {
		return syscall.Setpriority(syscall.PRIO_PROCESS, 0, lowest)
	}
	for _, t := range threads {
		id, err := strconv.Atoi(t.Name())
		if err == nil {
			err = syscall.Setpriority(syscall.PRIO_PROCESS, id, lowest)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
