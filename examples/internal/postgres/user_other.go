//go:build !unix

package postgres

import "syscall"

func unprivileged() *syscall.SysProcAttr { return nil }

func giveAway(string) error { return nil }
