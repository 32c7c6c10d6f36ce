using ModelOps.Onnx.Quantization.Parameters;

namespace ModelOps.Onnx.Quantization.Calibration;

/// <summary>The range with the smallest squared error: each end is moved inwards in turn, in steps of a hundredth, while that helps.</summary>
internal static class SquaredErrorRule
{
    private const int Steps = 100;
    private const int Rounds = 3;

    /// <summary>Chooses a range.</summary>
    /// <param name="histogram">The values.</param>
    /// <param name="seen">Ends of the values.</param>
    /// <param name="range">Integers that will be used.</param>
    /// <param name="isSymmetric">Whether the range will be centred at 0.</param>
    public static ValueRange Choose(StreamingHistogram histogram, ValueRange seen, QuantizedRange range, bool isSymmetric)
    {
        (double[] values, double[] weights) = Centres(histogram);
        double low = Math.Min(seen.Min, 0), high = Math.Max(seen.Max, 0);
        if (isSymmetric)
        {
            double bound = Best(Math.Max(-low, high), b => Error(-b, b));
            return new(-bound, bound);
        }

        for (int round = 0; round < Rounds; round++)
        {
            (double before, double after) = (low, high);
            high = Best(high, h => Error(low, h));
            low = Best(low, l => Error(l, high));
            if (before == low && after == high) { break; }
        }

        return new(low, high);

        double Error(double min, double max)
        {
            (float scale, int zero) = ScaleRule.Fit(min, max, range, isSymmetric);
            double error = 0;
            for (int i = 0; i < values.Length; i++)
            {
                double q = Math.Clamp(Math.Round(values[i] / scale, MidpointRounding.ToEven) + zero, range.Min, range.Max);
                double loss = values[i] - (scale * (q - zero));
                error += weights[i] * loss * loss;
            }

            return error;
        }
    }

    private static double Best(double end, Func<double, double> error)
    {
        if (end == 0) { return end; }
        (double best, double least) = (end, error(end));
        for (int step = Steps - 1; step > 0; step--)
        {
            double candidate = end * step / Steps;
            double loss = error(candidate);
            if (loss < least) { (best, least) = (candidate, loss); }
        }

        return best;
    }

    private static (double[] Values, double[] Weights) Centres(StreamingHistogram histogram)
    {
        List<double> values = [], weights = [];
        for (int i = 0; i < histogram.Counts.Length; i++)
        {
            if (histogram.Counts[i] == 0) { continue; }
            values.Add((i - StreamingHistogram.Side + 0.5) * histogram.Width);
            weights.Add(histogram.Counts[i]);
        }

        return ([.. values], [.. weights]);
    }
}
