import { deepEqual } from "node:assert/strict";
import { absolutePaths } from "../../../lib/compose/absolute_paths.ts";

Deno.test("absolutePaths() makes the files of security options absolute, and nothing else", () => {
  const options = ["seccomp=./s.json", "seccomp:s.json", "seccomp=/a/s.json", "seccomp=unconfined", "label=disable"];
  const model = absolutePaths({ services: { web: { security_opt: options }, db: { image: "x" } } }, "/home/$ana");
  deepEqual(model.services, {
    web: {
      security_opt: [
        ...["seccomp=/home/$$ana/s.json", "seccomp=/home/$$ana/s.json", "seccomp=/a/s.json"],
        ...["seccomp=unconfined", "label=disable"],
      ],
    },
    db: { image: "x" },
  });
});
