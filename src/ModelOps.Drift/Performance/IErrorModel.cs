namespace ModelOps.Drift.Performance;

/// <summary>Predicts how large a regression model's error is from what the model saw and said. Implementations are safe for concurrent use.</summary>
public interface IErrorModel
{
    /// <summary>The expected error of a row.</summary>
    /// <param name="row">The features, NaN where missing, and last the model's prediction. Used during the call only.</param>
    /// <returns>The error in the unit that the model was fitted to; a negative one counts as 0, NaN as no answer.</returns>
    double Predict(ReadOnlySpan<double> row);
}
