export const error = {
  title: "Something broke on our side",
  body: "Nothing was booked. Reference {reference}.",
  bodyWithoutReference: "Nothing was booked.",
  tryAgain: "Try again",
  home: "Go to your home page",
  notFoundTitle: "There is no such page",
  notFoundBody: "The address may be misspelt, or what it named is no longer there.",
  missingTitle: "Not found",
  forbiddenTitle: "Your role does not allow this",
  refusedTitle: "This cannot be shown",
  unreadTitle: "This could not be read",
};
