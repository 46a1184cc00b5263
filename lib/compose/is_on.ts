/** Whether a flag of a compose model is set: `true`, or the text `"true"`. */
export function isOn(flag: boolean | string | undefined): boolean {
  return flag === true || flag === "true";
}
