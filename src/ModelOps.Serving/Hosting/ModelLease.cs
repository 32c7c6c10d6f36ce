namespace ModelOps.Serving;

/// <summary>The right to use a generation until it is disposed, exactly once.</summary>
internal readonly struct ModelLease(ModelGeneration generation) : IDisposable
{
    public ModelGeneration Generation { get; } = generation;

    public void Dispose() => Generation.Release();
}
