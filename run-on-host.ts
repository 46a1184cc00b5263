/** The native entry, from which `e2e-host` is compiled: for the host's own crontab. */
if (import.meta.main) {
  console.error(
    "Cannot run natively on the host yet: this version is started from a workstation\nhint: deno task e2e <repo> --host local",
  );
  Deno.exit(70);
}
