export const settings = {
  title: "Settings",
  theme: "Appearance",
  system: "As on this device",
  light: "Light",
  dark: "Dark",
  save: "Save",
  saved: "Saved.",
  language: "Language",
  languageNote: "English. Amounts and dates are written as in {locale}.",
  timeZone: "Time zone",
};
