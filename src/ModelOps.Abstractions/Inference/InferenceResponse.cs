namespace ModelOps;

/// <summary>The answer to an <see cref="InferenceRequest"/>: which version answered, and its output tensors.</summary>
/// <remarks>Made and owned by the caller, who disposes it or hands it to the next call; a reused response keeps its memory.
/// Not thread-safe.</remarks>
public sealed class InferenceResponse : IDisposable
{
    /// <summary>Model that answered; empty before the first call.</summary>
    public string ModelName { get; set; } = string.Empty;

    /// <summary>Version that answered, e.g. <c>1.2.0</c>; empty before the first call.</summary>
    public string ModelVersion { get; set; } = string.Empty;

    /// <summary>The request's <see cref="InferenceRequest.Id"/>; null when it had none.</summary>
    public string? Id { get; set; }

    /// <summary>Output tensors, in the order requested, else in the signature's order.</summary>
    public InferenceTensorCollection Outputs { get; } = new();

    /// <summary>Parameters that the model or the host adds to the answer.</summary>
    public InferenceParameterCollection Parameters { get; } = new();

    /// <summary>Whether the answer is one given before to the same question, so that the model did not run.</summary>
    public bool IsCached { get; set; }

    /// <summary>Empties the response for reuse, keeping its memory. A client calls it before it fills the response.</summary>
    public void Reset()
    {
        ModelName = string.Empty;
        ModelVersion = string.Empty;
        Id = null;
        IsCached = false;
        Parameters.Clear();
        Outputs.Clear();
    }

    /// <summary>Gives the tensors' memory back.</summary>
    public void Dispose() => Outputs.Dispose();
}
