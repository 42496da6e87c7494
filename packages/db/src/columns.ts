import { bigint, char, date, timestamp, uuid } from "drizzle-orm/pg-core";
import { newId } from "./ids.ts";

/** The tenant. First in every primary key, unique key, foreign key and nearly every index. */
export const organizationId = () => uuid("organization_id").notNull();

export const id = () => uuid("id").notNull().$defaultFn(newId);
export const ref = (name: string) => uuid(name).notNull();
export const currency = () => char("currency", { length: 3 }).notNull();

/** Money in minor units of the row's currency. A bigint from the column to the screen: never a float. */
export const minor = (name: string) => bigint(name, { mode: "bigint" });

/** An instant; business dates are `day` columns and end in `_on`. */
export const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** A business date in the account's own calendar, as "YYYY-MM-DD": no instant, so no time zone can shift it. */
export const day = (name: string) => date(name, { mode: "string" });
