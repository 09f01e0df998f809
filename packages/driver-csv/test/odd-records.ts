import { type OddFile, people, tableColumns } from "./odd-file.ts";

/** Records that are short, long, blank or not records at all, and values that programs like to change. */
export const oddRecords: readonly OddFile[] = [
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
