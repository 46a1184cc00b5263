import type { PortFacts } from "../repository_facts.ts";
import { list, mapping, text } from "../../contract/values.ts";

/** Reads the TCP ports that a service publishes under fixed numbers; the first port of a range. */
export function readPorts(ports: unknown): readonly PortFacts[] {
  return list(ports).flatMap((port) => {
    const short = text(port);
    const found = short === undefined ? longForm(mapping(port)) : shortForm(short);
    return found !== undefined && isPort(found.target) && isPort(found.published) ? [found] : [];
  });
}

function shortForm(port: string): PortFacts | undefined {
  const [numbers = "", protocol = "tcp"] = port.split("/");
  const parts = numbers.replace(/^\[[^\]]*\]:/, "").split(":");
  const published = parts.at(-2);
  if (protocol !== "tcp" || published === undefined) return undefined;
  return { target: first(parts.at(-1)), published: first(published) };
}

function longForm({ target, published, protocol = "tcp" }: Record<string, unknown>): PortFacts | undefined {
  if (protocol !== "tcp" || published === undefined) return undefined;
  return { target: first(text(target)), published: first(text(published)) };
}

function first(range = ""): number {
  return Number(/^\s*(\d+)/.exec(range)?.[1] ?? Number.NaN);
}

function isPort(port: number): boolean {
  return port >= 1 && port <= 65_535;
}
