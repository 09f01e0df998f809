import { gzipSync, zstdCompressSync } from "node:zlib";
import type { Dialect, OpenTableOptions, Row } from "../src/index.ts";

/** A file that somebody's program wrote, and what a careful person sees in it. */
export interface OddFile {
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly options?: OpenTableOptions;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  readonly dialect?: Partial<Dialect>;
}

function utf16(text: string, mark = true): Buffer {
  return Buffer.from(mark ? `\ufeff${text}` : text, "utf16le");
}

function bigEndian(text: string): Buffer {
  return utf16(text).swap16();
}

const latin1 = (text: string): Buffer => Buffer.from(text, "latin1");
const people = ["id", "name"];
const table = "id,name,amount\n1,Ann,2.50\n2,Bob,10.00\n3,Cid,7.25\n";
const tableColumns = ["id", "name", "amount"];
const tableRows: Row[] = [
  ["1", "Ann", "2.50"],
  ["2", "Bob", "10.00"],
  ["3", "Cid", "7.25"],
];

export const oddFiles: readonly OddFile[] = [
  { name: "plain", content: table, columns: tableColumns, rows: tableRows },
  {
    name: "no line end at the end",
    content: "id,name\n1,Ann\n2,Bob",
    columns: people,
    rows: [
      ["1", "Ann"],
      ["2", "Bob"],
    ],
  },
  {
    name: "CRLF",
    content: table.replaceAll("\n", "\r\n"),
    columns: tableColumns,
    rows: tableRows,
    dialect: { lineEnds: "crlf" },
  },
  {
    name: "lone CR",
    content: table.replaceAll("\n", "\r"),
    columns: tableColumns,
    rows: tableRows,
    dialect: { lineEnds: "cr" },
  },
  {
    name: "mixed line ends",
    content: "id,name\r\n1,Ann\n2,Bob\r3,Cid\r\n",
    columns: people,
    rows: [
      ["1", "Ann"],
      ["2", "Bob"],
      ["3", "Cid"],
    ],
    dialect: { lineEnds: "mixed" },
  },
  {
    name: "CR as data, where it is said not to end records",
    content: "id,name\n1,A\rnn\n2,Bob\r\n",
    options: { loneCr: false },
    columns: people,
    rows: [
      ["1", "A\rnn"],
      ["2", "Bob"],
    ],
  },
  {
    name: "UTF-8 with a byte order mark",
    content: `\ufeff${table}`,
    columns: tableColumns,
    rows: tableRows,
    dialect: { byteOrderMark: true, encoding: "utf-8" },
  },
  {
    name: "byte order mark before a quoted header",
    content: '\ufeff"id","name"\n"1","Ann"\n',
    columns: people,
    rows: [["1", "Ann"]],
  },
  {
    name: "UTF-16LE with a mark",
    content: utf16("id;name\r\n1;Zoë €\r\n"),
    columns: people,
    rows: [["1", "Zoë €"]],
    dialect: { encoding: "utf-16le" },
  },
  {
    name: "UTF-16BE with a mark, tabs",
    content: bigEndian("id\tname\n1\tZoë\n"),
    columns: people,
    rows: [["1", "Zoë"]],
    dialect: { encoding: "utf-16be", delimiter: "\t" },
  },
  {
    name: "UTF-16LE without a mark",
    content: utf16("id,name\n1,Ann\n2,Bob\n", false),
    columns: people,
    rows: [
      ["1", "Ann"],
      ["2", "Bob"],
    ],
  },
  {
    name: "Windows-1252",
    content: Buffer.from([...latin1("id,name\n1,Jos\xe9 "), 0x80, 0x93, ...latin1("x\n2,Bob\n")]),
    columns: people,
    rows: [
      ["1", "José €“x"],
      ["2", "Bob"],
    ],
    dialect: { encoding: "windows-1252" },
  },
  {
    name: "Latin-1 by option",
    content: latin1("id,name\n1,\xe9\x85\n"),
    options: { encoding: "latin1" },
    columns: people,
    rows: [["1", "é\u0085"]],
  },
  {
    name: "Shift-JIS by option",
    content: Buffer.from([...latin1("id,name\n1,"), 0x93, 0xfa, 0x96, 0x7b, 0x0a]),
    options: { encoding: "shift_jis" },
    columns: people,
    rows: [["1", "日本"]],
  },
  {
    name: "UTF-8 characters of two to four bytes",
    content: "näme,ort\nJürgen,Zürich\n李,東京\n😀,x\n",
    columns: ["näme", "ort"],
    rows: [
      ["Jürgen", "Zürich"],
      ["李", "東京"],
      ["😀", "x"],
    ],
  },
  {
    name: "semicolons with decimal commas",
    content: "id;amount;note\n1;1,50;a\n2;2,75;b\n3;1000,00;c\n",
    columns: ["id", "amount", "note"],
    rows: [
      ["1", "1,50", "a"],
      ["2", "2,75", "b"],
      ["3", "1000,00", "c"],
    ],
    dialect: { delimiter: ";", decimal: "," },
  },
  {
    name: "tabs with commas and quotes in the text",
    content: 'id\ttext\n1\tHello, "world"\n2\t5" disk, new\n',
    columns: ["id", "text"],
    rows: [
      ["1", 'Hello, "world"'],
      ["2", '5" disk, new'],
    ],
    dialect: { delimiter: "\t" },
  },
  {
    name: "tabs with an unpaired quote at the start of a value",
    content: 'id\ttext\n1\t"abc\n2\tdef\n3\tghi\n',
    columns: ["id", "text"],
    rows: [
      ["1", '"abc'],
      ["2", "def"],
      ["3", "ghi"],
    ],
    dialect: { delimiter: "\t", quote: null },
  },
  {
    name: "pipes",
    content: "id|name|city\n1|Ann|Rome, Italy\n2|Bob|Oslo\n",
    columns: ["id", "name", "city"],
    rows: [
      ["1", "Ann", "Rome, Italy"],
      ["2", "Bob", "Oslo"],
    ],
    dialect: { delimiter: "|" },
  },
  {
    name: "unit separators",
    content: "id\x1fname\n1\x1fAnn\n2\x1fBob\n",
    columns: people,
    rows: [
      ["1", "Ann"],
      ["2", "Bob"],
    ],
  },
  {
    name: "quoted delimiters, line ends and quotes",
    content: 'id,note\n1,"a, b"\n2,"line one\nline two"\n3,"say ""hi"""\n4,""\n',
    columns: ["id", "note"],
    rows: [
      ["1", "a, b"],
      ["2", "line one\nline two"],
      ["3", 'say "hi"'],
      ["4", ""],
    ],
  },
  {
    name: "CRLF within quotes is kept",
    content: 'id,note\r\n1,"a\r\nb"\r\n2,c\r\n',
    columns: ["id", "note"],
    rows: [
      ["1", "a\r\nb"],
      ["2", "c"],
    ],
  },
  {
    name: "backslash escapes",
    content: 'id,note\n1,"say \\"hi\\", she said"\n2,"back\\\\slash"\n3,plain\n',
    columns: ["id", "note"],
    rows: [
      ["1", 'say "hi", she said'],
      ["2", "back\\slash"],
      ["3", "plain"],
    ],
    dialect: { escape: "\\" },
  },
  {
    name: "paths that end with a backslash",
    content: 'id,path\n1,"C:\\dir\\"\n2,"D:\\"\n3,x\n',
    columns: ["id", "path"],
    rows: [
      ["1", "C:\\dir\\"],
      ["2", "D:\\"],
      ["3", "x"],
    ],
    dialect: { escape: '"' },
  },
  {
    name: "single quotes around values with commas",
    content: "id,name\n1,'Smith, John'\n2,'Doe, Jane'\n",
    columns: people,
    rows: [
      ["1", "Smith, John"],
      ["2", "Doe, Jane"],
    ],
    dialect: { quote: "'" },
  },
  {
    name: "apostrophes that quote nothing",
    content: "id,name\n1,O'Brien\n2,'tis\n3,D'Arcy\n",
    columns: people,
    rows: [
      ["1", "O'Brien"],
      ["2", "'tis"],
      ["3", "D'Arcy"],
    ],
    dialect: { quote: '"' },
  },
  {
    name: "a quote in the middle of an unquoted value",
    content: 'id,size\n1,5" disk\n2,a"b"c\n',
    columns: ["id", "size"],
    rows: [
      ["1", '5" disk'],
      ["2", 'a"b"c'],
    ],
  },
  {
    name: "quotes inside of quotes that nobody doubled",
    content: 'id,text\n1,"He said "hi" to me"\n2,"fine"\n',
    columns: ["id", "text"],
    rows: [
      ["1", 'He said "hi" to me'],
      ["2", "fine"],
    ],
  },
  {
    name: "text after a closing quote",
    content: 'id,text\n1,"abc"def\n2,x\n',
    columns: ["id", "text"],
    rows: [
      ["1", "abcdef"],
      ["2", "x"],
    ],
  },
  {
    name: "spaces between delimiters and quotes",
    content: 'id, name, city\n1, "Smith, J", "Rome"\n2, "Doe, K", "Oslo"\n',
    columns: ["id", "name", "city"],
    rows: [
      ["1", "Smith, J", "Rome"],
      ["2", "Doe, K", "Oslo"],
    ],
    dialect: { spacesAroundQuotes: true },
  },
  {
    name: "spaces around unquoted values stay",
    content: "id,name\n1,  Ann \n2, Bob\n",
    columns: people,
    rows: [
      ["1", "  Ann "],
      ["2", " Bob"],
    ],
  },
  {
    name: "short and long records",
    content: "a,b,c\n1,2\n1,2,3,4\n5,6,7\n8\n",
    columns: ["a", "b", "c"],
    rows: [
      ["1", "2", null],
      ["1", "2", "3", "4"],
      ["5", "6", "7"],
      ["8", null, null],
    ],
  },
  {
    name: "duplicate and missing names",
    content: "id,,id,id\n1,2,3,4\n5,6,7,8\n",
    columns: ["id", "column_2", "id_2", "id_3"],
    rows: [
      ["1", "2", "3", "4"],
      ["5", "6", "7", "8"],
    ],
  },
  {
    name: "a header that is shorter than the records",
    content: "a,b\n1,2,3\n4,5,6\n7,8,9\n",
    columns: ["a", "b", "column_3"],
    rows: [
      ["1", "2", "3"],
      ["4", "5", "6"],
      ["7", "8", "9"],
    ],
  },
  {
    name: "trailing delimiters everywhere",
    content: "a,b,\n1,2,\n3,4,\n",
    columns: ["a", "b"],
    rows: [
      ["1", "2"],
      ["3", "4"],
    ],
    dialect: { trailingDelimiter: true },
  },
  {
    name: "trailing delimiters in the records alone",
    content: "a;b\n1;2;\n3;4;\n",
    columns: ["a", "b"],
    rows: [
      ["1", "2"],
      ["3", "4"],
    ],
  },
  {
    name: "a last column that happens to be empty",
    content: "a,b,c\n1,2,\n3,4,\n",
    columns: ["a", "b", "c"],
    rows: [
      ["1", "2", ""],
      ["3", "4", ""],
    ],
    dialect: { trailingDelimiter: false },
  },
  {
    name: "blank lines",
    content: "\n\nid,name\n\n1,Ann\n   \n2,Bob\n\n\n",
    columns: people,
    rows: [
      ["1", "Ann"],
      ["2", "Bob"],
    ],
  },
  {
    name: "records of empty values are records",
    content: "a,b\n,\n1,2\n",
    columns: ["a", "b"],
    rows: [
      ["", ""],
      ["1", "2"],
    ],
  },
  {
    name: "a title and a date before the table",
    content: "Sales report\nGenerated 2024-01-01\n\nid,name,amount\n1,Ann,2\n2,Bob,3\n",
    columns: tableColumns,
    rows: [
      ["1", "Ann", "2"],
      ["2", "Bob", "3"],
    ],
    dialect: { skipLines: 3 },
  },
  {
    name: "a title that a spreadsheet filled up with delimiters",
    content: "Report,,\n,,\nid,name,amount\n1,Ann,2\n2,Bob,3\n",
    columns: tableColumns,
    rows: [
      ["1", "Ann", "2"],
      ["2", "Bob", "3"],
    ],
  },
  {
    name: "comment lines",
    content: "# made by hand, twice\n# v2\nid,name\n1,Ann\n# a remark\n2,Bob\n",
    columns: people,
    rows: [
      ["1", "Ann"],
      ["2", "Bob"],
    ],
    dialect: { comment: "#" },
  },
  {
    name: "a header that begins with #",
    content: "#id,name\n1,Ann\n2,Bob\n",
    columns: ["#id", "name"],
    rows: [
      ["1", "Ann"],
      ["2", "Bob"],
    ],
  },
  {
    name: "two kinds of # lines, the last one the header",
    content: "##format=1\n##date=2024\n#chrom\tpos\tref\n1\t100\tA\n2\t200\tC\n",
    columns: ["#chrom", "pos", "ref"],
    rows: [
      ["1", "100", "A"],
      ["2", "200", "C"],
    ],
  },
  {
    name: "values that begin with #",
    content: "tag,count\n#red,1\n#blue,2\ngreen,3\n",
    columns: ["tag", "count"],
    rows: [
      ["#red", "1"],
      ["#blue", "2"],
      ["green", "3"],
    ],
    dialect: { comment: null },
  },
  {
    name: "sep= in the first line",
    content: "sep=;\r\nid;name\r\n1;a,b\r\n2;c,d\r\n",
    columns: people,
    rows: [
      ["1", "a,b"],
      ["2", "c,d"],
    ],
    dialect: { delimiter: ";" },
  },
  {
    name: "no header",
    content: "1,Ann,2.5\n2,Bob,3.5\n3,Cid,4.5\n",
    columns: ["column_1", "column_2", "column_3"],
    rows: [
      ["1", "Ann", "2.5"],
      ["2", "Bob", "3.5"],
      ["3", "Cid", "4.5"],
    ],
    dialect: { header: false },
  },
  {
    name: "years in the header",
    content: "country,2019,2020,2021\nFR,1.5,2.5,3.5\nDE,4.5,5.5,6.5\n",
    columns: ["country", "2019", "2020", "2021"],
    rows: [
      ["FR", "1.5", "2.5", "3.5"],
      ["DE", "4.5", "5.5", "6.5"],
    ],
  },
  { name: "a header and nothing else", content: "id,name\n", columns: people, rows: [] },
  {
    name: "one column",
    content: "name\nAnn\nBob\n",
    columns: ["name"],
    rows: [["Ann"], ["Bob"]],
    dialect: { delimiter: "" },
  },
  {
    name: "one column with a gap",
    content: "n\n1\n\n3\n",
    columns: ["n"],
    rows: [["1"], [""], ["3"]],
    dialect: { keepBlankLines: true },
  },
  {
    name: "one column of two words each",
    content: "full name\nJohn Smith\nJane Doe\n",
    columns: ["full name"],
    rows: [["John Smith"], ["Jane Doe"]],
  },
  {
    name: "one column of times",
    content: "time\n12:30:00\n13:45:10\n",
    columns: ["time"],
    rows: [["12:30:00"], ["13:45:10"]],
  },
  {
    name: "values that programs like to change",
    content:
      "zip,big,id,date,flag,null\n00501,9007199254740993,1e5,01/02/2024,TRUE,NULL\n01234,0.10,12E3,2024-1-2,no,NA\n",
    columns: ["zip", "big", "id", "date", "flag", "null"],
    rows: [
      ["00501", "9007199254740993", "1e5", "01/02/2024", "TRUE", "NULL"],
      ["01234", "0.10", "12E3", "2024-1-2", "no", "NA"],
    ],
  },
  {
    name: "NUL bytes in a value",
    content: "id,name\n1,A\0nn\n2,Bob\n",
    columns: people,
    rows: [
      ["1", "A\0nn"],
      ["2", "Bob"],
    ],
  },
  {
    name: "names of object prototypes",
    content: "__proto__,constructor,toString\n1,2,3\n4,5,6\n",
    columns: ["__proto__", "constructor", "toString"],
    rows: [
      ["1", "2", "3"],
      ["4", "5", "6"],
    ],
  },
  {
    name: "formulas are text",
    content: "id,cell\n1,=1+1\n2,@SUM(A1)\n3,-2+3\n",
    columns: ["id", "cell"],
    rows: [
      ["1", "=1+1"],
      ["2", "@SUM(A1)"],
      ["3", "-2+3"],
    ],
  },
  {
    name: "one value that is not in the encoding of all the others",
    content: Buffer.concat([
      Buffer.from("id,name\n1,Zoë\n"),
      Buffer.from("x,y\n".repeat(20_000)),
      Buffer.from("9,é\n"),
      latin1("10,\xe9\n"),
    ]),
    options: { encoding: "utf-8" },
    columns: people,
    rows: [["1", "Zoë"], ...Array.from({ length: 20_000 }, () => ["x", "y"]), ["9", "é"], ["10", "é"]],
  },
  {
    name: "gzip",
    content: gzipSync(table),
    columns: tableColumns,
    rows: tableRows,
    dialect: { compression: "gzip" },
  },
  {
    name: "zstd around UTF-16",
    content: zstdCompressSync(utf16(table)),
    columns: tableColumns,
    rows: tableRows,
    dialect: { compression: "zstd", encoding: "utf-16le" },
  },
  {
    name: "columns lined up with spaces",
    content:
      "id   name       amount\n1    Ann          2.50\n2    Bob Ray     10.00\n30   Cid          7.25\n",
    columns: tableColumns,
    rows: [
      ["1", "Ann", "2.50"],
      ["2", "Bob Ray", "10.00"],
      ["30", "Cid", "7.25"],
    ],
  },
  {
    name: "fixed widths by option, with wide characters",
    content: "1  Zoë   12\n2  李    345\n",
    options: { widths: [3, 5, 4], header: false, columns: ["id", "name", "n"] },
    columns: ["id", "name", "n"],
    rows: [
      ["1", "Zoë", "12"],
      ["2", "李", "345"],
    ],
  },
  {
    name: "numbers with single spaces between them",
    content: "x y z\n1 2 3\n4 5 6\n7 8 9\n",
    columns: ["x", "y", "z"],
    rows: [
      ["1", "2", "3"],
      ["4", "5", "6"],
      ["7", "8", "9"],
    ],
    dialect: { delimiter: " " },
  },
  {
    name: "the end-of-file mark of old systems",
    content: "id,name\r\n1,Ann\r\n\x1a",
    columns: people,
    rows: [["1", "Ann"]],
  },
  {
    name: "names given by option",
    content: "1,Ann\n2,Bob\n",
    options: { header: false, columns: people },
    columns: people,
    rows: [
      ["1", "Ann"],
      ["2", "Bob"],
    ],
  },
  {
    name: "lines to skip by option",
    content: "x,y\nz\nid,name\n1,Ann\n",
    options: { skipLines: 2 },
    columns: people,
    rows: [["1", "Ann"]],
  },
];
