package store

import (
	"os"
	"path/filepath"
	"testing"
)

// Names that parry uses beside a register are refused however they are written, and no others.
func TestOwnNames(t *testing.T) {
	path := withThreats(t, 1)
	dir, link := filepath.Dir(path), filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(dir, link); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	base := filepath.Base(path)
	for name, refused := range map[string]bool{
		base + ".owner": true, base + ".unsure": true, base + ".backups": true, "./" + base + ".backups/": true,
		path + ".owner": true, filepath.Join(link, base+".owner"): true, "sub/../" + base + ".unsure": true,
		base + ".backups/mine.db": false, base + ".owner.db": false, "other.owner": false, base: false, "copy.db": false,
		filepath.Join(t.TempDir(), base+".owner"): false,
	} {
		for _, register := range []string{path, base, filepath.Join(link, base)} {
			if err := OwnName(register, name); (err != nil) != refused {
				t.Errorf("%s beside %s: %v", name, register, err)
			}
		}
	}
	w := open(t, path, Options{ReadOnly: true})
	for _, own := range []string{".owner", ".unsure", ".backups"} {
		if err := w.Backup(path+own, true, nil); err == nil {
			t.Errorf("a backup was made as %s", path+own)
		}
		if _, err := os.Lstat(path + own); err == nil {
			t.Errorf("%s is there", own)
		}
	}
}
