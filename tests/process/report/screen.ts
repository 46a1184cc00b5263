import { spawn } from "@lydell/node-pty";
import xterm from "@xterm/headless";
import type { Event } from "../../../lib/result/event.ts";
import type { ScreenOptions } from "../../../lib/report/terminal.ts";

/** The size of a terminal. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** A real terminal of some size, with a program on it: Deno, or another one. */
export class Screen implements AsyncDisposable {
  readonly #terminal;
  readonly #program;
  /** The program's exit code, when it has ended. */
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

  /** What stands on the terminal, with what has scrolled off, without empty lines at the end; wrapped lines are one. */
  get text(): string {
    const { active } = this.#terminal.buffer;
    const lines = Array.from({ length: active.length }, (_, row) => active.getLine(row));
    return lines.map((line) => `${line?.isWrapped ? "" : "\n"}${line?.translateToString(true)}`).join("").trim();
  }

  /** Whether any character of the row that holds `text` is not of the usual colour. */
  isColoured(text: string): boolean {
    const { active } = this.#terminal.buffer;
    const lines = Array.from({ length: active.length }, (_, row) => active.getLine(row));
    const line = lines.find((each) => each?.translateToString(true).includes(text));
    return Array.from({ length: line?.length ?? 0 }, (_, column) => line?.getCell(column)?.isFgDefault()).includes(
      false,
    );
  }

  /** Resolves with the text when it holds what is wanted; fails when it does not within 20 s. */
  async until(wanted: string | RegExp): Promise<string> {
    const isThere = () => typeof wanted === "string" ? this.text.includes(wanted) : wanted.test(this.text);
    if (isThere()) return this.text;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(() => reject(new Error(`waited in vain for ${wanted} on\n${this.text}`)), 20_000);
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

/** A real terminal of some size, on which events are replayed. */
export class ReplayScreen extends Screen {
  constructor(events: readonly Event[], size: Size, more: Partial<ScreenOptions> = {}) {
    const options: ScreenOptions = { verbosity: "normal", columns: size.columns, colours: true, ...more };
    super(["run", "-A", import.meta.resolve("./replay.ts"), JSON.stringify({ ...options, events })], size);
  }
}
