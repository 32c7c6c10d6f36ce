namespace ModelOps.Drift.Performance;

/// <summary>Takes scores for the probabilities they are, held to 0 to 1: for models whose scores are calibrated already.</summary>
public sealed class IdentityCalibrator : IScoreCalibrator
{
    private IdentityCalibrator()
    {
    }

    /// <summary>The only instance.</summary>
    public static IdentityCalibrator Instance { get; } = new();

    /// <inheritdoc/>
    public double Calibrate(double score) => Math.Clamp(score, 0, 1);
}
