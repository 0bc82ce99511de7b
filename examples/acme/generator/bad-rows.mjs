/**
 * The rows that are bad on purpose (README.md lists what is expected of each). Each touches one account.
 * The book given is left as it is; the result is a new one.
 */
export function spoil({ securities, accounts, lots, activity }) {
  const edit = (rows, matches, change) => {
    const index = rows.findIndex(matches);
    if (index < 0) throw new Error("a row that should go bad is not in the book");
    return rows.map((row, at) => (at === index ? { ...row, ...change(row) } : row));
  };
  const ofSymbol = (symbol) => (row) => row.symbol === symbol;
  const ofAccount = (account) => (row) => row.account === account;
  const edits = [
    // 1: a check digit that does not fit; 2: a price of nine days ago; 3: no price
    ["securities", ofSymbol("SUB"), () => ({ cusip: "464288159" })],
    ["securities", ofSymbol("HYG"), () => ({ price_date: "2026-11-11" })],
    ["securities", ofSymbol("VWITX"), () => ({ price: "0" })],
    // 4: a model nobody knows; 5: a choice outside the option's range
    ["accounts", ofAccount("1066"), () => ({ model: "Balancd" })],
    ["accounts", ofAccount("1074"), () => ({ "Liquidity.cash_floor": "0.12" })],
    // 6: an unknown symbol; 7: a negative quantity; 8: acquired next year; 9: no cost basis
    ["lots", ofAccount("1013"), () => ({ symbol: "VTII" })],
    ["lots", ofAccount("1081"), ({ quantity }) => ({ quantity: `-${quantity}` })],
    ["lots", ofAccount("1089"), () => ({ acquired: "2027-01-15" })],
    ["lots", ofAccount("1097"), () => ({ unit_cost: "" })],
  ];
  const book = { securities, accounts, lots, activity };
  for (const [table, matches, change] of edits) book[table] = edit(book[table], matches, change);
  // 10: the same account twice, with two models
  const at = book.accounts.findIndex(ofAccount("1104"));
  book.accounts = book.accounts.toSpliced(at + 1, 0, { ...book.accounts[at], model: "Aggressive" });
  return book;
}
