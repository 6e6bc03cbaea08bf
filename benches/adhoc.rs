#![allow(clippy::all, clippy::pedantic, clippy::unwrap_used, clippy::expect_used, unused)]
use docent::check::Checker;
use docent::config::{Config, FileConfig};
use docent::context::Context;
use docent::document::Document;
use docent::knowledge::Date;
use docent::library::Library;
use docent::stack::{FileStack, ProductIndex};
use std::sync::Arc;
use std::time::Instant;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let (mode, file, n) = (&a[1], &a[2], a[3].parse::<usize>().unwrap());
    let name = std::path::Path::new(file).file_name().unwrap().to_str().unwrap().to_string();
    let library = Arc::new(Library::embedded());
    let checker = Checker::new(library.clone());
    let text: Arc<str> = std::fs::read_to_string(file).unwrap().into();
    let today = Date::parse("2026-11-24").unwrap();
    let doc = Document::read(&name, text.clone(), None, None);
    let products = ProductIndex::new(&library);
    let stack = FileStack::default();
    let config = Config::default();
    let terms = library.scan(&text);
    let mut best = f64::MAX;
    let mut sum = 0;
    let run = |i: usize| -> usize {
        match mode.as_str() {
            "read" => Document::read(&name, text.clone(), None, None).outline.settings.len(),
            "check" => {
                let d = Document::read(&name, text.clone(), None, None);
                checker.check(&d, &stack, &FileConfig::default(), today).findings.len()
            }
            "rules" => checker.check(&doc, &stack, &FileConfig::default(), today).findings.len(),
            "hover" => {
                let c = Context {
                    library: &library,
                    products: &products,
                    document: &doc,
                    stack: &stack,
                    config: &config,
                    today,
                };
                docent::hover::hover(&c, terms[i * 7919 % terms.len()].span.start() + 1)
                    .map_or(0, |h| h.markdown().len())
            }
            _ => panic!(),
        }
    };
    for i in 0..n {
        let t = Instant::now();
        sum += run(i);
        let e = t.elapsed().as_secs_f64() * 1e6;
        if e < best {
            best = e
        }
    }
    let t = Instant::now();
    for i in 0..n {
        sum += run(i);
    }
    let mean = t.elapsed().as_secs_f64() * 1e6 / n as f64;
    println!(
        "{mode} {name}: best {best:.1} us mean {mean:.1} us, {:.1} MB/s at best ({sum})",
        text.len() as f64 / best
    );
}
