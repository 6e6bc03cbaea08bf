//! One line a finding, as compilers write it: `path:line:column: severity: message [rule]`.

use super::{CheckReport, Places, visible};
use crate::cli::output::Failure;
use std::io::Write;

pub fn write(report: &CheckReport, out: &mut dyn Write) -> Result<(), Failure> {
    for file in &report.files {
        let places = Places::new(&file.text);
        for finding in &file.findings {
            let place = places.of(finding.span.start());
            let (path, message) = (visible(&file.path), visible(&finding.message));
            let severity = finding.severity.name();
            writeln!(
                out,
                "{path}:{}:{}: {severity}: {message} [{}]",
                place.line, place.column, finding.rule
            )?;
        }
    }
    Ok(())
}
