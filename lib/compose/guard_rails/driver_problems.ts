import type { ComposeModel } from "../compose_model.ts";
import { describeValue } from "../../contract/describe_value.ts";
import type { ModelProblem } from "./model_problem.ts";

/** Returns the networks, volumes and models of a compose file that a plugin or a service outside the sandbox provides. */
export function driverProblems({ networks, volumes, models }: ComposeModel): readonly ModelProblem[] {
  return [
    ...Object.entries(networks ?? {}).flatMap(([key, network]) => {
      const driver = network?.ipam?.driver ?? "";
      const why = "may give containers addresses of a network of the host";
      return ["", "default"].includes(driver) ? [] : [
        { path: `networks.${key}.ipam.driver`, found: describeValue(driver), allowance: "host-network", why } as const,
      ];
    }),
    ...Object.entries(volumes ?? {}).flatMap(([key, volume]) => {
      const driver = volume?.driver ?? "";
      const why = "may keep data outside the sandbox, where others share it";
      return ["", "local"].includes(driver) ? [] : [
        { path: `volumes.${key}.driver`, found: describeValue(driver), allowance: "external", why } as const,
      ];
    }),
    ...Object.entries(models ?? {}).map(([key, model]) => {
      const why = "is run by a program on the host, which all sandboxes share";
      return { path: `models.${key}`, found: describeValue(model?.model ?? key), allowance: "external", why } as const;
    }),
  ];
}
