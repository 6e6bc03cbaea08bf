//! Terms in text, names and questions.

use super::{Library, TermMatch};
use crate::knowledge::Page;
use crate::knowledge::page::Term;
use crate::knowledge::product::Product;

fn page(id: &str, title: &str, terms: &[&str]) -> Page {
    let terms = terms.iter().map(|term| match term.strip_prefix('=') {
        Some(text) => Term { text: text.into(), exact_case: true },
        None => Term { text: (*term).into(), exact_case: false },
    });
    Page {
        id: id.into(),
        title: title.into(),
        area: "databases".into(),
        terms: terms.collect(),
        ..Page::default()
    }
}

fn key(id: &str, name: &str) -> Page {
    let id = format!("{id}.{name}");
    Page { reference: Some("ini".into()), ..page(&id, name, &[]) }
}

fn library() -> Library {
    let product = Page { product: Some(Product::default()), ..page("redis", "Redis", &[]) };
    Library::of_pages(vec![
        page("query-cache", "MySQL query cache", &["query cache"]),
        page("saga-pattern", "Saga pattern", &["saga"]),
        page("index", "Database index", &["index", "indexing"]),
        page("sql", "SQL", &[]),
        page("java", "Java", &[]),
        page("postgresql", "PostgreSQL", &["Postgres"]),
        page("oauth", "OAuth 2.0", &["OAuth", "OAuth2"]),
        page("go", "Go", &["=Go", "golang"]),
        page("nat", "NAT", &["network address translation"]),
        page("http2", "HTTP/2", &[]),
        page("c", "C", &["=C"]),
        page("jwt", "JSON Web Token", &["=JWT"]),
        page("jwt-claims", "JWT claims", &["=sub"]),
        page("node-runtime", "Node.js", &[]),
        page("dotnet", ".NET", &[]),
        page("authorization", "Authorization", &[]),
        page("partition", "Partition", &[]),
        page("table-partitioning", "Table partitioning", &["partition"]),
        page("offset-pagination", "Offset-based pagination", &[]),
        key("pg", "max_connections"),
        key("pg", "port"),
        product,
    ])
}

/// Scans a text and writes `surface>page,page` for each hit.
fn scan(text: &str) -> Vec<String> {
    let hits = library().scan(text).into_iter();
    hits.map(|hit| format!("{}>{}", hit.span.of(text), hit.pages.join(","))).collect()
}

#[test]
fn finds_the_longest_terms_of_a_text() {
    let cases: [(&str, &[&str]); 25] = [
        ("The MySQL Query-Cache is gone.", &["MySQL Query-Cache>query-cache"]),
        ("query\ncaches; query\n\ncache; query - cache", &["query\ncaches>query-cache"]),
        ("Use an index, indexes or indices.", &["index>index", "indexes>index", "indices>index"]),
        ("reindex, indexer, indexed", &[]),
        ("authorisation and Authorization", &["authorisation>authorization", "Authorization>authorization"]),
        ("We go to Go and golang.", &["Go>go", "golang>go"]),
        ("Behind a NAT are two NATs, not nats.", &["NAT>nat", "NATs>nat"]),
        ("HTTP/2 and HTTP", &["HTTP/2>http2"]),
        ("C, C++ and C#; the .NET way", &["C>c", ".NET>dotnet"]),
        (
            "OAuth2, OAuth 2, OAuth 2.0 and OAuth",
            &["OAuth2>oauth", "OAuth 2>oauth", "OAuth 2.0>oauth", "OAuth>oauth"],
        ),
        ("a partition", &["partition>partition,table-partitioning"]),
        (
            "sagaPattern SagaPatternFactory saga_pattern",
            &["sagaPattern>saga-pattern", "SagaPattern>saga-pattern", "saga_pattern>saga-pattern"],
        ),
        ("OFFSET_BASED_PAGINATION", &["OFFSET_BASED_PAGINATION>offset-pagination"]),
        ("newMySQLQueryCacheSize", &["MySQLQueryCache>query-cache"]),
        ("useQueryCacheNow", &["QueryCache>query-cache"]),
        ("redisClient, RedisClient", &["redis>redis"]),
        ("JavaScript, NoSQL, MySQL, gRPC", &[]),
        (
            "PostgreSQLDriver, postgres15, PostgreSQL's",
            &["PostgreSQL>postgresql", "postgres>postgresql", "PostgreSQL>postgresql"],
        ),
        ("set max_connections, not max connections or port", &["max_connections>pg.max_connections"]),
        ("kubernetes, mysql", &[]),
        (
            "sub, (sub), `sub` and sub/ but not pub/sub, sub-second, a-sub-b, sub/aud",
            &["sub>jwt-claims", "sub>jwt-claims", "sub>jwt-claims", "sub>jwt-claims"],
        ),
        ("JWTs, a JWT-based SQL/JWT, not jwts", &["JWTs>jwt", "JWT>jwt", "SQL>sql", "JWT>jwt"]),
        (
            "nodejs NodeJS Node.js node js",
            &["nodejs>node-runtime", "NodeJS>node-runtime", "Node.js>node-runtime", "node js>node-runtime"],
        ),
        ("", &[]),
        ("\u{0}\n--__ é", &[]),
    ];
    for (text, expected) in cases {
        assert_eq!(scan(text), expected, "{text}");
    }
}

#[test]
fn finds_the_term_under_an_offset() {
    let library = library();
    let at = |text: &str, offset: usize| library.at(text, offset).map(|hit| hit.span.of(text).to_string());
    assert_eq!(at("the query cache", 5).as_deref(), Some("query cache"));
    assert_eq!(at("the query cache", 15).as_deref(), Some("query cache"));
    assert_eq!(at("the query cache", 2), None);
    assert_eq!(at("database index", 11).as_deref(), Some("database index"), "the longest");
    assert_eq!(at("fooQueryCacheBar", 9).as_deref(), Some("QueryCache"));
    assert_eq!(at("é", 1), None, "inside a character");
    let long = format!("{} query cache {}", "x ".repeat(400), "y ".repeat(400));
    assert_eq!(at(&long, 805).as_deref(), Some("query cache"));
}

#[test]
fn looks_terms_up() {
    let library = library();
    let exact = |term: &str| library.exact(term).iter().map(|page| page.id.clone()).collect::<Vec<_>>();
    assert_eq!(exact("Query caches"), ["query-cache"]);
    assert_eq!(exact("queryCache"), ["query-cache"]);
    assert_eq!(exact("query-cache"), ["query-cache"], "an id");
    assert_eq!(exact("port"), ["pg.port"]);
    assert_eq!(exact("JWTs"), ["jwt"]);
    assert_eq!(exact("NodeJS"), ["node-runtime"]);
    assert_eq!(exact("go"), ["go"]);
    assert_eq!(exact("partition"), ["partition", "table-partitioning"]);
    assert_eq!(exact("querry cache"), Vec::<String>::new(), "guesses are not answers");
    assert_eq!(exact(" "), Vec::<String>::new());
}

#[test]
fn completes_and_guesses() {
    let library = library();
    let term = |term: &str, page: &str| TermMatch { term: term.into(), page: page.into() };
    assert_eq!(library.prefix("Que", 9), [term("query cache", "query-cache")]);
    assert_eq!(library.prefix("ind", 1), [term("index", "index")]);
    assert_eq!(library.prefix("zzz", 9), []);
    assert_eq!(library.prefix("", 9), []);
    assert_eq!(library.fuzzy("qurey cache", 9), [term("query cache", "query-cache")]);
    assert_eq!(library.fuzzy("Redsi", 1).len(), 0, "two edits are too many for a short word");
    assert_eq!(library.fuzzy("Rediss", 1), [term("Redis", "redis")]);
}

#[test]
fn workspace_pages_come_first_and_replace_those_of_the_same_id() {
    let library =
        library().with_workspace(vec![page("our-cache", "Query cache", &[]), page("sql", "Our SQL", &[])]);
    let hits = library.scan("query cache");
    assert_eq!(hits[0].pages, ["our-cache", "query-cache"]);
    assert_eq!(library.page("sql").map(|page| page.title.clone()).as_deref(), Some("Our SQL"));
    assert_eq!(library.page_ids().iter().filter(|id| *id == "sql").count(), 1);
    let again = library.with_workspace(Vec::new());
    assert_eq!(again.scan("query cache")[0].pages, ["query-cache"], "former workspace pages are gone");
}

#[test]
fn finds_pages_by_former_ids() {
    let library = Library::of_pages(vec![Page { formerly: vec!["old".into()], ..page("new", "New", &[]) }]);
    assert_eq!(library.page("old").map(|page| page.id.clone()).as_deref(), Some("new"));
    assert!(library.page("other").is_none());
}
