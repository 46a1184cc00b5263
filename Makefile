# A thin layer over the tasks of deno.json, which first installs what is missing.
#   make demo                        one run of the example, on this machine
#   make test                        everything that CI runs
#   make ok                          the same, without the look at the set-up
#   make setup                       only the set-up; make tools: without what only the tests need
#   make hooks                       git runs the checks and the unit tests before each push
#   make e2e REPO=activity-core [HOST=local] [ARGS="--keep"]
#   make e2e-cron-install REPO=activity-core [HOST=…] [ARGS="--schedule '13 3 * * 0'"]
#   make e2e-cron-list [HOST=…], make e2e-cron-remove REPO=… [HOST=…]
# make turns every failure into its own exit code 2. A script that needs the outcome calls deno task e2e.

with_tools = tools/setup/with-tools.sh
options = $(if $(HOST),--host "$(HOST)") $(ARGS)

.PHONY: demo test ok setup tools hooks e2e e2e-cron-install e2e-cron-list e2e-cron-remove

demo: tools
	@$(with_tools) deno task e2e examples/hello --host local

test: setup
	@$(with_tools) deno task ok

ok:
	@$(with_tools) deno task ok

setup:
	@tools/setup/setup.sh

tools:
	@E2E_SETUP=run tools/setup/setup.sh

hooks:
	@git config core.hooksPath tools/hooks
	@echo "git now runs tools/hooks/pre-push before each push"

e2e: tools
	@$(with_tools) deno task e2e "$(REPO)" $(options)

e2e-cron-install e2e-cron-remove:
	@$(with_tools) deno task e2e cron $(@:e2e-cron-%=%) "$(REPO)" $(options)

e2e-cron-list:
	@$(with_tools) deno task e2e cron list $(options)
