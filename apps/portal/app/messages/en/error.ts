export const error = {
  title: "Something broke on our side",
  body: "Nothing was booked. Reference {reference}.",
  bodyWithoutReference: "Nothing was booked.",
  tryAgain: "Try again",
  home: "Go to your home page",
  notFoundTitle: "There is no such page",
  notFoundBody: "The address may be misspelt, or what it named is no longer there.",
  missingTitle: "We cannot find this on your account",
  missingBody: "It may belong to another account, or the address is misspelt.",
  forbiddenTitle: "Your role does not allow this",
  refusedTitle: "This was not done",
  partFailed: "These figures could not be loaded.",
};
