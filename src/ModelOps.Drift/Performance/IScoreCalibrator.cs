namespace ModelOps.Drift.Performance;

/// <summary>Turns scores of a classifier into probabilities that can be added up. Implementations are immutable and safe for concurrent use.</summary>
public interface IScoreCalibrator
{
    /// <summary>The probability of the positive class given a score.</summary>
    /// <param name="score">Score of the classifier.</param>
    /// <returns>0 to 1; NaN for NaN.</returns>
    double Calibrate(double score);
}
