namespace ModelOps.Serving;

/// <summary>The runs of one size.</summary>
/// <param name="BatchSize">Rows of each, or the power of two at or above.</param>
/// <param name="ComputeInput">Gathering of rows.</param>
/// <param name="ComputeInfer">The model itself.</param>
/// <param name="ComputeOutput">Handing out of rows.</param>
public sealed record BatchStatistics(int BatchSize, ModelDuration ComputeInput, ModelDuration ComputeInfer, ModelDuration ComputeOutput);
