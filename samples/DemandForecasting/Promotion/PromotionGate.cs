namespace DemandForecasting.Promotion;

/// <summary>Lets a candidate through only when it is better on the hold-out than what it would replace, by more than chance explains.</summary>
internal static class PromotionGate
{
    private const int Resamples = 2000;
    private const int BlockDays = 7; // errors of neighbouring days hang together, so whole weeks are drawn
    private const double Confidence = 0.95;

    /// <param name="actual">What happened, day by day.</param>
    /// <param name="candidate">Forecasts of the candidate.</param>
    /// <param name="current">Forecasts of the champion, or of the baseline when there is none.</param>
    /// <param name="currentName">What the candidate is measured against, for the reason.</param>
    /// <remarks>Paired block bootstrap of the difference in mean absolute error: promoted when the upper end of the interval is below zero.</remarks>
    public static GateDecision Judge(IReadOnlyList<float> actual, IReadOnlyList<float> candidate, IReadOnlyList<float> current, string currentName)
    {
        double[] difference = new double[actual.Count];
        double candidateMae = 0;
        double currentMae = 0;
        for (int i = 0; i < actual.Count; i++)
        {
            double mine = Math.Abs(actual[i] - (double)candidate[i]);
            double theirs = Math.Abs(actual[i] - (double)current[i]);
            difference[i] = mine - theirs;
            candidateMae += mine / actual.Count;
            currentMae += theirs / actual.Count;
        }

        (double low, double high) = Interval(difference);
        bool isBetter = high < 0;
        string reason = string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"MAE {candidateMae:F3} against {currentMae:F3} of {currentName} over {actual.Count} days; difference {candidateMae - currentMae:+0.000;-0.000}, ")
            + string.Create(System.Globalization.CultureInfo.InvariantCulture, $"95 % interval [{low:+0.000;-0.000}, {high:+0.000;-0.000}]: ")
            + (isBetter ? "better." : low > 0 ? "worse." : "not better by more than chance explains.");
        return new GateDecision(isBetter, reason, candidateMae, currentMae);
    }

    private static (double Low, double High) Interval(double[] difference)
    {
        Random random = new(1);
        double[] means = new double[Resamples];
        for (int r = 0; r < Resamples; r++)
        {
            double sum = 0;
            for (int taken = 0; taken < difference.Length; taken += BlockDays)
            {
                int start = random.Next(difference.Length);
                for (int day = 0; day < Math.Min(BlockDays, difference.Length - taken); day++)
                {
                    sum += difference[(start + day) % difference.Length];
                }
            }

            means[r] = sum / difference.Length;
        }

        Array.Sort(means);
        int tail = (int)(Resamples * (1 - Confidence) / 2);
        return (means[tail], means[^(tail + 1)]);
    }
}
