package store

import (
	"fmt"
	"path/filepath"
	"strings"
)

// OwnName refuses a name that parry itself uses beside a register: what a person writes there
// is gone with the next edit, or takes the place of the folder of backups.
func OwnName(register, path string) error {
	if target, err := filepath.EvalSymlinks(register); err == nil {
		register = target
	}
	name := settledName(path)
	for _, own := range []string{ownerPath(register), unsurePath(register), BackupFolder(register)} {
		if strings.EqualFold(name, settledName(own)) { // on some disks they are one name
			return fmt.Errorf("%s is a name that parry itself uses beside %s, and what lies there may go with the next edit; name another file", path, register)
		}
	}
	return nil
}

// settledName is a file's full name with the links of its folder resolved; the file need not
// be there.
func settledName(path string) string {
	full, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	if dir, err := filepath.EvalSymlinks(filepath.Dir(full)); err == nil {
		full = filepath.Join(dir, filepath.Base(full))
	}
	return full
}
