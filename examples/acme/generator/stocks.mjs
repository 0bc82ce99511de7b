/**
 * Sixty large US companies, the members of the firm's direct-index sleeve, and four more that clients
 * brought along (`legacy`). Real tickers, sectors and public CUSIPs; prices and capitalisations are invented
 * but plausible. Flags: t tobacco, g gambling, w weapons, f fossil fuel.
 *
 * symbol | name | sector | CUSIP | price | capitalisation, $bn | issuer | flags | legacy
 */
export const STOCKS = `
AAPL  | Apple Inc.                      | Information Technology | 037833100 | 271.50 | 4020 |          |   |
MSFT  | Microsoft Corporation           | Information Technology | 594918104 | 486.20 | 3610 |          |   |
NVDA  | NVIDIA Corporation              | Information Technology | 67066G104 | 196.40 | 4770 |          |   |
AVGO  | Broadcom Inc.                   | Information Technology | 11135F101 | 352.10 | 1660 |          |   |
ORCL  | Oracle Corporation              | Information Technology | 68389X105 | 214.35 | 610  |          |   |
CRM   | Salesforce, Inc.                | Information Technology | 79466L302 | 231.80 | 221  |          |   |
ADBE  | Adobe Inc.                      | Information Technology | 00724F101 | 327.90 | 137  |          |   |
AMD   | Advanced Micro Devices, Inc.    | Information Technology | 007903107 | 218.65 | 356  |          |   |
CSCO  | Cisco Systems, Inc.             | Information Technology | 17275R102 | 77.40  | 306  |          |   |
ACN   | Accenture plc                   | Information Technology | G1151C101 | 251.30 | 157  |          |   |
IBM   | International Business Machines | Information Technology | 459200101 | 302.75 | 283  |          |   |
TXN   | Texas Instruments Incorporated  | Information Technology | 882508104 | 172.60 | 157  |          |   |
QCOM  | QUALCOMM Incorporated           | Information Technology | 747525103 | 171.25 | 184  |          |   |
GOOGL | Alphabet Inc. Class A           | Communication Services | 02079K305 | 296.80 | 1725 | ALPHABET |   |
GOOG  | Alphabet Inc. Class C           | Communication Services | 02079K107 | 297.45 | 1618 | ALPHABET |   |
META  | Meta Platforms, Inc.            | Communication Services | 30303M102 | 641.20 | 1615 |          |   |
NFLX  | Netflix, Inc.                   | Communication Services | 64110L106 | 108.55 | 460  |          |   |
DIS   | The Walt Disney Company         | Communication Services | 254687106 | 109.90 | 197  |          |   |
VZ    | Verizon Communications Inc.     | Communication Services | 92343V104 | 41.85  | 176  |          |   |
CMCSA | Comcast Corporation             | Communication Services | 20030N101 | 28.70  | 105  |          |   |
AMZN  | Amazon.com, Inc.                | Consumer Discretionary | 023135106 | 233.15 | 2490 |          |   |
TSLA  | Tesla, Inc.                     | Consumer Discretionary | 88160R101 | 412.60 | 1370 |          |   |
HD    | The Home Depot, Inc.            | Consumer Discretionary | 437076102 | 352.45 | 351  |          |   |
MCD   | McDonald's Corporation          | Consumer Discretionary | 580135101 | 309.70 | 221  |          |   |
LOW   | Lowe's Companies, Inc.          | Consumer Discretionary | 548661107 | 238.95 | 134  |          |   |
NKE   | NIKE, Inc.                      | Consumer Discretionary | 654106103 | 66.30  | 98   |          |   |
WMT   | Walmart Inc.                    | Consumer Staples       | 931142103 | 107.85 | 860  |          |   |
COST  | Costco Wholesale Corporation    | Consumer Staples       | 22160K105 | 905.40 | 402  |          |   |
PG    | The Procter & Gamble Company    | Consumer Staples       | 742718109 | 149.20 | 349  |          |   |
KO    | The Coca-Cola Company           | Consumer Staples       | 191216100 | 72.15  | 310  |          |   |
PEP   | PepsiCo, Inc.                   | Consumer Staples       | 713448108 | 147.50 | 202  |          |   |
PM    | Philip Morris International     | Consumer Staples       | 718172109 | 156.35 | 243  |          | t |
LLY   | Eli Lilly and Company           | Health Care            | 532457108 | 1015.50 | 960 |          |   |
UNH   | UnitedHealth Group Incorporated | Health Care            | 91324P102 | 327.10 | 296  |          |   |
JNJ   | Johnson & Johnson               | Health Care            | 478160104 | 203.85 | 491  |          |   |
ABBV  | AbbVie Inc.                     | Health Care            | 00287Y109 | 233.40 | 412  |          |   |
MRK   | Merck & Co., Inc.               | Health Care            | 58933Y105 | 97.65  | 243  |          |   |
TMO   | Thermo Fisher Scientific Inc.   | Health Care            | 883556102 | 587.90 | 221  |          |   |
ABT   | Abbott Laboratories             | Health Care            | 002824100 | 128.35 | 223  |          |   |
AMGN  | Amgen Inc.                      | Health Care            | 031162100 | 336.75 | 181  |          |   |
BRK.B | Berkshire Hathaway Class B      | Financials             | 084670702 | 506.30 | 1090 | BRK      |   |
JPM   | JPMorgan Chase & Co.            | Financials             | 46625H100 | 304.20 | 828  |          |   |
V     | Visa Inc.                       | Financials             | 92826C839 | 331.85 | 640  |          |   |
MA    | Mastercard Incorporated         | Financials             | 57636Q104 | 542.10 | 487  |          |   |
BAC   | Bank of America Corporation     | Financials             | 060505104 | 52.35  | 382  |          |   |
WFC   | Wells Fargo & Company           | Financials             | 949746101 | 84.90  | 268  |          |   |
GS    | The Goldman Sachs Group, Inc.   | Financials             | 38141G104 | 786.45 | 236  |          |   |
SPGI  | S&P Global Inc.                 | Financials             | 78409V104 | 493.20 | 149  |          |   |
GE    | GE Aerospace                    | Industrials            | 369604301 | 301.60 | 318  |          | w |
CAT   | Caterpillar Inc.                | Industrials            | 149123101 | 556.70 | 260  |          |   |
RTX   | RTX Corporation                 | Industrials            | 75513E101 | 173.80 | 233  |          | w |
UNP   | Union Pacific Corporation       | Industrials            | 907818108 | 225.40 | 134  |          |   |
HON   | Honeywell International Inc.    | Industrials            | 438516106 | 198.35 | 126  |          |   |
LMT   | Lockheed Martin Corporation     | Industrials            | 539830109 | 468.90 | 109  |          | w |
XOM   | Exxon Mobil Corporation         | Energy                 | 30231G102 | 117.25 | 496  |          | f |
CVX   | Chevron Corporation             | Energy                 | 166764100 | 151.60 | 305  |          | f |
COP   | ConocoPhillips                  | Energy                 | 20825C104 | 89.45  | 111  |          | f |
NEE   | NextEra Energy, Inc.            | Utilities              | 65339F101 | 84.70  | 176  |          | f |
LIN   | Linde plc                       | Materials              | G54950103 | 421.15 | 197  |          |   |
PLD   | Prologis, Inc.                  | Real Estate            | 74340W103 | 125.60 | 117  |          |   |
MO    | Altria Group, Inc.              | Consumer Staples       | 02209S103 | 58.45  | 98   |          | t | legacy
LVS   | Las Vegas Sands Corp.           | Consumer Discretionary | 517834107 | 65.20  | 45   |          | g | legacy
BA    | The Boeing Company              | Industrials            | 097023105 | 186.90 | 141  |          | w | legacy
C     | Citigroup Inc.                  | Financials             | 172967424 | 99.75  | 183  |          |   | legacy
`;
