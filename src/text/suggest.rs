//! "Did you mean": the nearest known name by edit distance.

/// The known name nearest to `wanted`, if it is near enough to be a slip: one edit in up to four letters,
/// two in up to eight, three beyond. The first of equally near names wins.
pub fn nearest<'a>(wanted: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = wanted.chars().count();
    let mut limit = match length {
        0..=1 => return None,
        2..=4 => 1,
        5..=8 => 2,
        _ => 3,
    };
    let mut best = None;
    for name in known {
        let Some(found) = distance(wanted, name, limit) else { continue };
        if found == 0 {
            return Some(name);
        }
        if best.is_none_or(|(_, distance)| found < distance) {
            best = Some((name, found));
            limit = found;
        }
    }
    best.map(|(name, _)| name)
}

/// The number of edits between two names: insertions, deletions, substitutions and swaps of neighbours,
/// ASCII case ignored. Nothing if it is more than `limit`.
#[must_use]
pub fn distance(left: &str, right: &str, limit: usize) -> Option<usize> {
    let left: Vec<char> = left.chars().map(|character| character.to_ascii_lowercase()).collect();
    let right: Vec<char> = right.chars().map(|character| character.to_ascii_lowercase()).collect();
    if left.len().abs_diff(right.len()) > limit {
        return None;
    }
    let mut before_previous: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=right.len()).collect();
    for (row, &from) in left.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, &to) in right.iter().enumerate() {
            let mut cost = previous[column] + usize::from(from != to);
            cost = cost.min(previous[column + 1] + 1).min(current[column] + 1);
            let swapped = row > 0 && column > 0 && from == right[column - 1] && left[row - 1] == to;
            if swapped {
                cost = cost.min(before_previous[column - 1] + 1);
            }
            current.push(cost);
        }
        if current.iter().min().is_none_or(|least| *least > limit) {
            return None;
        }
        before_previous = std::mem::replace(&mut previous, current);
    }
    previous.last().copied().filter(|distance| *distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_slips_and_nothing_else() {
        let known = ["sources", "see", "severity", "terms", "releases"];
        let check =
            |wanted: &str, expected: Option<&str>| assert_eq!(nearest(wanted, known), expected, "{wanted}");
        check("source", Some("sources"));
        check("serverity", Some("severity"));
        check("sevreity", Some("severity"));
        check("Terms", Some("terms"));
        check("sea", Some("see"));
        check("owner", None);
        check("x", None);
        check("", None);
    }

    #[test]
    fn counts_edits() {
        assert_eq!(distance("kitten", "sitting", 3), Some(3));
        assert_eq!(distance("kitten", "sitting", 2), None);
        assert_eq!(distance("ab", "ba", 1), Some(1));
        assert_eq!(distance("", "", 0), Some(0));
    }
}
