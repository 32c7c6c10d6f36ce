using System.Runtime.InteropServices;

namespace ModelOps.Drift.Streams;

/// <summary>Watches a weighted average of values from 0 to 1 for a rise, by McDiarmid's bound over a cut point.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct McDiarmidAverage
{
    private WeightedAverage _all;
    private WeightedAverage _before;
    private WeightedAverage _since;
    private double _cut;

    internal StreamState Observe(double value, double lambda, double driftConfidence, double warningConfidence)
    {
        _all.Add(value, lambda);
        double level = _all.Average + Bound(_all.SquaredWeights, driftConfidence);
        if (_before.IsEmpty || level < _cut)
        {
            _cut = level;
            _before = _all;
            _since = default;
            return StreamState.None;
        }

        _since.Add(value, lambda);
        double rise = _since.Average - _before.Average;
        double squaredWeights = _since.SquaredWeights + _before.SquaredWeights;
        return rise > Bound(squaredWeights, driftConfidence) ? StreamState.Drift
            : rise > Bound(squaredWeights, warningConfidence) ? StreamState.Warning
            : StreamState.None;
    }

    internal void Transfer(StateTransfer transfer, string name)
    {
        _all.Transfer(transfer, name + "All");
        _before.Transfer(transfer, name + "Before");
        _since.Transfer(transfer, name + "Since");
        transfer.Number(name + "Cut", ref _cut);
    }

    private static double Bound(double squaredWeights, double confidence) => Math.Sqrt(squaredWeights * Math.Log(1 / confidence) / 2);
}
