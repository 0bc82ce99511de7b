/** MDT71xx and MDT73xx: what is wrong with a row where an account's policy is made, and with a book as a whole. */

/** Why a row of the book gives no policy. The account is quarantined with the code; the words are `effective`'s. */
export const rowProblems = {
  unknownModel: "MDT7101",
  noModel: "MDT7102",
  unknownProfile: "MDT7103",
  unknownOption: "MDT7104",
  unreadableChoice: "MDT7105",
  choiceOutOfRange: "MDT7106",
  notTheAdvisors: "MDT7107",
  modelDisagrees: "MDT7108",
  profilesDisagree: "MDT7109",
  choiceDisagrees: "MDT7110",
  editImpossible: "MDT7111",
} as const;

/** Why a book cannot be read at all: for whole files, where no account could be trusted. */
export const bookErrors = {
  nothingThere: "MDT7301",
  notABook: "MDT7302",
  unreadable: "MDT7303",
  empty: "MDT7304",
  missingColumn: "MDT7305",
  badHeader: "MDT7306",
  badEncoding: "MDT7307",
  changedMeanwhile: "MDT7308",
  noRoom: "MDT7309",
  badDay: "MDT7310",
} as const;
