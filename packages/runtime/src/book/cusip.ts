/** The check digit of a CUSIP (ANSI X9.6): modulus 10, double-add-double, as CUSIP Global Services describes it. */

const CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*@#";

/** What is wrong with a CUSIP, in words; undefined if nothing is. */
export function cusipProblem(cusip: string): string | undefined {
  if (cusip.length !== 9) {
    const lost = /^[0-9A-Z]{6,8}$/.test(cusip) ? " (a spreadsheet may have dropped leading zeros)" : "";
    return `it has ${cusip.length} characters instead of 9${lost}`;
  }
  let sum = 0;
  for (let place = 0; place < 8; place += 1) {
    const value = CHARACTERS.indexOf(cusip.charAt(place));
    if (value < 0) return `\`${cusip.charAt(place)}\` is not a character that a CUSIP may have`;
    const weighted = place % 2 === 1 ? value * 2 : value;
    sum += Math.floor(weighted / 10) + (weighted % 10);
  }
  const expected = String((10 - (sum % 10)) % 10);
  const digit = cusip.charAt(8);
  return digit === expected ? undefined : `its check digit is \`${digit}\` and should be \`${expected}\``;
}
