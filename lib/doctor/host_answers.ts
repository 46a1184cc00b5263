/** The output of `doctor.sh`: the values of each name. */
export type HostAnswers = ReadonlyMap<string, readonly string[]>;

/** Returns the value of a name; undefined when the host has not answered. */
export function answerOf(answers: HostAnswers, name: string): string | undefined {
  return answers.get(name)?.[0];
}

/** Returns the value of a name as a number; undefined when the host has not answered. */
export function numberOf(answers: HostAnswers, name: string): number | undefined {
  const value = answerOf(answers, name);
  return value === undefined || value === "" || !Number.isFinite(Number(value)) ? undefined : Number(value);
}
