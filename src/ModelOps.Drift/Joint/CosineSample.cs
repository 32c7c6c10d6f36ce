using System.Numerics.Tensors;
using ModelOps.Drift.Profiles.Sketches;

namespace ModelOps.Drift.Joint;

/// <summary>A uniform sample of rows as kernel features: their cosines times √(2/D). Source: Vitter, Random Sampling with a Reservoir, 1985, algorithm R.</summary>
internal sealed class CosineSample(FourierFeatures features)
{
    private const int Size = 1000;

    private readonly double _scale = Math.Sqrt(2.0 / features.Cosines);
    private readonly double[] _cosines = new double[features.Cosines];
    private readonly List<double[]> _rows = [];
    private SplitMix64 _random = new(features.Seed);
    private long _offered;

    internal IReadOnlyList<double[]> Rows => _rows;

    /// <summary>Offers a row and gives its cosines, valid until the next.</summary>
    internal ReadOnlySpan<double> Offer(ReadOnlySpan<double> standardized)
    {
        for (int i = 0; i < _cosines.Length; i++) { _cosines[i] = features.Cosine(i, standardized); }
        _offered++;
        if (_rows.Count < Size) { _rows.Add(Scaled()); }
        else if ((long)(_random.NextDouble() * _offered) is var at and < Size) { _rows[(int)at] = Scaled(); }
        return _cosines;
    }

    private double[] Scaled()
    {
        var row = new double[_cosines.Length];
        TensorPrimitives.Multiply<double>(_cosines, _scale, row);
        return row;
    }
}
