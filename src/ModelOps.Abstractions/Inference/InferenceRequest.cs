namespace ModelOps;

/// <summary>One call of a model: which model, which tensors, which outputs.</summary>
/// <remarks>Made and owned by the caller, who disposes it or reuses it after <see cref="Reset"/>. It must not be changed while a call runs.
/// Not thread-safe.</remarks>
public sealed class InferenceRequest : IDisposable
{
    /// <summary>Makes a request for a model.</summary>
    /// <param name="model">Which model, and which version or alias of it.</param>
    public InferenceRequest(ModelReference model) => Model = model ?? throw new ArgumentNullException(nameof(model));

    /// <summary>Which model, and which version or alias of it.</summary>
    public ModelReference Model { get; set; }

    /// <summary>Identifier that the response repeats; null when none was given.</summary>
    public string? Id { get; set; }

    /// <summary>Input tensors, one for each input of the model's signature, in any order.</summary>
    public InferenceTensorCollection Inputs { get; } = new();

    /// <summary>Names of the outputs wanted, in the order wanted; empty for all.</summary>
    public IList<string> RequestedOutputs { get; } = new List<string>();

    /// <summary>Parameters of this call alone; what they mean is up to the model. They are never mixed with those of other calls.</summary>
    public InferenceParameterCollection Parameters { get; } = new();

    /// <summary>Tenant, routing key, deadline and the like.</summary>
    public InferenceContext Context { get; } = new();

    /// <summary>Empties the request for reuse, keeping its memory.</summary>
    /// <param name="model">Model of the next call.</param>
    public void Reset(ModelReference model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Model = model;
        Id = null;
        Inputs.Clear();
        RequestedOutputs.Clear();
        Parameters.Clear();
        Context.Reset();
    }

    /// <summary>Gives the tensors' memory back.</summary>
    public void Dispose() => Inputs.Dispose();
}
