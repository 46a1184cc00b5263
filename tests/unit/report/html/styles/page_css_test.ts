import assert from "node:assert/strict";
import css from "../../../../../lib/report/html/styles/page.css" with { type: "text" };

type Colours = Readonly<Record<string, string>>;

/** The colour variables of the light scheme, and those that the dark one overrides. */
const [light, dark] = css.split("@media (prefers-color-scheme: dark)").map(colours) as [Colours, Colours];

function colours(text: string): Colours {
  return Object.fromEntries(
    [...text.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name, colour]) => [name, colour]),
  );
}

/** Source: WCAG 2.2, relative luminance and contrast ratio. */
function contrast(one: string, other: string): number {
  const [a = 0, b = 0] = [one, other].map(luminance).sort((x, y) => y - x);
  return (a + 0.05) / (b + 0.05);
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

for (const [scheme, all] of [["light", light], ["dark", { ...light, ...dark }]] as const) {
  Deno.test(`page.css has a contrast of at least 4.5 between text and background: ${scheme}`, () => {
    const tones = ["good", "bad", "warn", "quiet"];
    const pairs = [
      ...["fg", "muted", "accent", ...tones].flatMap((text) => [[text, "bg"], [text, "surface"]]),
      ...tones.flatMap((tone) => [[tone, `${tone}-soft`], ["fg", `${tone}-soft`]]),
    ];
    const tooWeak = pairs.filter(([text = "", on = ""]) => !(contrast(all[text] ?? "", all[on] ?? "") >= 4.5));
    assert.deepEqual(tooWeak, []);
    assert.equal(Object.keys(dark).length, 14);
  });
}
