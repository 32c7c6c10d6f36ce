namespace ModelOps;

/// <summary>How a pair of types goes to and comes from one model. Immutable.</summary>
/// <param name="Inputs">Tensors written.</param>
/// <param name="Outputs">Tensors read.</param>
/// <param name="RequestedOutputs">Names to ask for; empty when all are read.</param>
/// <param name="MaxRows">Most rows that the model takes in one call.</param>
internal sealed record PredictorPlan(BoundTensor[] Inputs, BoundTensor[] Outputs, string[] RequestedOutputs, int MaxRows);
