import { TEMPLATE_FILES } from "../../templates/templates.ts";
import type { Subject } from "./health_checks.ts";
import { type TemplateName, TEMPLATES } from "./templates.ts";

/** Makes the smoke test of a template for a service. Without a subject, it is the test of the template's own stack. */
export function smokeTestText(template: TemplateName, subject: Subject | undefined): string {
  const { smoke } = TEMPLATES[template];
  if (subject === undefined) return TEMPLATE_FILES[`${template}/http/${smoke}`] ?? "";
  const { service, http } = subject;
  const text = TEMPLATE_FILES[`${template}/${http === undefined ? "stack" : "http"}/${smoke}`] ?? "";
  if (http === undefined) return text.replaceAll(/(["'])web\1/g, (_, quote) => `${quote}${service}${quote}`);
  return text
    .replaceAll("E2E_WEB_8080", `E2E_${service.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_")}_${http.port.target}`)
    .replaceAll("localhost:8080", `localhost:${http.port.published}`)
    .replaceAll("/hello", http.path);
}
