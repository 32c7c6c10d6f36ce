using System.Runtime.InteropServices;

namespace ModelOps.Drift.Streams;

/// <summary>Watches the mean of values from 0 to 1 for a rise, by Hoeffding's bound over a cut point.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct HoeffdingMean
{
    private long _count;
    private double _sum;
    private long _cutCount;
    private double _cutSum;

    internal StreamState Observe(double value, double driftConfidence, double warningConfidence)
    {
        _count++;
        _sum += value;
        double mean = _sum / _count;
        double logOdds = Math.Log(1 / driftConfidence);
        if (_cutCount == 0 || (_cutSum / _cutCount) + Bound(_cutCount, logOdds) >= mean + Bound(_count, logOdds))
        {
            _cutCount = _count;
            _cutSum = _sum;
        }

        if (_cutCount == _count)
        {
            return StreamState.None;
        }

        double rise = mean - (_cutSum / _cutCount);
        double scale = (double)(_count - _cutCount) / _cutCount / _count / 2;
        return rise >= Math.Sqrt(scale * Math.Log(2 / driftConfidence)) ? StreamState.Drift
            : rise >= Math.Sqrt(scale * Math.Log(2 / warningConfidence)) ? StreamState.Warning
            : StreamState.None;
    }

    internal void Transfer(StateTransfer transfer, string name)
    {
        transfer.Whole(name + "Count", ref _count);
        transfer.Number(name + "Sum", ref _sum);
        transfer.Whole(name + "CutCount", ref _cutCount);
        transfer.Number(name + "CutSum", ref _cutSum);
    }

    private static double Bound(long count, double logOdds) => Math.Sqrt(logOdds / (2 * count));
}
