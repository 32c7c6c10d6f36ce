namespace ModelOps.Serving;

/// <summary>A confidence sequence for the rate of an event: all its intervals, however often they are looked at, hold the rate with the given probability.</summary>
/// <remarks>The beta-binomial mixture: the likelihood ratio of rates drawn from Jeffreys' prior Beta(1/2, 1/2) against the rate p is a martingale when p is true,
/// so by Ville's inequality it ever exceeds 1/alpha with a probability of alpha at most; the interval is every p that it does not exceed it for.
/// Robbins, "Statistical methods related to the law of the iterated logarithm" (1970); Howard et al., "Time-uniform, nonparametric, nonasymptotic
/// confidence sequences" (2021), on conjugate mixtures. It depends on the counts alone, so counters that several threads write suffice.</remarks>
internal static class RateBounds
{
    private const double Prior = 0.5;
    private const int Halvings = 40;
    private static readonly double PriorLogBeta = LogGamma.OfBeta(Prior, Prior);

    /// <param name="events">How often it happened.</param>
    /// <param name="trials">How often it could have.</param>
    /// <param name="alpha">Probability that any interval of the sequence is wrong; both sides together.</param>
    public static ConfidenceInterval Compute(long events, long trials, double alpha)
    {
        if (trials == 0) { return new ConfidenceInterval(0, 1); }
        double evidence = LogGamma.OfBeta(Prior + events, Prior + trials - events) - PriorLogBeta;
        double allowed = evidence + Math.Log(alpha); // the likelihood at p must be at least this
        double observed = (double)events / trials;
        return new ConfidenceInterval(
            events == 0 ? 0 : Find(0, observed, events, trials, allowed),
            events == trials ? 1 : Find(1, observed, events, trials, allowed));
    }

    // Between a rate that is out and one that is in; ends on the outer side.
    private static double Find(double outside, double inside, long events, long trials, double allowed)
    {
        for (int i = 0; i < Halvings; i++)
        {
            double middle = (outside + inside) / 2;
            double likelihood = Term(events, middle) + Term(trials - events, 1 - middle);
            if (likelihood >= allowed) { inside = middle; }
            else { outside = middle; }
        }

        return outside;
    }

    private static double Term(long count, double rate) => count == 0 ? 0 : count * Math.Log(rate);
}
