//! What a scenario gave, as bytes in the cache: a name, the bits of a value, the digits shown and the remark for each metric.
//! Units come from the lab's spec again.

use serde_json::{Value as Json, json};

use crate::book::cache::{Cache, program};
use crate::kernel::Report;
use crate::scenario::Scenario;

/// The metrics of a scenario, whose canonical text is `run`: remembered, or of a run that is remembered from now on.
pub(super) fn report(scenario: &Scenario, run: &str, cache: &Cache) -> Report {
    let Some(program) = program() else { return scenario.report() };
    let mut fresh = None;
    let kept = cache.get_or_make("scenario", &[program, run.as_bytes()], || {
        let report = fresh.insert(scenario.report());
        Ok(to_bytes(report))
    });
    fresh.or_else(|| from_bytes(scenario, &kept.ok()?)).unwrap_or_else(|| scenario.report())
}

fn to_bytes(report: &Report) -> Vec<u8> {
    let metrics = report.metrics.iter();
    let metrics: Vec<Json> =
        metrics.map(|metric| json!([metric.name, metric.value.to_bits(), metric.decimals, metric.remark])).collect();
    json!({ "metrics": metrics, "stopped": report.stopped }).to_string().into_bytes()
}

/// `None` if these bytes are not of this scenario's lab.
fn from_bytes(scenario: &Scenario, bytes: &[u8]) -> Option<Report> {
    let json: Json = serde_json::from_slice(bytes).ok()?;
    let specs = scenario.lab.spec.metrics;
    let mut report = Report::default().stopped(json["stopped"].as_str().map(String::from));
    for metric in json["metrics"].as_array()? {
        let name = metric[0].as_str()?;
        specs.iter().find(|spec| spec.matches(name))?;
        report.push(specs, name.to_string(), f64::from_bits(metric[1].as_u64()?));
        let remembered = report.metrics.last_mut()?;
        remembered.decimals = u8::try_from(metric[2].as_u64()?).ok()?;
        remembered.remark = metric[3].as_str().map(String::from);
    }
    Some(report)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engines::catalog;

    fn ring(keys: &str) -> Scenario {
        let mut scenario = Scenario::defaults(catalog::find("hash-ring").unwrap());
        scenario.set_param("keys", keys).unwrap();
        scenario
    }

    fn ask(scenario: &Scenario, cache: &Cache) -> Report {
        report(scenario, &scenario.to_json().to_string(), cache)
    }

    #[test]
    fn a_remembered_report_is_the_report_to_the_bit_and_a_changed_scenario_has_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::in_folder(folder.path());
        for keys in ["1000", "2000", "1000", "2000"] {
            let scenario = ring(keys);
            assert_eq!(ask(&scenario, &cache), scenario.report(), "{keys}");
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn every_lab_has_a_report_that_can_be_remembered() {
        for lab in catalog::labs() {
            let scenario = Scenario::defaults(lab);
            let mut report = scenario.report();
            report.stopped = Some("a reason".into());
            // The smallest number above nought.
            report.metrics[0].value = 5e-324;
            report.metrics[0].remark = Some("a reservation".into());
            let again = from_bytes(&scenario, &to_bytes(&report)).unwrap();
            assert_eq!(again, report, "{}", lab.spec.id);
            assert_eq!(again.metrics[0].value.to_bits(), 1);
        }
    }

    #[test]
    fn bytes_of_another_lab_are_no_report() {
        let fan_out = Scenario::defaults(catalog::find("fan-out").unwrap());
        assert_eq!(from_bytes(&fan_out, &to_bytes(&ring("1000").report())), None);
        assert_eq!(from_bytes(&fan_out, b"{}"), None);
    }
}
