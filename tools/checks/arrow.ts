/** One import of a file, from another file or from a package. */
export interface Arrow {
  readonly kind: "file" | "package";
  /** The importing file, relative to the root. */
  readonly from: string;
  /** The imported file, relative to the root, or the package as the import names it. */
  readonly to: string;
  readonly line: number;
  /** Whether only types are imported (`import type`), so that nothing is loaded at run time. */
  readonly typeOnly: boolean;
}
