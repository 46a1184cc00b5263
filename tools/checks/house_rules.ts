import { dirname } from "node:path";

/** A file and how many lines it has. */
export interface FileSize {
  readonly file: string;
  readonly lines: number;
}

/** The maximum number of lines in a file, of lines in the median file, and of files in a folder. */
const LIMITS = { file: 220, median: 50, folder: 20 } as const;

/** Returns one line for each limit that the files of a part of the project, such as `lib`, do not keep. */
export function houseProblems(part: string, files: readonly FileSize[]): readonly string[] {
  return [...longFiles(files), ...fullFolders(files), ...longMedian(part, files)];
}

function longFiles(files: readonly FileSize[]): readonly string[] {
  return files.filter(({ lines }) => lines > LIMITS.file)
    .map(({ file, lines }) => `${file}: ${lines} lines, expected at most ${LIMITS.file}`);
}

function fullFolders(files: readonly FileSize[]): readonly string[] {
  return [...Map.groupBy(files, ({ file }) => dirname(file))]
    .filter(([, { length }]) => length > LIMITS.folder)
    .map(([folder, { length }]) => `${folder}/: ${length} files, expected at most ${LIMITS.folder}`);
}

function longMedian(part: string, files: readonly FileSize[]): readonly string[] {
  const sorted = files.map(({ lines }) => lines).toSorted((a, b) => a - b);
  const median = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  return median > LIMITS.median ? [`${part}/: median ${median} lines a file, expected at most ${LIMITS.median}`] : [];
}
