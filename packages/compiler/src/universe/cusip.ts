/** The check digit of a CUSIP (ANSI X9.6): modulus 10, double-add-double. */

/** What is wrong with a CUSIP, in words that follow it; undefined if nothing is. */
export function cusipFault(cusip: string): string | undefined {
  if (!/^[0-9A-Z*@#]{8}[0-9]$/.test(cusip)) return "is not nine characters that end in a digit";
  let sum = 0;
  for (let i = 0; i < 8; i += 1) {
    let value = digitValue(cusip.charCodeAt(i));
    if (i % 2 === 1) value *= 2;
    sum += Math.floor(value / 10) + (value % 10);
  }
  const digit = (10 - (sum % 10)) % 10;
  return digit === cusip.charCodeAt(8) - 48
    ? undefined
    : `has the check digit \`${cusip[8] ?? ""}\` where \`${digit}\` is due`;
}

function digitValue(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 65 && code <= 90) return code - 55;
  return code === 42 ? 36 : code === 64 ? 37 : 38;
}
