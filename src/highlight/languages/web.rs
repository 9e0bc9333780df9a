//! Languages of the web.

use super::super::grammar::{Escape, Grammar, Inside, LineRule, Rule, between, filled, quote};
use super::super::markup::Dialect;
use super::super::sink::Class::{Attribute, Function, Keyword, Meta, Number, Type, Variable};
use super::{Language, Syntax, entry};

pub(super) const LANGUAGES: &[Language] = &[
    entry(
        "xml",
        "XML",
        "xsd xsl xslt svg csproj vbproj vcxproj proj props targets nuspec config manifest wsdl rss admx adml msbuild \
         resx wsb plist nuget",
        Syntax::Markup(Dialect::Xml),
    ),
    entry("xaml", "XAML", "axaml", Syntax::Markup(Dialect::Xml)),
    entry(
        "html",
        "HTML",
        "htm xhtml cshtml razor aspx aspx-csharp vue svelte handlebars hbs",
        Syntax::Markup(Dialect::Html),
    ),
    entry("css", "CSS", "", Syntax::Table(&CSS)),
    entry("scss", "SCSS", "sass", Syntax::Table(&SCSS)),
    entry("less", "Less", "", Syntax::Table(&SCSS)),
    entry("javascript", "JavaScript", "js jsx mjs cjs node nodejs", Syntax::Table(&JAVASCRIPT)),
    entry("typescript", "TypeScript", "ts tsx mts cts", Syntax::Table(&TYPESCRIPT)),
    entry("php", "PHP", "php3 phtml", Syntax::Table(&PHP)),
    entry("http", "HTTP", "rest https", Syntax::Table(&HTTP)),
    entry("graphql", "GraphQL", "gql", Syntax::Table(&GRAPHQL)),
];

const CSS: Grammar = Grammar {
    rules: &[
        Rule::Block("/*", "*/"),
        quote("\""),
        quote("'"),
        Rule::Name("@", Keyword, "-"),
        Rule::Name("--", Variable, "-"),
        Rule::Name(".", Type, "-"),
        Rule::Enclosed("#", ";", Number, ""),
        Rule::Name("#", Type, "-"),
        Rule::Name("!", Keyword, ""),
    ],
    line: &[LineRule::Key { ends: ":", blanks: false, indented: true }],
    word_bytes: "-",
    calls: true,
    ..Grammar::NONE
};

const SCSS: Grammar = Grammar {
    rules: &[
        Rule::Line("//"),
        Rule::Block("/*", "*/"),
        quote("\""),
        quote("'"),
        Rule::Name("$", Variable, "-"),
        Rule::Name("@", Keyword, "-"),
        Rule::Name("--", Variable, "-"),
        Rule::Name(".", Type, "-"),
        Rule::Name("#", Type, "-"),
        Rule::Name("!", Keyword, ""),
    ],
    line: &[LineRule::Key { ends: ":", blanks: false, indented: true }],
    word_bytes: "-",
    calls: true,
    ..Grammar::NONE
};

const JS_KEYWORDS: &str = "async await break case catch class const continue debugger default delete do else export \
    extends finally for from function get if import in instanceof let new of return set static super switch this \
    throw try typeof var void while with yield true false null undefined NaN Infinity";

const JS_RULES: &[Rule] = &[
    Rule::Line("//"),
    Rule::Block("/*", "*/"),
    filled("`", "`", Escape::Byte(b'\\'), Inside::DollarBrace),
    quote("\""),
    quote("'"),
    Rule::Name("@", Attribute, "."),
];

const JAVASCRIPT: Grammar = Grammar {
    rules: JS_RULES,
    line: &[LineRule::Rest("#!", Meta)],
    words: &[(Keyword, JS_KEYWORDS)],
    word_bytes: "$",
    calls: true,
    capitals: true,
    ..Grammar::NONE
};

const TYPESCRIPT: Grammar = Grammar {
    rules: JS_RULES,
    line: &[LineRule::Rest("#!", Meta)],
    words: &[
        (Keyword, JS_KEYWORDS),
        (
            Keyword,
            "abstract as asserts declare enum implements infer interface is keyof module namespace override private \
             protected public readonly satisfies type unique",
        ),
        (Type, "any bigint boolean never number object string symbol unknown"),
    ],
    word_bytes: "$",
    calls: true,
    capitals: true,
    ..Grammar::NONE
};

const PHP: Grammar = Grammar {
    rules: &[
        Rule::Line("//"),
        Rule::Enclosed("#[", "]", Attribute, "*"),
        Rule::Line("#"),
        Rule::Block("/*", "*/"),
        filled("\"", "\"", Escape::Byte(b'\\'), Inside::Dollar),
        filled("'", "'", Escape::Byte(b'\\'), Inside::Nothing),
        Rule::Name("$", Variable, ""),
        Rule::Mark("<?php", Meta),
        Rule::Mark("<?=", Meta),
        Rule::Mark("?>", Meta),
    ],
    words: &[
        (
            Keyword,
            "abstract and array as break callable case catch class clone const continue declare default do echo else \
             elseif empty enddeclare endfor endforeach endif endswitch endwhile enum exit extends final finally fn for \
             foreach from function global goto if implements include include_once instanceof insteadof interface \
             isset list match namespace new or print private protected public readonly require require_once return \
             static switch throw trait try unset use var while xor yield true false null self parent",
        ),
        (Type, "bool float int iterable mixed never object string void"),
    ],
    fold: true,
    calls: true,
    capitals: true,
    ..Grammar::NONE
};

const HTTP: Grammar = Grammar {
    rules: &[quote("\""), Rule::Enclosed("{", "}", Variable, "-")],
    line: &[
        LineRule::Rest("###", super::super::sink::Class::Comment),
        LineRule::Key { ends: ":", blanks: false, indented: false },
    ],
    words: &[
        (Keyword, "GET POST PUT PATCH DELETE HEAD OPTIONS CONNECT TRACE HTTP"),
        (Keyword, "true false null"),
    ],
    string_keys: true,
    ..Grammar::NONE
};

const GRAPHQL: Grammar = Grammar {
    rules: &[
        Rule::Line("#"),
        between("\"\"\"", "\"\"\""),
        quote("\""),
        Rule::Name("@", Attribute, ""),
        Rule::Name("$", Variable, ""),
    ],
    words: &[
        (
            Keyword,
            "directive enum extend false fragment implements input interface mutation null on query repeatable scalar \
             schema subscription true type union",
        ),
        (Function, "__typename"),
    ],
    capitals: true,
    ..Grammar::NONE
};
