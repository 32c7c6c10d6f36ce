namespace ModelOps.Serving;

/// <summary>How the answers of one model are kept.</summary>
/// <remarks>An answer depends on the version, the tenant, the inputs with their types and shapes, the outputs asked for and <see cref="Parameters"/>. A model whose answers
/// depend on anything else must not be named here. ONNX models that draw random numbers are found out and not cached.</remarks>
public sealed class ModelCacheOptions
{
    /// <summary>Whether answers are kept. Default true.</summary>
    public bool IsEnabled { get; set; } = true;

    /// <summary>How long an answer may be given. Default null: as <see cref="ResponseCacheOptions.TimeToLive"/> says.</summary>
    public TimeSpan? TimeToLive { get; set; }

    /// <summary>Whether answers go to the shared tier too, where that is on. Default true.</summary>
    public bool IsShared { get; set; } = true;

    /// <summary>Parameters of calls that may be there; they are part of the question. A call with any other parameter is not answered from the cache.</summary>
    public IList<string> Parameters { get; } = [];
}
