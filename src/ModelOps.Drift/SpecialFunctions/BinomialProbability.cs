namespace ModelOps.Drift.SpecialFunctions;

/// <summary>Binomial probabilities in Loader's saddle-point form: full precision without logarithms of large factorials.</summary>
internal static class BinomialProbability
{
    /// <summary>Logarithm of the probability of k among n, given how far k lies above its mean n·p.</summary>
    internal static double Log(long k, long n, double p, double aboveMean)
    {
        long rest = n - k;
        if (k == 0 || rest == 0)
        {
            return n * (k == 0 ? Elementary.LogOnePlus(-p) : Math.Log(p));
        }

        double deviance = StirlingSeries.Deviance(k, n * p, -aboveMean) + StirlingSeries.Deviance(rest, n * (1 - p), aboveMean);
        return StirlingSeries.Correction(n) - StirlingSeries.Correction(k) - StirlingSeries.Correction(rest) - deviance
            - (0.5 * Math.Log(2 * Math.PI * k * ((double)rest / n)));
    }
}
