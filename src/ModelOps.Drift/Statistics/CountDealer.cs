using ModelOps.Drift.SpecialFunctions;

namespace ModelOps.Drift.Statistics;

/// <summary>Draws how many values of each bin a random sample without replacement holds.</summary>
internal static class CountDealer
{
    // From this spread on the normal law with rounding is indistinguishable from the hypergeometric one, and far faster.
    private const double WideDeviation = 100;

    internal static void Deal(ReadOnlySpan<long> pooled, long drawn, Span<long> dealt, Random random)
    {
        long total = 0;
        foreach (long count in pooled) { total += count; }
        for (int i = 0; i < pooled.Length; i++)
        {
            dealt[i] = Draw(total, pooled[i], drawn, random);
            total -= pooled[i];
            drawn -= dealt[i];
        }
    }

    private static long Draw(long total, long marked, long drawn, Random random)
    {
        var law = new HypergeometricDistribution(total, marked, drawn);
        if (law.Smallest == law.Largest)
        {
            return law.Smallest;
        }

        double share = (double)marked / total;
        double deviation = Math.Sqrt(drawn * share * (1 - share) * ((double)(total - drawn) / (total - 1)));
        if (deviation > WideDeviation)
        {
            double value = Math.Round((drawn * share) + (deviation * NormalVariate.Next(random)));
            return Math.Clamp((long)value, law.Smallest, law.Largest);
        }

        return Invert(law, total, marked, drawn, random.NextDouble());
    }

    // Takes probabilities off a uniform number, from the likeliest value outward on both sides.
    private static long Invert(HypergeometricDistribution law, long total, long marked, long drawn, double uniform)
    {
        long up = law.Mode;
        long down = up;
        double upper = Math.Exp(law.LogProbability(up));
        double lower = upper;
        double left = uniform - upper;
        while (left > 0 && (up < law.Largest || down > law.Smallest))
        {
            if (up < law.Largest)
            {
                upper *= (double)(marked - up) * (drawn - up) / ((up + 1.0) * (total - marked - drawn + up + 1.0));
                up++;
                left -= upper;
                if (left <= 0)
                {
                    return up;
                }
            }

            if (down > law.Smallest)
            {
                lower *= (double)down * (total - marked - drawn + down) / ((marked - down + 1.0) * (drawn - down + 1.0));
                down--;
                left -= lower;
                if (left <= 0)
                {
                    return down;
                }
            }
        }

        return law.Mode;
    }
}
