import { QueryCache, QueryClient } from "@tanstack/react-query";
import { createTRPCClient, httpBatchLink, httpLink, splitLink, type TRPCClientErrorLike } from "@trpc/client";
import type { inferRouterOutputs } from "@trpc/server";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import superjson from "superjson";
import type { AppRouter } from "../server/router.ts";

export type ApiError = TRPCClientErrorLike<AppRouter>;
export type Answers = inferRouterOutputs<AppRouter>;

const RETRIES = 2;

/** Whether another try may help: the server is away or broken. A refusal stays one. */
const mayPass = (error: unknown): boolean => {
  const status = (error as Partial<ApiError>).data?.httpStatus;
  return status === undefined || status >= 502;
};

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    // The session ended: ask who is signed in, which brings up the sign-in page.
    onError: (error) => {
      if (isSignedOut(error)) void queryClient.invalidateQueries(api.session.me.pathFilter());
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (failures, error) => failures < RETRIES && mayPass(error),
    },
  },
});

const isSignedOut = (error: unknown): boolean => (error as Partial<ApiError>).data?.code === "UNAUTHORIZED";

const client = createTRPCClient<AppRouter>({
  links: [
    splitLink({
      // What takes long does not keep its neighbours waiting.
      condition: (operation) => operation.context.alone === true,
      true: httpLink({ url: "/trpc", transformer: superjson }),
      false: splitLink({
        // What is asked may be too long for an address.
        condition: (operation) => operation.context.long === true,
        true: httpLink({ url: "/trpc", transformer: superjson, methodOverride: "POST" }),
        false: httpBatchLink({ url: "/trpc", transformer: superjson, maxItems: 15, maxURLLength: 6_000 }),
      }),
    }),
  ],
});

/** The server's procedures as options for TanStack Query. */
export const api = createTRPCOptionsProxy<AppRouter>({ client, queryClient });
