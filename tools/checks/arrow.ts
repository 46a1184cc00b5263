/** One import, from a file to a file or to a package. */
export interface Arrow {
  readonly kind: "file" | "package";
  /** The importing file, relative to the root. */
  readonly from: string;
  /** The imported file, relative to the root, or for a package what the import says. */
  readonly to: string;
  readonly line: number;
  /** Whether it is gone when the program runs (`import type`). */
  readonly typeOnly: boolean;
}
