# A thin layer over deno.json's tasks, which sets up what is missing first.
#   make demo                        one run of the example, on this machine
#   make test                        everything that CI runs
#   make ok                          the same without looking at the set-up
#   make setup                       only the set-up
#   make e2e REPO=activity-core [HOST=local] [ARGS="--keep"]

with_tools = tests/lab/with-tools.sh

.PHONY: demo test ok setup e2e

demo: setup
	@$(with_tools) deno task e2e examples/hello --host local

test: setup
	@$(with_tools) deno task ok

ok:
	@$(with_tools) deno task ok

setup:
	@tests/lab/setup.sh

e2e: setup
	@$(with_tools) deno task e2e "$(REPO)" $(if $(HOST),--host "$(HOST)") $(ARGS)
