namespace ModelOps;

/// <summary>A logged model that a run wrote.</summary>
/// <param name="ModelId">Identifier of the model.</param>
/// <param name="Step">Step of the training it was written at.</param>
public sealed record RunModelOutput(string ModelId, long Step);
