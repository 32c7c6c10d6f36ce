namespace ModelOps.Drift.Performance;

/// <summary>Fits error models; the seam for a learner of your own, such as ML.NET's LightGBM. <see cref="BoostedStumpsTrainer"/> is built in.</summary>
public interface IErrorModelTrainer
{
    /// <summary>Fits a regression of least squares.</summary>
    /// <param name="rows">Rows one after the other: features, NaN where missing, and last the prediction. Used during the call only.</param>
    /// <param name="errors">The error of each row, at least 0 and finite.</param>
    /// <param name="dimensions">Numbers in a row.</param>
    /// <returns>The fitted model.</returns>
    IErrorModel Fit(ReadOnlySpan<double> rows, ReadOnlySpan<double> errors, int dimensions);
}
