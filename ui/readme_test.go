package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The pictures of the README are what the screens show: the golden screens at 80 x 24.
func TestThePicturesOfTheReadme(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"register", "heatmap", "ownership", "response"} {
		screen, err := os.ReadFile(filepath.Join("testdata", "TestScreensLookRight", name+"-80x24.golden"))
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(string(screen), "\n")
		for i, line := range lines {
			lines[i] = strings.TrimRight(line, " ")
		}
		if !strings.Contains(string(readme), "```\n"+strings.Join(lines, "\n")+"\n```") {
			t.Errorf("the README shows another %s", name)
		}
	}
}
