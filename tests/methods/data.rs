//! The data: JSON that its published schema describes, with a place and an address on everything, and CSV.

use docwright::methods::{self, Index, Rules};
use serde_json::{Value as Json, json};

use super::page;

const PAGE: &str = r#"# Fuels

> [!TIP]
> Ask first.

## Wood

**Platform:** stove, hearth

### Advantages

- =cheap, "dry" or not
- [grows](trees.md)

  > [!NOTE]
  > Slowly.

For more information, see [Trees](trees.md).

### Costs

Little.

More in winter.

## Gas

**Platform:** stove

### Advantages

- quick

### Costs

+10 a month

## Peat

**Platform:** hearth

### Advantages

- quick

### Costs

-1
"#;

fn index() -> Index {
    let rules = Rules::default();
    methods::assemble([page::read(PAGE, "docs/fuels", &rules, &Json::Null).value], &rules).value
}

#[test]
fn the_schema_describes_the_data() {
    let schema: Json = serde_json::from_str(&Index::schema()).expect("the schema");
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("schema.json", schema).expect("a schema");
    let mut schemas = boon::Schemas::new();
    let schema = compiler.compile("schema.json", &mut schemas).expect("a valid schema");
    let index = index();
    let mut data: Json = serde_json::from_str(&index.json()).expect("the data");
    let fault = schemas.validate(&data, schema).err();
    assert!(fault.is_none(), "{fault:#?}");
    assert_eq!(data["sets"][0]["traits"][0]["text"], "quick");
    let read: Index = serde_json::from_str(&index.json()).expect("the published format");
    assert_eq!(read.json(), index.json());
    // A schema that lets everything pass would be none.
    data["sets"][0]["entries"][0].as_object_mut().expect("an entry").remove("title");
    assert!(schemas.validate(&data, schema).is_err());
    let mut data: Json = serde_json::from_str(&index.json()).expect("the data");
    data["sets"][0]["origin"] = json!("guessed");
    assert!(schemas.validate(&data, schema).is_err());
}

#[test]
fn everything_has_its_place_and_address() {
    let data: Json = serde_json::from_str(&index().json()).expect("the data");
    let mut seen = 0;
    let mut open = vec![&data];
    while let Some(value) = open.pop() {
        match value {
            Json::Object(map) => {
                if let Some(source) = map.get("source") {
                    seen += 1;
                    assert_eq!(source["file"], "docs/fuels.md", "{value}");
                    assert!(source["line"].as_u64().is_some_and(|n| n > 0), "{value}");
                }
                if let Some(url) = map.get("url") {
                    assert!(url.as_str().is_some_and(|u| u.starts_with("docs/")), "{value}");
                }
                open.extend(map.values());
            }
            Json::Array(list) => open.extend(list),
            _ => {}
        }
    }
    // A set with a note; three entries with three values each; five items, one with a note; a related link.
    assert_eq!(seen, 1 + 1 + 3 + 9 + 4 + 1 + 1);
    let line = |path: &str| data.pointer(path).and_then(|v| v["source"]["line"].as_u64());
    assert_eq!(line("/sets/0/entries/0/values/platform"), Some(8));
    assert_eq!(line("/sets/0/entries/0/values/advantage/items/1"), Some(13));
}

#[test]
fn tables_as_csv_are_read_back_as_they_were() {
    let index = index();
    let text = index.sets[0].csv();
    assert!(text.ends_with("\r\n") && !text.replace("\r\n", "").contains('\r'), "{text:?}");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let rows: Vec<Vec<String>> =
        reader.records().map(|r| r.expect("a row").iter().map(str::to_owned).collect()).collect();
    assert_eq!(rows[0], ["Entry", "URL", "Platform", "Advantages", "Costs", "Related"]);
    assert_eq!(rows.len(), 4);
    // What a spreadsheet would take for a formula is disarmed; quotes and line breaks come through.
    assert_eq!(rows[1][3], "'=cheap, \"dry\" or not\ngrows");
    assert_eq!(rows[1][4], "Little.\nMore in winter.");
    assert_eq!((rows[2][4].as_str(), rows[3][4].as_str()), ("'+10 a month", "'-1"));
}
