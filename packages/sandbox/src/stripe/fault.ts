/** A refusal in Stripe's own form: `{error: {type, code, message, param, …}}`. */
export class StripeFault extends Error {
  readonly status: number;
  readonly type: "invalid_request_error" | "api_error" | "card_error" | "idempotency_error";
  readonly code: string | null;
  readonly param: string | null;
  /** True once work began: only then is the answer kept under the idempotency key. */
  readonly begun: boolean;
  /** What a declined payment is told with: the decline's code, the intent and the charge. */
  readonly payment: Record<string, unknown>;

  constructor(
    status: number,
    message: string,
    rest: {
      type?: StripeFault["type"];
      code?: string;
      param?: string;
      begun?: boolean;
      payment?: Record<string, unknown>;
    } = {},
  ) {
    super(message);
    this.status = status;
    this.type = rest.type ?? "invalid_request_error";
    this.code = rest.code ?? null;
    this.param = rest.param ?? null;
    this.begun = rest.begun ?? false;
    this.payment = rest.payment ?? {};
  }

  body(requestId: string): object {
    return {
      error: {
        ...(this.code === null
          ? {}
          : { code: this.code, doc_url: `https://stripe.com/docs/error-codes/${dashed(this.code)}` }),
        message: this.message,
        ...(this.param === null ? {} : { param: this.param }),
        ...this.payment,
        request_log_url: `https://dashboard.stripe.com/test/logs/${requestId}`,
        type: this.type,
      },
    };
  }
}

const dashed = (code: string) => code.replaceAll("_", "-");

/** 404 in Stripe's words. */
export function missing(kind: string, id: string, param = "id"): StripeFault {
  return new StripeFault(404, `No such ${kind}: '${id}'`, { code: "resource_missing", param });
}

/** 400 for a parameter with a wrong value. */
export function invalid(message: string, param?: string, code?: string): StripeFault {
  return new StripeFault(400, message, { ...(param ? { param } : {}), ...(code ? { code } : {}) });
}

/** 400 for a request that is well formed but not allowed in the present state. */
export function refused(message: string, code?: string, param?: string): StripeFault {
  return new StripeFault(400, message, {
    begun: true,
    ...(code ? { code } : {}),
    ...(param ? { param } : {}),
  });
}
