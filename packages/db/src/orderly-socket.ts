import { Socket } from "node:net";

/** Where a client connects to, as the driver has read it from the address and the environment. */
type Place = { host: string[]; port: number[]; path?: string | false };

/**
 * A connection whose loss the driver hears of in an order it can bear. Postgres.js 3.4.9 writes on to a socket that it
 * has let go of when a connection is lost in the midst of a transaction: that ends the process, or leaves a connection
 * that is never opened again (porsager/postgres #1154, #1208). So the loss is told as an error first, and as the end
 * when what the driver does about it (a rollback) was written.
 */
class OrderlySocket extends Socket {
  /** Where it leads to: read by the driver for the name in a certificate. */
  host: string | undefined;
  #isOver = false;

  override emit(event: string | symbol, ...args: unknown[]): boolean {
    if (event !== "close" || this.#isOver) return super.emit(event, ...args);
    this.#isOver = true;
    const [hadError] = args;
    if (!hadError && this.listenerCount("error") > 0)
      super.emit(
        "error",
        Object.assign(new Error("The database closed the connection"), { code: "CONNECTION_CLOSED" }),
      );
    // The rollback is asked for in this turn, written in the next, and given up with the end. That is told as one
    // without an error: only then does the driver give up all that waits, and try anew at once instead of in 20 s.
    setImmediate(() => setImmediate(() => setImmediate(() => super.emit("close", false))));
    return true;
  }
}

/** How a pool gets its sockets: for the driver's `socket` option. Several hosts are tried in turn. */
export function orderlySockets(): ({ host, port, path }: Place) => Socket {
  let turn = 0;
  return ({ host, port, path }) => {
    const socket = new OrderlySocket();
    if (path) return socket.connect(path);
    const at = turn++ % host.length;
    socket.host = host[at];
    return socket.connect(port[at] ?? 5432, socket.host ?? "localhost");
  };
}
