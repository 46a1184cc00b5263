//go:build e2e

// Package e2e looks into the running stack. COMPOSE_FILE and COMPOSE_PROJECT_NAME are set by the toolkit.
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
