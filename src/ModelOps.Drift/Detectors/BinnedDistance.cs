using ModelOps.Drift.Profiles;
using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Detectors;

/// <summary>Wasserstein-1 distance of two binned samples: the distance of their distribution functions after each bin, times the way to the
/// next.</summary>
internal sealed class BinnedDistance
{
    private const int Seed = 20_031;

    private readonly double[] _ways;
    private readonly double[] _differences;
    private readonly double[] _pooledShares;
    private readonly double _scale;
    private readonly double _deviation;

    internal BinnedDistance(NumericFeatureProfile reference, NumericFeatureProfile current)
    {
        double[] positions = Positions(reference.Edges, current);
        _ways = new double[positions.Length - 1];
        _differences = new double[positions.Length - 1];
        _pooledShares = new double[positions.Length];
        _scale = 1 / Math.Sqrt(EffectiveSize.Of(reference.Count, current.Count));
        _deviation = reference.Moments.StandardDeviation;

        double total = (double)reference.Count + current.Count;
        double difference = 0;
        for (int i = 0; i < positions.Length; i++)
        {
            _pooledShares[i] = ((double)reference.Counts[i] + current.Counts[i]) / total;
            if (i < _ways.Length)
            {
                difference += ((double)reference.Counts[i] / reference.Count) - ((double)current.Counts[i] / current.Count);
                _differences[i] = Math.Abs(difference);
                _ways[i] = positions[i + 1] - positions[i];
            }
        }
    }

    internal double Distance() => Area(_differences);

    internal double InDeviations(double distance) => Wasserstein.InDeviations(distance, _deviation);

    /// <summary>Distances of samples that differ by chance alone: the differences are then a Brownian bridge over the pooled shares,
    /// divided by √h.</summary>
    internal double[] SimulateNull(int simulations)
    {
        var random = new Random(Seed);
        double[] roots = [.. _pooledShares.Select(Math.Sqrt)];
        var walk = new double[_differences.Length];
        var distances = new double[simulations];
        for (int s = 0; s < simulations; s++)
        {
            double position = 0;
            for (int i = 0; i < walk.Length; i++)
            {
                position += Step(roots[i], random);
                walk[i] = position;
            }

            double end = position + Step(roots[^1], random);
            double share = 0;
            for (int i = 0; i < walk.Length; i++)
            {
                share += _pooledShares[i];
                walk[i] = Math.Abs(walk[i] - (share * end)) * _scale;
            }

            distances[s] = Area(walk);
        }

        return distances;
    }

    // Where the values of each bin are taken to lie: at its lower edge, and outside the reference's range half-way to the farthest value.
    private static double[] Positions(ReadOnlySpan<double> edges, NumericFeatureProfile current)
    {
        var positions = new double[edges.Length + 1];
        edges.CopyTo(positions.AsSpan(1));
        if (edges.Length > 0)
        {
            positions[0] = Math.Min(edges[0], (Math.Min(edges[0], current.Moments.Max) + current.Moments.Min) / 2);
            positions[^1] = Math.Max(edges[^1], (Math.Max(edges[^1], current.Moments.Min) + current.Moments.Max) / 2);
        }

        return positions;
    }

    private double Area(double[] differences)
    {
        double area = 0;
        for (int i = 0; i < differences.Length; i++)
        {
            area += differences[i] * _ways[i];
        }

        return area;
    }

    // A bin without values takes no step and no randomness.
    private static double Step(double root, Random random) => root == 0 ? 0 : root * NormalVariate.Next(random);
}
