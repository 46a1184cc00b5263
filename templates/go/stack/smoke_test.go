//go:build e2e

// Package e2e inspects the running stack. The tool sets COMPOSE_FILE and COMPOSE_PROJECT_NAME.
package e2e

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

func TestTheServiceRuns(t *testing.T) {
	out, err := exec.Command("docker", "compose", "ps", "--services", "--status", "running").Output()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(strings.Fields(string(out)), "web") {
		t.Fatalf("running: %s", out)
	}
}
