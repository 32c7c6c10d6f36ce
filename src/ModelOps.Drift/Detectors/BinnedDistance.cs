using ModelOps.Drift.Profiles;
using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Detectors;

/// <summary>Wasserstein-1 distance of two binned samples: the distance of their distribution functions after each bin, times the way to the
/// next.</summary>
internal sealed class BinnedDistance
{
    private readonly double[] _ways;
    private readonly double[] _differences;
    private readonly double[] _pooledShares;
    private readonly double _scale;
    private readonly double _deviation;
    private readonly double _chanceOutside;

    internal BinnedDistance(NumericFeatureProfile reference, NumericFeatureProfile current)
    {
        double[] positions = Positions(reference.Edges, current);
        _ways = new double[positions.Length - 1];
        _differences = new double[positions.Length - 1];
        _pooledShares = new double[positions.Length - 1];
        _scale = 1 / Math.Sqrt(EffectiveSize.Of(reference.Count, current.Count));
        _deviation = reference.Moments.StandardDeviation;
        _chanceOutside = 1 / (reference.Count + 1.0);

        double total = (double)reference.Count + current.Count;
        double difference = 0;
        double pooled = 0;
        for (int i = 0; i < _ways.Length; i++)
        {
            pooled += (double)reference.Counts[i] + current.Counts[i];
            difference += ((double)reference.Counts[i] / reference.Count) - ((double)current.Counts[i] / current.Count);
            _pooledShares[i] = pooled / total;
            _differences[i] = Math.Abs(difference);
            _ways[i] = positions[i + 1] - positions[i];
        }
    }

    internal double Distance()
    {
        double area = 0;
        for (int i = 0; i < _differences.Length; i++) { area += _differences[i] * _ways[i]; }
        return area;
    }

    /// <summary>The part of the distance that the choice of edges makes: beyond the smallest and the largest of n values lies, on average, 1/(n + 1) of their own law.</summary>
    internal double DistanceByEdges() => _ways.Length == 0
        ? 0
        : (Math.Min(_differences[0], _chanceOutside) * _ways[0]) + (Math.Min(_differences[^1], _chanceOutside) * _ways[^1]);

    internal double InDeviations(double distance) => Wasserstein.InDeviations(distance, _deviation);

    /// <summary>Distances of samples that differ by chance alone: the differences are then a Brownian bridge at the pooled shares,
    /// divided by √h.</summary>
    internal double[] SimulateNull(int simulations)
    {
        var distances = new double[simulations];
        BridgePaths.Sum(_pooledShares, _ways, distances);
        System.Numerics.Tensors.TensorPrimitives.Multiply(distances, _scale, distances);
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
}
