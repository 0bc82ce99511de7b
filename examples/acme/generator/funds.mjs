/**
 * The firm's funds: real tickers and names, public CUSIPs and expense ratios (in percent);
 * prices are invented but plausible for the book's date.
 * `identical` groups what the firm treats as substantially identical for wash sales: share classes of
 * one fund, and funds that track the same index. `legacy` funds are held by some clients and no longer bought.
 *
 * symbol | name | class | CUSIP | price | spread, bps | expense ratio | identical | legacy
 */
export const FUNDS = `
VTI   | Vanguard Total Stock Market ETF                     | USLarge     | 922908769 | 331.40 | 1 | 0.03 | VTSMX  |
ITOT  | iShares Core S&P Total U.S. Stock Market ETF        | USLarge     | 464287150 | 147.05 | 1.5 | 0.03 |      |
SCHB  | Schwab U.S. Broad Market ETF                        | USLarge     | 808524102 | 26.12  | 4 | 0.03 |        |
VTSAX | Vanguard Total Stock Market Index Fund Admiral      | USLarge     | 922908728 | 161.35 | 0 | 0.04 | VTSMX  |
VOO   | Vanguard S&P 500 ETF                                | USLarge     | 922908363 | 617.80 | 1 | 0.03 | SP500  | legacy
IVV   | iShares Core S&P 500 ETF                            | USLarge     | 464287200 | 675.10 | 1 | 0.03 | SP500  | legacy
VTV   | Vanguard Value ETF                                  | USLarge     | 922908744 | 188.64 | 2 | 0.04 |        | legacy
QQQ   | Invesco QQQ Trust                                   | USLarge     | 46090E103 | 612.25 | 1 | 0.20 |        | legacy
VB    | Vanguard Small-Cap ETF                              | USSmall     | 922908751 | 259.30 | 2 | 0.05 |        |
IJR   | iShares Core S&P Small-Cap ETF                      | USSmall     | 464287804 | 121.46 | 2 | 0.06 |        |
VEA   | Vanguard FTSE Developed Markets ETF                 | Developed   | 921943858 | 61.15  | 2 | 0.03 |        |
IEFA  | iShares Core MSCI EAFE ETF                          | Developed   | 46432F842 | 88.72  | 2 | 0.07 |        |
VXUS  | Vanguard Total International Stock ETF              | Developed   | 921909768 | 74.85  | 2 | 0.05 |        | legacy
VWO   | Vanguard FTSE Emerging Markets ETF                  | Emerging    | 922042858 | 54.90  | 2 | 0.07 |        |
IEMG  | iShares Core MSCI Emerging Markets ETF              | Emerging    | 46434G103 | 67.33  | 2 | 0.09 |        |
VNQ   | Vanguard Real Estate ETF                            | RealEstate  | 922908553 | 90.18  | 2 | 0.13 |        |
SCHH  | Schwab U.S. REIT ETF                                | RealEstate  | 808524847 | 21.27  | 5 | 0.07 |        |
BND   | Vanguard Total Bond Market ETF                      | CoreBond    | 921937835 | 74.62  | 2 | 0.03 | VBMFX  |
AGG   | iShares Core U.S. Aggregate Bond ETF                | CoreBond    | 464287226 | 100.41 | 2 | 0.03 |        |
VBTLX | Vanguard Total Bond Market Index Fund Admiral       | CoreBond    | 921937603 | 9.79   | 0 | 0.04 | VBMFX  | legacy
VCIT  | Vanguard Intermediate-Term Corporate Bond ETF       | Credit      | 92206C870 | 84.36  | 2 | 0.03 |        | legacy
HYG   | iShares iBoxx $ High Yield Corporate Bond ETF       | Credit      | 464288513 | 81.02  | 2 | 0.49 |        | legacy
VCSH  | Vanguard Short-Term Corporate Bond ETF              | ShortTerm   | 92206C409 | 79.85  | 2 | 0.03 |        |
IGSB  | iShares 1-5 Year Investment Grade Corporate Bond ETF | ShortTerm  | 464288646 | 53.04  | 2 | 0.04 |        |
SCHP  | Schwab U.S. TIPS ETF                                | Inflation   | 808524870 | 26.95  | 4 | 0.03 |        |
TIP   | iShares TIPS Bond ETF                               | Inflation   | 464287176 | 110.87 | 2 | 0.18 |        |
BNDX  | Vanguard Total International Bond ETF               | ForeignBond | 92203J407 | 49.58  | 2 | 0.07 |        |
IAGG  | iShares Core International Aggregate Bond ETF       | ForeignBond | 46435G672 | 51.66  | 4 | 0.07 |        |
VTEB  | Vanguard Tax-Exempt Bond ETF                        | Municipal   | 922907746 | 50.44  | 2 | 0.03 |        |
MUB   | iShares National Muni Bond ETF                      | Municipal   | 464288414 | 107.29 | 2 | 0.05 |        |
VWITX | Vanguard Intermediate-Term Tax-Exempt Fund          | Municipal   | 922907209 | 13.71  | 0 | 0.17 |        | legacy
SUB   | iShares Short-Term National Muni Bond ETF           | Municipal   | 464288158 | 106.75 | 3 | 0.07 |        | legacy
SGOV  | iShares 0-3 Month Treasury Bond ETF                 | Cash        | 46436E718 | 100.52 | 1 | 0.09 |        | legacy
VMFXX | Vanguard Federal Money Market Fund                  | Cash        | 922906300 | 1.00   | 0 | 0.11 |        | legacy
`;
