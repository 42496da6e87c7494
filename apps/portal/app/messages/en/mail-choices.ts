export const mailChoices = {
  title: "What we tell you by mail",
  note: "To {address}. What waits for you stands on the home page in any case.",
  topics: {
    disputes: "Disputes you sent",
    colleagues_disputes: "Disputes your colleagues sent",
    promises: "Promises to pay",
  },
  choices: {
    every_step: "Every step",
    outcome: "Questions and the outcome",
    none: "Nothing",
    needed: "Plans to answer, reminders, and money that is missing",
  },
  save: "Save",
  saved: "Saved.",
};
