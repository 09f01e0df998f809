import { latin1, type OddFile } from "./odd-file.ts";

const names = Array.from({ length: 20_000 }, (_, column) => `column${column}`);
const digits = names.map((_, column) => String(column));

/** What programs export when nobody watches them. */
export const oddExports: readonly OddFile[] = [
  { name: "nothing", content: "", columns: [], rows: [] },
  { name: "a byte order mark and nothing else", content: "\ufeff", columns: [], rows: [] },
  { name: "blank lines and nothing else", content: "\r\n\r\n \r\n", columns: [], rows: [] },
  {
    name: "German spreadsheet: Latin letters, semicolons, points and commas in numbers",
    content: latin1("Name;Betrag;Datum\r\nM\xfcller;1.234,56;31.12.2024\r\nSchr\xf6der;12,00;01.01.2025\r\n"),
    columns: ["Name", "Betrag", "Datum"],
    rows: [
      ["Müller", "1.234,56", "31.12.2024"],
      ["Schröder", "12,00", "01.01.2025"],
    ],
    dialect: { encoding: "windows-1252", delimiter: ";", decimal: "," },
  },
  {
    name: "UTF-16 with sep= and tabs",
    content: Buffer.from("\ufeffsep=\t\r\na\tb\r\n1\t2\r\n", "utf16le"),
    columns: ["a", "b"],
    rows: [["1", "2"]],
    dialect: { delimiter: "\t" },
  },
  {
    name: "a report's title lines that have commas too",
    content: "Report:,Sales\nDate:,2024\n\nid,name,amount\n1,x,2\n3,y,4\n",
    columns: ["id", "name", "amount"],
    rows: [
      ["1", "x", "2"],
      ["3", "y", "4"],
    ],
    dialect: { skipLines: 3 },
  },
  {
    name: "one title line with a comma",
    content: "Made on 2024-01-01, all rights reserved\nid,name,amount\n1,x,2\n3,y,4\n",
    columns: ["id", "name", "amount"],
    rows: [
      ["1", "x", "2"],
      ["3", "y", "4"],
    ],
  },
  {
    name: "dates across the header",
    content: "city,2024-01-01,2024-01-02\nRome,1,2\nOslo,3,4\n",
    columns: ["city", "2024-01-01", "2024-01-02"],
    rows: [
      ["Rome", "1", "2"],
      ["Oslo", "3", "4"],
    ],
  },
  {
    name: "a stray CR in a file of LFs",
    content: "a,b\n1,x\ry\n2,z\n",
    columns: ["a", "b"],
    rows: [
      ["1", "x\ry"],
      ["2", "z"],
    ],
    dialect: { loneCr: false },
  },
  {
    name: "CR CR LF",
    content: "a,b\r\r\n1,2\r\r\n3,4\r\r\n",
    columns: ["a", "b"],
    rows: [
      ["1", "2"],
      ["3", "4"],
    ],
  },
  {
    name: "one value in another encoding than all others, unannounced",
    content: Buffer.concat([Buffer.from(`a,b\n${"Zoë,Jürgen\n".repeat(3)}`), latin1("caf\xe9,x\n")]),
    columns: ["a", "b"],
    rows: [
      ["Zoë", "Jürgen"],
      ["Zoë", "Jürgen"],
      ["Zoë", "Jürgen"],
      ["café", "x"],
    ],
    dialect: { encoding: "utf-8" },
  },
  {
    name: "quoted decimal commas between commas",
    content: 'a,b\n"1,5",x\n"2,75",y\n',
    columns: ["a", "b"],
    rows: [
      ["1,5", "x"],
      ["2,75", "y"],
    ],
    dialect: { decimal: "," },
  },
  {
    name: "20,000 columns",
    content: `${names.join(",")}\n${digits.join(",")}\n`,
    columns: names,
    rows: [digits],
  },
  {
    name: "a first value longer than any sample",
    content: `id,text\n1,"${"line\n".repeat(60_000)}"\n2,y\n`,
    columns: ["id", "text"],
    rows: [
      ["1", "line\n".repeat(60_000)],
      ["2", "y"],
    ],
  },
  {
    name: "backslash escapes that begin far behind the first sample",
    content: `id,text\n${'1,"plain"\n'.repeat(20_000)}${'2,"say \\"hi\\", she said"\n'.repeat(2000)}`,
    columns: ["id", "text"],
    rows: [
      ...Array.from({ length: 20_000 }, () => ["1", "plain"]),
      ...Array.from({ length: 2000 }, () => ["2", 'say "hi", she said']),
    ],
    dialect: { escape: "\\" },
  },
  {
    name: "fixed widths where words of all records break at one place",
    content:
      "ID    NAME           AMOUNT\n00001 John Smith      12.50\n00002 Mary Ann Lee   100.00\n00003 Bo               7.00\n",
    columns: ["ID", "NAME", "AMOUNT"],
    rows: [
      ["00001", "John Smith", "12.50"],
      ["00002", "Mary Ann Lee", "100.00"],
      ["00003", "Bo", "7.00"],
    ],
  },
  {
    name: "an index without a name",
    content: ",a,b\n0,1,2\n1,3,4\n",
    columns: ["column_1", "a", "b"],
    rows: [
      ["0", "1", "2"],
      ["1", "3", "4"],
    ],
  },
  {
    name: "free text of one column",
    content: "comment\nHello, world\nGood, bye, all\nfine\n",
    columns: ["comment"],
    rows: [["Hello, world"], ["Good, bye, all"], ["fine"]],
  },
  {
    name: "lists within values",
    content: "name,tags\nx,a;b;c\ny,d;e;f\n",
    columns: ["name", "tags"],
    rows: [
      ["x", "a;b;c"],
      ["y", "d;e;f"],
    ],
    dialect: { delimiter: "," },
  },
  {
    name: "JSON in values",
    content: 'id,json\n1,"{""a"":1,""b"":[2,3]}"\n2,{}\n',
    columns: ["id", "json"],
    rows: [
      ["1", '{"a":1,"b":[2,3]}'],
      ["2", "{}"],
    ],
  },
  {
    name: "a total below the table",
    content: "id,amount\n1,2\n3,4\n\nTotal: 2 rows\n",
    columns: ["id", "amount"],
    rows: [
      ["1", "2"],
      ["3", "4"],
      ["Total: 2 rows", null],
    ],
  },
  {
    name: "colons",
    content: "a:b:c\n1:2:3\n4:5:6\n",
    columns: ["a", "b", "c"],
    rows: [
      ["1", "2", "3"],
      ["4", "5", "6"],
    ],
    dialect: { delimiter: ":" },
  },
  {
    name: "a bank statement: what it is about in two columns, then the table",
    content: latin1(
      'Kontonummer:;DE00 1234\r\nZeitraum:;01.01.2024 - 31.01.2024\r\n\r\nBuchungstag;Text;Betrag\r\n02.01.2024;"Miete; M\xe4rz";-500,00\r\n03.01.2024;Gehalt;2000,00\r\n',
    ),
    columns: ["Buchungstag", "Text", "Betrag"],
    rows: [
      ["02.01.2024", "Miete; März", "-500,00"],
      ["03.01.2024", "Gehalt", "2000,00"],
    ],
    dialect: { delimiter: ";", skipLines: 3 },
  },
  {
    name: "a statement whose lines are all quoted",
    content:
      '"Konto";"123"\n"Stand";"01.01.2024"\n\n"Datum";"Text";"Betrag"\n"02.01.2024";"A";"1,00"\n"03.01.2024";"B";"2,00"\n',
    columns: ["Datum", "Text", "Betrag"],
    rows: [
      ["02.01.2024", "A", "1,00"],
      ["03.01.2024", "B", "2,00"],
    ],
  },
  {
    name: "sentences with commas before the table",
    content:
      "This file contains sales, by region, for the year.\nIt was exported, with care, by Ann.\n\nregion,sales\nN,1\nS,2\nE,3\n",
    columns: ["region", "sales"],
    rows: [
      ["N", "1"],
      ["S", "2"],
      ["E", "3"],
    ],
  },
  {
    name: "a title of as many fields as the table",
    content: "Exported by,Ann\n\nid,name\n1,Bob\n2,Cid\n3,Dan\n",
    columns: ["id", "name"],
    rows: [
      ["1", "Bob"],
      ["2", "Cid"],
      ["3", "Dan"],
    ],
  },
  {
    name: "a table of words with a blank line in it",
    content: "name,city\nAnn,Rome\nBob,Oslo\n\nCid,Paris\nDan,3\n",
    columns: ["name", "city"],
    rows: [
      ["Ann", "Rome"],
      ["Bob", "Oslo"],
      ["Cid", "Paris"],
      ["Dan", "3"],
    ],
  },
];
