//! The supermarket model: very many servers, each with a queue, of which a request joins the shortest of a few drawn at random
//! (Mitzenmacher 1996; Vvedenskaya, Dobrushin & Karpelevich 1996).

/// The mean time in the system, in units of the mean service, if each request joins the shortest of `choices` queues: the sum
/// of λ^((dⁱ − d)/(d − 1)) over i ≥ 1, for d = 1 the 1/(1 − λ) of M/M/1. `load` is λ, in [0, 1).
pub fn mean(load: f64, choices: u32) -> f64 {
    if choices <= 1 {
        return 1.0 / (1.0 - load);
    }
    (1..).map(|i| tail(load, choices, i)).take_while(|&term| term >= 1e-16).sum()
}

/// The chance that a request finds at least i − 1 requests at each of its choices, by the same model; at least two choices.
pub fn tail(load: f64, choices: u32, i: u32) -> f64 {
    let d = f64::from(choices);
    libm::pow(load, (libm::pow(d, f64::from(i)) - d) / (d - 1.0))
}
