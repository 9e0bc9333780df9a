//! Throughput of the highlighter by language, on generated code.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use docwright::highlight::highlight;

/// A few lines of each language, repeated with changing numbers so that nothing is the same twice.
const SAMPLES: &[(&str, &str)] = &[
    (
        "cpp",
        "// Opens item @ and returns its handle.\nHANDLE open_item_@(const std::string& path, int flags = 0x@) {\n    if (flags == @ && path.size() > 3) { return lookup(path, \"kind-@\\n\", 'x'); }\n    return nullptr; /* nothing @ */\n}\n",
    ),
    (
        "csharp",
        "/// <summary>Item @.</summary>\n[Serializable]\npublic sealed class Item@ : IEquatable<Item@>\n{\n    public string Name { get; init; } = $\"name {@}\";\n    public int Count() => list.Where(x => x > @).Count();\n}\n",
    ),
    (
        "powershell",
        "# Collects log @\nGet-ChildItem -Path \"$env:TEMP\\log@\" -Filter '*.log' |\n    Where-Object { $_.Length -gt @KB } |\n    Sort-Object -Property Length -Descending\n$total@ = [math]::Round($sum / 1MB, 2)\n",
    ),
    (
        "yaml",
        "# Step @\n- task: build@\n  name: \"step @\"\n  enabled: true\n  retries: @\n  run: |\n    echo @\n    make all\n",
    ),
    ("xml", "<item id=\"@\" kind='plain'>\n  <!-- note @ -->\n  <name>Value &amp; more @</name>\n</item>\n"),
    ("json", "{ \"id\": @, \"name\": \"value @\", \"on\": true, \"list\": [1, 2.5, null] },\n"),
    (
        "bash",
        "# Step @\nfor f in *.log; do\n  grep -c \"error $f\" --file=@ \"${HOME}/x\" | sort -n >> out-@.txt\ndone\n",
    ),
];

fn languages(c: &mut Criterion) {
    let mut group = c.benchmark_group("highlight");
    for (language, sample) in SAMPLES {
        let code: String = (0..1000).map(|n| sample.replace('@', &n.to_string())).collect();
        group.throughput(Throughput::Bytes(code.len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(language), &code, |b, code| {
            let mut out = String::with_capacity(code.len() * 3);
            b.iter(|| {
                out.clear();
                highlight(language, black_box(code), &mut out)
            });
        });
    }
    group.finish();
}

criterion_group!(benches, languages);
criterion_main!(benches);
