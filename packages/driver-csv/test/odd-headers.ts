import type { OddFile } from "./odd-file.ts";

/** A headerless file of three columns or fewer, and its records. */
function headerless(name: string, lines: readonly string[], delimiter = ","): OddFile {
  const rows = lines.map((line) => line.split(delimiter));
  return {
    name: `no header: ${name}`,
    content: `${lines.join("\n")}\n`,
    columns: (rows[0] ?? []).map((_, index) => `column_${index + 1}`),
    rows,
    dialect: { header: false },
  };
}

/** A file whose first line is its header, without quotes. */
function headed(name: string, lines: readonly string[]): OddFile {
  const [columns = [], ...rows] = lines.map((line) => line.split(","));
  return { name: `a header: ${name}`, content: `${lines.join("\n")}\n`, columns, rows };
}

/** First lines that are a header, or only look like one. */
export const oddHeaders: readonly OddFile[] = [
  headerless("identifiers with leading zeros", ["00123,Ann", "00456,Bob"]),
  headerless("dates as people write them", ["01/02/2024,Ann,x", "03/04/2024,Bob,y"]),
  headerless("German dates and decimals", ["31.12.2024;Ann;1,5", "01.01.2025;Bob;2,5"], ";"),
  headerless("mail addresses", ["ann@x.org,Ann", "bob@y.org,Bob"]),
  headerless("amounts of money", ["Coffee,$3.50", "Tea,$2.00", "Cake,$4.25"]),
  headerless("shares", ["a,10%", "b,20%", "c,30%"]),
  headerless("telephone numbers", ["Ann,+39 333 1234567", "Bob,+47 900 12 345"]),
  headerless("what a database writes for nothing", ["1,Ann,\\N", "2,Bob,5"]),
  headerless("a first record with gaps", ["1,,", "2,x,y", "3,z,w"]),
  headerless("a first record with gaps, of words", ["Ann,,", "Bob,x,1", "Cid,y,2"]),
  headerless("delimiters alone", [",,", ",,"]),
  {
    name: "a header: most names are missing",
    content: ",,c\n1,2,3\n4,5,6\n",
    columns: ["column_1", "column_2", "c"],
    rows: [
      ["1", "2", "3"],
      ["4", "5", "6"],
    ],
  },
  headed("numbers over words", ["id,1,2,3", "Ann,x,y,z", "Bob,p,q,r"]),
  {
    name: "a header: days over amounts that are written as long",
    content: "Stadt;01.01.2024;01.02.2024\nRom;1.234,56;2.345,67\nOslo;3.456,78;4.567,89\n",
    columns: ["Stadt", "01.01.2024", "01.02.2024"],
    rows: [
      ["Rom", "1.234,56", "2.345,67"],
      ["Oslo", "3.456,78", "4.567,89"],
    ],
  },
  headed("ages over shares", ["city,0-9,10-19", "Rome,5%,6%", "Oslo,7%,8%"]),
  headed("signs over amounts", ["item,$", "A,$5", "B,$6"]),
  headed("a number sign", ["#,name", "1,a", "2,b"]),
  headed("again where two files were put together", ["a,b", "1,2", "a,b", "3,4"]),
  headed("numbers with gaps below", ["name,age", "Ann,NA", "Bob,31", "Cid,null"]),
  {
    name: "names with a comma, and nobody who quotes them",
    content: "name\nSmith, John\nDoe, Jane\nRoe, Max\n",
    columns: ["name"],
    rows: [["Smith, John"], ["Doe, Jane"], ["Roe, Max"]],
  },
  {
    name: "a title above a table with blanks behind its commas",
    content: "Report\nid, name\n1, Ann\n2, Bob\n",
    columns: ["id", "name"],
    rows: [
      ["1", " Ann"],
      ["2", " Bob"],
    ],
  },
  {
    name: "a server's log: spaces, and quotes around what has spaces",
    content:
      'ip user request code\n1.2.3.4 - "GET / HTTP" 200\n5.6.7.8 bob "POST /x HTTP" 404\n9.9.9.9 - "GET /y HTTP" 500\n',
    columns: ["ip", "user", "request", "code"],
    rows: [
      ["1.2.3.4", "-", "GET / HTTP", "200"],
      ["5.6.7.8", "bob", "POST /x HTTP", "404"],
      ["9.9.9.9", "-", "GET /y HTTP", "500"],
    ],
    dialect: { delimiter: " " },
  },
  headerless("codes", ["A1,Ann", "A2,Bob", "A3,Cid"]),
  headerless("UUIDs", [
    "550e8400-e29b-41d4-a716-446655440000,x",
    "67e55044-10b1-426f-9247-bb680e5fe0c8,y",
    "9b2c1f70-4d3e-4a5b-8c6d-7e8f9a0b1c2d,z",
  ]),
  {
    name: "no header: lines of a log",
    content: "2024-01-01 10:00:00 INFO start\n2024-01-01 10:00:01 WARN slow\n",
    columns: ["column_1"],
    rows: [["2024-01-01 10:00:00 INFO start"], ["2024-01-01 10:00:01 WARN slow"]],
  },
  headed("again with a mark of its own", ["id,name", "1,Ann", "\ufeffid,name", "2,Bob"]),
  {
    name: "a header: one name of three",
    content: "id,,\n1,2,3\n4,5,6\n",
    columns: ["id", "column_2", "column_3"],
    rows: [
      ["1", "2", "3"],
      ["4", "5", "6"],
    ],
  },
];
