using System.Runtime.InteropServices;

namespace ModelOps.Drift.Streams;

/// <summary>An exponentially weighted average with the sum of its squared weights, which McDiarmid's bound needs.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct WeightedAverage
{
    // 0 while nothing was added: then there is no average.
    private double _squaredWeights;
    private double _average;

    internal readonly bool IsEmpty => _squaredWeights == 0;

    internal readonly double Average => _average;

    internal readonly double SquaredWeights => _squaredWeights;

    internal void Add(double value, double lambda)
    {
        if (IsEmpty)
        {
            _average = value;
            _squaredWeights = 1;
            return;
        }

        _average = (lambda * value) + ((1 - lambda) * _average);
        _squaredWeights = (lambda * lambda) + ((1 - lambda) * (1 - lambda) * _squaredWeights);
    }

    internal void Transfer(StateTransfer transfer, string name)
    {
        transfer.Number(name + "SquaredWeights", ref _squaredWeights);
        transfer.Number(name + "Average", ref _average);
    }
}
