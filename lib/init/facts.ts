import type { Allowance } from "../contract/contract.ts";
import type { TestTool } from "./test_tool.ts";

/** A port of a service that the host has under a number that the compose file says. */
export interface PortFacts {
  readonly target: number;
  readonly published: number;
}

/** What matters of one service of a compose file; variables replaced by their values or defaults. */
export interface ServiceFacts {
  readonly name: string;
  readonly image: string | undefined;
  readonly builds: boolean;
  /** Published TCP ports. */
  readonly ports: readonly PortFacts[];
  /** How long the service's own healthcheck may take, in seconds; undefined without one. */
  readonly healthySeconds: number | undefined;
  /** Another service waits for its end. */
  readonly oneShot: boolean;
  readonly profiles: readonly string[];
  readonly hostNetwork: boolean;
  /** What the service tells others about where they are, such as `PUBLIC_URL=http://localhost:3000`. */
  readonly addresses: readonly string[];
}

/** Something in a compose file that breaks isolation, in words, with what `allow` has to name. */
export interface BreachFacts {
  readonly allowance: Allowance | undefined;
  readonly words: string;
}

/** A file with variables, from the repository's root. */
export interface EnvFileFacts {
  readonly path: string;
  /** Whether it travels to the host. */
  readonly state: "sent" | "ignored" | "missing";
  /** Of a missing one: the file that is there to be copied. */
  readonly example?: string | undefined;
}

/** What matters of a compose file with all that it includes and extends. */
export interface ComposeFacts {
  /** From the repository's root. */
  readonly file: string;
  readonly services: readonly ServiceFacts[];
  readonly breaches: readonly BreachFacts[];
  /** Variables without a value that the file insists on, and those that it takes as empty. */
  readonly variables: { readonly required: readonly string[]; readonly empty: readonly string[] };
  /** Files with variables that it reads. */
  readonly envFiles: readonly EnvFileFacts[];
}

/** What is known of a repository before `e2e/` is written. */
export interface RepositoryFacts {
  /** The directory's own name. */
  readonly directory: string;
  /** The compose files, the likeliest first. */
  readonly composeFiles: readonly string[];
  /** Files that look like compose files and are none, with the reason. */
  readonly unreadable: readonly { readonly file: string; readonly why: string }[];
  /** The one to use; undefined where there is none. */
  readonly compose: ComposeFacts | undefined;
  readonly tool: TestTool;
  readonly git: { readonly repository: boolean; readonly ignoresContract: boolean; readonly ignoresResults: boolean };
  /** There is a go.mod at the root. */
  readonly goModule: boolean;
}
