//go:build e2e

// Package e2e sends the running stack a request as a user would. The tool sets its address; without it the address is
// localhost.
package e2e

import (
	"net/http"
	"os"
	"testing"
	"time"
)

func base() string {
	if address := os.Getenv("E2E_WEB_8080"); address != "" {
		return "http://" + address
	}
	return "http://localhost:8080"
}

func TestAnswersWithoutAnError(t *testing.T) {
	client := &http.Client{Timeout: 10 * time.Second}
	answer, err := client.Get(base() + "/hello")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode >= 500 {
		t.Fatal(answer.Status)
	}
}
