import { betterAuth } from "better-auth";
import { type AuthSettings, authOptions } from "./auth-options.ts";
import { PORTAL } from "./sign-in-tables.ts";

export type PortalAuth = ReturnType<typeof portalAuth>;

/**
 * Sign-in of contacts: e-mail address and password, sessions of 7 days that are prolonged while used. Made once per
 * process. Its HTTP handler is closed (404): pages call `signInContact`, `signOutContact` and `readSession`.
 */
export function portalAuth(settings: AuthSettings) {
  return betterAuth(authOptions(PORTAL, settings, {}));
}
