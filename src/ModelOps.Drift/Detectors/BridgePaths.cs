using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Detectors;

/// <summary>Sizes of Brownian bridges at fixed times, drawn once for all looks: the null law of a distance of distribution functions is a weighted sum of them.</summary>
/// <remarks>Divided by its standard deviation, a bridge is stationary in the log odds of its time (Ornstein and Uhlenbeck's process), so evenly spaced odds serve features of many and of few
/// values, and outliers too. Paths come in blocks, each from a seed of its own; the first ten are kept, 1 MB each, from first use on.</remarks>
internal static class BridgePaths
{
    private const int Seed = 20_031;
    private const int Times = 256;
    private const int BlockSize = 1000;
    private const int KeptBlocks = 10;

    // Beyond these odds (one in a million) the process takes its last value.
    private const double Reach = 14;
    private const double Step = 2 * Reach / (Times - 1);

    private static readonly Lazy<float[]>[] Kept = [.. Enumerable.Range(0, KeptBlocks).Select(static block => new Lazy<float[]>(() => Draw(block)))];

    /// <summary>Sums of the bridges' absolute values at given times.</summary>
    /// <param name="times">Times, 0 to 1.</param>
    /// <param name="weights">Weight of each, at least 0.</param>
    /// <param name="sums">Where one sum for each path goes.</param>
    internal static void Sum(ReadOnlySpan<double> times, ReadOnlySpan<double> weights, Span<double> sums)
    {
        Span<double> at = stackalloc double[Times];
        double largest = Place(times, weights, at);
        Span<float> part = stackalloc float[BlockSize];
        for (int block = 0; block * BlockSize < sums.Length; block++)
        {
            float[] paths = block < KeptBlocks ? Kept[block].Value : Draw(block);
            int count = Math.Min(BlockSize, sums.Length - (block * BlockSize));
            part.Clear();
            for (int time = 0; time < Times; time++)
            {
                if (at[time] > 0)
                {
                    System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(paths.AsSpan(time * BlockSize, count), (float)(at[time] / largest), part[..count], part[..count]);
                }
            }

            for (int i = 0; i < count; i++) { sums[(block * BlockSize) + i] = part[i] * largest; }
        }
    }

    // Moves each weight to the nearest of the fixed times, by the bridge's deviation at its own; gives the largest.
    private static double Place(ReadOnlySpan<double> times, ReadOnlySpan<double> weights, Span<double> at)
    {
        at.Clear();
        for (int i = 0; i < times.Length; i++)
        {
            double variance = times[i] * (1 - times[i]);
            if (variance > 0 && weights[i] > 0)
            {
                double odds = Math.Clamp(Math.Log(times[i] / (1 - times[i])), -Reach, Reach);
                at[(int)Math.Round((odds + Reach) / Step)] += weights[i] * Math.Sqrt(variance);
            }
        }

        double largest = 0;
        foreach (double weight in at) { largest = Math.Max(largest, weight); }
        return largest;
    }

    // One row for each time, so that a sum runs along rows.
    private static float[] Draw(int block)
    {
        var random = new Random(Seed + block);
        double kept = Math.Exp(-Step / 2);
        double fresh = Math.Sqrt(1 - (kept * kept));
        var paths = new float[Times * BlockSize];
        for (int path = 0; path < BlockSize; path++)
        {
            double value = NormalVariate.Next(random);
            for (int time = 0; time < Times; time++)
            {
                paths[(time * BlockSize) + path] = (float)Math.Abs(value);
                value = (kept * value) + (fresh * NormalVariate.Next(random));
            }
        }

        return paths;
    }
}
