import { spawn } from "@lydell/node-pty";
import xterm from "@xterm/headless";
import type { Event } from "../../../lib/result/event.ts";
import type { TerminalOptions } from "../../../lib/report/terminal.ts";

/** The size of a terminal. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** A real terminal of a given size that runs a program: Deno, or another one. */
export class Screen implements AsyncDisposable {
  readonly #terminal;
  readonly #program;
  /** Resolves with the program's exit code. */
  readonly ended: Promise<number>;
  #onChange = () => {};

  constructor(
    args: readonly string[],
    options: Size & {
      readonly env?: Readonly<Record<string, string | undefined>>;
      readonly cwd?: string;
      readonly program?: string;
    },
  ) {
    const { columns, rows, env = Deno.env.toObject(), cwd = Deno.cwd(), program = Deno.execPath() } = options;
    this.#terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 5000 });
    this.#program = spawn(program, [...args], { name: "xterm-256color", cols: columns, rows, env, cwd });
    this.#program.onData((data) => this.#terminal.write(data, () => this.#onChange()));
    this.ended = new Promise((resolve) => this.#program.onExit(({ exitCode }) => resolve(exitCode)));
  }

  /** The text on the terminal, including the scrollback, without empty lines at the end. Wrapped lines are joined. */
  get text(): string {
    const { active } = this.#terminal.buffer;
    const lines = Array.from({ length: active.length }, (_, row) => active.getLine(row));
    return lines.map((line) => `${line?.isWrapped ? "" : "\n"}${line?.translateToString(true)}`).join("").trim();
  }

  /** Returns whether the row that contains `text` has a character that is not in the default colour. */
  isColoured(text: string): boolean {
    const { active } = this.#terminal.buffer;
    const lines = Array.from({ length: active.length }, (_, row) => active.getLine(row));
    const line = lines.find((each) => each?.translateToString(true).includes(text));
    return Array.from({ length: line?.length ?? 0 }, (_, column) => line?.getCell(column)?.isFgDefault()).includes(
      false,
    );
  }

  /** Waits until the text contains `expected`, and resolves with the text; rejects after 20 s. */
  async until(expected: string | RegExp): Promise<string> {
    const isThere = () => typeof expected === "string" ? this.text.includes(expected) : expected.test(this.text);
    if (isThere()) return this.text;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(() => reject(new Error(`Expected ${expected} within 20 s, found\n${this.text}`)), 20_000);
    this.#onChange = () => isThere() && resolve();
    await promise.finally(() => {
      clearTimeout(timer);
      this.#onChange = () => {};
    });
    return this.text;
  }

  /** Types text. */
  type(text: string): void {
    this.#program.write(text);
  }

  /** Changes the size of the window. */
  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
    this.#program.resize(columns, rows);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#program.kill("SIGKILL");
    } catch { /* it has ended */ }
    await this.ended;
    this.#terminal.dispose();
  }
}

/** A real terminal of a given size on which events are replayed. */
export class ReplayScreen extends Screen {
  constructor(events: readonly Event[], size: Size, more: Partial<TerminalOptions> = {}) {
    const options: TerminalOptions = { verbosity: "normal", columns: size.columns, colours: true, ...more };
    super(["run", "-A", import.meta.resolve("./replay.ts"), JSON.stringify({ ...options, events })], size);
  }
}
