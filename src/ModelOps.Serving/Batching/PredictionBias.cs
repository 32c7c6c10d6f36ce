namespace ModelOps.Serving.Batching;

/// <summary>How far predictions were off of late, so that a call is admitted only where it is likely to be in time. Guarded by the lock of the batcher.</summary>
internal sealed class PredictionBias
{
    private const double Rate = 0.02;
    private const double Guard = 2; // times the usual error
    private const double Most = 10;
    private double _mean = 1;
    private double _error; // none known yet

    /// <summary>What a prediction is to be multiplied with to be seldom too short.</summary>
    public double Factor => Math.Max(1, _mean + (Guard * _error));

    public void Observe(double predicted, double actual)
    {
        if (predicted <= 0) { return; }
        double off = Math.Clamp(actual / predicted, 1 / Most, Most) - _mean;
        _mean += Rate * off;
        _error += Rate * (Math.Abs(off) - _error);
    }
}
